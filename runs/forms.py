"""The form of `/start/<api_name>/`, made of the definition's input variables."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _

from builder.words import human
from engine.document import Definition
from engine.document.resources import Variable
from engine.values import Kind
from records import selectors as records
from runs.inputs import RECORD_ID, input_variables

PICKABLE = 100  # records offered in a picker, those changed last


class StartForm(forms.Form):
    """One field for each input variable, in the definition's order.

    user: sees only records that they may see. fixed: inputs that the link gave, shown but not asked again
    """

    def __init__(self, defn: Definition, *, user: Any, fixed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        for variable in input_variables(defn):
            if variable.name in fixed:
                self.fields[variable.name] = forms.CharField(widget=forms.HiddenInput, required=False)
            else:
                self.fields[variable.name] = _field(variable, user)

    def given(self) -> dict[str, Any]:
        """What was filled in, by variable name; empty fields are left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


def _field(variable: Variable, user: Any) -> forms.Field:
    common: dict[str, Any] = {
        "label": human(variable.name)[:1].upper() + human(variable.name)[1:],
        "required": variable.required and variable.default is None,
        "help_text": variable.description,
    }
    if variable.collection:
        return forms.CharField(
            **{**common, "help_text": variable.description or _("One value in each line.")},
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    match variable.kind:
        case Kind.NUMBER | Kind.CURRENCY:
            return forms.DecimalField(**common)
        case Kind.BOOLEAN:
            return forms.BooleanField(**{**common, "required": False})
        case Kind.DATE:
            return forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"}))
        case Kind.DATETIME:
            return forms.DateTimeField(**common, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
        case Kind.TIME:
            return forms.TimeField(**common, widget=forms.TimeInput(attrs={"type": "time"}))
        case Kind.RECORD:
            return forms.ChoiceField(**common, choices=_records(variable.object, user))
    if variable.name.casefold() == RECORD_ID.casefold():
        return forms.CharField(
            **{**common, "help_text": variable.description or _("The id of a record, as in the record's address.")}
        )
    return forms.CharField(**common)


def _records(object_name: str, user: Any) -> list[tuple[str, str]]:
    """The records changed last, as choices."""
    newest: dict[str, Any] = {"sort_field": "LastModifiedDate", "sort_order": "desc", "limit": PICKABLE}
    found = records.find(object_name, fields=("Name",), user=user, **newest)
    return [("", "—"), *((row.id, str(row.fields.get("Name") or row.id)) for row in found)]
