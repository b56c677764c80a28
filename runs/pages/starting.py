"""Starting by hand: a link shows what will start and asks; only the POST starts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from builder.selectors import get_flow
from engine.document import Definition
from records import selectors as records
from runs import access, buttons, clock, pins, services
from runs.errors import BadInput, ButtonNotForRecord, LiveRunExists, MissingInput, UnknownInput
from runs.forms import StartForm
from runs.inputs import RECORD_ID, input_variables, record_variable
from runs.models import Run, StartButton
from runs.parts import parts_of
from web.access import requires

RETURN = "retURL"
KEY = "key"  # of a link that must start once only; a page that asks makes its own, so that a double click is one run


@requires(access.START)
def start_page(request: HttpRequest, api_name: str) -> HttpResponse:
    """`/start/<api_name>/?<input>=...&recordId=...&retURL=...`"""
    active = services.startable(api_name, pins.read_stamp())
    defn = parts_of(active.version_id).defn
    since = clock.now()
    back = _same_site(request, request.POST.get(RETURN) or request.GET.get(RETURN, ""))
    asked = request.POST if request.method == "POST" else request.GET
    record = _record(request, asked.get(RECORD_ID, ""))
    button, given = _button(request, asked.get("button", ""), record)
    fixed = {**_fixed(defn, record), **given}
    if request.method == "POST":
        form = StartForm(defn, user=request.user, fixed=fixed, data=request.POST)
        if form.is_valid() and (run := _start(request, api_name, defn, form, fixed)) is not None:
            messages.success(request, _said(run, defn, since))
            return redirect(back) if back else redirect("runs:detail", run.pk)
    else:
        form = StartForm(defn, user=request.user, fixed=fixed, initial={**request.GET.dict(), **fixed})
    context = {
        "defn": defn,
        "flow": get_flow(api_name),
        "form": form,
        "button": button,
        "key": asked.get(KEY) or uuid.uuid4().hex,
        "record": record,
        "back": back,
        "asks": any(not field.is_hidden for field in form),
    }
    return render(request, "runs/start.html", context, status=422 if form.errors else 200)


def _start(request: HttpRequest, api_name: str, defn: Definition, form: StartForm, fixed: dict[str, str]) -> Any:
    lists = {variable.name for variable in input_variables(defn) if variable.collection}
    given = {name: value.splitlines() if name in lists else value for name, value in form.given().items()}
    try:
        return services.start_run(
            api_name=api_name,
            inputs={**given, **fixed},
            by=request.user,
            key=f"page:{request.user.pk}:{request.POST[KEY]}"[:200] if request.POST.get(KEY) else None,
        )
    except LiveRunExists as refusal:
        form.add_error(None, refusal.detail)
        return None
    except (UnknownInput, MissingInput, BadInput) as refusal:
        name = str(refusal.context.get("name", ""))
        form.add_error(name if name in form.fields else None, refusal.fields.get(name) or refusal.detail)
        return None


def _record(request: HttpRequest, record_id: str) -> Any:
    """The record the link names, when the person may see it."""
    return records.display(record_id) if record_id and records.visible_to(request.user, record_id) else None


def _said(run: Run, defn: Definition, since: datetime) -> str:
    """What became of the start: another run may have been in its way (R25), or the key was seen before."""
    if run.started_at < since:
        return _("Run %(number)s was begun before and is shown; nothing else was started.") % {"number": run.pk}
    if not run.turns_count:
        return _("%(label)s will start when the live run of this record has ended.") % {"label": defn.label}
    return _("%(label)s was started.") % {"label": defn.label}


def _button(request: HttpRequest, button: str, record: Any) -> tuple[StartButton | None, dict[str, Any]]:
    """The button that was pressed, and what it fills in. raises ButtonNotForRecord"""
    if not button.isdecimal() or len(button) > 18:
        return None, {}
    if record is None:
        raise ButtonNotForRecord(label=button)
    return buttons.filled(request.user, int(button), record.id)


def _fixed(defn: Definition, record: Any) -> dict[str, str]:
    """The record fills the input that takes such a record; it is shown and not asked for."""
    variable = record_variable(defn, record.object) if record is not None else None
    return {variable.name: record.id} if variable is not None else {}


def _same_site(request: HttpRequest, url: str) -> str:
    """Where to go afterwards; another site's address is forgotten."""
    hosts = {request.get_host()}
    return url if url and url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()) else ""


@dataclass(frozen=True)
class Startable:
    api_name: str
    label: str
    description: str
    button: int = 0


@requires(access.START)
def startable_panel(request: HttpRequest) -> HttpResponse:
    """What this person may start by hand: from a record those that take such a record, else all (`?record=`)."""
    record_id = request.GET.get("record", "")
    record = _record(request, record_id)
    found = [] if record_id and record is None else _startable(record, request.user)
    return render(request, "runs/_startable_panel.html", {"startable": found, "record": record})


def _startable(record: Any, user: Any) -> list[Startable]:
    """On a record its buttons first; what has a button of its own is not offered a second time."""
    found = []
    pressed = buttons.buttons_for(user, record.object) if record is not None else []
    found += [Startable(one.flow.api_name, one.label, one.flow.description, one.pk) for one in pressed]
    taken = {one.api_name for one in found}
    for api_name, active in sorted(pins.active_flows(pins.read_stamp()).items(), key=lambda pair: pair[1].label):
        if api_name in taken or active.kind not in ("orchestration", "approval"):
            continue
        defn = parts_of(active.version_id).defn
        if services.why_not_startable(defn):
            continue
        if record is None or record_variable(defn, record.object) is not None:
            found.append(Startable(api_name, defn.label, defn.description))
    return found
