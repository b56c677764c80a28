"""The forms of a run's acts: a reason, and for a retry whom to ask and with which inputs."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from builder.words import human
from engine.document.resources import Variable
from engine.values import Kind
from people.choices import person_label
from people.models import Group, Queue
from runs.control import REASON_LIMIT

PEOPLE = 500  # offered by name; beyond that the API is the way
INPUT = "input_"


class ReasonForm(forms.Form):
    def __init__(self, *, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        label = _("Reason (kept in the history)")
        area = forms.Textarea(attrs={"rows": 2})
        self.fields["reason"] = forms.CharField(
            label=label, required=needs_reason, max_length=REASON_LIMIT, widget=area, strip=True
        )


class RetryForm(ReasonForm):
    """variables: inputs that may be corrected; now: what they are, in words, by name; asks: a person does the step.

    newer: number of the active version where the run is in another
    """

    def __init__(
        self, *, variables: list[Variable], now: dict[str, str], asks: bool, newer: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if newer:
            label = _("In the active version, %(number)s: the run is moved to it first") % {"number": newer}
            self.fields["newest"] = forms.BooleanField(label=label, required=False)
        if asks:
            self.fields["assignee"] = forms.ChoiceField(
                label=_("Ask"), required=False, choices=_assignees(), help_text=_("A work item is opened for them.")
            )
        for variable in variables:
            self.fields[f"{INPUT}{variable.name}"] = _correction(variable, now.get(variable.name, ""))
        self.order_fields([name for name in self.fields if name != "reason"])

    def assignee(self) -> tuple[str, str] | None:
        kind, _colon, name = self.cleaned_data.get("assignee", "").partition(":")
        return (kind, name) if name else None

    def inputs(self) -> dict[str, Any]:
        """What was filled in; a field left empty stays as it is."""
        given = {name[len(INPUT) :]: value for name, value in self.cleaned_data.items() if name.startswith(INPUT)}
        return {name: value for name, value in given.items() if value not in (None, "", [])}


def _assignees() -> list[Any]:
    """As the definition says, else somebody: people, groups and queues by name."""
    users = get_user_model()._default_manager.filter(is_active=True).order_by("first_name", "last_name", "pk")[:PEOPLE]
    return [
        ("", _("as the definition says")),
        (_("People"), [(f"user:{user.get_username()}", person_label(user)) for user in users]),
        (_("Groups"), [(f"group:{one.api_name}", one.label) for one in Group.objects.order_by("label")]),
        (_("Queues"), [(f"queue:{one.api_name}", one.label) for one in Queue.objects.order_by("label")]),
    ]


def _correction(variable: Variable, now: str) -> forms.Field:
    """One input; empty means: leave it."""
    name = human(variable.name)
    help_text = _("Now: %(value)s. Leave it empty to keep that.") % {"value": now} if now else _("Empty: as it is.")
    common: dict[str, Any] = {"label": name[:1].upper() + name[1:], "required": False, "help_text": help_text}
    if variable.collection:
        return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 3}))
    match variable.kind:
        case Kind.NUMBER | Kind.CURRENCY:
            return forms.DecimalField(**common)
        case Kind.BOOLEAN:
            return forms.ChoiceField(
                **common, choices=[("", _("as it is")), ("true", _("true")), ("false", _("false"))]
            )
        case Kind.DATE:
            return forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"}))
        case Kind.DATETIME:
            return forms.DateTimeField(**common, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
        case Kind.TIME:
            return forms.TimeField(**common, widget=forms.TimeInput(attrs={"type": "time"}))
        case Kind.RECORD:
            return forms.CharField(**{**common, "help_text": f"{help_text} {_('The id of a record.')}"})
    return forms.CharField(**common)
