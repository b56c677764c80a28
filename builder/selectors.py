"""Reading flows and their versions."""

from django.db.models import QuerySet

from builder.definitions import definition_of
from builder.models import Flow, FlowVersion, VersionStatus
from web.errors import NotFound

__all__ = ["active_version", "definition_of", "get_flow", "latest_version", "triggers_for", "version_of", "versions_of"]


def active_version(api_name: str) -> FlowVersion | None:
    """The active version with its flow, or None. One query."""
    return (
        FlowVersion.objects.select_related("flow").filter(flow__api_name=api_name, status=VersionStatus.ACTIVE).first()
    )


def latest_version(api_name: str) -> FlowVersion | None:
    return FlowVersion.objects.select_related("flow").filter(flow__api_name=api_name).order_by("-number").first()


def triggers_for(object: str, on: str) -> list[FlowVersion]:
    """Active versions that a record of `object` starts when it is created (on="create") or updated (on="update").

    One indexed query; documents are left out: ask `definition_of(version.id)`.
    """
    wanted = (on, "create_and_update") if on in ("create", "update") else (on,)
    return list(
        FlowVersion.objects.select_related("flow")
        .defer("document", "source")
        .filter(status=VersionStatus.ACTIVE, trigger_object=object, trigger_on__in=wanted)
        .order_by("flow__api_name")
    )


def get_flow(api_name: str) -> Flow:
    """raises NotFound"""
    flow = Flow.objects.select_related("active").filter(api_name=api_name).first()
    if flow is None:
        raise NotFound(what="automation", name=api_name)
    return flow


def versions_of(flow: Flow) -> QuerySet[FlowVersion]:
    """Newest first, without their documents."""
    return flow.versions.defer("document").select_related("created_by", "activated_by", "flow").order_by("-number")


def version_of(flow: Flow, number: int | None = None) -> FlowVersion:
    """The version of that number; None: the latest. raises NotFound"""
    versions = flow.versions.select_related("flow").order_by("-number")
    version = versions.first() if number is None else versions.filter(number=number).first()
    if version is None:
        raise NotFound(what="version", name=f"{flow.api_name} {number or ''}".strip())
    return version
