"""The door of the room: begin an interview, answer it, look at it again. Pure: times and people are given."""

from collections.abc import Mapping

from engine.document import Definition
from engine.document.call_elements import ActionCall, Subflow
from engine.document.flow_elements import Screen
from engine.errors import EventRejected
from engine.flows.actions import is_outside
from engine.flows.answers import ActionAnswered, Answer, RecordsAnswered, RecordsFailed, ScreenAnswered, WaitOver
from engine.flows.elements import RECORD_WORK
from engine.flows.interpret import Interpreter, opened
from engine.flows.library import Library
from engine.flows.outcomes import NeedRecords, Outcome, Waiting
from engine.flows.requests import CallAction, FetchRecords, FindChoices
from engine.flows.screens.read import keep_typed
from engine.flows.state import InterviewState
from engine.times import moment
from engine.values import Json


def begin(
    defn: Definition,
    inputs: Mapping[str, Json],
    *,
    at: str,
    user: str = "",
    zone: str = "UTC",
    guid: str = "",
    record: str = "",
    prior: Mapping[str, Json] | None = None,
    facts: Mapping[str, Json] | None = None,
    saving: Mapping[str, Json] | None = None,
    library: Library | None = None,
) -> Outcome:
    """Start an interview and go on until it needs the outside or ends.

    inputs: packed values by variable name; a record id in place of a record is fetched
    at:     now, ISO 8601 with offset; user: global id of the person; zone: their time zone, IANA name
    record: global id of the triggering record; prior: its packed fields before the change, None for a new record
    saving: packed fields of the record where it is not saved yet (or about to be deleted): the flow sets them in place
    library: other flows, for subflows
    facts:  packed records by global id that the caller has read already ($User, $Record, inputs): saves a request
    returns Faulted for inputs it needs or cannot read; inputs it does not take are left out
    raises: ValueError for an `at` or `zone` that is none
    """
    state = InterviewState(
        flow=defn.api_name,
        started_at=at,
        at=at,
        phase="begin",
        user=user,
        zone=zone,
        guid=guid,
        record=record,
        prior=None if prior is None else dict(prior),
        inputs=dict(inputs),
        facts=dict(facts or {}),
        saving=None if saving is None else dict(saving),
    )
    return opened(defn, state, at=at, library=library).drive("begin")


def advance(
    defn: Definition, interview: InterviewState, answer: Answer, *, at: str, library: Library | None = None
) -> Outcome:
    """Go on with an answer to what the last outcome asked.

    raises: EventRejected when the interview does not wait for such an answer (it moved on, or ended)
    """
    interpreter = opened(defn, interview, at=at, library=library)
    if isinstance(answer, ScreenAnswered):
        return _screen_answered(interpreter, answer)
    if isinstance(answer, WaitOver):
        return interpreter.drive("answer", WaitOver(_came(interview, answer, at)))
    request = interview.request
    if interview.status != "records" or request is None:
        raise _rejected(answer, interview)
    if isinstance(answer, RecordsFailed):
        return interpreter.fail(answer)
    if isinstance(answer, ActionAnswered) != isinstance(request, CallAction):
        raise _rejected(answer, interview)
    if isinstance(request, FetchRecords) and isinstance(answer, RecordsAnswered):
        interpreter.learn(request, answer)
        return interpreter.drive(interview.phase)
    if isinstance(request, FindChoices) and isinstance(answer, RecordsAnswered):
        interpreter.offer(request, answer)
        return interpreter.drive(interview.phase)
    return interpreter.drive("answer", answer)


def resume(defn: Definition, interview: InterviewState, *, at: str, library: Library | None = None) -> Outcome:
    """The same place again: the screen as it stands (with what was typed), the open request, the outputs, or a
    faulted element tried once more. Never moves a waiting interview forward."""
    if interview.status == "records" and interview.request is not None:
        return NeedRecords(interview, interview.request)
    if interview.status == "waiting":
        return Waiting(interview, interview.waits)
    return opened(defn, interview, at=at, library=library).drive(interview.phase)


def only_touches_records(defn: Definition, library: Library | None = None) -> bool:
    """Whether it may run inside a turn: no screens, waits or outside actions, nothing but values, records and actions
    that are done in the database, in the flows it calls too."""
    seen: set[str] = set()
    ahead = [defn]
    while ahead:
        for element in ahead.pop().elements:
            match element:
                case Subflow(flow=name) | ActionCall(kind="flow", action=name):
                    found = library.find(name) if library is not None else None
                    if found is not None and name not in seen:
                        ahead.append(found[1])
                    seen.add(name)
                case ActionCall() if not is_outside(element.kind, element.action):
                    continue
                case _ if type(element) not in RECORD_WORK:
                    return False
    return True


def _screen_answered(interpreter: Interpreter, answer: ScreenAnswered) -> Outcome:
    interview, memory = interpreter.before, interpreter.memory
    screen = interpreter.program.elements.get(interview.current)
    if interview.status != "screen" or not isinstance(screen, Screen) or answer.screen != screen.name:
        raise _rejected(answer, interview)
    memory.facts.clear()  # time has passed: records are read afresh
    keep_typed(screen, answer.values, interpreter.scope)
    match answer.move:
        case "back" if screen.allow_back and (memory.history or memory.screens_before):
            return interpreter.back().drive("enter")
        case "pause" if screen.allow_pause:
            return interpreter.drive("enter", paused=True)
        case "refresh":
            return interpreter.drive("enter")
        case "next" | "finish" if screen.allow_finish:
            return interpreter.drive("check")
    raise EventRejected(event=f"The move {answer.move}", status=f"at the screen {screen.label or screen.name}")


def _came(interview: InterviewState, answer: WaitOver, at: str) -> str:
    """The event that ends the wait. raises: EventRejected when none is due"""
    times = sorted((when, name) for name, when in interview.waits.items() if when and answer.event in ("", name))
    due = [name for when, name in times if moment(when) <= moment(at)]
    published = answer.event in interview.waits and not interview.waits[answer.event]
    if interview.status != "waiting" or not (due or published):
        raise _rejected(answer, interview)
    return answer.event if published else due[0]


def _rejected(answer: Answer, interview: InterviewState) -> EventRejected:
    place = f"at {interview.current}" if interview.current else "over"
    return EventRejected(event=type(answer).__name__, status=f"{interview.status} {place}".strip())
