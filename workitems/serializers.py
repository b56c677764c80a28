"""Shapes of work items in the REST API."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from rest_framework import serializers

from engine.flows.views import CONTAINERS, ChoiceView, FieldView
from engine.values import Json
from people.selectors import label_of
from records.selectors import displays
from runs.interviews import ScreenState
from workitems import screen_fields, selectors
from workitems.models import WorkItem, WorkItemStatus


class PersonShape(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField(help_text="as people read it")


class AssigneeShape(serializers.Serializer):
    kind = serializers.ChoiceField(["user", "group", "queue"])
    name = serializers.CharField(help_text="username, or API name of the group or queue")
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]


class RecordShape(serializers.Serializer):
    object = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()


class WorkItemShape(serializers.Serializer):
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    description = serializers.CharField()
    kind = serializers.ChoiceField(["interactive", "approval"])
    status = serializers.ChoiceField(WorkItemStatus.choices)
    status_label = serializers.CharField()
    assignee = AssigneeShape()
    claimed_by = PersonShape(allow_null=True)
    orchestration = serializers.CharField(help_text="label")
    stage = serializers.CharField(help_text="label")
    run = serializers.IntegerField()
    step_run = serializers.IntegerField()
    record = RecordShape(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    assigned_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = PersonShape(allow_null=True)
    ended_why = serializers.CharField(
        help_text="finished, other_won, stage_ended, run_canceled, run_failed, run_moved, move_undone or empty"
    )
    url = serializers.CharField()


class WorkItemPage(serializers.Serializer):
    results = WorkItemShape(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ScreenShape(serializers.Serializer):
    revision = serializers.IntegerField()
    screen = serializers.CharField(help_text="API name; empty where the flow shows no screen")
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    fields = serializers.ListField(child=serializers.DictField())  # type: ignore[assignment]
    can_go_back = serializers.BooleanField()
    can_go_next = serializers.BooleanField()
    can_finish = serializers.BooleanField()
    can_pause = serializers.BooleanField()
    labels = serializers.DictField(child=serializers.CharField(), help_text="words of buttons by move")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="by field, empty name: the whole screen"
    )
    paused = serializers.BooleanField(required=False)


class ScreenBody(serializers.Serializer):
    revision = serializers.IntegerField(min_value=0)
    values = serializers.DictField(required=False, default=dict)
    move = serializers.ChoiceField(["next", "back", "finish", "pause", "refresh"])


class ReassignBody(serializers.Serializer):
    assignee = AssigneeShape()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=255)


class DecideBody(serializers.Serializer):
    decision = serializers.ChoiceField(["approve", "reject", "Approve", "Reject"])
    comments = serializers.CharField(required=False, allow_blank=True, default="")


def described(items: Iterable[WorkItem]) -> list[dict[str, Any]]:
    """Work items as JSON; names of assignees, people and records are looked up for all of them together."""
    items = list(items)
    assignees = selectors.assignees(items)
    records = displays(item.record_id for item in items)
    ids = {pk for item in items for pk in (item.claimed_by_id, item.ended_by_id) if pk}
    users = {user.pk: user for user in get_user_model()._default_manager.filter(pk__in=ids)} if ids else {}
    return [
        {
            "id": item.pk,
            "label": item.label,
            "description": item.description,
            "kind": item.kind,
            "status": item.status,
            "status_label": item.get_status_display(),
            "assignee": asdict(assignees[item.assignee_key]),
            "claimed_by": _person(users.get(item.claimed_by_id or 0)),
            "orchestration": item.orchestration_label,
            "stage": item.stage_label,
            "run": item.run_id,
            "step_run": item.step_id,
            "record": _record(item, records.get(item.record_id)),
            "due_at": _time(item.due_at),
            "created_at": _time(item.created_at),
            "assigned_at": _time(item.assigned_at),
            "ended_at": _time(item.ended_at),
            "ended_by": _person(users.get(item.ended_by_id or 0)),
            "ended_why": item.ended_why,
            "url": f"{settings.SITE_URL}{reverse('workitems:detail', args=[item.pk])}",
        }
        for item in items
    ]


def screen_json(state: ScreenState) -> dict[str, Any]:
    """A screen as JSON; `{"finished": true}` once there is none."""
    if state.finished:
        return {"finished": True}
    view = state.view
    shown: dict[str, Any] = {
        "revision": state.revision,
        "screen": view.name if view else "",
        "label": view.label if view else "",
        "help": screen_fields.clean_html(view.help) if view else "",
        "fields": [_field(field) for field in view.fields] if view else [],
        "can_go_back": bool(view and view.can_back),
        "can_go_next": bool(view and view.can_next),
        "can_finish": view.can_finish if view else True,
        "can_pause": bool(view and view.can_pause),
        "labels": view.labels if view else {},
        "errors": view.errors if view else {},
    }
    return {**shown, "paused": True} if state.paused else shown


def _field(field: FieldView) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "name": field.name,
        "kind": field.kind,
        "label": field.label,
        "required": field.required,
        "choices": [_choice(choice) for choice in field.choices],
        "value": field.value,
        "help": screen_fields.clean_html(field.help),
        "read_only": field.read_only,
        "error": field.error,
        "error_code": field.error_code,
    }
    if field.html:
        shown["html"] = screen_fields.clean_html(field.html)
    if field.scale is not None:
        shown["scale"] = field.scale
    if field.width:
        shown["width"] = field.width
    if field.kind in CONTAINERS:
        shown["fields"] = [_field(inner) for inner in field.fields]
    return shown


def _choice(choice: ChoiceView) -> dict[str, Json]:
    """input: present where a text goes with the choice; it is posted under the input's own name."""
    shown: dict[str, Json] = {"value": choice.value, "label": choice.label}
    if choice.input is not None:
        own = choice.input
        shown["input"] = {"name": own.name, "prompt": own.prompt, "required": own.required, "value": own.value}
    return shown


def _record(item: WorkItem, summary: Any) -> dict[str, str] | None:
    if not item.record_id:
        return None
    if summary is None:
        return {"object": item.record_object, "id": item.record_id, "name": item.record_name, "url": ""}
    return {"object": summary.object, "id": summary.id, "name": summary.name, "url": summary.url}


def _person(user: Any) -> dict[str, str] | None:
    return {"username": user.get_username(), "name": label_of(user)} if user is not None else None


def _time(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
