"""One person's unsaved work on a flow, guarded by an etag."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from builder import services
from builder.errors import DraftMovedOn
from builder.models import Flow, FlowDraft, FlowVersion
from builder.selectors import version_of
from builder.services import User
from engine.document import parse


@dataclass(frozen=True)
class DraftView:
    """modified_at is None while nothing was saved: the document is then the latest version's."""

    document: dict[str, Any]
    etag: str
    base: FlowVersion | None
    modified_at: datetime | None


def draft_of(flow: Flow, user: User) -> DraftView:
    draft = FlowDraft.objects.select_related("base").filter(flow=flow, user=user).first()
    if draft is not None:
        return DraftView(draft.document, draft.etag, draft.base, draft.modified_at)
    latest = version_of(flow)
    return DraftView(latest.document, f"v{latest.number}", latest, None)


@transaction.atomic
def save_draft(*, flow: Flow, user: User, document: dict[str, Any], if_match: str = "") -> DraftView:
    """if_match: the etag that was read; "" or "*" saves over whatever is there.

    raises: DraftMovedOn
    """
    Flow.objects.select_for_update().get(pk=flow.pk)
    current = draft_of(flow, user)
    if if_match not in ("", "*", current.etag):
        raise DraftMovedOn(api_name=flow.api_name)
    FlowDraft.objects.update_or_create(
        flow=flow, user=user, defaults={"document": document, "etag": secrets.token_hex(8), "base": current.base}
    )
    return draft_of(flow, user)


def discard_draft(*, flow: Flow, user: User) -> None:
    FlowDraft.objects.filter(flow=flow, user=user).delete()


@transaction.atomic
def save_draft_as_version(*, flow: Flow, user: User, note: str = "") -> FlowVersion:
    """The draft becomes a version and is gone; without a draft the latest version is returned."""
    draft = FlowDraft.objects.filter(flow=flow, user=user).first()
    if draft is None:
        return version_of(flow)
    version = services.save_version(definition=parse(draft.document), by=user, note=note)
    draft.delete()
    return version
