"""/builder/<api_name>/edit/: where an orchestration is drawn; and the page that begins a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from builder import drafts, services
from builder.access import MANAGE
from builder.choices import offered
from builder.drawing import drawn
from builder.forms import NewAutomation
from builder.models import Flow
from builder.selectors import get_flow, version_of
from engine.document import dump, parse
from web.access import requires


@requires(MANAGE)
@require_safe
def edit(request: HttpRequest, api_name: str) -> HttpResponse:
    """The caller's own draft, begun from the latest version."""
    flow = get_flow(api_name)
    definition = parse(drafts.draft_of(flow, request.user).document)
    if not definition.kind.is_orchestration:
        messages.info(
            request, _("Only orchestrations are drawn here; this flow can be read, exported and brought in again.")
        )
        return redirect("builder:flow", api_name)
    return render(request, "builder/edit.html", {"flow": flow, "island": _island(flow, request.user)})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewAutomation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = services.save_version(definition=form.definition(), by=request.user)
        return redirect("builder:edit", version.flow.api_name)
    return render(request, "builder/new.html", {"form": form}, status=422 if form.errors else 200)


def _island(flow: Flow, user: Any) -> dict[str, Any]:
    """What the builder in the browser starts from (frontend/src/builder/editor/start.ts)."""
    draft = drafts.draft_of(flow, user)
    definition = parse(draft.document)
    return {
        "apiName": flow.api_name,
        "document": dump(definition),
        "etag": draft.etag,
        "savedAt": draft.modified_at.isoformat() if draft.modified_at else "",
        "baseVersion": draft.base.number if draft.base else None,
        "latestVersion": version_of(flow).number,
        "activeVersion": flow.active.number if flow.active else None,
        "offered": offered(),
        **drawn(definition),
    }
