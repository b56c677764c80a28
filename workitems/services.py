"""Writing work items: claim, release, answer a screen, decide an approval. Reassigning is in reassign.py."""

from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from builder.selectors import definition_of
from engine.flows.answers import Move, Raw
from engine.values import Json
from people.selectors import label_of
from runs import interviews, sql
from runs import services as run_services
from runs.errors import AlreadyCompleted, WorkOver
from runs.interviews import ScreenState
from web.errors import Invalid
from workitems import selectors
from workitems.errors import ClaimedByOther, NoScreen, NotAnApproval, NotClaimed, NotYourWork, WorkItemOver
from workitems.models import WorkItem, WorkItemStatus
from workitems.screen_fields import labels_in
from workitems.viewer import Viewer

DECISIONS = {"approve": "Approve", "reject": "Reject"}
COMMENT_LIMIT = 4000
_WHOSE_FIELDS = ["id", "status", "assignee_key", "assignee_name", "claimed_by_id"]
_WHOSE = f"SELECT {', '.join(_WHOSE_FIELDS)} FROM {WorkItem._meta.db_table} WHERE id = %s"  # noqa: S608 (constants)


def claim(*, viewer: Viewer, item: WorkItem, now: datetime | None = None) -> WorkItem:
    """Take the item for oneself. The first claim wins, in one statement; claiming again is harmless. A claim that
    has lapsed (CLAIM_HOURS) can be taken over.

    raises: NotYourWork, ClaimedByOther, WorkItemOver
    """
    _must_be_theirs(viewer, item)
    won = WorkItem.objects.filter(
        selectors.free_for(viewer), pk=item.pk, status=WorkItemStatus.ASSIGNED, assignee_key__in=viewer.keys
    )
    if not won.update(claimed_by=viewer.user, claimed_at=now or timezone.now()):
        _refuse_claim(fresh(item))
    return fresh(item)


def _refuse_claim(item: WorkItem) -> None:
    if not item.is_open:
        raise WorkItemOver(status_label=item.get_status_display())
    if item.claimed_by is not None:
        raise ClaimedByOther(who=label_of(item.claimed_by))
    raise NotYourWork(assignee=item.assignee_name)  # handed to somebody else a moment ago


def release(*, viewer: Viewer, item: WorkItem) -> WorkItem:
    """Give a claimed item back. Managers who may reassign can release it for somebody else.

    raises: NotClaimed, ClaimedByOther, WorkItemOver
    """
    claimed = WorkItem.objects.filter(pk=item.pk, status=WorkItemStatus.ASSIGNED, claimed_by__isnull=False)
    if not viewer.may_reassign:
        claimed = claimed.filter(claimed_by=viewer.user)
    if not claimed.update(claimed_by=None, claimed_at=None):
        now = fresh(item)
        if not now.is_open:
            raise WorkItemOver(status_label=now.get_status_display())
        if now.claimed_by is not None:
            raise ClaimedByOther(who=label_of(now.claimed_by))
        raise NotClaimed
    return fresh(item)


def look(*, viewer: Viewer, item: WorkItem) -> ScreenState:
    """The screen the viewer stands at, `finished` when they are done with it. Opening does not claim.

    raises: NotYourWork, AlreadyCompleted, WorkOver, ScreenFaulted
    """
    if _finished_by(viewer, item):
        return ScreenState(0, None, finished=True)
    _must_be_theirs(viewer, item)
    return interviews.open_screen(
        step_id=item.step_id, flow_version_id=_flow_of(item), inputs=item.inputs, user=viewer.user
    )


def answer(*, viewer: Viewer, item: WorkItem, revision: int, values: dict[str, Raw], move: Move) -> ScreenState:
    """Answer the screen: what comes next, the same screen with errors, or finished. Finishing twice is finishing once.

    raises: NotYourWork, ClaimedByOther, ScreenMovedOn, AlreadyCompleted, WorkOver, ScreenFaulted
    """
    if _finished_by(viewer, item):
        return ScreenState(revision, None, finished=True)
    _must_be_theirs(viewer, item)
    return interviews.submit(
        step_id=item.step_id,
        flow_version_id=_flow_of(item),
        inputs=item.inputs,
        user=viewer.user,
        revision=revision,
        values=values,
        move=move,
        guard=lambda: _still_free(viewer, item),
    )


def decide(*, viewer: Viewer, item: WorkItem, decision: str, comments: str = "") -> None:
    """Approve or reject without running the screens. The same decision sent twice by one person is one turn.

    decision: "approve" or "reject", in any case
    raises:   NotAnApproval, NotYourWork, ClaimedByOther, AlreadyCompleted, WorkOver, Invalid
    """
    if item.kind != "approval":
        raise NotAnApproval
    wanted = DECISIONS.get(decision.strip().lower())
    if wanted is None:
        words = _("Choose Approve or Reject.")
        raise Invalid(summary=words, fields={"decision": words})
    if len(comments) > COMMENT_LIMIT:
        words = _("The comment is too long: at most %(limit)d characters.") % {"limit": COMMENT_LIMIT}
        raise Invalid(summary=words, fields={"comments": words})
    if _finished_by(viewer, item):
        return _same_decision(item, wanted)
    _must_be_theirs(viewer, item)
    outputs: dict[str, Json] = {"approvalDecision": wanted, "approvalComments": comments or None}
    run_services.finish_work(
        run_id=item.run_id,
        step_run_id=item.step_id,
        outputs=outputs,
        by=viewer.user,
        guard=lambda: _still_free(viewer, item),
    )
    return _same_decision(item, wanted)


def _same_decision(item: WorkItem, wanted: str) -> None:
    """A second decision by the same person that says something else did not count, and must not look as if it did."""
    taken = item.step.outputs.get("approvalDecision")
    if taken not in (None, wanted):
        raise AlreadyCompleted(who=_("You, with %(decision)s,") % {"decision": taken})


def _finished_by(viewer: Viewer, item: WorkItem) -> bool:
    return item.ended_why == "finished" and item.ended_by_id == viewer.user.pk


def _must_be_theirs(viewer: Viewer, item: WorkItem) -> None:
    if not item.is_open:
        _refuse_ended(item)
    if not selectors.can_do(viewer, item):
        raise NotYourWork(assignee=item.assignee_name)


def _refuse_ended(item: WorkItem) -> None:
    if item.status == WorkItemStatus.COMPLETED and item.ended_by is not None:
        raise AlreadyCompleted(who=label_of(item.ended_by))
    raise WorkOver(status_label=item.get_status_display())


def _still_free(viewer: Viewer, item: WorkItem) -> None:
    """Asked with the run locked: nobody can claim the item away or hand it over between this and the answer."""
    [found] = sql.fetch(_WHOSE, [item.pk])
    now = WorkItem.from_db(connection.alias, _WHOSE_FIELDS, list(found))
    if now.claimed_by_id not in (None, viewer.user.pk) and not fresh(item).claim_has_lapsed:
        raise ClaimedByOther(who=label_of(now.claimed_by))
    if now.is_open and not selectors.can_do(viewer, now):
        raise NotYourWork(assignee=now.assignee_name)


def _flow_of(item: WorkItem) -> int:
    if item.flow_version_id is None:
        raise NoScreen
    return item.flow_version_id


def labels_of(item: WorkItem) -> dict[str, str]:
    """Labels of the fields of the item's screens, to name what somebody typed."""
    return labels_in(definition_of(item.flow_version_id)) if item.flow_version_id else {}


def fresh(item: WorkItem) -> WorkItem:
    """The item as it is now, with the people on it."""
    return WorkItem.objects.select_related("claimed_by", "ended_by").get(pk=item.pk)
