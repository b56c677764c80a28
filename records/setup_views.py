"""Setup pages of objects and fields."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from records import schema
from records.models import RecordField, RecordObject
from records.selectors import all_objects, fields_of, get_object
from records.setup_forms import FieldForm, ObjectForm, initial_of
from web.access import requires
from web.errors import Refusal

SET_UP = "stagecraft_people.customize_application"


@requires(SET_UP)
@require_GET
def objects(request: HttpRequest) -> HttpResponse:
    find = request.GET.get("q", "").strip().casefold()
    found = [obj for obj in all_objects() if find in f"{obj.label} {obj.api_name}".casefold()]
    rows = [(obj, sum(not field.is_system for field in fields_of(obj))) for obj in found]
    return render(request, "records/setup_objects.html", {"rows": rows, "find": request.GET.get("q", "")})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def new_object(request: HttpRequest) -> HttpResponse:
    form = ObjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "api_name"}
        name = form.custom_api_name()
        if RecordObject.objects.filter(api_name__iexact=name).exists():
            form.add_error("api_name", _("There is an object with this name."))
        else:
            try:
                obj, _state = schema.ensure_object(api_name=name, **values)
            except Refusal as refusal:
                _show(form, refusal)
            else:
                messages.success(request, _("%(name)s is created. Add its fields now.") % {"name": obj.label})
                return redirect("records:setup_object", obj.api_name)
    return render(request, "records/setup_form.html", _form_page(form, _("New object")), status=_status(form))


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def edit_object(request: HttpRequest, api_name: str) -> HttpResponse:
    obj = get_object_or_404(RecordObject, api_name=api_name)
    names = ("label", "plural_label", "sharing", "description")
    form = ObjectForm(request.POST or None, obj=obj, initial={name: getattr(obj, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            schema.change_object(obj=obj, **form.cleaned_data)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["label"]})
            return redirect("records:setup_object", obj.api_name)
    return render(request, "records/setup_form.html", _form_page(form, obj.label, obj), status=_status(form))


@requires(SET_UP)
@require_GET
def object_page(request: HttpRequest, api_name: str) -> HttpResponse:
    """One object and its fields."""
    obj = get_object(api_name)
    own = [field for field in fields_of(obj) if not field.is_system]
    system = [field for field in fields_of(obj) if field.is_system]
    return render(request, "records/setup_object.html", {"object": obj, "fields": own, "system_fields": system})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def new_field(request: HttpRequest, api_name: str) -> HttpResponse:
    obj = get_object_or_404(RecordObject, api_name=api_name)
    form = FieldForm(request.POST or None, initial={"kind": "text"})
    if request.method == "POST" and form.is_valid():
        try:
            field = schema.add_field(object=obj, api_name=form.custom_api_name(), **form.settings())
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The field %(name)s is added.") % {"name": field.label})
            return redirect("records:setup_object", obj.api_name)
    return render(request, "records/setup_form.html", _form_page(form, _("New field"), obj), status=_status(form))


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def edit_field(request: HttpRequest, api_name: str, field: str) -> HttpResponse:
    subject = _field(api_name, field)
    form = FieldForm(request.POST or None, field=subject, initial=initial_of(subject))
    if request.method == "POST" and form.is_valid():
        try:
            schema.change_field(field=subject, **form.settings())
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The field %(name)s is saved.") % {"name": subject.label})
            return redirect("records:setup_object", subject.object.api_name)
    context = _form_page(form, subject.label, subject.object) | {"field": subject}
    return render(request, "records/setup_form.html", context, status=_status(form))


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def delete_field(request: HttpRequest, api_name: str, field: str) -> HttpResponse:
    subject = _field(api_name, field)
    if request.method == "POST":
        schema.delete_field(field=subject)
        messages.success(request, _("The field %(name)s is deleted.") % {"name": subject.label})
        return redirect("records:setup_object", subject.object.api_name)
    return render(request, "records/setup_delete_field.html", {"field": subject, "object": subject.object})


def _field(api_name: str, field: str) -> RecordField:
    return get_object_or_404(RecordField, object__api_name=api_name, api_name=field)


def _form_page(form: Any, title: str, obj: RecordObject | None = None) -> dict[str, Any]:
    return {"form": form, "heading": title, "object": obj}


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _show(form: Any, refusal: Refusal) -> None:
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not refusal.fields:
        form.add_error(None, refusal.detail)
