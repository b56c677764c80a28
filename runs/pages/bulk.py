"""Several runs of the list at once: first what will be done with which, then the results."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from runs import access, bulk
from runs.control_forms import ReasonForm
from runs.models import Run, RunStatus
from web.access import requires

FITTING = {
    "cancel": (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED, RunStatus.ERROR),
    "retry": (RunStatus.ERROR,),
    "suspend": (RunStatus.IN_PROGRESS,),
    "resume": (RunStatus.SUSPENDED,),
}


@require_POST
@requires(access.MANAGE)
def run_bulk(request: HttpRequest) -> HttpResponse:
    """Choosing shows what fits and asks for a reason; `confirmed` does it and shows a result for each run."""
    act, ids = request.POST.get("act", ""), _ids(request)
    if act not in bulk.ACTS or not ids:
        return redirect("runs:list")
    words = _words(act)
    form = ReasonForm(data=request.POST if "confirmed" in request.POST else None)
    if "confirmed" in request.POST and form.is_valid():
        results = bulk.act_on(run_ids=ids, act=act, by=request.user, reason=form.cleaned_data["reason"])
        done = sum(result.done for result in results)
        context: dict[str, Any] = {"results": results, "done": done, "refused": len(results) - done, **words}
        return render(request, "runs/bulk_results.html", context)
    runs = list(
        access.visible_runs(request.user)
        .filter(pk__in=ids)
        .select_related("flow", "version")
        .defer("state", "version__document")
        .order_by("-id")
    )
    fits = [run for run in runs if run.status in FITTING[act]]
    context = {"act": act, "form": form, "fits": fits, "others": _others(runs, fits), **words}
    return render(request, "runs/bulk.html", context)


def _ids(request: HttpRequest) -> list[int]:
    given = [int(text) for text in request.POST.getlist("run") if text.isdecimal() and len(text) < 19]
    return list(dict.fromkeys(given))[: bulk.MOST]


def _others(runs: list[Run], fits: list[Run]) -> list[Run]:
    chosen = {run.pk for run in fits}
    return [run for run in runs if run.pk not in chosen]


def _words(act: str) -> dict[str, str]:
    """title, text: what it asks; button: what it does; past: what was done."""
    return {
        "cancel": {
            "title": _("Cancel these runs?"),
            "text": _("Steps in progress are canceled and open work items withdrawn. It cannot be taken back."),
            "button": _("Cancel runs"),
            "past": _("Canceled"),
        },
        "retry": {
            "title": _("Retry these runs?"),
            "text": _("Each goes on where it failed. What failed runs again, with everything it writes or sends."),
            "button": _("Retry runs"),
            "past": _("Retried"),
        },
        "suspend": {
            "title": _("Suspend these runs?"),
            "text": _("Steps in progress go on and their results are kept; nothing new starts until they are resumed."),
            "button": _("Suspend runs"),
            "past": _("Suspended"),
        },
        "resume": {
            "title": _("Resume these runs?"),
            "text": _("Results that came meanwhile are taken, and the runs go on."),
            "button": _("Resume runs"),
            "past": _("Resumed"),
        },
    }[act]
