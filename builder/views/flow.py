"""/builder/<api_name>/: one automation, read; and its activation."""

from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from builder import services
from builder.access import MANAGE, MANAGE_RUNS, may_activate, require_activation
from builder.checks import problems_of
from builder.coming import coming_of
from builder.drawing import drawing_of
from builder.kinds import KIND_LABELS
from builder.metadata.writer import STATUS_WORDS, write_flow
from builder.models import Flow, FlowVersion
from builder.outline import Outline, outline_of
from builder.reading import fields_read
from builder.selectors import definition_of, get_flow, version_of, versions_of
from builder.words import Words
from builder.world import field_labels
from engine.document import Definition, dump
from engine.problems import errors_of
from web.access import requires
from web.errors import Refusal


@requires(MANAGE)
@require_safe
def flow(request: HttpRequest, api_name: str) -> HttpResponse:
    one = get_flow(api_name)
    version = _shown(one, request.GET.get("version", ""))
    definition = definition_of(version)
    problems = problems_of(definition)
    latest = version_of(one)
    words = Words(definition, field_labels())
    outline = outline_of(definition, words)
    context = {
        "flow": one,
        "version": version,
        "latest": latest,
        "definition": definition,
        "kind_label": KIND_LABELS.get(definition.kind.value, definition.kind.value),
        "outline": outline,
        "problems": problems,
        "error_count": len(errors_of(problems)),
        "versions": versions_of(one)[:50],
        "called": _known_flows(definition),
        "reading": fields_read(definition, words),
        "inputs": [variable for variable in definition.variables if variable.is_input],
        "outputs": [variable for variable in definition.variables if variable.is_output],
        "constants": [(constant.name, words.operand(constant.value)) for constant in definition.constants],
        "can_activate": may_activate(request.user, definition),
        "can_start": _can_start(one, definition, version),
        "coming": coming_of(definition),
        "may_debug": request.user.has_perm(MANAGE_RUNS),
        "may_move": definition.kind.is_orchestration and request.user.has_perm(MANAGE_RUNS),
        "island": _island(one, version, definition, outline, problems),
    }
    return render(request, "builder/flow.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, api_name: str) -> HttpResponse:
    """GET asks, with every problem listed; POST activates."""
    one = get_flow(api_name)
    version = _shown(one, request.GET.get("version", "") or request.POST.get("version", ""))
    definition = definition_of(version)
    require_activation(request.user, definition)
    found: list[Any] = []
    if request.method == "POST":
        try:
            services.activate(version=version, by=request.user)
        except Refusal as refusal:
            found = refusal.problems
            messages.error(request, refusal.detail)
        else:
            said = _("Version %(number)s of %(label)s is active.")
            messages.success(request, said % {"number": version.number, "label": definition.label})
            return redirect("builder:flow", api_name)
    problems = found or problems_of(definition)
    context = {
        "flow": one,
        "version": version,
        "definition": definition,
        "problems": problems,
        "error_count": sum(one["severity"] == "error" for one in found) or len(errors_of(problems_of(definition))),
    }
    return render(request, "builder/activate.html", context, status=422 if request.method == "POST" else 200)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, api_name: str) -> HttpResponse:
    one = get_flow(api_name)
    if request.method == "POST":
        services.deactivate(flow=one, by=request.user)
        messages.success(request, _("%(label)s is inactive. Runs under way go on.") % {"label": one.label})
        return redirect("builder:flow", api_name)
    return render(request, "builder/deactivate.html", {"flow": one})


@requires(MANAGE)
@require_safe
def export(request: HttpRequest, api_name: str) -> HttpResponse:
    """The version as a metadata file."""
    version = _shown(get_flow(api_name), request.GET.get("version", ""))
    text = write_flow(definition_of(version), status=STATUS_WORDS[version.status])
    disposition = f'attachment; filename="{api_name}.flow-meta.xml"'
    return HttpResponse(text, content_type="application/xml", headers={"Content-Disposition": disposition})


def _shown(one: Flow, number: str) -> FlowVersion:
    """The version asked for; else the active one; else the latest."""
    if number.isdecimal():
        return version_of(one, int(number))
    return one.active or version_of(one)


def _can_start(one: Flow, definition: Definition, version: FlowVersion) -> bool:
    return definition.kind.is_orchestration and one.active_id == version.pk and not definition.is_record_triggered


def _known_flows(definition: Definition) -> set[str]:
    names = {step.action for element in definition.elements for step in getattr(element, "steps", ())}
    return set(Flow.objects.filter(api_name__in=names).values_list("api_name", flat=True))


def _island(
    one: Flow, version: FlowVersion, definition: Definition, outline: Outline, problems: tuple[Any, ...]
) -> dict[str, Any]:
    """What the drawing in the browser starts from."""
    return {
        "apiName": one.api_name,
        "version": version.number,
        "status": version.status,
        "document": dump(definition),
        "drawing": drawing_of(definition, outline),
        "problems": msgspec.to_builtins(problems),
    }
