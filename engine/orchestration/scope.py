"""What formulas and conditions of an orchestration see: resources, automatic outputs, globals (R19, R23)."""

from datetime import UTC, datetime, tzinfo
from typing import Any, cast

from engine.document.globals import core_name, fact_of, global_named, global_names
from engine.document.index import Index, Path
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.errors import Fault
from engine.formula import UnknownName, Unreachable, evaluate, merge
from engine.orchestration.records import Facts, fact_root, walk
from engine.orchestration.state import RunState, StageRun, StageStatus, StepRun
from engine.values import RecordValue, Value, unpack

STATUS_TEXT = {
    "not_started": "Not Started",
    "in_progress": "In Progress",
    "completed": "Completed",
    "suspended": "Suspended",
    "canceled": "Canceled",
    "discontinued": "Discontinued",
    "error": "Error",
}
ORIGIN = datetime(1900, 1, 1, tzinfo=UTC)


class RunScope:
    """Implements engine.formula.Scope over a run's state, the facts of one event, and its time."""

    def __init__(self, index: Index, state: RunState, facts: Facts, at: datetime, zone: tzinfo = UTC) -> None:
        self.index, self.state, self.facts = index, state, facts
        self.at, self.zone = at, zone
        self._open: set[str] = set()

    @property
    def is_new(self) -> bool:
        return bool(self.state.record) and self.state.prior is None

    def value(self, path: Path) -> Value:
        root, rest = path[0], path[1:]
        if root.startswith("$"):
            return self._global(root, rest, path)
        return walk(self._named(root, rest, path), self._rest_after(root, rest), self.facts, path)

    def prior(self, path: Path) -> Value:
        """The value before the change that started the run; only fields of `$Record` have one."""
        if self.state.prior is None or path[0].casefold() != "$record":
            raise Unreachable(path)
        before = RecordValue(self.state.record_object, self.state.record, {})
        return walk(before, path[1:], {**self.facts, self.state.record: self.state.prior}, path)

    def visited(self, name: str) -> bool:
        return name in self.state.visited or any(s.name == name for s in self.state.stages) or self._started(name)

    def has_error(self, name: str) -> bool:
        stage = latest_stage(self.state, name)
        if stage is not None:
            return stage.status == "error"
        step = latest_step(self.state, name)
        return step is not None and step.status == "error"

    def operand(self, operand: Operand | None) -> Value:
        """The value an operand gives; what cannot be reached is null (R19). raises Fault, FormulaFault"""
        match operand:
            case None:
                return None
            case Literal():
                text = operand.text
                return merge(text, self) if "{!" in text else operand.value
            case Expression():
                return evaluate(self.index.formula(operand.text), self)
            case Reference():
                try:
                    return self.value(operand.parts)
                except Unreachable:
                    return None
                except UnknownName as error:
                    raise Fault(
                        message=f"There is nothing called {operand.path} in this orchestration.", code="unknown_name"
                    ) from error

    def _started(self, name: str) -> bool:
        step = latest_step(self.state, name)
        return step is not None and step.status != "not_started"

    def _named(self, root: str, rest: Path, path: Path) -> Value:
        index = self.index
        if root in index.steps:
            return self._step_output(root, rest, path)
        if root in index.stages:
            return self._stage_output(root, rest, path)
        if root in index.variables:
            return self._variable(root)
        if root in index.constants:
            return self.operand(index.constants[root].value)
        if root in index.formulas:
            return self._formula(root)
        if root in index.templates:
            return merge(index.templates[root].text, self, medium="text" if index.templates[root].plain else "html")
        if root in index.outcomes:
            return self.state.outcomes.get(root)
        if root in index.elements:
            return self.visited(root)
        raise UnknownName(path)

    def _rest_after(self, root: str, rest: Path) -> Path:
        """What is left to walk when the root has taken its own parts (`.Status`, `.Outputs.x`) of the path."""
        if root in self.index.steps:
            return rest[2:] if rest[:1] == ("Outputs",) else ()
        return () if root in self.index.stages else rest

    def _step_output(self, name: str, rest: Path, path: Path) -> Value:
        step = latest_step(self.state, name)
        match rest:
            case ():
                return None if step is None else step.status == "completed"
            case ("Status",):
                return None if step is None else STATUS_TEXT[step.status]
            case ("Outputs", output, *_):
                return None if step is None or step.late else unpack(step.outputs.get(output))  # late: R17
            case _:
                raise UnknownName(path)

    def _stage_output(self, name: str, rest: Path, path: Path) -> Value:
        stage = latest_stage(self.state, name)
        match rest:
            case ():
                return _ran_well(stage)
            case ("Status",):
                return None if stage is None else STATUS_TEXT[stage.status]
            case _:
                raise UnknownName(path)

    def _variable(self, name: str) -> Value:
        if name in self.state.inputs:
            return unpack(self.state.inputs[name])
        return self.operand(self.index.variables[name].default)

    def _formula(self, name: str) -> Value:
        if name in self._open:
            raise Fault(message=f"The formula {name} refers to itself.", element=name, code="formula_cycle")
        self._open.add(name)
        try:
            return evaluate(self.index.formula(self.index.formulas[name].expression), self)
        finally:
            self._open.discard(name)

    def _global(self, root: str, rest: Path, path: Path) -> Value:
        folded = root.casefold()
        if folded == "$record":
            return self._record(rest, path)
        if folded == "$record__prior":
            return self.prior(("$Record", *rest)) if rest else None
        if name := core_name(path):
            value: Any = _GLOBALS[name]
            return cast(Value, value(self) if callable(value) else value)
        if fact_of(path) is not None:
            start, left = fact_root(path, self.facts)
            return walk(start, left, self.facts, path)
        if global_named(root) is None or rest:
            raise UnknownName(path, global_names())
        raise Unreachable(path)

    def _record(self, rest: Path, path: Path) -> Value:
        if not self.state.record:
            raise Unreachable(path)
        return walk(RecordValue(self.state.record_object, self.state.record, {}), rest, self.facts, path)


def _flow_date(scope: RunScope) -> Value:
    return scope.at.astimezone(scope.zone).date()


_GLOBALS: dict[str, Any] = {
    "$GlobalConstant.True": True,
    "$GlobalConstant.False": lambda scope: False,
    "$GlobalConstant.EmptyString": lambda scope: "",
    "$System.OriginDateTime": ORIGIN,
    "$Orchestration.Instance": lambda scope: scope.state.instance,
    "$Flow.CurrentDate": _flow_date,
    "$Flow.CurrentDateTime": lambda scope: scope.at,
    "$Flow.CurrentRecord": lambda scope: scope.state.record or None,
    "$Flow.FaultMessage": lambda scope: scope.state.fault_message or None,
    "$Flow.InterviewGuid": lambda scope: scope.state.instance,
    "$Flow.InterviewStartTime": lambda scope: datetime.fromisoformat(scope.state.started_at),
}


def latest_stage(state: RunState, name: str) -> StageRun | None:
    return next((stage for stage in reversed(state.stages) if stage.name == name), None)


def latest_step(state: RunState, name: str) -> StepRun | None:
    """The step's run in the latest visit of its stage (R9)."""
    for stage in reversed(state.stages):
        for step in stage.steps:
            if step.name == name:
                return step
    return None


def _ran_well(stage: StageRun | None) -> bool | None:
    """A stage as a value: true ran well, false went to its fault path, null not (yet) run."""
    if stage is None:
        return None
    if stage.status == StageStatus.COMPLETED:
        return True
    return False if stage.took_fault_path or stage.status == StageStatus.ERROR else None


class PriorScope(RunScope):
    """The same run, seen as it was before the change that started it: `$Record` gives prior values."""

    def __init__(self, scope: RunScope) -> None:
        super().__init__(scope.index, scope.state, scope.facts, scope.at, scope.zone)

    def _record(self, rest: Path, path: Path) -> Value:
        return self.prior(path)
