"""Events that flows publish by “creating” them: orchestration events, and those that other flows listen to.

An event is no row: it is told to its listeners after the commit, each in a transaction of its own.
"""

from typing import Any

from django.db import transaction

from builder.models import FlowVersion, VersionStatus
from builder.selectors import definition_of
from engine.document.names import is_event
from engine.values import pack
from runs import clock, outbox
from runs.actions.publish_event import publish as publish_to_run
from runs.ports import Intent
from web.errors import Invalid

KIND = "event_flow"
ORCHESTRATION_EVENT = "FlowOrchestrationEvent"
__all__ = ["KIND", "is_event", "publish"]


def publish(object_name: str, rows: list[dict[str, Any]], *, by: Any) -> list[str]:
    """Tell whoever listens, after the commit; an id for each, which is of no record. raises Invalid, NotFound"""
    if object_name == ORCHESTRATION_EVENT:
        return [_to_run(row, by) for row in rows]
    listeners = FlowVersion.objects.filter(status=VersionStatus.ACTIVE, trigger_object=object_name)
    found = [pk for pk in listeners.values_list("pk", flat=True) if _listens(pk)]
    by_id = getattr(by, "pk", None)
    intents = [
        Intent(run_id=0, kind=KIND, payload={"version": pk, "fields": _packed(row), "by": by_id})
        for row in rows
        for pk in found
    ]
    with transaction.atomic():
        outbox.insert(intents, now=clock.now())
    return [""] * len(rows)


def _listens(version_id: int) -> bool:
    return definition_of(version_id).start.trigger == "platform_event"


def _to_run(row: dict[str, Any], by: Any) -> str:
    fields = {name.casefold(): value for name, value in row.items()}
    numbers = []
    for name in ("OrchestrationInstanceId", "StepInstanceId"):
        word = str(fields.get(name.casefold()) or "")
        if word and not (word.isdecimal() and len(word) < 19):
            raise Invalid(summary=f"{name} is not the number of a run or step.", fields={name: word[:40]})
        numbers.append(int(word or 0))
    status = str(fields.get("stepstatus") or "").lower()
    publish_to_run(
        numbers[0], numbers[1], status if status in ("completed", "error") else "", by_id=getattr(by, "pk", None)
    )
    return ""


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: pack(value) for name, value in row.items()}
