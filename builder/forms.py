"""Forms of the builder room."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from builder.metadata.names import API_NAME
from builder.models import Flow
from engine.document import Definition, FlowKind, Start
from people.forms import API_NAME_HELP, bare_helper, two_columns
from records.models import RecordObject

STARTS = (
    ("autolaunched", _("By hand, a link or a call")),
    ("record", _("When a record is saved")),
)
MOMENTS = (
    ("create", _("when it is created")),
    ("update", _("when it is updated")),
    ("create_and_update", _("when it is created or updated")),
)


class NewAutomation(forms.Form):
    """A new orchestration: its name, and how it starts."""

    label = forms.CharField(label=_("Label"), max_length=255)
    api_name = forms.CharField(
        label=_("API name"), max_length=120, required=False, help_text=_("Made from the label when left empty.")
    )
    start = forms.ChoiceField(
        label=_("How it starts"), choices=STARTS, widget=forms.RadioSelect, initial="autolaunched"
    )
    object = forms.ChoiceField(label=_("Object"), required=False)
    on = forms.ChoiceField(label=_("Moment"), choices=MOMENTS, required=False, initial="create")
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        objects = RecordObject.objects.order_by("label").values_list("api_name", "label")
        self.fields["object"].choices = [("", _("Choose an object")), *objects]  # type: ignore[attr-defined]
        self.fields["object"].help_text = _("Only when a record starts it.")
        self.fields["api_name"].help_text = f"{self.fields['api_name'].help_text} {API_NAME_HELP}"
        self.helper = bare_helper(two_columns("label", "api_name"), "start", two_columns("object", "on"), "description")

    def clean_api_name(self) -> str:
        name = self.cleaned_data["api_name"] or api_name_of(self.cleaned_data.get("label", ""))
        if not API_NAME.fullmatch(name):
            raise forms.ValidationError(_("An API name begins with a letter; letters, digits and underscores follow."))
        if Flow.objects.filter(api_name__iexact=name).exists():
            raise forms.ValidationError(_("There is an automation of this API name already. Choose another."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") == "record" and not cleaned.get("object"):
            self.add_error("object", _("Choose the object whose records start it."))
        return cleaned

    def definition(self) -> Definition:
        values = self.cleaned_data
        start = Start()
        if values["start"] == "record":
            start = Start(trigger="record_after_save", object=values["object"], on=values["on"] or "create")
        return Definition(
            api_name=values["api_name"],
            label=values["label"],
            kind=FlowKind.ORCHESTRATION,
            description=values["description"],
            start=start,
        )


def api_name_of(label: str) -> str:
    """ "Ask the buyer" -> "Ask_the_buyer"; "" where nothing of it can stay."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", label).strip("_")
    return name if name[:1].isalpha() or not name else f"X_{name}"
