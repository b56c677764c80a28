"""Writing what a turn decided: rows, work items, history, outbox, the run itself, with as few statements as can be."""

from datetime import datetime
from typing import Any

from engine.orchestration.state import RunState, RunStatus, StageStatus
from runs import codec, outbox, ports, rows, wakes
from runs.models import Run, RunTurn
from runs.open_run import OpenRun

_OPEN = (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED, StageStatus.ERROR)


def flush(work: OpenRun) -> None:
    """Write everything that is pending. Called once, at the end of the transaction."""
    if not work.pending.turns:
        return
    wakes.watch(work)
    rows.write(work.run.pk, work.before, work.current, work.parts, work.pinned())
    intents = [*work.pending.intents, *_work_items(work)]
    RunTurn.objects.bulk_create(work.pending.turns)
    outbox.insert(intents, now=work.now)
    _write_run(work.run, work.current, work.now)
    work.before = work.state
    work.pending = type(work.pending)()


def _work_items(work: OpenRun) -> list[ports.Intent]:
    port, pending, intents = ports.work_items(), work.pending, []
    for by_id, step_ids in pending.finished.items():
        port.complete(step_ids, by_id=by_id, at=work.now)
    for reason, step_ids in pending.withdrawn.items():
        intents += port.withdraw(step_ids, reason=reason, at=work.now, by_id=work.by_id)
    if pending.requests:
        intents += port.open(pending.requests)
    return intents


def _write_run(run: Run, state: RunState, now: datetime) -> None:
    changes: dict[str, Any] = {
        "state": codec.dump_state(state),
        "status": state.status.value,
        "turns_count": run.turns_count,
        "current_stage": _current_stage(state),
        "fault": state.fault,
        "pins": run.pins,
        "watches": run.watches,
        "ended_at": _ended_at(run, state, now),
    }
    for name, value in changes.items():
        setattr(run, name, value)
    if run._state.adding:
        run.save(force_insert=True)
    else:
        Run.objects.filter(pk=run.pk).update(**changes)


def _current_stage(state: RunState) -> str:
    last = state.stages[-1] if state.stages else None
    return last.name if last is not None and last.status in _OPEN else ""


def _ended_at(run: Run, state: RunState, now: datetime) -> datetime | None:
    return (run.ended_at or now) if state.status in (RunStatus.COMPLETED, RunStatus.CANCELED) else None
