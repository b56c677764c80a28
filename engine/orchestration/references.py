"""Which records a run needs to see, and which it watches. The shell loads and subscribes; nothing is fetched here."""

from datetime import datetime

from engine.document import Definition
from engine.document.globals import fact_of
from engine.document.index import Index, Path, index_of
from engine.document.stages import Gate
from engine.formula import UnknownName, Unreachable
from engine.orchestration.events import Event, RunMoved, RunStarted, StepFinished
from engine.orchestration.records import Facts, Missing, fact_root, walk
from engine.orchestration.scope import RunScope
from engine.orchestration.state import RunState, StageStatus, StepStatus
from engine.values import RecordValue, Value, unpack


def missing_records(defn: Definition, state: RunState | None, facts: Facts, event: Event | None = None) -> set[str]:
    """Ids of records that the definition's references lead to and whose fields are not in `facts` yet, and keys of
    global variables ("$User", "$Label.Greeting", see engine.document.globals) that nobody looked up yet.

    Ask again after loading: relations are walked one record further each time. An id that leads nowhere must be put
    into the facts as {} or it will be asked for again.
    """
    index = index_of(defn)
    if isinstance(event, RunMoved):
        state = event.state
    found: set[str] = set()
    for path in index.references:
        try:
            roots = [fact_root(path, facts, strict=True)] if fact_of(path) else _record_roots(index, state, path, event)
        except Missing as missing:
            found.add(missing.record_id)
            continue
        except Unreachable:
            continue
        found |= _missing(roots, facts, path)
    return found | _missing_before(index, event if isinstance(event, RunStarted) else state, facts)


def _missing(roots: list[tuple[RecordValue, Path]], facts: Facts, path: Path) -> set[str]:
    found: set[str] = set()
    for root, rest in roots:
        try:
            walk(root, rest, facts, path, strict=True)
        except Missing as missing:
            found.add(missing.record_id)
        except Unreachable:
            continue
    return found


def _missing_before(index: Index, source: RunStarted | RunState | None, facts: Facts) -> set[str]:
    """Records that the prior values of `$Record` lead to, where a decision looks back or `$Record__Prior` is named."""
    if source is None or source.prior is None or not index.looks_back:
        return set()
    record = RecordValue(source.record_object, source.record, {})
    before = {**facts, source.record: source.prior}
    paths = [path for path in index.references if path[0].casefold() in ("$record", "$record__prior")]
    return set().union(*(_missing([(record, path[1:])], before, path) for path in paths))


def watched_records(defn: Definition, state: RunState, facts: Facts) -> set[str]:
    """Ids of the records whose change may let the run go on: those that open requirements name (R21)."""
    if not state.stages or state.stages[-1].status != StageStatus.IN_PROGRESS:
        return set()
    index = index_of(defn)
    stage_run = state.stages[-1]
    stage = index.stages[stage_run.name]
    gates = [stage.exit]
    for step_run in stage_run.steps:
        step = index.steps[step_run.name]
        if step_run.status == StepStatus.NOT_STARTED:
            gates.append(step.entry)
        elif step_run.status == StepStatus.IN_PROGRESS and step.kind in ("interactive", "approval"):
            gates.append(step.exit)
    return set().union(*(records_named(defn, state, facts, gate) for gate in gates))


def records_named(defn: Definition, state: RunState, facts: Facts, gate: Gate) -> set[str]:
    """Ids of the records that a gate's requirements read now."""
    index = index_of(defn)
    found: set[str] = set()
    for path in index.gate_references(gate):
        for root, rest in _record_roots(index, state, path, None):
            found |= _records_on_the_way(root, rest, facts, path)
    return found


def _records_on_the_way(root: RecordValue, rest: Path, facts: Facts, path: Path) -> set[str]:
    found = {root.id}
    for length in range(1, len(rest)):
        try:
            value = walk(root, rest[:length], facts, path)
        except Unreachable:
            break
        if isinstance(value, RecordValue) and value.id:
            found.add(value.id)
    return found


def _record_roots(
    index: Index, state: RunState | None, path: Path, event: Event | None
) -> list[tuple[RecordValue, Path]]:
    """The record(s) a path starts from, with what is left to walk; [] when it names no record."""
    value, rest = _root(index, state, path, event)
    if rest == ("Id",):
        return []
    values = value if isinstance(value, list) else [value]
    return [(item, rest) for item in values if isinstance(item, RecordValue) and item.id]


def _root(index: Index, state: RunState | None, path: Path, event: Event | None) -> tuple[Value, Path]:
    root, rest = path[0], path[1:]
    if root.casefold() == "$record":
        source = event if isinstance(event, RunStarted) else state
        if source is None or not source.record:
            return None, ()
        return RecordValue(source.record_object, source.record, {}), rest
    if root in index.steps and rest[:1] == ("Outputs",) and len(rest) > 1:
        return _output(index, state, root, rest[1], event), rest[2:]
    if root in index.variables:
        if isinstance(event, RunStarted):
            return unpack(event.inputs.get(root)), rest
        return (unpack(state.inputs.get(root)) if state else None), rest
    return None, ()


def _output(index: Index, state: RunState | None, step_name: str, output: str, event: Event | None) -> Value:
    if state is None:
        return None
    if isinstance(event, StepFinished) and output in event.outputs:
        for stage in reversed(state.stages):
            for step in stage.steps:
                if step.id == event.step and step.name == step_name:
                    return unpack(event.outputs[output])
    try:
        return RunScope(index, state, {}, datetime.min).value((step_name, "Outputs", output))
    except (Unreachable, UnknownName):
        return None
