"""Writing work items: claim, release, answer a screen, decide an approval. Reassigning is in reassign.py."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from engine.flows.answers import Move, Raw
from engine.values import Json
from people.selectors import label_of
from runs import interviews
from runs import services as run_services
from runs.errors import AlreadyCompleted, WorkOver
from runs.interviews import ScreenState
from web.errors import Invalid
from workitems import selectors
from workitems.errors import ClaimedByOther, NotAnApproval, NotClaimed, NotYourWork, WorkItemOver
from workitems.models import WorkItem, WorkItemStatus
from workitems.viewer import Viewer

DECISIONS = {"approve": "Approve", "reject": "Reject"}
COMMENT_LIMIT = 4000


def claim(*, viewer: Viewer, item: WorkItem, now: datetime | None = None) -> WorkItem:
    """Take the item for oneself. The first claim wins, in one statement; claiming again is harmless.

    raises: NotYourWork, ClaimedByOther, WorkItemOver
    """
    _must_be_theirs(viewer, item)
    free = Q(claimed_by=None) | Q(claimed_by=viewer.user)
    won = WorkItem.objects.filter(free, pk=item.pk, status=WorkItemStatus.ASSIGNED, assignee_key__in=viewer.keys)
    if not won.update(claimed_by=viewer.user, claimed_at=now or timezone.now()):
        _refuse_claim(_fresh(item))
    return _fresh(item)


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
        now = _fresh(item)
        if not now.is_open:
            raise WorkItemOver(status_label=now.get_status_display())
        if now.claimed_by is not None:
            raise ClaimedByOther(who=label_of(now.claimed_by))
        raise NotClaimed
    return _fresh(item)


def look(*, viewer: Viewer, item: WorkItem) -> ScreenState:
    """The screen the viewer stands at. Opening does not claim.

    raises: NotYourWork, AlreadyCompleted, WorkOver, ScreenFaulted
    """
    _must_be_theirs(viewer, item)
    return interviews.open_screen(
        step_id=item.step_id, flow_version_id=item.flow_version_id, inputs=item.inputs, user=viewer.user
    )


def answer(
    *, viewer: Viewer, item: WorkItem, revision: int, values: dict[str, Raw], move: Move, screen: str = ""
) -> ScreenState:
    """Answer the screen: what comes next, the same screen with errors, or finished.

    raises: NotYourWork, ClaimedByOther, ScreenMovedOn, AlreadyCompleted, WorkOver, ScreenFaulted
    """
    _must_be_theirs(viewer, item)
    _must_be_free(viewer, item)
    return interviews.submit(
        step_id=item.step_id,
        flow_version_id=item.flow_version_id,
        inputs=item.inputs,
        user=viewer.user,
        revision=revision,
        values=values,
        move=move,
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
        raise Invalid(summary="Choose Approve or Reject.", fields={"decision": "Choose Approve or Reject."})
    if len(comments) > COMMENT_LIMIT:
        too_long = f"At most {COMMENT_LIMIT} characters."
        raise Invalid(summary=f"The comment is too long. {too_long}", fields={"comments": too_long})
    _must_be_theirs(viewer, item)
    _must_be_free(viewer, item)
    outputs: dict[str, Json] = {"approvalDecision": wanted, "approvalComments": comments or None}
    run_services.finish_work(
        run_id=item.run_id, step_run_id=item.step_id, outputs=outputs, by=viewer.user, source_key=finish_key(item, viewer)
    )


def finish_key(item: WorkItem, viewer: Viewer) -> str:
    """One turn for each item, whoever asks how often; see runs.interviews for who was first."""
    return f"workitem:{item.pk}:finished"


def _must_be_theirs(viewer: Viewer, item: WorkItem) -> None:
    if not item.is_open:
        _refuse_ended(item)
    if not selectors.can_do(viewer, item):
        raise NotYourWork(assignee=item.assignee_name)


def _refuse_ended(item: WorkItem) -> None:
    if item.status == WorkItemStatus.COMPLETED and item.ended_by is not None:
        raise AlreadyCompleted(who=label_of(item.ended_by))
    raise WorkOver(status_label=item.get_status_display())


def _must_be_free(viewer: Viewer, item: WorkItem) -> None:
    if item.claimed_by_id not in (None, viewer.user.pk):
        raise ClaimedByOther(who=label_of(item.claimed_by))


def _fresh(item: WorkItem) -> WorkItem:
    return WorkItem.objects.select_related("claimed_by", "ended_by").get(pk=item.pk)


def waits_for(item: WorkItem) -> dict[str, Any]:
    """What a poll needs to tell whether somebody changed the item."""
    return {"status": item.status, "assignee": item.assignee_key, "claimed_by": item.claimed_by_id}
