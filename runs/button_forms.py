"""The form of a button: object, automation, label, who may, and what each input is filled with."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from builder.models import Flow
from builder.selectors import definition_of
from builder.words import human
from people.models import Group
from records import selectors as records
from runs.inputs import input_variables
from runs.models import StartButton
from runs.services import why_not_startable

FROM, VALUE = "from_", "value_"
ASKED = ""


class ChooseForm(forms.Form):
    """First: which object, which automation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        objects = [(one.api_name, one.label) for one in records.all_objects()]
        flows = [(flow.api_name, flow.label) for flow in startable_flows()]
        self.fields["object"] = forms.ChoiceField(label=_("On records of"), choices=objects)
        self.fields["flow"] = forms.ChoiceField(label=_("Starts"), choices=flows)


class ButtonForm(forms.ModelForm):
    """Then: how it is called, who may use it, and the inputs, two fields for each."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Who may"),
        queryset=Group.objects.order_by("label"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: everybody who may start automations."),
    )

    class Meta:
        model = StartButton
        fields = ("label", "position", "groups")
        help_texts = {"position": _("Buttons with smaller numbers come first.")}

    def __init__(self, *, flow: Flow, obj: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.obj, self.flow = obj, flow
        if not Group.objects.exists():
            del self.fields["groups"]
        self.variables = input_variables(definition_of(flow.active_id or 0))
        sources = [
            (ASKED, _("asked on the start page")),
            ("record", _("the record")),
            (_("a field of the record"), [(f"field:{one.api_name}", one.label) for one in records.fields_of(obj)]),
            ("text", _("this value:")),
        ]
        for variable in self.variables:
            given = self.instance.inputs.get(variable.name, {}) if self.instance.pk else _guess(variable.name)
            source = f"field:{given['value']}" if given.get("from") == "field" else given.get("from", ASKED)
            name = human(variable.name)
            self.fields[FROM + variable.name] = forms.ChoiceField(
                label=name[:1].upper() + name[1:], choices=sources, required=False, initial=source
            )
            self.fields[VALUE + variable.name] = forms.CharField(
                label=_("Its value, where “this value” is chosen"),
                required=False,
                max_length=255,
                initial=given.get("value", "") if given.get("from") == "text" else "",
            )

    def clean_label(self) -> str:
        label = str(self.cleaned_data["label"]).strip()
        same = StartButton.objects.filter(object=self.obj, label__iexact=label).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("This object has a button with this label."))
        return label

    def inputs(self) -> dict[str, dict[str, str]]:
        found = {}
        for variable in self.variables:
            kind, _colon, field = self.cleaned_data[FROM + variable.name].partition(":")
            if kind == "text":
                found[variable.name] = {"from": "text", "value": self.cleaned_data[VALUE + variable.name]}
            elif kind:
                found[variable.name] = {"from": kind, "value": field} if field else {"from": kind}
        return found


def startable_flows() -> list[Flow]:
    active = Flow.objects.filter(active__isnull=False, kind__in=("orchestration", "approval")).order_by("label")
    return [flow for flow in active if not why_not_startable(definition_of(flow.active_id or 0))]


def _guess(name: str) -> dict[str, str]:
    return {"from": "record"} if name.casefold() == "recordid" else {}
