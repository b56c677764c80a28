"""Test cases of an automation: list, verdicts, differences, and whether activation needs them green."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from builder.selectors import get_flow, version_of, versions_of
from runs import access
from runs.debugging import cases
from runs.debugging.trial import trial_json, trial_of
from web.access import requires
from web.errors import Invalid, Refusal

BIGGEST = 2_000_000  # bytes of a file of test cases


@requires(access.BUILD, access.MANAGE)
@require_safe
def tests(request: HttpRequest, api_name: str) -> HttpResponse:
    return _list(request, api_name, [])


@require_POST
@requires(access.BUILD, access.MANAGE)
def tests_run(request: HttpRequest, api_name: str) -> HttpResponse:
    """Play all of them against the chosen version."""
    flow = get_flow(api_name)
    number = request.POST.get("version", "")
    version = version_of(flow, int(number)) if number.isdecimal() else flow.active or version_of(flow)
    played = cases.run(cases=cases.cases_of(flow), version=version, by=request.user)
    return _list(request, api_name, played)


@requires(access.BUILD, access.MANAGE)
@require_http_methods(["GET", "POST"])
def test(request: HttpRequest, api_name: str, case_id: int) -> HttpResponse:
    """One test case: what it tries, what is expected; POST plays it, takes what comes as right, or deletes it."""
    flow = get_flow(api_name)
    case = cases.case_of(flow, case_id)
    number = request.POST.get("version") or request.GET.get("version", "")
    version = version_of(flow, int(number)) if number.isdecimal() else flow.active or version_of(flow)
    do = request.POST.get("do", "")
    if do == "delete":
        cases.delete(case=case, by=request.user)
        messages.success(request, _("The test case was deleted."))
        return redirect("runs:tests", api_name)
    played: cases.Played | None = None
    try:
        if do == "accept":
            expected = cases.expected_of_case(case, version, request.user)
            cases.keep(flow=flow, name=case.name, trial=trial_of(case.trial), by=request.user, expected=expected)
            messages.success(request, _("What comes of it now is what is expected from now on."))
            return redirect("runs:test", api_name, case_id)
        if do == "play":
            [played] = cases.run(cases=[case], version=version, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    context = {
        "flow": flow,
        "case": case,
        "played": played,
        "version": version,
        "versions": versions_of(flow)[:50],
        "trial_json": json.dumps(trial_json(trial_of(case.trial)), indent=2, ensure_ascii=False),
    }
    return render(request, "runs/test_case.html", context)


@require_POST
@requires(access.BUILD, access.MANAGE)
def tests_require(request: HttpRequest, api_name: str) -> HttpResponse:
    required = request.POST.get("required") == "on"
    cases.require(flow=get_flow(api_name), required=required, by=request.user)
    said = _("Activation needs all test cases green now.") if required else _("Activation does not need them any more.")
    messages.success(request, said)
    return redirect("runs:tests", api_name)


@requires(access.BUILD, access.MANAGE)
@require_safe
def tests_export(request: HttpRequest, api_name: str) -> HttpResponse:
    answer = JsonResponse(cases.exported(get_flow(api_name)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{api_name}.tests.json"'
    return answer


@require_POST
@requires(access.BUILD, access.MANAGE)
def tests_import(request: HttpRequest, api_name: str) -> HttpResponse:
    try:
        count = cases.imported(api_name=api_name, document=_uploaded(request), by=request.user)
        messages.success(request, _("%(count)d test cases were taken.") % {"count": count})
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("runs:tests", api_name)


def _uploaded(request: HttpRequest) -> Any:
    """raises: Invalid"""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > BIGGEST:
        raise Invalid(summary=_("Choose a file of test cases, at most 2 MB."))
    try:
        return json.loads(file.read())
    except ValueError as error:
        raise Invalid(summary=_("This file is not JSON.")) from error


def _list(request: HttpRequest, api_name: str, played: list[cases.Played]) -> HttpResponse:
    flow = get_flow(api_name)
    green = sum(one.green for one in played)
    context = {
        "flow": flow,
        "cases": cases.cases_of(flow),
        "played": played,
        "green": green,
        "red": len(played) - green,
        "required": cases.is_required(flow),
        "versions": versions_of(flow)[:50],
        "chosen": request.POST.get("version", ""),
    }
    return render(request, "runs/tests.html", context)
