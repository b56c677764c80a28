"""Writing flows: versions are saved, activated and deactivated. A version's document never changes."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from builder import ports
from builder.checks import problems_of
from builder.definitions import definition_of
from builder.errors import ActivationRefused, NotActive
from builder.models import Flow, FlowVersion, VersionStatus
from builder.ports import ask_guards
from engine.document import Definition, dump
from engine.problems import errors_of

User = Any  # of settings.AUTH_USER_MODEL; None: the system
TEXT_DEFAULTS = (("logic", "and"), ("source", "builder"))


@dataclass(frozen=True)
class Saved:
    """`created` is False when the latest version already held this very document."""

    version: FlowVersion
    created: bool


def fingerprint_of(document: dict[str, Any]) -> str:
    """sha256 of the canonical JSON of a document: sorted keys, no spaces, written-out defaults left out."""
    return hashlib.sha256(msgspec.json.encode(_canonical(document), order="sorted")).hexdigest()


def _canonical(value: Any) -> Any:
    """Defaults are sometimes written out and sometimes not (msgspec compares them by identity): leave them out."""
    if isinstance(value, dict):
        items = {key: _canonical(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if (key, item) not in TEXT_DEFAULTS and item not in ({}, [])}
    return [_canonical(item) for item in value] if isinstance(value, list | tuple) else value


def save_version(
    *, definition: Definition, by: User, note: str = "", source: dict[str, Any] | None = None
) -> FlowVersion:
    """The latest version when it already holds this document, else a new draft version."""
    return save(definition=definition, by=by, note=note, source=source).version


@transaction.atomic
def save(*, definition: Definition, by: User, note: str = "", source: dict[str, Any] | None = None) -> Saved:
    document = dump(definition)
    fingerprint = fingerprint_of(document)
    flow = _flow_for(definition)
    latest = flow.versions.order_by("-number").first()
    if latest is not None and latest.fingerprint == fingerprint:
        return Saved(latest, created=False)
    version = FlowVersion.objects.create(
        flow=flow,
        number=latest.number + 1 if latest else 1,
        document=document,
        fingerprint=fingerprint,
        note=note[:255],
        source=source or {},
        trigger_object=definition.start.object if definition.listens else "",
        trigger_on=definition.start.on if definition.is_record_triggered else "",
        created_by=by,
    )
    if flow.active_id is None:
        _describe(flow, definition)
    return Saved(version, created=True)


@transaction.atomic
def activate(*, version: FlowVersion, by: User) -> FlowVersion:
    """Makes it the one active version of its flow; does nothing when it is that already.

    raises: ActivationRefused with all problems when one of them is an error; what a guard refuses (builder/ports.py)
    """
    flow = Flow.objects.select_for_update().get(pk=version.flow_id)
    if flow.active_id == version.pk:
        return version
    definition = definition_of(version)
    problems = problems_of(definition)
    errors = errors_of(problems)
    if errors:
        raise ActivationRefused(
            api_name=flow.api_name, count=len(errors), problems=[msgspec.to_builtins(problem) for problem in problems]
        )
    ask_guards(version, by)
    FlowVersion.objects.filter(flow=flow, status=VersionStatus.ACTIVE).update(status=VersionStatus.OBSOLETE)
    version.status = VersionStatus.ACTIVE
    version.activated_at = timezone.now()
    version.activated_by = by
    version.save(update_fields=["status", "activated_at", "activated_by"])
    flow.active = version
    _describe(flow, definition)
    ports.activation_changed(flow)
    return version


@transaction.atomic
def deactivate(*, flow: Flow, by: User) -> Flow:
    """Runs that are under way go on; new ones cannot start. raises NotActive"""
    flow = Flow.objects.select_for_update().get(pk=flow.pk)
    if flow.active_id is None:
        raise NotActive(api_name=flow.api_name)
    FlowVersion.objects.filter(pk=flow.active_id).update(status=VersionStatus.OBSOLETE)
    flow.active = None
    flow.save(update_fields=["active", "modified_at"])
    ports.activation_changed(flow)
    return flow


def _flow_for(definition: Definition) -> Flow:
    """The locked flow of that API name, made when there is none."""
    Flow.objects.get_or_create(
        api_name=definition.api_name, defaults={"label": definition.label, "kind": definition.kind.value}
    )
    return Flow.objects.select_for_update().get(api_name=definition.api_name)


def _describe(flow: Flow, definition: Definition) -> None:
    """Copies what lists show from the definition that counts: the active one, or the latest where none is."""
    flow.label = definition.label[:255]
    flow.description = definition.description
    flow.kind = definition.kind.value
    flow.save(update_fields=["label", "description", "kind", "active", "modified_at"])
