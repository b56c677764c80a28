"""Records to choose from in lookups, a page of them at a time."""

from typing import Any

from people.choices import people_like, person_label
from records import sharing
from records.expressions import KeyOf
from records.ids import user_record_id
from records.models import RecordObject
from records.query import records_of
from records.selectors import displays
from records.users import is_users

SHOWN = 25


def options_for(user: Any, obj: RecordObject, text: str = "", chosen: str | None = None) -> list[tuple[str, str]]:
    """(record id, name) of records the user sees whose name has the text; the chosen one is always there, first.

    People are an exception: everybody may choose any active person, by name.
    """
    if is_users(obj):
        found = [(user_record_id(person.pk) or "", person_label(person)) for person in people_like(text)[:SHOWN]]
    else:
        found = _records(user, obj, text)
    if chosen and chosen not in dict(found):
        summary = displays([chosen]).get(chosen)
        found.insert(0, (chosen, summary.name if summary else chosen))
    return found


def _records(user: Any, obj: RecordObject, text: str) -> list[tuple[str, str]]:
    visible = sharing.seen_by(user, obj)
    if visible is None:
        return []
    rows = records_of(obj).filter(visible).annotate(name_key=KeyOf("Name"))
    for word in text.casefold().split():
        rows = rows.filter(name_key__contains=word)
    return [(pk, name or pk) for pk, name in rows.order_by("name_key", "pk").values_list("pk", "name")[:SHOWN]]
