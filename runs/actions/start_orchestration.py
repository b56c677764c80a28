"""Start an orchestration, or submit a record for approval: a new run, whose first turn comes after the commit."""

from typing import Any

from builder.models import FlowVersion, VersionStatus
from builder.selectors import definition_of
from records import selectors as records
from runs import queued
from runs.actions.base import Context, Given, needed, text
from web.errors import Invalid, NotFound

OWN = ("recordid", "startkey")
MOST_OF_KEY = 70


def act(action: str, given: Given, context: Context) -> dict[str, Any]:
    """The rest of what is given are the orchestration's inputs. The same startKey means the same run of it."""
    record_id, key = text(given, "recordId"), text(given, "startKey").strip()
    if len(key) > MOST_OF_KEY:
        message = f"A key has up to {MOST_OF_KEY} characters; this one has {len(key)}."
        raise Invalid(summary=message, fields={"startKey": message})
    inputs = {name: value for name, value in given.items() if name not in OWN and value is not None}
    start_key = f"flow:{action}:{key}" if key else ""
    run = queued.start(api_name=action, inputs=inputs, record_id=record_id, by=context.user, key=start_key)
    return {"runId": str(run.pk)}


def submit(_action: str, given: Given, context: Context) -> dict[str, Any]:
    """The named approval orchestration, else the active one that takes a record of this object."""
    record_id = needed(given, "objectId")
    name = text(given, "processDefinitionNameOrId") or _approval_for(record_id)
    run = queued.start(api_name=name, inputs={}, record_id=record_id, by=context.user)
    return {"instanceId": str(run.pk), "instanceStatus": "Pending"}


def _approval_for(record_id: str) -> str:
    """raises NotFound"""
    obj = records.object_of_id(record_id)
    if obj is None:
        raise NotFound(what="record", name=record_id)
    rows = FlowVersion.objects.filter(status=VersionStatus.ACTIVE, flow__kind="approval")
    for version_id, api_name in rows.order_by("flow__api_name").values_list("pk", "flow__api_name"):
        defn = definition_of(version_id)
        takes = {variable.object for variable in defn.variables if variable.is_input}
        if obj.api_name in takes or defn.start.object == obj.api_name:
            return str(api_name)
    raise NotFound(what="approval orchestration for", name=obj.label)
