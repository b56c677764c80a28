"""How an automation may be started: one live run per record, and the links that start it."""

import msgspec
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from builder import services as builder
from builder.access import MANAGE
from builder.models import Flow
from builder.selectors import definition_of, get_flow
from runs.errors import NoActiveVersion
from runs.models import StartButton
from runs.services import why_not_startable
from web.access import requires

CHOICES = (
    ("", gettext_lazy("Begin another run as well")),
    ("ignore", gettext_lazy("Ignore the start and show the live run")),
    ("refuse", gettext_lazy("Refuse the start (a saved record is never refused: its start is ignored)")),
    ("queue", gettext_lazy("Wait until the live run has ended, then begin")),
)


class OptionsForm(forms.Form):
    one_live = forms.ChoiceField(
        label=gettext_lazy("While a run is live for the same record"), choices=CHOICES, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def start_options(request: HttpRequest, api_name: str) -> HttpResponse:
    """A change is a new version of the active definition, activated at once; runs that are on keep theirs."""
    flow = get_flow(api_name)
    if flow.active_id is None:
        raise NoActiveVersion(api_name=api_name)
    defn = definition_of(flow.active_id)
    form = OptionsForm(request.POST or None, initial={"one_live": defn.start.one_live})
    if request.method == "POST" and form.is_valid():
        _change(flow, form.cleaned_data["one_live"], request)
        messages.success(request, _("Saved. New starts follow it; runs that are on are not touched."))
        return redirect("runs:start_options", api_name)
    link = f"{getattr(settings, 'SITE_URL', '').rstrip('/')}{reverse('runs:start', args=[api_name])}"
    context = {
        "flow": flow,
        "form": form,
        "startable": not why_not_startable(defn),
        "link": link,
        "buttons": StartButton.objects.filter(flow=flow).order_by("object", "position"),
    }
    return render(request, "runs/start_options.html", context)


def _change(flow: Flow, one_live: str, request: HttpRequest) -> None:
    defn = definition_of(flow.active_id or 0)
    if defn.start.one_live == one_live:
        return
    changed = msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, one_live=one_live))
    version = builder.save_version(definition=changed, by=request.user, note=_("Start options"))
    builder.activate(version=version, by=request.user)
