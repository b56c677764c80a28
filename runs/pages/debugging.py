"""Try an automation out: a form, a report as readable steps, and going on from there step by step."""

import json
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from builder.models import Flow, VersionStatus
from builder.selectors import get_flow, versions_of
from builder.words import human
from engine.document import Definition
from records import selectors as records
from runs import access
from runs.debugging import cases, form
from runs.debugging.report import Report
from runs.debugging.runner import run_trial
from runs.debugging.trial import Act, Trial, trial_json, trial_of
from runs.inputs import input_variables
from runs.parts import parts_of
from web.access import requires
from web.errors import Invalid, Refusal

PICKABLE = 50


@requires(access.BUILD, access.MANAGE)
@require_http_methods(["GET", "POST"])
def debug(request: HttpRequest, api_name: str) -> HttpResponse:
    """GET asks; POST tries, goes on with a try, or keeps it as a test case. Nothing a try does is kept."""
    flow = get_flow(api_name)
    trial, report, refused = Trial(version=_newest(flow)), None, ""
    if request.GET.get("version", "").isdecimal():
        trial = msgspec.structs.replace(trial, version=int(request.GET["version"]))
    if request.method == "POST":
        try:
            trial = _asked(request)
            if request.POST.get("do") == "keep":
                case = cases.keep(flow=flow, name=request.POST.get("name", ""), trial=trial, by=request.user)
                messages.success(request, _("The test case “%(name)s” was kept.") % {"name": case.name})
                return redirect("runs:tests", api_name)
            report = run_trial(flow=flow, trial=trial, by=request.user)
        except Refusal as refusal:
            refused = refusal.detail
    context = _context(flow, trial, report) | {"refused": refused}
    return render(request, "runs/debug.html", context, status=422 if refused else 200)


def _asked(request: HttpRequest) -> Trial:
    """The form's try; or the one that is going on (`trial`) with what happens next. raises: Invalid"""
    given = request.POST
    if given.get("do", "try") == "try":
        return form.trial_from(given)
    try:
        trial = trial_of(json.loads(given.get("trial", "")))
    except ValueError as error:
        raise Invalid(summary=_("This try cannot be read.")) from error
    match given["do"]:
        case "complete":
            return form.with_answer(trial, given)
        case "wait":
            return form.with_act(trial, Act(kind="wait", minutes=form.minutes(given)))
        case "change":
            return form.with_act(trial, Act(kind="change", fields=form.values_of(given.get("fields", ""))))
        case "answer":
            return msgspec.structs.replace(trial, answers=(*trial.answers, form.posted_values(given)))
        case "back":
            return form.one_back(trial)
    return trial


def _context(flow: Flow, trial: Trial, report: Report | None) -> dict[str, Any]:
    versions = list(versions_of(flow)[:50])
    shown = next((one for one in versions if one.number == trial.version), None) or versions[0]
    defn = parts_of(shown.pk).defn
    return {
        "flow": flow,
        "defn": defn,
        "is_orchestration": defn.kind.is_orchestration,
        "trial": trial,
        "trial_json": json.dumps(trial_json(trial)),
        "report": report,
        "versions": versions,
        "version": shown,
        "inputs": [
            {"name": v.name, "label": human(v.name), "value": trial.inputs.get(v.name, ""), "variable": v}
            for v in input_variables(defn)
        ],
        "samples": _samples(defn),
        "fields_text": form.text_of(trial.fields),
        "mockable": _mockable(shown.pk, trial),
        "goes_back": bool(trial.acts or trial.answers),
        "now": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "at": trial.at[:16],
        "tests": len(cases.cases_of(flow)),
    }


def _newest(flow: Flow) -> int | None:
    latest = flow.versions.order_by("-number").first()
    wanted = flow.active or latest
    if latest is not None and latest.status == VersionStatus.DRAFT:
        wanted = latest
    return wanted.number if wanted is not None else None


def _samples(defn: Definition) -> list[tuple[str, str]]:
    """Records of the object that starts it, changed last first."""
    if not defn.is_record_triggered or not defn.start.object:
        return []
    newest: dict[str, Any] = {"sort_field": "LastModifiedDate", "sort_order": "desc", "limit": PICKABLE}
    try:
        found = records.find(defn.start.object, fields=("Name",), **newest)
    except Refusal:
        return []
    return [(row.id, str(row.fields.get("Name") or row.id)) for row in found]


def _mockable(version_id: int, trial: Trial) -> list[dict[str, Any]]:
    rows = []
    for name, step in parts_of(version_id).steps.items():
        mock = trial.mocks.get(name)
        chosen = "" if mock is None else "fault" if mock.fault else "outputs"
        text = "" if mock is None else mock.fault or form.text_of(mock.outputs)
        rows.append({"name": name, "label": step.label or name, "kind": step.kind, "chosen": chosen, "text": text})
    return rows
