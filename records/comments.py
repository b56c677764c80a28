"""The feed of a record: what people and automations say about it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from records.errors import UnknownRecord
from records.models import RecordComment
from records.selectors import object_of_id
from web.errors import Invalid

LONGEST = 10_000


def post(*, record_id: str, text: str, by: Any, cause: str = "") -> RecordComment:
    """by: None for the system. raises UnknownRecord, Invalid"""
    obj = object_of_id(record_id)
    if obj is None:
        raise UnknownRecord(id=record_id)
    words = text.strip()
    if not words or len(words) > LONGEST:
        message = _("Write something.") if not words else _("At most %(count)s characters.") % {"count": LONGEST}
        raise Invalid(summary=message, fields={"text": message})
    return RecordComment.objects.create(
        record_id=record_id, object_name=obj.api_name, text=words, at=timezone.now(), by=by, cause=cause
    )
