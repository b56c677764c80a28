"""Cursor pages of server-rendered lists: no counting, no offsets, cost independent of how far one has paged."""

import base64
import binascii
import datetime as dt
import decimal
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class CursorPage:
    """What `partials/pager.html` draws. Addresses keep every other query parameter; "" means there is no such page."""

    rows: list[Any] = field(default_factory=list)
    next_url: str = ""
    previous_url: str = ""


@dataclass(frozen=True)
class _Key:
    """One sort key: an ORM path (`flow__label`), its direction, and whether it may be empty (empties sort last)."""

    path: str
    descending: bool
    column: Field | None
    nullable: bool

    def order(self, reverse: bool) -> Any:
        descending = self.descending != reverse
        if not self.nullable:
            return F(self.path).desc() if descending else F(self.path).asc()
        last = {"nulls_first": True} if reverse else {"nulls_last": True}
        return F(self.path).desc(**last) if descending else F(self.path).asc(**last)

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: Any, reverse: bool) -> Q | None:
        """Rows strictly after (or, reversed, before) `value`; None when there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if reverse else None
        past = Q(**{f"{self.path}__{'lt' if self.descending != reverse else 'gt'}": value})
        return past | Q(**{f"{self.path}__isnull": True}) if self.nullable and not reverse else past

    def read(self, row: Any) -> Any:
        for name in self.path.split("__"):
            row = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
        return row

    def parse(self, raw: Any) -> Any:
        return raw if raw is None or self.column is None else self.column.to_python(raw)


def cursor_page(
    request: HttpRequest,
    queryset: QuerySet[Any],
    ordering: Sequence[str] = ("-id",),
    size: int = 50,
    parameter: str = "cursor",
) -> CursorPage:
    """One page of `queryset`, sorted by `ordering` and then by primary key so that no two rows tie.

    ordering:  ORM paths, "-" for descending; empty values come last in both directions
    parameter: name of the cursor in the address; a page with two lists gives each its own
    A cursor somebody mangled shows the first page.
    """
    keys = _keys(queryset.model, ordering)
    backward, values = _decode(request.GET.get(parameter, ""), keys)
    rows_query = queryset if values is None else queryset.filter(_beyond(keys, values, backward))
    rows = list(rows_query.order_by(*[key.order(backward) for key in keys])[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    has_next, has_previous = (bool(rows), more) if backward else (more, values is not None)
    if not rows:
        return CursorPage(previous_url=_url(request, parameter, "") if values is not None else "")
    return CursorPage(
        rows=rows,
        next_url=_url(request, parameter, _encode(False, keys, rows[-1])) if has_next else "",
        previous_url=_url(request, parameter, _encode(True, keys, rows[0])) if has_previous else "",
    )


def _keys(model: type[Model], ordering: Sequence[str]) -> list[_Key]:
    names = [name.lstrip("-") for name in ordering]
    unique = {"pk", model._meta.pk.name}
    keys = [_key(model, name) for name in ordering]
    return keys if unique & set(names) else [*keys, _key(model, "-pk" if ordering[0].startswith("-") else "pk")]


def _key(model: type[Model], name: str) -> _Key:
    path, column, nullable = name.lstrip("-"), None, False
    owner: Any = model
    for part in path.split("__"):
        try:
            column = owner._meta.pk if part == "pk" else owner._meta.get_field(part)
        except FieldDoesNotExist:  # an annotation: its values go through the cursor as plain JSON
            return _Key(path, name.startswith("-"), None, True)
        nullable = nullable or column.null
        owner = column.related_model
    return _Key(path, name.startswith("-"), column, nullable)


def _beyond(keys: list[_Key], values: list[Any], backward: bool) -> Q:
    """Rows after `values` in the sort order: (a) or (a equal and b) or ..., under a bound on `a` an index can use."""
    options, equal = [], Q()
    for key, value in zip(keys, values, strict=True):
        if (past := key.beyond(value, backward)) is not None:
            options.append(and_(equal, past))
        equal = and_(equal, key.equal(value))
    first, value = keys[0], values[0]
    bound = Q() if value is None or first.nullable else (first.beyond(value, backward) or Q()) | first.equal(value)
    return and_(bound, reduce(or_, options)) if options else Q(pk__in=[])


def _encode(backward: bool, keys: list[_Key], row: Any) -> str:
    text = json.dumps(["p" if backward else "n", *[_plain(key.read(row)) for key in keys]], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, keys: list[_Key]) -> tuple[bool, list[Any] | None]:
    try:
        way, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if way in {"n", "p"} and len(values) == len(keys):
            return way == "p", [key.parse(value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, ValidationError):
        pass
    return False, None


def _plain(value: Any) -> Any:
    """JSON that `Field.to_python` reads back without loss (DjangoJSONEncoder would cut microseconds)."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal | uuid.UUID) else value


def _url(request: HttpRequest, parameter: str, cursor: str) -> str:
    query = request.GET.copy()
    query.pop(parameter, None)
    if cursor:
        query[parameter] = cursor
    return f"{request.path}?{query.urlencode()}" if query else request.path
