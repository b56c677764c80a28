"""Suspending, resuming, canceling, retrying and skipping: every one with a person, a reason and a line of history.

`by` is a user, or None for the system; each call is one transaction and the same `key` is one turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.orchestration import events
from engine.orchestration.events import Event, NewAssignee
from engine.orchestration.state import RunStatus, StageRun, StepRun, StepStatus
from engine.orchestration.turn import TrailLine
from engine.values import Json, pack
from people import selectors as people
from people.errors import AssigneeUnusable
from runs import access, clock, codec, turns
from runs.corrections import run_inputs, step_inputs
from runs.errors import NothingFailed, ReasonRequired, RunRefused, StepNotOpen, UnknownAssignee
from runs.ids import local_id_of
from runs.models import OutboxRow, Run, RunTurn
from runs.moving import services as moving
from runs.moving.asking import ask_of
from runs.open_run import OpenRun
from web.errors import Invalid, NotFound

REASON_LIMIT = 2000
MENDABLE = (RunStatus.IN_PROGRESS, RunStatus.ERROR)


@dataclass(frozen=True)
class Retry:
    """What is to run again: nothing chosen means the step that failed (R14).

    step:  primary key of a step run; stage: primary key of a stage run or the stage's API name; start: from the start
    assignee: (kind, name) to ask instead; inputs: plain JSON by name, for the step (else for the run)
    """

    step: int = 0
    stage: int | str = 0
    start: bool = False
    assignee: tuple[str, str] | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Skip:
    """step or stage: primary key of the run of it; outputs: plain JSON by name, what later conditions are to read."""

    step: int = 0
    stage: int = 0
    outputs: Mapping[str, Any] = field(default_factory=dict)


def cancel_run(*, run_id: int, by: Any = None, reason: str = "", key: str = "") -> Run:
    """Running steps are Canceled, work items Withdrawn, nothing is rolled back. raises RunRefused, NotFound"""
    return _steer(run_id, events.CancelAsked, by, key or f"cancel:{clock.now().isoformat()}", reason=reason)


def suspend_run(*, run_id: int, by: Any = None, reason: str = "", key: str = "") -> Run:
    """Running steps go on, their results are kept for later, nothing new starts. raises RunRefused, NotFound"""
    return _steer(run_id, events.SuspendAsked, by, key or f"suspend:{clock.now().isoformat()}", reason=reason)


def resume_run(*, run_id: int, by: Any = None, reason: str = "", key: str = "") -> Run:
    return _steer(run_id, events.ResumeAsked, by, key or f"resume:{clock.now().isoformat()}", reason=reason)


def retry_run(
    *,
    run_id: int,
    by: Any = None,
    what: Retry | None = None,
    assignee: tuple[str, str] | None = None,
    version: str = "",
    reason: str = "",
    key: str = "",
) -> Run:
    """Run something again, with the flow versions that are active now.

    what:    what runs again and with which corrections; assignee: short for a failed step with another assignee
    version: "newest" or a number: the run is moved to that version of its orchestration first; "" stays in its own
    raises:  MoveRefused, NothingFailed, StepNotOpen, UnknownAssignee, UnknownInput, BadInput, RunRefused, NotFound,
             NotAllowed
    """
    access.require(by, access.MANAGE, "repair runs")
    wanted = what or Retry(assignee=assignee)
    if version:
        _move(run_id, version, by, reason, key)
    with turns.held(run_id) as work:
        source_key = key or f"retry:{work.run.turns_count}"
        if RunTurn.objects.filter(run_id=run_id, source_key=source_key).exists():
            return work.run
        event = retry_event(work, wanted, by=by, reason=reason)
        work.pin_again()
        work.apply(event, source_key, by.pk if by is not None else None)
    return work.run


def skip(*, run_id: int, what: Skip, by: Any = None, reason: str = "", key: str = "") -> Run:
    """Go on without a step or the rest of a stage (R24).

    raises: ReasonRequired, StepNotOpen, RunRefused, NotFound, NotAllowed
    """
    access.require(by, access.MANAGE, "repair runs")
    if not reason.strip():
        raise ReasonRequired(fields={"reason": "This is required."})
    with turns.held(run_id) as work:
        source_key = key or f"skip:{work.run.turns_count}"
        event = skip_event(work, what, by=by, reason=reason)
        work.apply(event, source_key, by.pk if by is not None else None)
    return work.run


def _move(run_id: int, version: str, by: Any, reason: str, key: str) -> None:
    """raises: MoveRefused with the reasons, Invalid, NotFound"""
    if version != "newest" and not version.isdecimal():
        raise Invalid(summary="The version is a number or “newest”.", fields={"version": "A number or “newest”."})
    run = Run.objects.select_related("flow").defer("state").filter(pk=run_id).first()
    if run is None:
        raise NotFound(what="run", name=run_id)
    ask = ask_of(run.flow.api_name, to=None if version == "newest" else int(version))
    seen = bool(key) and RunTurn.objects.filter(run_id=run_id, source_key=key).exists()
    if ask.to.pk != run.version_id and not seen:
        moving.move_one(ask=ask, run_id=run_id, by=by, reason=reason)


def retry_event(work: OpenRun, wanted: Retry, *, by: Any, reason: str) -> Event:
    """The event a retry is, checked against the run as it stands. The caller need not hold the lock to look ahead."""
    if work.state is None or work.state.status not in MENDABLE:
        raise NothingFailed(run=work.run.pk)
    chosen = wanted.step or wanted.stage or wanted.start
    if not chosen and work.state.status != RunStatus.ERROR:
        raise NothingFailed(run=work.run.pk)
    step, stage = _step_of(work, wanted), _stage_name(work, wanted.stage) if wanted.stage else ""
    if wanted.inputs and not (wanted.start or stage):
        if step is None:
            raise Invalid(
                summary="No step failed whose inputs could be corrected.", fields={"inputs": "No step failed."}
            )
        inputs = step_inputs(work, step, wanted.inputs)
    else:
        inputs = run_inputs(work.defn, wanted.inputs)
    return events.RetryAsked(
        at=work.at,
        by=name_of(by),
        step=step.id if step is not None and wanted.step else 0,
        stage=stage,
        start=wanted.start,
        assignee=_chosen(*wanted.assignee) if wanted.assignee else None,
        inputs=inputs,
        reason=reason[:REASON_LIMIT],
    )


def skip_event(work: OpenRun, wanted: Skip, *, by: Any, reason: str) -> Event:
    if work.state is None or not (wanted.step or wanted.stage):
        raise StepNotOpen(run=work.run.pk)
    packed: dict[str, Json] = {name: pack(value) for name, value in wanted.outputs.items()}
    common: dict[str, Any] = {"at": work.at, "by": name_of(by), "reason": reason[:REASON_LIMIT], "outputs": packed}
    if wanted.stage:
        last = work.state.stages[-1] if work.state.stages else None
        if last is None or work.row_of(last.id) != wanted.stage:
            raise StepNotOpen(run=work.run.pk)
        return events.SkipAsked(stage=last.id, **common)
    return events.SkipAsked(step=_open_step(work, wanted.step).id, **common)


def failed_step(work: OpenRun) -> StepRun | None:
    last: StageRun | None = work.current.stages[-1] if work.current.stages else None
    return next((step for step in last.steps if step.status == StepStatus.ERROR), None) if last is not None else None


def latest_step(work: OpenRun, name: str) -> StepRun | None:
    steps = work.current.stages[-1].steps if work.current.stages else []
    return next((step for step in steps if step.name == name), None)


def name_of(by: Any) -> str:
    return f"user:{by.pk}" if by is not None else ""


def _step_of(work: OpenRun, wanted: Retry) -> StepRun | None:
    """The step a retry is about: the chosen one, else the one that failed."""
    return _open_step(work, wanted.step) if wanted.step else failed_step(work)


def _open_step(work: OpenRun, row: int) -> StepRun:
    """A step run of the run's latest stage. raises StepNotOpen"""
    last = work.current.stages[-1] if work.current.stages else None
    found = next((step for step in last.steps if work.row_of(step.id) == row), None) if last is not None else None
    if found is None:
        raise StepNotOpen(run=work.run.pk)
    return found


def _stage_name(work: OpenRun, wanted: int | str) -> str:
    """raises NotFound for a stage the run has not been in, or that its version no longer has"""
    for stage in work.current.stages:
        same = stage.name == wanted or (isinstance(wanted, int) and stage.id == local_id_of(wanted))
        if same and stage.name in work.parts.stages:
            return stage.name
    raise NotFound(what="stage of this run", name=wanted)


def _chosen(kind: str, name: str) -> NewAssignee:
    try:
        found = people.resolve_assignee(kind, name) if kind in ("user", "group", "queue") else None
    except AssigneeUnusable as refusal:
        raise UnknownAssignee(kind=kind, name=name, fields={"assignee": refusal.detail}) from refusal
    if found is None:
        raise UnknownAssignee(kind=kind, name=name, fields={"assignee": f"There is no {kind} named {name}."})
    return NewAssignee(kind=kind, name=found.name)  # type: ignore[arg-type]


def _steer(run_id: int, kind: type[events.EventBase], by: Any, key: str, *, reason: str) -> Run:
    access.require(by, access.MANAGE, "manage runs")
    with turns.held(run_id) as work:
        if work.state is None:
            return _before_it_began(work, kind, by, key, reason)
        event = kind(at=work.at, by=name_of(by), reason=reason[:REASON_LIMIT])  # type: ignore[call-arg]
        work.apply(event, key, by.pk if by is not None else None)  # type: ignore[arg-type]
    return work.run


def _before_it_began(work: OpenRun, kind: type[events.EventBase], by: Any, key: str, reason: str) -> Run:
    """A start that waits can only be called off: its row goes, the run is Canceled, and the history says who."""
    if kind is not events.CancelAsked:
        raise RunRefused(detail=f"Run {work.run.pk} has not begun yet.")
    if work.run.status == RunStatus.CANCELED:
        raise RunRefused(detail=f"Run {work.run.pk} is canceled.")
    OutboxRow.objects.filter(run_id=work.run.pk).delete()
    detail = {"by": name_of(by), "reason": reason[:REASON_LIMIT]}
    line = TrailLine(rule="R15", what="run_canceled", detail={name: text for name, text in detail.items() if text})
    RunTurn.objects.create(
        run_id=work.run.pk,
        number=1,
        source_key=key[:160],
        at=work.now,
        by=by,
        events=codec.dump_events([]),
        trail=codec.dump_trail([line]),
    )
    canceled = {"status": RunStatus.CANCELED.value, "ended_at": work.now, "turns_count": 1}
    Run.objects.filter(pk=work.run.pk).update(**canceled)
    for name, value in canceled.items():
        setattr(work.run, name, value)
    return work.run
