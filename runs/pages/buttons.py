"""Setup, Buttons: which buttons records carry."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from builder.models import Flow
from people.setup_pages import SET_UP
from records import selectors as records
from runs import buttons
from runs.button_forms import ButtonForm, ChooseForm, startable_flows
from runs.models import StartButton
from web.access import requires
from web.pages import cursor_page


@require_safe
@requires(SET_UP)
def button_list(request: HttpRequest) -> HttpResponse:
    found = StartButton.objects.select_related("flow").prefetch_related("groups")
    page = cursor_page(request, found, ("object", "position", "label"))
    for row in page.rows:
        row.object_label = _label(row.object)
    return render(request, "runs/buttons.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(SET_UP)
def new_button(request: HttpRequest) -> HttpResponse:
    """Asks for object and automation first (`?object=&flow=`), then for the rest."""
    obj = next((one for one in records.all_objects() if one.api_name == request.GET.get("object", "")), None)
    flow = next((one for one in startable_flows() if one.api_name == request.GET.get("flow", "")), None)
    if obj is None or flow is None:
        form = ChooseForm(initial=request.GET.dict())
        return render(request, "runs/button_choose.html", {"form": form, "none": not startable_flows()})
    return _edit(request, StartButton(object=obj.api_name, flow=flow), flow)


@require_http_methods(["GET", "POST"])
@requires(SET_UP)
def edit_button(request: HttpRequest, button_id: int) -> HttpResponse:
    button = get_object_or_404(StartButton.objects.select_related("flow"), pk=button_id)
    if button.flow.active_id is None:
        return render(request, "runs/button_form.html", {"button": button, "object": _label(button.object)})
    return _edit(request, button, button.flow)


@require_POST
@requires(SET_UP)
def delete_button(request: HttpRequest, button_id: int) -> HttpResponse:
    button = get_object_or_404(StartButton, pk=button_id)
    buttons.delete(button)
    messages.success(request, _("The button “%(label)s” is gone.") % {"label": button.label})
    return redirect("runs:buttons")


def _edit(request: HttpRequest, button: StartButton, flow: Flow) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    initial = {"label": button.label or flow.label}
    form = ButtonForm(flow=flow, obj=button.object, instance=button, data=data, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = buttons.save(form.instance, inputs=form.inputs(), groups=form.cleaned_data.get("groups", ()))
        messages.success(request, _("Records of %(object)s carry the button “%(label)s”.") % _said(saved))
        return redirect("runs:buttons")
    context: dict[str, Any] = {"form": form, "button": button, "object": _label(button.object)}
    return render(request, "runs/button_form.html", context, status=422 if form.errors else 200)


def _said(button: StartButton) -> dict[str, str]:
    return {"object": _label(button.object), "label": button.label}


def _label(api_name: str) -> str:
    found = next((one for one in records.all_objects() if one.api_name == api_name), None)
    return found.label if found is not None else api_name
