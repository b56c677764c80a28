"""Forms of records, made from an object's fields, and of objects and fields themselves."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from people.forms import bare_helper
from records.form_fields import form_field
from records.models import RecordField, RecordObject
from records.selectors import fields_of

WIDE = {"long_text"}


def editable_fields(obj: RecordObject) -> list[RecordField]:
    return [field for field in fields_of(obj) if not field.is_read_only]


class RecordForm(forms.Form):
    """One input for each field people fill in. `version` guards against saving over somebody else's change."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, obj: RecordObject, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.obj = obj
        shown = editable_fields(obj)
        for field in shown:
            chosen = self.data.get(field.api_name) if self.is_bound else self.initial.get(field.api_name)
            self.fields[field.api_name] = form_field(field, user, chosen)
        if "OwnerId" in self.fields:
            self.fields["OwnerId"].required = False
        self.helper = bare_helper("version", *_rows(shown))

    def values(self) -> dict[str, Any]:
        """What was typed, by API name; empty text is null."""
        return {name: None if value == "" else value for name, value in self.cleaned_data.items() if name != "version"}

    def show_problems(self, fields: dict[str, str], detail: str) -> None:
        """Put what a service found wrong beside the inputs."""
        for name, message in fields.items():
            self.add_error(name if name in self.fields else None, message)
        if not fields:
            self.add_error(None, detail)


def _rows(shown: list[RecordField]) -> list[Any]:
    """Two inputs in a row; long texts have one of their own."""
    rows: list[Any] = []
    pair: list[str] = []
    for field in [*[item for item in shown if item.kind not in WIDE], None, *[i for i in shown if i.kind in WIDE]]:
        if field is not None and field.kind in WIDE:
            rows.append(field.api_name)
            continue
        if field is not None:
            pair.append(field.api_name)
        if pair and (len(pair) == 2 or field is None):
            rows.append(Row(*[Column(name, css_class="col-md-6") for name in pair]))
            pair = []
    return rows
