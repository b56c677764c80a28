"""The door of the room: begin an interview, answer it, look at it again. Pure: times and people are given."""

from collections.abc import Mapping

from engine.document import Definition
from engine.document.flow_elements import Screen
from engine.errors import EventRejected
from engine.flows.answers import Answer, RecordsFailed, ScreenAnswered, WaitOver
from engine.flows.elements import RECORD_WORK
from engine.flows.interpret import Interpreter
from engine.flows.outcomes import NeedRecords, Outcome, Waiting
from engine.flows.program import program_of
from engine.flows.requests import FetchRecords, FindChoices
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
) -> Outcome:
    """Start an interview and go on until it needs the outside or ends.

    inputs: packed values by variable name; a record id in place of a record is fetched
    at:     now, ISO 8601 with offset; user: global id of the person; zone: their time zone, IANA name
    record: global id of the triggering record; prior: its packed fields before the change, None for a new record
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
    )
    return Interpreter(program_of(defn), state, at=at).run("begin")


def advance(defn: Definition, interview: InterviewState, answer: Answer, *, at: str) -> Outcome:
    """Go on with an answer to what the last outcome asked.

    raises: EventRejected when the interview does not wait for such an answer (it moved on, or ended)
    """
    interpreter = Interpreter(program_of(defn), interview, at=at)
    if isinstance(answer, ScreenAnswered):
        return _screen_answered(interpreter, answer)
    if isinstance(answer, WaitOver):
        return interpreter.run("answer", WaitOver(_came(interview, answer, at)))
    request = interview.request
    if interview.status != "records" or request is None:
        raise _rejected(answer, interview)
    if isinstance(answer, RecordsFailed):
        return interpreter.fail(answer)
    if isinstance(request, FetchRecords):
        interpreter.learn(request, answer)
        return interpreter.run(interview.phase)
    if isinstance(request, FindChoices):
        interpreter.offer(request, answer)
        return interpreter.run(interview.phase)
    return interpreter.run("answer", answer)


def resume(defn: Definition, interview: InterviewState, *, at: str) -> Outcome:
    """The same place again: the screen as it stands (with what was typed), the open request, the outputs, or a
    faulted element tried once more. Never moves a waiting interview forward."""
    if interview.status == "records" and interview.request is not None:
        return NeedRecords(interview, interview.request)
    if interview.status == "waiting":
        return Waiting(interview, interview.waits)
    return Interpreter(program_of(defn), interview, at=at).run(interview.phase)


def only_touches_records(defn: Definition) -> bool:
    """Whether it may run inside a turn: no screens, waits or outside actions, nothing but values and records."""
    return all(type(element) in RECORD_WORK for element in defn.elements)


def _screen_answered(interpreter: Interpreter, answer: ScreenAnswered) -> Outcome:
    interview, memory = interpreter.before, interpreter.memory
    screen = interpreter.program.elements.get(interview.current)
    if interview.status != "screen" or not isinstance(screen, Screen) or answer.screen != screen.name:
        raise _rejected(answer, interview)
    memory.facts.clear()  # time has passed: records are read afresh
    keep_typed(screen, answer.values, interpreter.scope)
    match answer.move:
        case "back" if screen.allow_back and memory.history:
            memory.errors = {}
            interpreter.current = memory.history.pop()
            return interpreter.run("enter")
        case "pause" if screen.allow_pause:
            return interpreter.run("enter", paused=True)
        case "refresh":
            return interpreter.run("enter")
        case "next" | "finish" if screen.allow_finish:
            return interpreter.run("check")
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
