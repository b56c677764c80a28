"""Pages that change records."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from records import cells, desk
from records.errors import RecordChanged
from records.forms import RecordForm, editable_fields
from records.models import RecordObject
from records.selectors import get_object
from web.access import signed_in
from web.errors import Invalid


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, object: str) -> HttpResponse:
    """A new record. The address may fill fields in: ?AccountId=001..."""
    obj = get_object(object)
    desk.require_create(request.user, obj)
    initial = {
        field.api_name: request.GET.get(field.api_name, field.default)
        for field in editable_fields(obj)
        if field.api_name in request.GET or field.default
    }
    if not obj.model_label:
        initial.setdefault("OwnerId", desk.record_id_of(request.user))
    form = RecordForm(request.POST or None, obj=obj, user=request.user, initial=_checked(obj, initial))
    if request.method == "POST" and form.is_valid():
        try:
            sheet = desk.create(request.user, object=obj.api_name, values=form.values())
        except Invalid as invalid:
            form.show_problems(invalid.fields, invalid.detail)
        else:
            messages.success(request, _("%(name)s is created.") % {"name": sheet.name})
            return redirect(sheet.url)
    context = {"form": form, "object": obj, "sheet": None}
    return render(request, "records/edit.html", context, status=422 if form.errors else 200)


def _checked(obj: RecordObject, initial: dict[str, Any]) -> dict[str, Any]:
    """Defaults of checkboxes are words; their inputs want a Boolean."""
    kinds = {field.api_name: field.kind for field in editable_fields(obj)}
    return {name: value == "true" if kinds[name] == "checkbox" else value for name, value in initial.items()}


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, object: str, record_id: str) -> HttpResponse:
    """Change a record. When somebody else saved it meanwhile, what was typed stays and the page says what changed."""
    sheet = desk.require_edit(request.user, record_id, object)
    initial = {**sheet.value.fields, "version": sheet.version}
    form = RecordForm(request.POST or None, obj=sheet.object, user=request.user, initial=initial)
    context: dict[str, Any] = {"form": form, "object": sheet.object, "sheet": sheet}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = desk.update(
                request.user,
                record_id=sheet.id,
                values=form.values(),
                expected_version=form.cleaned_data["version"],
            )
        except Invalid as invalid:
            form.show_problems(invalid.fields, invalid.detail)
        except RecordChanged:
            status = 409
            context["form"], context["conflict"] = _again(request, sheet, form)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect(saved.url)
    return render(request, "records/edit.html", context, status=422 if form.errors else status)


def _again(request: HttpRequest, sheet: desk.Sheet, form: RecordForm) -> tuple[RecordForm, list[dict[str, Any]]]:
    """The form as it was typed, now upon the current version, and the fields that differ from the saved record."""
    data = request.POST.copy()
    data["version"] = str(sheet.version)
    typed = form.values()
    fields = [field for field in editable_fields(sheet.object) if field.api_name in typed]
    names = cells.names_for(request.user, fields, [sheet.value])
    differing = []
    for field in fields:
        current, mine = sheet.value.fields.get(field.api_name), typed[field.api_name]
        if current != mine:
            differing.append({"label": field.label, "current": cells.show(field, current, names, short=True)})
    return RecordForm(data, obj=sheet.object, user=request.user), differing


@signed_in
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, object: str, record_id: str) -> HttpResponse:
    """Asks, then deletes."""
    sheet = desk.require_edit(request.user, record_id, object)
    if request.method == "POST":
        desk.delete(request.user, record_id=sheet.id)
        messages.success(request, _("%(name)s is deleted.") % {"name": sheet.name})
        return redirect("records:list", sheet.object.api_name)
    return render(request, "records/delete.html", {"sheet": sheet, "object": sheet.object})
