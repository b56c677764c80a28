"""Suspend, resume, cancel, retry, skip: a page (or dialog) that says what will happen; only its POST does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine.orchestration import events
from engine.orchestration.events import Event
from engine.orchestration.steps import ASKS_A_PERSON
from engine.values import plain, unpack
from runs import access, control, corrections, services
from runs.control import Retry, Skip
from runs.control_forms import INPUT, ReasonForm, RetryForm
from runs.errors import NoActiveVersion
from runs.ids import local_id_of
from runs.inputs import input_variables
from runs.models import Run
from runs.open_run import OpenRun
from runs.pages.preview import Preview, looked_at, preview
from web.access import requires
from web.errors import Refusal


@dataclass(frozen=True)
class Asked:
    """One act as its page shows it. danger: it cannot be taken back."""

    act: str
    title: str
    text: str
    button: str
    form: ReasonForm
    event: Callable[[], Event]
    do: Callable[[], Any]
    done: str
    danger: bool = False


@require_http_methods(["GET", "POST"])
@requires(access.MANAGE)
def run_act(request: HttpRequest, run_id: int, act: str) -> HttpResponse:
    """`/runs/<id>/<act>/?step=` or `?stage=` or `?from=start`. htmx gets the dialog's inside."""
    run = access.get_visible(request.user, run_id)
    work = looked_at(run)
    asked = ACTS[act](request, run, work)
    status, problem = 200, ""
    if request.method == "POST" and asked.form.is_valid():
        try:
            asked.do()
        except Refusal as refusal:
            status, problem = refusal.status, refusal.detail
            _spread(asked.form, refusal)
        else:
            messages.success(request, asked.done)
            return redirect("runs:detail", run_id)
    elif request.method == "POST":
        status = 422
    context = {"run": run, "asked": asked, "problem": problem, "ahead": _ahead(work, asked), "query": _query(request)}
    whole = request.headers.get("HX-Target") != "run-dialog-content"
    return render(request, "runs/act.html" if whole else "runs/_act.html", context, status=status)


def _ahead(work: OpenRun, asked: Asked) -> Preview:
    try:
        if work.state is None:
            return Preview(_("It has not begun yet."), [])
        return preview(work, asked.event())
    except Refusal as refusal:
        return Preview(refusal.detail, [])


def _spread(form: ReasonForm, refusal: Refusal) -> None:
    """A refusal that names a field is shown at the field."""
    for name, why in refusal.fields.items():
        field = name if name in form.fields else f"{INPUT}{name}"
        if field in form.fields:
            form.add_error(field, why)


def _query(request: HttpRequest) -> str:
    return request.GET.urlencode()


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _reason(form: ReasonForm) -> str:
    return str(form.cleaned_data["reason"])


def _plain(
    act: str, kind: Any, service: Callable[..., Run], *, danger: bool = False, **words: Callable[[], str]
) -> Callable[[HttpRequest, Run, OpenRun], Asked]:
    def asked(request: HttpRequest, run: Run, work: OpenRun) -> Asked:
        form = ReasonForm(data=request.POST if request.method == "POST" else None)
        return Asked(
            act=act,
            form=form,
            event=lambda: kind(at=work.at),
            do=lambda: service(run_id=run.pk, by=request.user, reason=_reason(form)),
            danger=danger,
            **{name: str(value()) for name, value in words.items()},
        )

    return asked


def _retry(request: HttpRequest, run: Run, work: OpenRun) -> Asked:
    step, stage, start = _number(request, "step"), _number(request, "stage"), request.GET.get("from") == "start"
    name = _failed_name(work) if not (step or stage or start) else _step_name(work, step)
    known = work.parts.steps.get(name)
    asks = known is not None and known.kind in ASKS_A_PERSON
    variables, now = _inputs(work, name, whole=bool(stage or start))
    data = request.POST if request.method == "POST" else None
    form = RetryForm(variables=variables, now=now, asks=asks, newer=_newer(run), data=data)
    what = Retry(step=step, stage=stage, start=start)
    title, text = _retry_words(work, what, known.label or name if known else name)

    def do() -> Run:
        assignee = form.assignee() if asks else None
        wanted = Retry(step=step, stage=stage, start=start, assignee=assignee, inputs=form.inputs())
        version = "newest" if form.cleaned_data.get("newest") else ""
        return services.retry_run(run_id=run.pk, by=request.user, what=wanted, version=version, reason=_reason(form))

    return Asked(
        act="retry",
        title=title,
        text=text,
        button=_("Retry"),
        form=form,
        event=lambda: control.retry_event(work, what, by=request.user, reason=""),
        do=do,
        done=_("The run goes on."),
    )


def _skip(request: HttpRequest, run: Run, work: OpenRun) -> Asked:
    what = Skip(step=_number(request, "step"), stage=_number(request, "stage"))
    form = ReasonForm(data=request.POST if request.method == "POST" else None, needs_reason=True)
    name = _stage_label(work, what.stage) if what.stage else _step_label(work, what.step)
    whole = _("Its open work is discontinued, the stage counts as completed, and the path goes on.")
    single = _("It counts as completed without being done; conditions that read its outputs find nothing there.")
    return Asked(
        act="skip",
        title=_("Skip “%(name)s”?") % {"name": name},
        text=whole if what.stage else single,
        button=_("Skip"),
        form=form,
        event=lambda: control.skip_event(work, what, by=request.user, reason=""),
        do=lambda: services.skip(run_id=run.pk, what=what, by=request.user, reason=_reason(form)),
        done=_("“%(name)s” was skipped.") % {"name": name},
        danger=True,
    )


def _retry_words(work: OpenRun, what: Retry, step: str) -> tuple[str, str]:
    if what.start:
        text = _("The path begins again. What was done stays done; its history stays, with its attempts.")
        return _("Retry from the start?"), text
    if what.stage:
        text = _("The stage is entered anew with all its steps. What was done in it before stays done.")
        return _("Retry stage “%(name)s”?") % {"name": _stage_label(work, int(what.stage))}, text
    if not step:
        text = _("The path goes on where it failed. Remove the cause first: correct the automation or the data.")
        return _("Retry where it failed?"), text
    text = _("The step starts again with its next attempt. Completed steps do not run again unless you choose them.")
    return _("Retry “%(name)s”?") % {"name": step}, text


def _newer(run: Run) -> int:
    """The number of the active version, when the run is in another one."""
    active = run.flow.active
    return active.number if active is not None and active.pk != run.version_id else 0


def _failed_name(work: OpenRun) -> str:
    failed = control.failed_step(work) if work.state is not None else None
    return failed.name if failed is not None else ""


def _step_name(work: OpenRun, row: int) -> str:
    step = work.step(local_id_of(row)) if row and work.state is not None else None
    return step.name if step is not None else ""


def _step_label(work: OpenRun, row: int) -> str:
    name = _step_name(work, row)
    known = work.parts.steps.get(name)
    return known.label or name if known else name


def _stage_label(work: OpenRun, row: int) -> str:
    stages = work.state.stages if work.state is not None else []
    name = next((stage.name for stage in stages if stage.id == local_id_of(row)), "")
    known = work.parts.stages.get(name)
    return known.label or name if known else name


def _inputs(work: OpenRun, step_name: str, *, whole: bool) -> tuple[list[Any], dict[str, str]]:
    """What may be corrected, and what it is now."""
    if work.state is None:
        return [], {}
    if whole:
        now = {name: str(plain(unpack(value))) for name, value in work.state.inputs.items()}
        return input_variables(work.defn), now
    if step_name not in work.parts.steps:
        return [], {}
    try:
        variables = corrections.step_variables(work.parts, step_name)
    except NoActiveVersion:
        return [], {}
    step = control.latest_step(work, step_name)
    given = {name: str(plain(unpack(value))) for name, value in step.given_inputs.items()} if step else {}
    return variables, {**corrections.said_by_definition(work.parts, step_name), **given}


ACTS: dict[str, Callable[[HttpRequest, Run, OpenRun], Asked]] = {
    "suspend": _plain(
        "suspend",
        events.SuspendAsked,
        services.suspend_run,
        title=lambda: _("Suspend this run?"),
        text=lambda: _("Steps in progress go on and their results are kept; nothing new starts until it is resumed."),
        button=lambda: _("Suspend run"),
        done=lambda: _("The run is suspended."),
    ),
    "resume": _plain(
        "resume",
        events.ResumeAsked,
        services.resume_run,
        title=lambda: _("Resume this run?"),
        text=lambda: _("Results that came meanwhile are taken in the order of the steps, and the run goes on."),
        button=lambda: _("Resume run"),
        done=lambda: _("The run goes on."),
    ),
    "cancel": _plain(
        "cancel",
        events.CancelAsked,
        services.cancel_run,
        title=lambda: _("Cancel this run?"),
        text=lambda: _(
            "Steps in progress are canceled and open work items withdrawn. What was done stays done. "
            "A canceled run cannot be continued."
        ),
        button=lambda: _("Cancel run"),
        done=lambda: _("The run was canceled."),
        danger=True,
    ),
    "retry": _retry,
    "skip": _skip,
}
