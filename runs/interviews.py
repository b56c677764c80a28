"""Screen flows of work items: one interview per step run and person, kept from move to move.

Looking at a first screen writes nothing (revision 0) unless the flow had to ask for records on its way to it. `submit`
locks the run first, then the interview; when the flow finishes, the step's completion and everything that follows are
the same commit. Record work is done as the person, with the person's rights (semantics 12).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection
from django.utils import timezone

from builder.selectors import definition_of
from engine.errors import EventRejected
from engine.flows import interview as flows
from engine.flows.answers import Answer, Move, Raw, ScreenAnswered
from engine.flows.outcomes import Faulted, Finished, NeedRecords, Outcome, ShowScreen, Waiting
from engine.flows.state import InterviewState, load_interview
from engine.flows.views import ScreenView
from engine.values import Json
from records.ids import user_record_id
from runs import clock, finishing, sql
from runs.errors import ScreenFaulted, ScreenMovedOn
from runs.flow_runs import MOVES
from runs.ids import run_id_of
from runs.library import ActiveFlows
from runs.models import Interview
from runs.open_run import OpenRun
from runs.record_work import RecordWork, is_read
from runs.turns import held

OPEN, DONE = "open", "finished"
_FIND = f"SELECT id FROM {Interview._meta.db_table} WHERE step_id = %s AND user_id = %s AND status = %s"  # noqa: S608


@dataclass(frozen=True, slots=True)
class ScreenState:
    """Where a person stands. `view` is the core's ScreenView; None once `finished`. `paused`: kept for later."""

    revision: int
    view: ScreenView | None
    finished: bool = False
    paused: bool = False


@dataclass(slots=True)
class _Place:
    """An interview during one call: its flow's version, where it stands, its row if it is kept, its record work."""

    version_id: int
    outcome: Outcome
    row: Interview | None
    work: RecordWork

    @property
    def revision(self) -> int:
        return self.row.revision if self.row is not None else 0


def open_screen(*, step_id: int, flow_version_id: int, inputs: dict[str, Json], user: Any) -> ScreenState:
    """The screen the person stands at: where they left it, else the first one.

    step_id: primary key of the StepRun; inputs: packed, as the work item keeps them
    raises:  ScreenFaulted; WorkOver, AlreadyCompleted (only where the interview has to be kept)
    """
    place = _place(_kept(step_id, user), flow_version_id, inputs, user, _cause(step_id))
    if not isinstance(place.outcome, NeedRecords) or (place.row is not None and _read_only(place)):
        return _shown(place)
    with held(run_id_of(step_id)) as run:  # it reads or writes records on the way: do that once, keep where it led
        if finishing.waiting_step(run, step_id, user) is None:
            return ScreenState(0, None, finished=True)
        place = _place(_kept(step_id, user, lock=True), flow_version_id, inputs, user, run.cause)
        with place.work:
            _settle(place, run.at)
            if not isinstance(place.outcome, Faulted):
                _keep(place, step_id, user, revision=place.revision or 1)
        return _shown(place)


def submit(
    *,
    step_id: int,
    flow_version_id: int,
    inputs: dict[str, Json],
    user: Any,
    revision: int,
    values: dict[str, Raw],
    move: Move,
    outputs: dict[str, Json] | None = None,
    guard: Callable[[], None] | None = None,
) -> ScreenState:
    """Answer the screen of `revision`. Invalid answers come back as the same screen with errors, what was typed kept.

    outputs: added to the flow's own when it finishes (approvalDecision, approvalComments)
    guard:   called once the run is locked; raises a Refusal when the person may not do this (any more)
    raises:  ScreenMovedOn, AlreadyCompleted, WorkOver, ScreenFaulted
    """
    with held(run_id_of(step_id)) as run:
        if finishing.waiting_step(run, step_id, user) is None:
            return ScreenState(revision, None, finished=True)
        if guard is not None:
            guard()
        place = _place(_kept(step_id, user, lock=True), flow_version_id, inputs, user, run.cause)
        with place.work:
            _settle(place, run.at)
            if revision != place.revision:
                raise ScreenMovedOn(screen=_shown(place))
            _answer(place, values, move, at=run.at)
            return _moved(place, run, step_id, user, outputs or {})


def _moved(place: _Place, run: OpenRun, step_id: int, user: Any, outputs: dict[str, Json]) -> ScreenState:
    outcome = place.outcome
    if isinstance(outcome, Finished):
        place.work.keep()
        if place.row is not None:
            Interview.objects.filter(pk=place.row.pk).update(
                status=DONE, state=_dumped(outcome.interview), revision=place.revision + 1, modified_at=clock.now()
            )
        finishing.finish(run, step_id, {**outcome.outputs, **outputs}, user)
        return ScreenState(place.revision + 1, None, finished=True)
    shown = _shown(place)
    has_errors = shown.view is not None and bool(shown.view.errors)
    _keep(place, step_id, user, revision=place.revision if has_errors else place.revision + 1)
    return _shown(place)


def _kept(step_id: int, user: Any, *, lock: bool = False) -> Interview | None:
    suffix = " FOR NO KEY UPDATE" if lock and connection.vendor == "postgresql" else ""
    found = sql.fetch(f"{_FIND}{suffix}", [step_id, user.pk, OPEN])
    return Interview.objects.get(pk=found[0][0]) if found else None


def _place(row: Interview | None, version_id: int, inputs: dict[str, Json], user: Any, cause: str) -> _Place:
    """Where the interview stands, or its beginning; it may still need records (`_settle`)."""
    at = clock.now().isoformat()
    work = RecordWork(user=user, cause=cause)
    if row is not None:
        defn = definition_of(row.version_id)
        stands = flows.resume(defn, load_interview(row.state), at=at, library=ActiveFlows())
        return _Place(row.version_id, stands, row, work)
    zone = timezone.get_current_timezone_name()
    identity = user_record_id(user.pk) or ""
    begun = flows.begin(definition_of(version_id), inputs, at=at, user=identity, zone=zone, library=ActiveFlows())
    return _Place(version_id, begun, row, work)


def _settle(place: _Place, at: str) -> None:
    """Answer what it asks of the records room until a person is asked, or it ends. Inside a transaction."""
    for _ in range(MOVES):
        if not isinstance(place.outcome, NeedRecords):
            return
        answer = place.work.answer(place.outcome.request)
        _advance(place, answer, at)
    raise ScreenFaulted(message="it asks for records without an end.")


def _advance(place: _Place, answer: Answer, at: str) -> None:
    defn = definition_of(place.version_id)
    place.outcome = flows.advance(defn, place.outcome.interview, answer, at=at, library=ActiveFlows())


def _read_only(place: _Place) -> bool:
    """Settle as far as reading goes; False when it wants to write, which looking at a screen does not do."""
    at = clock.now().isoformat()
    while isinstance(place.outcome, NeedRecords) and is_read(place.outcome.request):
        answer = place.work.answer(place.outcome.request)
        _advance(place, answer, at)
    return not isinstance(place.outcome, NeedRecords)


def _answer(place: _Place, values: dict[str, Raw], move: Move, *, at: str) -> None:
    if not isinstance(place.outcome, ShowScreen):
        return  # it never had a screen to answer
    answer = ScreenAnswered(place.outcome.view.name, values, move)
    try:
        _advance(place, answer, at)
    except EventRejected as error:
        raise ScreenFaulted(message=str(error)) from error
    _settle(place, at)


def _shown(place: _Place) -> ScreenState:
    outcome = place.outcome
    if isinstance(outcome, Faulted):
        raise ScreenFaulted(message=outcome.message)
    if isinstance(outcome, Waiting):
        raise ScreenFaulted(message="it waits, which a flow with screens cannot yet do.")
    if isinstance(outcome, ShowScreen):
        return ScreenState(place.revision, outcome.view, paused=outcome.paused)
    return ScreenState(place.revision, None)  # a flow without a screen: finishing it is all there is to do


def _keep(place: _Place, step_id: int, user: Any, *, revision: int) -> None:
    place.work.keep()
    state = _dumped(place.outcome.interview)
    if place.row is not None:
        place.row.state, place.row.revision = state, revision
        place.row.save(update_fields=["state", "revision", "modified_at"])
        return
    place.row, _made = Interview.objects.update_or_create(
        step_id=step_id,
        user=user,
        defaults={
            "run_id": run_id_of(step_id),
            "version_id": place.version_id,
            "state": state,
            "revision": revision,
            "status": OPEN,
        },
    )


def _dumped(state: InterviewState) -> str:
    return msgspec.json.encode(state).decode()


def _cause(step_id: int) -> str:
    return f"run:{run_id_of(step_id)}"
