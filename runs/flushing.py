"""Writing what a turn decided: rows, work items, history, outbox, the run itself, with as few statements as can be."""

from datetime import datetime

from engine.orchestration import is_stalled
from engine.orchestration.state import RunState, RunStatus, StageStatus
from runs import codec, one_live, outbox, ports, rows, sql, timers, wakes
from runs.models import Run
from runs.moving import left_rows
from runs.open_run import OpenRun

_TURN_COLUMNS = ("run_id", "number", "source_key", "at", "by_id", "events", "trail")
_WRITTEN_ONCE = (
    *("id", "flow_id", "version_id", "record_object", "record_id", "record_name"),
    *("depth", "started_by_id", "start_key"),
)
_OPEN = (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED, StageStatus.ERROR)


def flush(work: OpenRun) -> None:
    """Write everything that is pending. Called once, at the end of the transaction."""
    if not work.pending.turns:
        return
    wakes.watch(work)
    timers.keep(work)
    if work.moved:
        left_rows.end(work.run.pk, work.before, work.current, at=work.now)
    intents = [*work.pending.intents, *_work_items(work), *one_live.released(work)]
    work.run.stalled = is_stalled(work.defn, work.current, work.facts)
    along = [
        *rows.writes(work.run.pk, work.before, work.current, work.parts, work.pinned(), moved=work.moved),
        *outbox.insertion(intents, now=work.now),
        _run(work.run, work.current, work.now, moved=work.moved),
    ]
    sql.insert_objects(_TURN_COLUMNS, work.pending.turns, along)
    work.run._state.adding = False
    work.before = work.state
    work.pending, work.moved = type(work.pending)(), False


def _work_items(work: OpenRun) -> list[ports.Intent]:
    port, pending, intents = ports.work_items(), work.pending, []
    for by_id, step_ids in pending.finished.items():
        port.complete(step_ids, by_id=by_id, at=work.now)
    for reason, step_ids in pending.withdrawn.items():
        intents += port.withdraw(step_ids, reason=reason, at=work.now, by_id=work.by_id)
    if pending.reopened:
        intents += port.reopen(pending.reopened, at=work.now)
    if pending.requests:
        intents += port.open(pending.requests)
    return intents


def _run(run: Run, state: RunState, now: datetime, *, moved: bool = False) -> sql.Write:
    """Bring the object up to date, and what does the same to its row."""
    run.state = codec.dump_state(state)
    run.status = state.status.value
    run.current_stage = _current_stage(state)
    run.fault = state.fault
    run.ended_at = now if state.status in (RunStatus.COMPLETED, RunStatus.CANCELED) else None
    values = {
        "state": run.state,
        "status": run.status,
        "turns_count": run.turns_count,
        "current_stage": run.current_stage,
        "fault": run.fault,
        "pins": run.pins,
        "watches": run.watches,
        "stalled": run.stalled,
        "ended_at": sql.time(run.ended_at),
    }
    if not run._state.adding:
        if moved:
            values["version_id"] = run.version_id
        return sql.updating(Run, run.pk, values)
    values |= {name: getattr(run, name) for name in _WRITTEN_ONCE}
    values["started_at"] = sql.time(run.started_at)
    return sql.insertion(Run, tuple(values), [tuple(values.values())])


def _current_stage(state: RunState) -> str:
    last = state.stages[-1] if state.stages else None
    return last.name if last is not None and last.status in _OPEN else ""
