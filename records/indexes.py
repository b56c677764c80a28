"""Indexes on single fields: expression indexes over `Record.keys`, one for each indexed field, only that object's rows.

docs/adr/storage-of-record-values.md has the measurements behind this.
"""

import logging
import re

from django.db import connection

from records.models import Record, RecordField

log = logging.getLogger(__name__)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


def index_name(field: RecordField) -> str:
    return f"record_key_{field.pk}"


def key_sql(api_name: str, table: str = "") -> str:
    """The SQL of a field's key; an index serves a query only when both spell it the same.

    raises: ValueError for a name that could not stand inside SQL
    """
    if not _NAME.match(api_name):
        raise ValueError(f"not an API name: {api_name!r}")
    column = f'{connection.ops.quote_name(table)}."keys"' if table else '"keys"'
    if connection.vendor == "postgresql":
        return f"(({column} ->> '{api_name}') COLLATE \"C\")"
    return f"JSON_EXTRACT({column}, '$.{api_name}')"


def sync_index(field: RecordField) -> None:
    """Make the field's index be there exactly when it is marked indexed or unique."""
    if field.indexed or field.unique:
        _create(field)
    else:
        _drop(index_name(field))


def drop_index(field: RecordField) -> None:
    _drop(index_name(field))


def _create(field: RecordField) -> None:
    table = connection.ops.quote_name(Record._meta.db_table)
    name = index_name(field)
    existing = _definition_of(name)
    if existing is not None and ("UNIQUE" in existing.upper()) != field.unique:
        _drop(name)
    key = key_sql(field.api_name)
    # SQLite plans without statistics: only with object_id in front does it prefer this index to any other.
    columns = f"object_id, {key}" if field.unique else f"object_id, {key}, id"
    _run(
        f"CREATE {'UNIQUE ' if field.unique else ''}INDEX {_concurrently()}IF NOT EXISTS {name}"
        f" ON {table} ({columns}) WHERE object_id = {field.object_id:d}"
    )


def _drop(name: str) -> None:
    _run(f"DROP INDEX {_concurrently()}IF EXISTS {name}")


def _concurrently() -> str:
    """PostgreSQL builds an index beside running writes, but not inside a transaction."""
    return "CONCURRENTLY " if connection.vendor == "postgresql" and not connection.in_atomic_block else ""


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            # Rows written earlier in this transaction still owe their foreign key checks, and an index cannot wait.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute(sql)


def _definition_of(name: str) -> str | None:
    """The SQL that made the index; an index whose concurrent build failed is dropped and counts as absent."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_get_indexdef(i.indexrelid), i.indisvalid FROM pg_index i"
                " JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = %s",
                [name],
            )
            row = cursor.fetchone()
            if row is not None and not row[1]:
                log.warning("index %s was left unfinished: building it again", name)
                _drop(name)
                return None
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
            row = cursor.fetchone()
    return row[0] if row else None
