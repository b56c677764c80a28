"""What the work pane shows of one item: its screen, or why there is none."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from runs.errors import AlreadyCompleted, ScreenFaulted, WorkOver
from runs.interviews import ScreenState
from web.errors import Refusal
from workitems import context as surroundings
from workitems import selectors, services
from workitems.errors import NotYourWork
from workitems.models import WorkItem
from workitems.viewer import Viewer


def is_htmx(request: HttpRequest) -> bool:
    """Whether a piece of the page is asked for, not the page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def _shown_on(request: HttpRequest) -> str:
    """The path of the page the pane is, or will be, part of."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path if is_htmx(request) else request.path


def work_context(
    request: HttpRequest, viewer: Viewer, item: WorkItem, state: ScreenState | None = None, **more: Any
) -> dict[str, Any]:
    """Everything `partials/work.html` draws. state: where the screen stands, when the caller knows already."""
    where = _shown_on(request)
    return {
        "viewer": viewer,
        "item": item,
        "heading_level": 1 if where == reverse("workitems:detail", args=[item.pk]) else 2,
        "on_record_page": where.startswith("/records/"),
        "stages": surroundings.stages_so_far(item),
        "record": surroundings.record_of(item, viewer.user),
        **head_context(viewer, item),
        **screen_context(viewer, item, state),
        **more,
    }


def head_context(viewer: Viewer, item: WorkItem) -> dict[str, Any]:
    mine = item.claimed_by_id == viewer.user.pk
    doable = selectors.can_do(viewer, item)
    return {
        "can_claim": doable and item.held_by_id is None and not mine,
        "can_release": item.is_open and item.claimed_by_id is not None and (mine or viewer.may_reassign),
        "can_reassign": selectors.can_reassign(viewer, item),
        "claimed_by_me": mine,
        "claimed_by_other": item.claimed_by if item.claimed_by_id and not mine else None,
    }


def screen_context(viewer: Viewer, item: WorkItem, state: ScreenState | None = None) -> dict[str, Any]:
    """The screen as it stands, or the refusal that keeps it away; and whether a decision can be given at once."""
    doable = selectors.can_do(viewer, item)
    mine = item.claimed_by_id == viewer.user.pk
    free = mine or item.held_by_id is None
    refusal: Refusal | None = None
    if state is None and doable and item.flow_version_id:
        state, refusal = _looked(lambda: services.look(viewer=viewer, item=item))
    return {
        "viewer": viewer,
        "item": item,
        "state": state,
        "screen": state.view if state else None,
        "refusal": refusal,
        "can_do": doable,
        "claimed_by_other": None if mine else item.claimed_by,
        "can_answer": doable and free,
        "can_decide": doable and free and item.kind == "approval",
        "kept": "",
    }


def _looked(look: Callable[[], ScreenState]) -> tuple[ScreenState | None, Refusal | None]:
    try:
        return look(), None
    except (AlreadyCompleted, WorkOver, ScreenFaulted, NotYourWork) as refusal:
        return None, refusal
