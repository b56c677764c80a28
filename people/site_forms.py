"""Forms of what definitions read as $Organization, $Label and $Setup."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.values import Kind, pack, unpack
from people.forms import bare_helper, two_columns
from people.models import CustomSetting, Label, Organization

API_NAME = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9_]{0,79}$",
    gettext_lazy("Letters, digits and underscores, beginning with a letter; at most 80."),
)
KINDS: dict[str, Any] = {
    Kind.TEXT: gettext_lazy("Text"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.BOOLEAN: gettext_lazy("True or false"),
    Kind.DATE: gettext_lazy("Date"),
}


class OrganizationForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = ("name", "division", "phone", "street", "city", "state", "postal_code", "country")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = bare_helper(
            two_columns("name", "division"), two_columns("phone", "street"), two_columns("postal_code", "city"),
            two_columns("state", "country"),
        )  # fmt: skip


class _Named(forms.ModelForm):
    """A row with an API name that stays once it is given."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        name = self.fields["api_name"]
        name.validators.append(API_NAME)
        name.disabled = self.instance.pk is not None
        name.help_text = _("Definitions name it so; it cannot change later.")

    def clean_api_name(self) -> str:
        name: str = self.cleaned_data["api_name"]
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if others.filter(api_name__iexact=name).exists():
            raise forms.ValidationError(_("There is one with this name."))
        return name


class LabelForm(_Named):
    class Meta:
        model = Label
        fields = ("api_name", "text", "description")
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        self.fields["language"] = forms.ChoiceField(
            label=_("Translation into"), required=False, choices=[("", _("None")), *settings.LANGUAGES],
            help_text=_("Save again for each further language."),
        )  # fmt: skip
        self.fields["translated"] = forms.CharField(
            label=_("Translated text"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.helper = bare_helper("api_name", "text", "description", two_columns("language", "translated"))

    def save(self, commit: bool = True) -> Any:
        language, text = self.cleaned_data["language"], self.cleaned_data["translated"]
        if language:
            kept = {code: said for code, said in self.instance.translations.items() if code != language}
            self.instance.translations = kept | ({language: text} if text else {})
        return super().save(commit)


class SettingForm(_Named):
    shape = forms.CharField(
        label=gettext_lazy("Fields"),
        widget=forms.Textarea(attrs={"rows": 5, "class": "font-monospace", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line: its API name and text, number, boolean or date. Most__c number"),
    )

    class Meta:
        model = CustomSetting
        fields = ("api_name", "label", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["shape"].initial = "\n".join(f"{one['name']} {one['kind']}" for one in self.instance.fields)
        self.helper = bare_helper(two_columns("label", "api_name"), "description", Field("shape"))

    def clean_shape(self) -> list[dict[str, str]]:
        fields: dict[str, dict[str, str]] = {}
        for line in self.cleaned_data["shape"].splitlines():
            if not line.strip():
                continue
            name, _space, kind = line.strip().partition(" ")
            kind = kind.strip().lower() or Kind.TEXT.value
            API_NAME(name)
            if kind not in KINDS:
                raise forms.ValidationError(_("%(kind)s is not a kind of field.") % {"kind": kind})
            if name.casefold() in fields:
                raise forms.ValidationError(_("%(name)s is there twice.") % {"name": name})
            fields[name.casefold()] = {"name": name, "kind": kind}
        if not fields:
            raise forms.ValidationError(_("Name at least one field."))
        return list(fields.values())

    def save(self, commit: bool = True) -> Any:
        self.instance.fields = self.cleaned_data["shape"]
        return super().save(commit)


class ValuesForm(forms.Form):
    """One input for each field of a setting; an empty one is inherited."""

    def __init__(self, data: Any, *, setting: CustomSetting, values: dict[str, Any]):
        super().__init__(data)
        self.setting = setting
        for field in setting.fields:
            made = _input(field["kind"], field["name"])
            held = unpack(values.get(field["name"]))
            made.initial = {True: "true", False: "false"}.get(held, held) if isinstance(held, bool) else held
            self.fields[field["name"]] = made
        self.helper = bare_helper(*[field["name"] for field in setting.fields])

    def packed(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in self.setting.fields:
            value = self.cleaned_data[field["name"]]
            if value in (None, ""):
                continue
            values[field["name"]] = pack(value == "true" if field["kind"] == Kind.BOOLEAN else value)
        return values


def _input(kind: str, label: str) -> forms.Field:
    match kind:
        case Kind.NUMBER:
            return forms.DecimalField(label=label, required=False, max_digits=38)
        case Kind.DATE:
            return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
        case Kind.BOOLEAN:
            choices = [("", _("Inherited")), ("true", _("True")), ("false", _("False"))]
            return forms.ChoiceField(label=label, required=False, choices=choices)
    return forms.CharField(label=label, required=False)


def shown(packed: Any) -> str:
    """A kept value for a table."""
    value = unpack(packed)
    match value:
        case None:
            return ""
        case bool():
            return _("true") if value else _("false")
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return str(value)
