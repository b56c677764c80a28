"""Forms of objects and fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import bare_helper, two_columns
from records.models import FieldKind, RecordField, RecordObject, Sharing

API_NAME_HELP = _("Letters, digits and underscores; definitions and other systems use it. “__c” is added.")


class ObjectForm(forms.Form):
    label = forms.CharField(label=_("Label"), max_length=80)
    plural_label = forms.CharField(label=_("Plural label"), max_length=80)
    api_name = forms.CharField(label=_("API name"), max_length=77, help_text=API_NAME_HELP)
    sharing = forms.ChoiceField(
        label=_("Who sees and edits its records"), choices=Sharing.choices, initial=Sharing.EVERYONE
    )
    name_auto_number = forms.CharField(
        label=_("Number the names"),
        required=False,
        max_length=30,
        help_text=_("Leave empty when people type the name. “LOAN-{0000}” gives LOAN-0001, LOAN-0002 and so on."),
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, obj: RecordObject | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if obj is not None:
            del self.fields["api_name"], self.fields["name_auto_number"]
            self.helper = bare_helper(two_columns("label", "plural_label"), "sharing", "description")
        else:
            self.helper = bare_helper(
                two_columns("label", "plural_label"), two_columns("api_name", "name_auto_number"), "sharing",
                "description",
            )  # fmt: skip

    def custom_api_name(self) -> str:
        name = self.cleaned_data["api_name"].strip()
        return name if name.endswith("__c") else f"{name}__c"


class FieldForm(forms.Form):
    """Every setting; those a kind does not use are ignored by it. `choices`: one a line, "value" or "value | label"."""

    label = forms.CharField(label=_("Label"), max_length=120)
    api_name = forms.CharField(label=_("API name"), max_length=77, help_text=API_NAME_HELP)
    kind = forms.ChoiceField(label=_("Kind"), choices=FieldKind.choices)
    target = forms.ModelChoiceField(
        label=_("Looks up"),
        required=False,
        queryset=RecordObject.objects.order_by("label"),
        to_field_name="api_name",
        help_text=_("Of lookups: the object whose records are chosen."),
    )
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Of picklists. One a line: the stored value, and “ | Label” where people should read otherwise."),
    )
    restricted = forms.BooleanField(label=_("Only these choices"), required=False)
    length = forms.IntegerField(
        label=_("Most characters"), required=False, min_value=1, max_value=131_072, help_text=_("Of texts.")
    )
    precision = forms.IntegerField(
        label=_("Digits"), required=False, min_value=1, max_value=38, help_text=_("Of numbers, decimals included.")
    )
    scale = forms.IntegerField(
        label=_("Decimals"), required=False, min_value=0, max_value=17, help_text=_("Of numbers.")
    )
    required = forms.BooleanField(label=_("Required"), required=False)
    unique = forms.BooleanField(label=_("Unique: no two records have the same value"), required=False)
    indexed = forms.BooleanField(label=_("Indexed: fast to filter and sort by"), required=False)
    default = forms.CharField(label=_("Default value"), required=False, max_length=255)
    help = forms.CharField(label=_("Help text"), required=False, max_length=500)

    def __init__(self, *args: Any, field: RecordField | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if field is not None:
            del self.fields["api_name"]
        first = two_columns("label", "kind") if field is not None else two_columns("label", "api_name")
        self.helper = bare_helper(
            first, *([] if field is not None else ["kind"]), "target", "choices", "restricted",
            two_columns("precision", "scale"), two_columns("length", "default"), "help", "required", "unique",
            "indexed",
        )  # fmt: skip

    def clean_choices(self) -> list[dict[str, str]]:
        rows = []
        for line in self.cleaned_data["choices"].splitlines():
            value, bar, label = line.partition("|")
            if value.strip():
                rows.append({"value": value.strip(), "label": (label if bar else value).strip()})
        return rows

    def custom_api_name(self) -> str:
        name = self.cleaned_data["api_name"].strip()
        return name if name.endswith("__c") else f"{name}__c"

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "api_name"}


def initial_of(field: RecordField) -> dict[str, Any]:
    """What the form shows of a field."""
    names = ("label", "kind", "restricted", "length", "precision", "scale", "required", "unique", "indexed")
    initial = {name: getattr(field, name) for name in (*names, "default", "help")}
    lines = [
        choice["value"] if choice.get("label", choice["value"]) == choice["value"] else
        f"{choice['value']} | {choice['label']}"
        for choice in field.choices
    ]  # fmt: skip
    return {**initial, "choices": "\n".join(lines), "target": field.target.api_name if field.target else None}
