"""Forms of people, groups, queues and one's own settings."""

import zoneinfo
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordChangeForm
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.choices import person_options
from people.models import Group, Queue
from people.roles import ROLES
from people.widgets import SearchSelect

ROLE_LABELS = {
    "Stagecraft admin": _("Admin: builds automations and sets up"),
    "Stagecraft manager": _("Manager: watches and repairs runs"),
    "Stagecraft assignee": _("Assignee: does work items"),
}
API_NAME_HELP = _("Letters, digits and underscores. Definitions name it so; it cannot change later.")


def two_columns(*names: str) -> Row:
    return Row(*[Column(name, css_class="col-md-6") for name in names])


def bare_helper(*layout: Any) -> FormHelper:
    """The fields alone: the template writes the form element, the token and the buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*layout) if layout else None
    return helper


class PersonForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("None")), *((name, ROLE_LABELS[name]) for name in ROLES)]
    )
    manager = forms.ModelChoiceField(label=_("Manager"), required=False, queryset=get_user_model().objects.none())
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"), required=False, queryset=Group.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep it as it is. A person without a password cannot log in."),
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name", "email", "is_active")
        labels = {"is_active": _("Active")}
        help_texts = {
            "username": _("For logging in, and how definitions name this person."),
            "is_active": _("An inactive person cannot log in or be given work. History keeps the name."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        person = self.instance
        profile = getattr(person, "profile", None) if person.pk else None
        manager = profile.manager if profile else None
        managers: Any = self.fields["manager"]
        managers.queryset = get_user_model().objects.all()
        managers.widget = SearchSelect(
            reverse("people:person_options"), person_options(chosen=self._asked_manager() or manager)
        )
        if person.pk:
            self.fields["role"].initial = person.groups.filter(name__in=ROLES).values_list("name", flat=True).first()
            self.fields["groups"].initial = person.stagecraft_groups.all()
            self.fields["manager"].initial = manager
        else:
            self.fields["password"].help_text = _("Leave empty for somebody who is not to log in yet.")
        self.helper = bare_helper(
            two_columns("username", "email"),
            two_columns("first_name", "last_name"),
            two_columns("role", "manager"),
            "is_active",
            "groups",
            "password",
        )

    def _asked_manager(self) -> Any:
        """The manager of a form that came back with errors."""
        chosen = self.data.get("manager", "")
        return get_user_model().objects.filter(pk=chosen).first() if str(chosen).isdecimal() else None

    def person_values(self) -> dict[str, Any]:
        names = ("username", "first_name", "last_name", "email", "is_active", "manager")
        return {name: self.cleaned_data[name] for name in names}


class _HolderForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["api_name"].help_text = API_NAME_HELP
        self.fields["api_name"].validators.append(_is_api_name)
        if self.instance.pk:
            self.fields["api_name"].disabled = True
        for name, label in (("api_name", _("API name")), ("label", _("Label")), ("description", _("Description"))):
            self.fields[name].label = label
        self.helper = bare_helper(two_columns("label", "api_name"), *self.rest)

    rest: tuple[str, ...] = ("description",)


class GroupForm(_HolderForm):
    class Meta:
        model = Group
        fields = ("label", "api_name", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class QueueForm(_HolderForm):
    rest = ("email", "description")

    class Meta:
        model = Queue
        fields = ("label", "api_name", "email", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"email": _("Queue email")}
        help_texts = {"email": _("Mail about new work goes here; without it, to every member.")}


class SettingsForm(forms.Form):
    """A person's own settings."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["language"]
        places: Any = self.fields["time_zone"]
        languages.choices = [("", _("As the site")), *settings.LANGUAGES]
        site = settings.TIME_ZONE
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        places.choices = [
            ("", _("As the site: %(zone)s") % {"zone": site}),
            *((zone, zone.replace("_", " ")) for zone in zones if not zone.startswith(("Etc/", "posix/", "right/"))),
        ]
        self.helper = bare_helper(two_columns("language", "time_zone"), "theme")


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.helper = bare_helper()


def _is_api_name(text: str) -> None:
    if not (text.isascii() and text.replace("_", "").isalnum() and text[0].isalpha()):
        raise forms.ValidationError(API_NAME_HELP)
