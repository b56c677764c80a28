"""Pages by keyset over one or several querysets: rows after (or before) the last one seen, never an offset."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Order = tuple[tuple[str, bool], ...]  # (field, descending); two fields, the last one unique


@dataclass(frozen=True)
class PageOfRows:
    """next, previous: cursors, "" where there is no such page."""

    rows: list[Any] = field(default_factory=list)
    next: str = ""
    previous: str = ""


class Keyset:
    """One place in an order. A cursor somebody mangled means the first page."""

    def __init__(self, model: type[Model], order: Order, cursor: str, size: int):
        self.order = order
        self.size = size
        self.backward, self.after = _decode(cursor, model, order)

    def limit(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of one queryset that can be on the page."""
        if self.after is not None:
            rows = rows.filter(self._beyond())
        return rows.order_by(*self._ordering())[: self.size + 1]

    @property
    def order_sql(self) -> str:
        """The order by column names, for text of our own."""
        return ", ".join(f'"{name}" {"DESC" if down != self.backward else "ASC"}' for name, down in self.order)

    def page(self, found: list[Any]) -> PageOfRows:
        more, rows = len(found) > self.size, found[: self.size]
        if self.backward:
            rows.reverse()
        if not rows:
            return PageOfRows()
        has_next, has_previous = (True, more) if self.backward else (more, self.after is not None)
        return PageOfRows(
            rows=rows,
            next=self._encode("n", rows[-1]) if has_next else "",
            previous=self._encode("p", rows[0]) if has_previous else "",
        )

    def _ordering(self) -> list[str]:
        return [f"{'-' if descending != self.backward else ''}{name}" for name, descending in self.order]

    def _beyond(self) -> Q:
        """(a, b) after (x, y), with a bound on `a` alone that an index range can start from."""
        (first, descending), (second, _same) = self.order
        way = "lt" if descending != self.backward else "gt"
        x, y = self.after  # type: ignore[misc]
        return Q(**{f"{first}__{way}e": x}) & (Q(**{f"{first}__{way}": x}) | Q(**{f"{second}__{way}": y}))

    def _encode(self, way: str, row: Any) -> str:
        values = [getattr(row, name) for name, _descending in self.order]
        plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        text = json.dumps([way, self.order[0][0], *plain], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, model: type[Model], order: Order) -> tuple[bool, tuple[Any, Any] | None]:
    """(backward, values to go on after); a cursor of another order counts as mangled."""
    try:
        way, name, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name == order[0][0] and way in {"n", "p"}:
            columns: list[Any] = [model._meta.get_field(field) for field, _descending in order]
            first, second = (column.to_python(value) for column, value in zip(columns, values, strict=True))
            return way == "p", (first, second)
    except (ValueError, TypeError, ValidationError):
        pass
    return False, None
