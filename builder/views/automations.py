"""/automations/: every flow and orchestration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from builder.access import MANAGE
from builder.kinds import KIND_ICONS, KIND_LABELS
from builder.listing import ListQuery
from builder.models import Flow
from web.access import requires
from web.pages import cursor_page

RUNNABLE = ("orchestration", "approval")
LISTED_KINDS = ("orchestration", "screen", "autolaunched", "evaluation", "other")


@requires(MANAGE)
@require_safe
def automations(request: HttpRequest) -> HttpResponse:
    query = ListQuery.of(request.GET)
    page = cursor_page(request, query.rows(), ordering=query.ordering, size=50)
    for flow in page.rows:
        flow.kind_label, flow.kind_icon = KIND_LABELS.get(flow.kind, flow.kind), KIND_ICONS.get(flow.kind, "gear")
        flow.can_start = flow.kind in RUNNABLE and flow.active is not None and not flow.active.trigger_object
    context = {
        "page": page,
        "query": query,
        "kinds": [(kind, KIND_LABELS[kind]) for kind in LISTED_KINDS],
        "nothing_at_all": not page.rows and not query.is_filtered and not Flow.objects.exists(),
    }
    htmx = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    return render(request, "builder/_automations_list.html" if htmx else "builder/automations.html", context)
