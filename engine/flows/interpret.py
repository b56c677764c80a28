"""The loop: enter elements one after another until one waits, the flow ends, or something fails."""

from datetime import UTC, datetime, tzinfo
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from engine.document.flow_elements import Screen
from engine.errors import EngineError, Fault
from engine.flows.answers import RecordsAnswered, RecordsFailed, WaitOver
from engine.flows.choice_sets import NeedChoices, question_of_screen, take_outputs
from engine.flows.elements import HANDLERS
from engine.flows.inputs import pin_defaults, take_inputs
from engine.flows.limits import MAX_ELEMENTS, MAX_LOOPED, LimitReached
from engine.flows.memory import memory_of, state_with
from engine.flows.moves import Ask, Go, Move, Pause, Show, go
from engine.flows.outcomes import Faulted, Finished, NeedRecords, Outcome, ShowScreen, Waiting
from engine.flows.program import Program, screen_fields
from engine.flows.relations import NeedFacts
from engine.flows.requests import FetchRecords, FindChoices, FindRecords
from engine.flows.scope import FlowScope
from engine.flows.screens.choices import inputs_of
from engine.flows.screens.fields import resets
from engine.flows.screens.read import accept
from engine.flows.state import InterviewState, Offered, Phase
from engine.values import RecordValue, pack, unpack


class Stopped(Exception):
    """No fault path caught the fault of `element`."""

    def __init__(self, fault: Fault, element: str):
        super().__init__(str(fault))
        self.fault = fault
        self.element = element


class Interpreter:
    """One move of one interview. Holds the working copies; the state it was made from stays as it is."""

    def __init__(self, program: Program, state: InterviewState, *, at: str):
        self.program = program
        self.before = state
        self.at = at
        self.current = state.current
        self.memory = memory_of(state)
        self.scope = FlowScope(
            program,
            self.memory,
            at=moment(at),
            zone=zone_of(state.zone),
            started_at=moment(state.started_at),
            record=state.record,
            prior=None if state.prior is None else {name: unpack(value) for name, value in state.prior.items()},
            user=state.user,
            guid=state.guid,
        )

    def run(self, phase: Phase, answer: RecordsAnswered | WaitOver | None = None, *, paused: bool = False) -> Outcome:
        """Begin at `phase` of the current element and go on to the next outcome."""
        try:
            move, phase = self._attempt(phase, answer)
            entered = 0
            while entered < self._allowed():
                entered += 1
                match move:
                    case Show(view):
                        return ShowScreen(self.state("screen"), view, paused)
                    case Ask(request):
                        return NeedRecords(self.state("records", phase=phase, request=request), request)
                    case Pause(events):
                        return Waiting(self.state("waiting", phase="answer", waits=events), events)
                    case Go(""):
                        self.current = ""
                        return self._end()
                    case Go(target):
                        move, phase = self._arrive(target)
            self._spin(entered)
        except Stopped as stop:
            return self._faulted(stop.fault, stop.element)

    def fail(self, failure: RecordsFailed) -> Outcome:
        """The request of the current element could not be done."""
        try:
            fault = Fault(message=failure.message, element=self.current, code=failure.code)
            move = self._failed(fault)
        except Stopped as stop:
            return self._faulted(stop.fault, stop.element)
        self.current = move.target
        self.memory.visited[move.target] = None
        return self.run("enter")

    def learn(self, request: FetchRecords, answer: RecordsAnswered) -> None:
        """Keep fetched records; those that did not come count as gone."""
        found = {row.id: row for row in map(unpack, answer.rows) if isinstance(row, RecordValue)}
        self.memory.facts.update({identity: found.get(identity) for identity in request.ids})

    def offer(self, request: FindChoices, answer: RecordsAnswered) -> None:
        """Keep what there is to choose from."""
        for name, asked in request.sets.items():
            self.memory.offers[name] = Offered(asked, answer.offers.get(name, ()))

    def state(self, status: str, **changes: Any) -> InterviewState:
        kept = {"request": None, "waits": {}, "phase": "enter", "fault_code": "", "inputs": {}, **changes}
        if kept["phase"] == "begin":
            kept["inputs"] = self.before.inputs
        return state_with(self.before, self.memory, at=self.at, status=status, current=self.current, **kept)

    def _arrive(self, target: str) -> tuple[Move, Phase]:
        if target not in self.program.elements:
            fault = Fault(message=f"{self.current} leads to {target}, which does not exist.", code="connector_target")
            raise Stopped(fault, self.current)
        self.current = target
        self.memory.visited[target] = None
        element = self.program.elements[target]
        if isinstance(element, Screen):
            typed = self.memory.typed.get(element.name, {})
            for field in screen_fields(element.fields):
                if resets(field):
                    for key in (field.name, *(key for key, _ in inputs_of(field, self.scope))):
                        typed.pop(key, None)
            for choice_set in self.program.choice_sets(element):
                self.memory.offers.pop(choice_set.name, None)
        return self._attempt("enter", None)

    def _attempt(self, phase: Phase, answer: RecordsAnswered | WaitOver | None) -> tuple[Move, Phase]:
        """Do one phase; when records are missing, leave nothing behind and ask for them, to do it again."""
        self.memory.mark()
        try:
            return self._do(phase, answer), "answer"
        except NeedFacts as need:
            self.memory.undo()
            return Ask(FetchRecords(self._with_others(need))), phase
        except NeedChoices:
            self.memory.undo()
            screen = self.program.elements[self.current]
            assert isinstance(screen, Screen), "choices are offered by screens only"
            return Ask(question_of_screen(screen, self.scope)), phase
        except Fault as fault:
            self.memory.undo()
            return self._failed(fault), "enter"

    def _with_others(self, need: NeedFacts) -> tuple[str, ...]:
        """What is needed now and what other paths of the flow would need: one request for each step of the longest."""
        wanted = dict.fromkeys(need.ids)
        for path in self.program.far_reads:
            try:
                self.scope.value(path)
            except NeedFacts as other:
                wanted |= dict.fromkeys(other.ids)
            except EngineError:
                continue
        return tuple(wanted)

    def _do(self, phase: Phase, answer: RecordsAnswered | WaitOver | None) -> Move:
        if phase == "begin":
            take_inputs(self.scope, self.before.inputs)
            pin_defaults(self.scope)
            return go(self.program.defn.start.connector)
        if phase == "end":
            return Go("")
        element = self.program.elements[self.current]
        if phase == "check" and isinstance(element, Screen):
            return self._check(element)
        handler = HANDLERS.get(type(element))
        if handler is None:
            message = f"{element.name} cannot run inside a flow."
            raise Fault(message=message, element=element.name, code="element_unsupported")
        if phase == "answer" and answer is not None:
            given: Any = answer
            move = handler.answered(element, self.scope, given)
            if not isinstance(self.before.request, FindRecords):
                self.memory.facts.clear()  # something was written: what was read before may be old
            return move
        return handler.enter(element, self.scope)

    def _check(self, screen: Screen) -> Move:
        self.memory.errors = accept(screen, self.scope)
        if self.memory.errors:
            return HANDLERS[Screen].enter(screen, self.scope)
        take_outputs(screen, self.scope)
        self.memory.history.append(screen.name)
        self.memory.note(screen.name, "screen", {"answered": "next"})
        return go(screen.connector)

    def _failed(self, fault: Fault) -> Go:
        """On along the fault path of the current element. raises Stopped where there is none"""
        element = self.program.elements.get(self.current)
        connector = getattr(element, "fault", None)
        self.memory.fault_message = str(fault)
        if element is not None:
            self.memory.failed[self.current] = None
            self.memory.note(self.current, HANDLERS[type(element)].kind, {"fault": str(fault)[:200]})
        if connector is None or isinstance(fault, LimitReached):
            raise Stopped(fault, fault.context.get("element") or self.current)
        return go(connector)

    def _end(self) -> Outcome:
        self.memory.mark()
        try:
            outputs = {
                variable.name: pack(self.scope.read(variable.name))
                for variable in self.program.defn.variables
                if variable.is_output
            }
        except NeedFacts as need:
            request = FetchRecords(self._with_others(need))
            return NeedRecords(self.state("records", phase="end", request=request), request)
        except Fault as fault:
            return self._faulted(fault, "")
        return Finished(self.state("finished", phase="end"), outputs)

    def _faulted(self, fault: Fault, element: str) -> Faulted:
        self.memory.fault_message = str(fault)
        state = self.state("faulted", phase=self._retry_phase(), fault_code=fault.fault_code)
        return Faulted(state, str(fault), element, fault.fault_code)

    def _retry_phase(self) -> Phase:
        if self.current:
            return "enter"
        return "end" if self.before.current else "begin"

    def _allowed(self) -> int:
        """How many elements this move may enter."""
        return min(MAX_ELEMENTS + self.memory.rounds * len(self.program.elements), MAX_LOOPED)

    def _spin(self, entered: int) -> NoReturn:
        message = f"{entered:,} elements ran without a person or an end, the last was {self.current}: a circle?"
        raise Stopped(LimitReached(message=message, element=self.current), self.current)


def moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is UTC. raises ValueError"""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def zone_of(name: str) -> tzinfo:
    """raises ValueError for a name that is not in the time zone data"""
    return UTC if name == "UTC" else ZoneInfo(name)
