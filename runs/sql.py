"""Statements of the hot path, written out: the ORM's compiling costs more than the database's work here.

Table and column names come from the models, values are always bound.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


def insert(model: type[Model], columns: tuple[str, ...], rows: list[Row]) -> None:
    """Insert rows in one statement."""
    if rows:
        _run(_insert(model._meta.db_table, columns, len(rows)), rows)


def insert_objects(columns: tuple[str, ...], objects: Sequence[Model]) -> None:
    """Insert unsaved objects of one model in one statement and give them their ids. columns: all but the id and those
    that may be null."""
    if not objects:
        return
    rows = [tuple(_bound(getattr(one, name)) for name in columns) for one in objects]
    statement = f"{_insert(type(objects[0])._meta.db_table, columns, len(rows))} RETURNING id"
    for one, (pk,) in zip(objects, fetch(statement, [value for row in rows for value in row]), strict=True):
        one.pk, one._state.adding = pk, False


def change(sql: str, values: list[Any]) -> int:
    """Run a statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count: int = cursor.rowcount
    return count


def upsert(
    model: type[Model], columns: tuple[str, ...], changes: tuple[str, ...], rows: list[Row], keep: tuple[str, ...] = ()
) -> None:
    """Insert rows, or write `changes` where the id is there already, in one statement.

    keep: columns that an empty new value leaves as they are
    """
    if rows:
        _run(_upsert(model._meta.db_table, columns, changes, keep, len(rows)), rows)


def update(model: type[Model], pk: int, changes: dict[str, Any]) -> None:
    """Update one row by its id."""
    _run(_update(model._meta.db_table, tuple(changes)), [(*changes.values(), pk)])


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
    if isinstance(value, datetime):
        return time(value)
    return dumped(value) if isinstance(value, dict | list) else value


def _run(sql: str, rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])


@cache
def _insert(table: str, columns: tuple[str, ...], count: int) -> str:
    one = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(map(_quoted, columns))}) VALUES {', '.join([one] * count)}"  # noqa: S608


@cache
def _upsert(table: str, columns: tuple[str, ...], changes: tuple[str, ...], keep: tuple[str, ...], count: int) -> str:
    sets = [f"{_quoted(name)} = excluded.{_quoted(name)}" for name in changes]
    sets += [f"{_quoted(name)} = COALESCE(excluded.{_quoted(name)}, {table}.{_quoted(name)})" for name in keep]
    return f"{_insert(table, columns, count)} ON CONFLICT (id) DO UPDATE SET {', '.join(sets)}"


@cache
def _update(table: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f"{_quoted(name)} = %s" for name in columns)
    return f"UPDATE {table} SET {sets} WHERE id = %s"  # noqa: S608


def _quoted(name: str) -> str:
    return f'"{name}"'
