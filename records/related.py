"""What points at a record: one short list for each lookup field of another object."""

from dataclasses import dataclass
from typing import Any

from engine.document.conditions import Operator
from records import cells, desk, sharing
from records.catalog import catalog
from records.filters import read_filter
from records.listing import PREFIX, columns_of
from records.models import RecordField, RecordObject
from records.selectors import fields_of, url_of
from records.users import is_users

SHOWN = 5


@dataclass(frozen=True)
class Related:
    """lines: (address, cells) of the first few; more: there are others; query: the whole list's filter."""

    object: RecordObject
    field: RecordField
    columns: list[RecordField]
    lines: list[tuple[str, list[cells.Cell]]]
    more: bool
    query: str
    may_create: bool


def related_lists(user: Any, sheet: desk.Sheet) -> dict[str, list[Related]]:
    """Lists under "full" and "empty", by label. People are pointed at by too much: no lists for them."""
    if is_users(sheet.object):
        return {"full": [], "empty": []}
    found = [_related(user, sheet, field) for field in _pointing_at(sheet.object)]
    shown = sorted((item for item in found if item is not None), key=lambda item: item.object.plural_label)
    return {"full": [item for item in shown if item.lines], "empty": [item for item in shown if not item.lines]}


def _pointing_at(obj: RecordObject) -> list[RecordField]:
    return [
        field
        for other in catalog().by_id.values()
        if not is_users(other)
        for field in fields_of(other)
        if field.kind == "lookup" and field.target_id == obj.pk and not field.is_system
    ]


def _related(user: Any, sheet: desk.Sheet, field: RecordField) -> Related | None:
    if sharing.seen_by(user, field.object) is None:
        return None
    test = read_filter(field.object, [(field.api_name, Operator.EQUAL_TO, sheet.id)])
    rows = list(desk.rows_for(user, field.object, test).order_by("-pk")[: SHOWN + 1])
    values = [desk.sheet_of(user, row).value for row in rows[:SHOWN]]
    columns = [column for column in columns_of(field.object) if column.pk != field.pk][:4]
    names = cells.names_for(user, columns, values)
    return Related(
        object=field.object,
        field=field,
        columns=columns,
        lines=[(url_of(field.object.api_name, value.id), cells.cells(columns, value, names)) for value in values],
        more=len(rows) > SHOWN,
        query=f"{PREFIX}{field.api_name}={sheet.id}",
        may_create=sharing.can_create(user, field.object),
    )
