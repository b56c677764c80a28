"""The form field of each kind of record field. Checks that forms can make early; the services make them all."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from people.widgets import SearchSelect
from records.lookups import options_for
from records.models import RecordField

Factory = Callable[[RecordField, Any, dict[str, Any]], forms.Field]
OPEN_CHOICES_SHOWN = 200


def form_field(field: RecordField, user: Any, chosen: Any) -> forms.Field:
    """chosen: the value the form starts with, so that a select can show it."""
    common = {"label": field.label, "help_text": field.help, "required": field.required}
    return _FACTORIES[field.kind](field, (user, chosen), common)


def _text(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=field.length or 255, **common)


def _long_text(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=field.length or 131_072, widget=forms.Textarea(attrs={"rows": 4}), **common)


def _number(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    places = {"number": 0}.get(field.kind, 2) if field.scale is None else field.scale
    step = "1" if places == 0 else f"0.{'0' * (places - 1)}1"
    widget = forms.NumberInput(attrs={"step": step, "inputmode": "decimal"})
    return forms.DecimalField(max_digits=(field.precision or 18) + 1, widget=widget, **common)


def _checkbox(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**{**common, "required": False})


def _date(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)


def _datetime(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    """In the person's zone, as all times on pages."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"})
    return forms.DateTimeField(widget=widget, **common)


def _picklist(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    """A select; an open picklist without choices is a text input."""
    _user, chosen = context
    choices = [(choice["value"], choice.get("label") or choice["value"]) for choice in field.choices]
    if not choices:
        return forms.CharField(max_length=field.length or 255, **common)
    if chosen and chosen not in dict(choices):
        choices.append((chosen, chosen))
    return forms.ChoiceField(choices=[("", _("—")), *choices], **common)


def _lookup(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    user, chosen = context
    if field.target is None:
        return forms.CharField(max_length=40, **common)
    url = reverse("records:lookup", args=[field.target.api_name])
    return forms.CharField(
        max_length=40, widget=SearchSelect(url, options_for(user, field.target, chosen=chosen)), **common
    )


def _email(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.EmailField(max_length=field.length or 255, **common)


def _phone(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=field.length or 40, widget=forms.TextInput(attrs={"type": "tel"}), **common)


def _url(field: RecordField, context: Any, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"})
    return forms.CharField(max_length=field.length or 255, widget=widget, **common)


_FACTORIES: dict[str, Factory] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "currency": _number,
    "percent": _number,
    "checkbox": _checkbox,
    "date": _date,
    "datetime": _datetime,
    "picklist": _picklist,
    "lookup": _lookup,
    "email": _email,
    "phone": _phone,
    "url": _url,
}
