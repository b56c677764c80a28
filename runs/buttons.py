"""Buttons of objects: which a person sees on a record, and what they fill in."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from builder.selectors import definition_of
from engine.values import plain
from people.models import Group
from people.nesting import holders_of_user
from records import selectors as records
from runs.errors import ButtonNotForRecord
from runs.inputs import input_variables
from runs.models import StartButton


def buttons_for(user: Any, obj: str) -> list[StartButton]:
    """Those of active automations that this person may use, in their order."""
    found = StartButton.objects.filter(object__iexact=obj, flow__active__isnull=False)
    rows = found.select_related("flow").prefetch_related("groups").order_by("position", "label")
    mine: set[int] | None = None
    allowed = []
    for button in rows:
        groups = {group.pk for group in button.groups.all()}
        if groups and mine is None:
            mine = {pk for kind, pk in holders_of_user(user.pk) if kind == "group"}
        if not groups or groups & (mine or set()):
            allowed.append(button)
    return allowed


def filled(user: Any, button_id: int, record_id: str) -> tuple[StartButton, dict[str, Any]]:
    """The button and the inputs it gives for the record. raises ButtonNotForRecord"""
    obj = records.object_of_id(record_id)
    usable = buttons_for(user, obj.api_name) if obj is not None else []
    button = next((one for one in usable if one.pk == button_id), None)
    if button is None or obj is None or not records.visible_to(user, record_id):
        label = StartButton.objects.filter(pk=button_id).values_list("label", flat=True).first()
        raise ButtonNotForRecord(label=label or button_id)
    fields = records.load([record_id])[record_id].fields
    known = {variable.name for variable in input_variables(definition_of(button.flow.active_id or 0))}
    values = {name: _value(given, record_id, fields) for name, given in button.inputs.items() if name in known}
    return button, {name: value for name, value in values.items() if value not in (None, "")}


@transaction.atomic
def save(button: StartButton, *, inputs: dict[str, dict[str, str]], groups: Iterable[Group]) -> StartButton:
    button.inputs = inputs
    button.save()
    button.groups.set(groups)
    return button


def delete(button: StartButton) -> None:
    button.delete()


def _value(given: dict[str, str], record_id: str, fields: dict[str, Any]) -> Any:
    match given.get("from"):
        case "record":
            return record_id
        case "field":
            return plain(fields.get(given.get("value", "")))
    return given.get("value", "")
