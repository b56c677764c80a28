"""One work item: its page, answering its screen, deciding an approval. A GET never decides."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.flows.answers import Move, Raw
from runs.errors import ScreenMovedOn
from runs.interviews import ScreenState
from web.access import signed_in
from web.errors import Refusal
from workitems import screen_fields, selectors, services
from workitems.models import WorkItem
from workitems.viewer import Viewer
from workitems.views.working import is_htmx, screen_context, work_context

MOVES: dict[str, Move] = {"next": "next", "back": "back", "finish": "finish", "pause": "pause", "refresh": "refresh"}


@signed_in
@require_GET
def detail(request: HttpRequest, item_id: int) -> HttpResponse:
    """The item's page; for htmx the work pane alone."""
    viewer = Viewer.of(request.user)
    item = selectors.item_for(viewer, item_id)
    return _page(request, work_context(request, viewer, item))


@signed_in
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, item_id: int) -> HttpResponse:
    """Answer the screen (POST), or draw it again as it stands (GET)."""
    viewer = Viewer.of(request.user)
    item = selectors.item_for(viewer, item_id)
    if request.method == "GET":
        return render(request, "workitems/partials/screen.html", screen_context(viewer, item))
    return _answer(request, viewer, item)


@signed_in
@require_POST
def decide(request: HttpRequest, item_id: int) -> HttpResponse:
    """Approve or reject at once; a rejection asks once more before it counts."""
    viewer = Viewer.of(request.user)
    item = selectors.item_for(viewer, item_id)
    decision, comments = request.POST.get("decision", ""), request.POST.get("comments", "")
    if decision == "wait" or (decision == "reject" and not request.POST.get("confirmed")):
        return _asked_again(request, viewer, item, comments, confirm=decision == "reject")
    try:
        services.decide(viewer=viewer, item=item, decision=decision, comments=comments)
    except Refusal as refusal:
        typed = screen_fields.typed_blindly(dict(request.POST.lists()))
        kept = screen_fields.kept_text({_("Comments"): comments, **typed}, services.labels_of(item))
        return _refused(request, viewer, item, refusal, kept, typed=typed)
    return _finished(request, viewer, item)


def _asked_again(request: HttpRequest, viewer: Viewer, item: WorkItem, comments: str, *, confirm: bool) -> HttpResponse:
    """Whether the rejection is meant; the screen above, and what is typed there, stays as it is."""
    more: dict[str, Any] = {"comments": comments, "confirm_reject": confirm}
    if not is_htmx(request) or not item.is_open:
        return _again(request, viewer, item, 200, **more)
    context = {**screen_context(viewer, item), **more}
    response = render(request, "workitems/partials/decide.html", context)
    response["HX-Retarget"] = f"#decide-{item.pk}"
    return response


def _answer(request: HttpRequest, viewer: Viewer, item: WorkItem) -> HttpResponse:
    form = dict(request.POST.lists())
    blind = screen_fields.typed_blindly(form)
    try:
        before = services.look(viewer=viewer, item=item)
        values = screen_fields.typed_in(before.view, form) if before.view else {}
        state = services.answer(
            viewer=viewer,
            item=item,
            revision=_revision(request),
            values=values,
            move=MOVES.get(request.POST.get("move", ""), "next"),
        )
    except ScreenMovedOn as refusal:
        return _moved_on(request, viewer, item, refusal, blind)
    except Refusal as refusal:
        kept = screen_fields.kept_text(blind, services.labels_of(item))
        return _refused(request, viewer, item, refusal, kept, typed=blind)
    if state.finished:
        return _finished(request, viewer, item)
    if state.paused:
        return _paused(request, item)
    return _shown(request, viewer, item, state)


def _shown(request: HttpRequest, viewer: Viewer, item: WorkItem, state: ScreenState) -> HttpResponse:
    wrong = bool(state.view and state.view.errors)
    if not is_htmx(request) and not wrong:
        return redirect("workitems:detail", item.pk)
    return _again(request, viewer, item, 422 if wrong else 200, state, moved=not wrong)


def _finished(request: HttpRequest, viewer: Viewer, item: WorkItem) -> HttpResponse:
    """Say so, and offer what is next: the next step of the same run first."""
    words = _("Done: %(label)s") % {"label": item.label}
    if not is_htmx(request):
        messages.success(request, words)
        return redirect("workitems:detail", item.pk)
    response = _page(request, work_context(request, viewer, selectors.item_for(viewer, item.pk), just_finished=True))
    return _tell(_whole(response, item), words)


def _paused(request: HttpRequest, item: WorkItem) -> HttpResponse:
    words = _("Saved. Go on with it whenever you like.")
    if is_htmx(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("workitems:inbox")
        messages.success(request, words)
        return response
    messages.success(request, words)
    return redirect("workitems:inbox")


def _moved_on(
    request: HttpRequest, viewer: Viewer, item: WorkItem, refusal: ScreenMovedOn, typed: dict[str, Raw]
) -> HttpResponse:
    """The current screen, with what was typed into the old one beside it to copy."""
    state: ScreenState = refusal.context["screen"]
    if state.finished or state.view is None:
        return _finished(request, viewer, item)
    kept = screen_fields.kept_text(typed, services.labels_of(item))
    return _again(request, viewer, item, refusal.status, state, problem=refusal, kept=kept)


def _refused(
    request: HttpRequest, viewer: Viewer, item: WorkItem, refusal: Refusal, kept: str, **more: Any
) -> HttpResponse:
    """Say who was first or what stands in the way; what was typed stays in the fields, or is shown to copy."""
    item = services.fresh(item)  # perhaps out of the viewer's sight by now, but not together with what they typed
    context = screen_context(viewer, item)
    typed, comments = more.pop("typed", None), request.POST.get("comments", "")
    if context["screen"] is not None and typed is not None:
        view = screen_fields.with_typed(context["screen"], typed)
        state = ScreenState(revision=context["state"].revision, view=view)
        kept = "" if context["can_decide"] else screen_fields.kept_text({_("Comments"): comments})
        return _again(request, viewer, item, refusal.status, state, problem=refusal, kept=kept, **more)
    return _again(request, viewer, item, refusal.status, problem=refusal, kept=kept, **more)


def _again(
    request: HttpRequest, viewer: Viewer, item: WorkItem, status: int, state: ScreenState | None = None, **more: Any
) -> HttpResponse:
    """The screen (htmx), the whole item once it has ended, or the whole page, drawn with `more`."""
    more.setdefault("comments", request.POST.get("comments", ""))
    if is_htmx(request) and item.is_open:
        context = {**screen_context(viewer, item, state), **more}
        response = render(request, "workitems/partials/screen.html", context, status=status)
        response["HX-Retarget"] = f"#screen-{item.pk}"  # also where the status alone would not be shown
        return response
    response = _page(request, work_context(request, viewer, item, state, **more), status)
    if not is_htmx(request):
        return response
    response["HX-Trigger"] = "sc:work-changed"
    return _whole(response, item)


def _whole(response: HttpResponse, item: WorkItem) -> HttpResponse:
    """The item has ended: its heading and what was so far change too, not only the screen."""
    response["HX-Retarget"] = f"#work-{item.pk}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    item: WorkItem = context["item"]
    if not item.is_open and "following" not in context:
        following, same_run = selectors.next_item(context["viewer"], item)
        context |= {"following": following, "same_run": same_run}
    template = "workitems/partials/work.html" if is_htmx(request) else "workitems/item.html"
    return render(request, template, context, status=status)


def _tell(response: HttpResponse, words: str) -> HttpResponse:
    events = {"sc:work-changed": {}, "sc:toast": {"message": words, "level": "success"}}
    response["HX-Trigger"] = json.dumps(events)
    return response


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() else -1
