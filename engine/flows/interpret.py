"""The loop: enter elements one after another until one waits, the flow ends, or something fails."""

from dataclasses import dataclass
from typing import Any, NoReturn

from engine.document import Definition
from engine.document.flow_elements import Screen
from engine.errors import EngineError, Fault
from engine.flows.answers import RecordsAnswered, RecordsFailed
from engine.flows.choice_sets import NeedChoices, question_of_screen, take_outputs
from engine.flows.elements import HANDLERS
from engine.flows.faults import Refused
from engine.flows.frames import Frame, Stopped
from engine.flows.inputs import pin_defaults, take_inputs
from engine.flows.library import Library
from engine.flows.limits import LimitReached
from engine.flows.memory import memory_of, state_with
from engine.flows.moments import moment, zone_of
from engine.flows.moves import Ask, Call, FlowReturned, Given, Go, Move, Pause, Show, go
from engine.flows.outcomes import Faulted, Finished, NeedRecords, Outcome, ShowScreen, Waiting
from engine.flows.program import Program, program_of, screen_fields
from engine.flows.relations import NeedFacts
from engine.flows.requests import FetchRecords, FindChoices, FindRecords
from engine.flows.scope import FlowScope
from engine.flows.screens.choices import inputs_of
from engine.flows.screens.fields import resets
from engine.flows.screens.read import accept
from engine.flows.state import InterviewState, Offered, Phase
from engine.values import Json, RecordValue, pack, unpack


@dataclass(frozen=True, slots=True)
class Hop:
    """Go on in another frame: into a called flow, or back in its caller."""

    frame: "Interpreter"
    phase: Phase
    answer: Given | None = None


class Interpreter(Frame):
    """One move of one interview, or of a flow that it calls. Holds the working copies; the state it was made from stays
    as it is."""

    def __init__(
        self,
        program: Program,
        state: InterviewState,
        *,
        at: str,
        library: Library | None = None,
        caller: "Interpreter | None" = None,
    ):
        super().__init__(library, caller, state.pins)
        self.program = program
        self.name = program.defn.api_name
        self.before = state
        self.at = at
        self.current = state.current
        self.memory = memory_of(state)
        self.memory.screens_before = caller is not None and caller.has_screens
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

    @property
    def has_screens(self) -> bool:
        """Whether there is a screen to go back to, here or in a caller."""
        return bool(self.memory.history) or self.memory.screens_before

    def drive(self, phase: Phase, answer: Given | None = None, *, paused: bool = False) -> Outcome:
        """Begin at `phase` of the current element and go on to the next outcome, through called flows and back."""
        step: Outcome | Hop = self._run(phase, answer, paused)
        while isinstance(step, Hop):
            step = step.frame._run(step.phase, step.answer, paused)
        return step

    def back(self) -> "Interpreter":
        """The frame of the screen before this one, standing at it. What a called flow held is left behind."""
        frame = self
        while not frame.memory.history and frame.caller is not None:
            frame = frame.caller
            frame.memory.facts.clear()
        frame.memory.errors = {}
        frame.current = frame.memory.history.pop()
        return frame

    def _run(self, phase: Phase, answer: Given | None, paused: bool) -> Outcome | Hop:
        try:
            move, phase = self._attempt(phase, answer)
            while not self.budget.spent():
                self.budget.enter(self.memory.rounds, len(self.program.elements))
                match move:
                    case Show(view):
                        return ShowScreen(self.state("screen"), view, paused)
                    case Ask(request):
                        return NeedRecords(self.state("records", phase=phase, request=request), request)
                    case Pause(events):
                        return Waiting(self.state("waiting", phase="answer", waits=events), events)
                    case Call(flow, inputs):
                        try:
                            return self._call(flow, inputs)
                        except Fault as fault:
                            move, phase = self._failed(fault), "enter"
                    case Go(""):
                        self.current = ""
                        return self._end()
                    case Go(target):
                        move, phase = self._arrive(target)
            self._spin()
        except Stopped as stop:
            return self._given_up(stop.fault, stop.element)

    def fail(self, failure: RecordsFailed) -> Outcome:
        """The request of the current element could not be done."""
        try:
            fault = Fault(message=failure.message, element=self.current, code=failure.code)
            move = self._failed(fault)
        except Stopped as stop:
            step = self._given_up(stop.fault, stop.element)
            return step.frame.drive(step.phase) if isinstance(step, Hop) else step
        return self._at(move).drive("enter" if move.target else "end")

    def _at(self, move: Go) -> "Interpreter":
        self.current = move.target
        if move.target:
            self.memory.visited[move.target] = None
        return self

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
        if self.caller is not None:
            kept["caller"] = self.caller.state("calling", phase="answer")
        kept["pins"] = self.pins if status != "calling" else {}
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

    def _attempt(self, phase: Phase, answer: Given | None) -> tuple[Move, Phase]:
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

    def _call(self, flow: str, inputs: dict[str, Json]) -> Hop:
        """Into the version of the flow that this interview calls from its first call to its end. raises Fault"""
        version, defn = self.version_of(flow, self.current, self.program.defn.api_name)
        state = InterviewState(
            flow=defn.api_name,
            started_at=self.before.started_at,
            at=self.at,
            phase="begin",
            user=self.before.user,
            zone=self.before.zone,
            guid=self.before.guid,
            inputs=inputs,
            facts={key: pack(value) for key, value in self.memory.facts.items()},
            rows=self.memory.rows,
            version=version,
        )
        frame = Interpreter(program_of(defn), state, at=self.at, library=self.library, caller=self)
        self.budget.room += len(defn.elements) + 1
        return Hop(frame, "begin")

    def _do(self, phase: Phase, answer: Given | None) -> Move:
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
        if connector is None or isinstance(fault, LimitReached | Refused):
            raise Stopped(fault, fault.context.get("element") or self.current)
        return go(connector)

    def _end(self) -> Outcome | Hop:
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
            return self._given_up(fault, "")
        if self.caller is not None:
            self.caller.take_back(self)
            return Hop(self.caller, "answer", FlowReturned(outputs))
        return Finished(self.state("finished", phase="end"), outputs)

    def take_back(self, called: "Interpreter") -> None:
        """What a called flow leaves behind besides its outputs: its trace, its share of the limits."""
        self.memory.take_trace(called.memory, self.current)
        self.memory.rows = called.memory.rows

    def _given_up(self, fault: Fault, element: str) -> Faulted | Hop:
        """To the fault path of a caller, where there is one; else the interview is over, until it is tried again."""
        catcher = self.caller
        while catcher is not None and not isinstance(fault, LimitReached | Refused):
            if getattr(catcher.program.elements.get(catcher.current), "fault", None) is not None:
                catcher.take_back(self)
                move = catcher._failed(fault)
                return Hop(catcher._at(move), "enter" if move.target else "end")
            catcher = catcher.caller
        return self._faulted(fault, element)

    def _faulted(self, fault: Fault, element: str) -> Faulted:
        self.memory.fault_message = str(fault)
        state = self.state("faulted", phase=self._retry_phase(), fault_code=fault.fault_code)
        calls = [frame.current for frame in self.callers()]
        fields = fault.fields if isinstance(fault, Refused) else {}
        return Faulted(state, str(fault), "/".join([*calls, element]), fault.fault_code, fields)

    def _retry_phase(self) -> Phase:
        if self.current:
            return "enter"
        return "end" if self.before.current else "begin"

    def _spin(self) -> NoReturn:
        message = (
            f"{self.budget.entered:,} elements ran without a person or an end, the last was {self.current}: a circle?"
        )
        raise Stopped(LimitReached(message=message, element=self.current), self.current)


def opened(defn: Definition, state: InterviewState, *, at: str, library: Library | None = None) -> Interpreter:
    """The innermost frame of a state, with its callers behind it. defn: of the outermost."""
    if state.caller is None:
        return Interpreter(program_of(defn), state, at=at, library=library)
    if library is None:
        raise ValueError("an interview inside a subflow needs the library its flow came from")
    caller = opened(defn, state.caller, at=at, library=library)
    caller.pins.update(state.pins)
    return Interpreter(program_of(library.get(state.version)), state, at=at, library=library, caller=caller)
