"""Statements of the hot path, written out: the ORM's compiling costs more than the database's work here.

Table and column names come from the models, values are always bound. PostgreSQL gets rows as one JSON value: the text
of a statement does not depend on how many rows it writes, so that it is prepared once, and nothing is bound column by
column. SQLite, where both cost nothing, gets plain values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that changes rows, still to be run."""

    text: str
    values: list[Any]


def insertion(model: type[Model], columns: tuple[str, ...], rows: Sequence[Row]) -> Write:
    """Insert rows. Values of JSON columns are given as they are, moments as `time` gives them."""
    if connection.vendor == "postgresql":
        return Write(_insert_of_json(model, columns), [_packed(columns, rows)])
    values = [dumped(value) if isinstance(value, dict | list) else value for row in rows for value in row]
    return Write(_insert_of_values(model._meta.db_table, columns, len(rows)), values)


def upsertion(
    model: type[Model],
    columns: tuple[str, ...],
    changes: tuple[str, ...],
    rows: Sequence[Row],
    keep: tuple[str, ...] = (),
) -> Write:
    """Insert rows, or write `changes` where the id is there already.

    keep: columns that an empty new value leaves as they are
    """
    plain = insertion(model, columns, rows)
    return Write(f"{plain.text} {_or_change(model._meta.db_table, changes, keep)}", plain.values)


def updating(model: type[Model], pk: int, changes: dict[str, Any]) -> Write:
    """Update one row by its id."""
    values = [dumped(value) if isinstance(value, dict | list) else value for value in changes.values()]
    return Write(_update(model._meta.db_table, tuple(changes)), [*values, pk])


def write(writes: Sequence[Write]) -> list[Row]:
    """Run writes, each to a table of its own; what the last one returns.

    PostgreSQL takes them as one statement: the way there and back costs more than most of them. SQLite has no way.
    """
    if not writes:
        return []
    if len(writes) > 1 and connection.vendor == "postgresql":
        writes = [_joined(writes)]
    with connection.cursor() as cursor:
        for one in writes:
            cursor.execute(one.text, one.values)
        return cursor.fetchall() if cursor.description else []


def insert_objects(columns: tuple[str, ...], objects: Sequence[Model], along: Sequence[Write] = ()) -> None:
    """Insert unsaved objects of one model and give them their ids, together with the writes `along`.

    columns: all but the id and those that may be null
    """
    if not objects:
        write(along)
        return
    rows = [tuple(_bound(getattr(one, name)) for name in columns) for one in objects]
    plain = insertion(type(objects[0]), columns, rows)
    ids = write([*along, Write(f"{plain.text} RETURNING id", plain.values)])
    for one, (pk,) in zip(objects, ids, strict=True):
        one.pk, one._state.adding = pk, False


def change(sql: str, values: list[Any]) -> int:
    """Run a statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count: int = cursor.rowcount
    return count


def fetch(sql: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Row] = cursor.fetchall()
    return rows


def time(moment: datetime | None) -> Any:
    """A moment as the database takes it."""
    return None if moment is None else connection.ops.adapt_datetimefield_value(moment)


def dumped(value: Any) -> str:
    """A JSON column's value."""
    return msgspec.json.encode(value).decode()


def loaded(value: Any) -> Any:
    """What a JSON column held; databases give text or the value itself."""
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def _bound(value: Any) -> Any:
    return time(value) if isinstance(value, datetime) else value


def _packed(columns: tuple[str, ...], rows: Sequence[Row]) -> str:
    return dumped([dict(zip(columns, row, strict=True)) for row in rows])


def _joined(writes: Sequence[Write]) -> Write:
    """One statement of several: all but the last as parts of a WITH."""
    *first, last = writes
    parts = ", ".join(f"part{number} AS ({one.text})" for number, one in enumerate(first))
    return Write(f"WITH {parts} {last.text}", [value for one in writes for value in one.values])


@cache
def _insert_of_json(model: type[Model], columns: tuple[str, ...]) -> str:
    names = ", ".join(map(_quoted, columns))
    kinds = ", ".join(f"{_quoted(name)} {_kind(model, name)}" for name in columns)
    rows = f"SELECT {names} FROM json_to_recordset(%s) AS given({kinds})"  # noqa: S608 (names of columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) {rows}"


@cache
def _insert_of_values(table: str, columns: tuple[str, ...], count: int) -> str:
    one = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(map(_quoted, columns))}) VALUES {', '.join([one] * count)}"  # noqa: S608


@cache
def _or_change(table: str, changes: tuple[str, ...], keep: tuple[str, ...]) -> str:
    sets = [f"{_quoted(name)} = excluded.{_quoted(name)}" for name in changes]
    sets += [f"{_quoted(name)} = COALESCE(excluded.{_quoted(name)}, {table}.{_quoted(name)})" for name in keep]
    return f"ON CONFLICT (id) DO UPDATE SET {', '.join(sets)}"


@cache
def _update(table: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f"{_quoted(name)} = %s" for name in columns)
    return f"UPDATE {table} SET {sets} WHERE id = %s"  # noqa: S608


def _kind(model: type[Model], column: str) -> str:
    [field] = [field for field in model._meta.concrete_fields if field.column == column]
    return str(field.db_type(connection))


def _quoted(name: str) -> str:
    return f'"{name}"'
