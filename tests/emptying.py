"""Emptying the database after tests with real transactions, quickly.

Django empties every table by TRUNCATE, which waits for the disk, and then emits `post_migrate`, which makes content
types, permissions, roles and standard objects again, one query after the other: two seconds a test on a busy machine.
Here the rows that a new database begins with are copied aside once, and afterwards put back by one statement a table.
"""

from typing import Any

from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper

ASIDE = "first_"  # prefix of the tables that hold the first rows


def install(connection: BaseDatabaseWrapper) -> None:
    """Call once, when the database is new. From then on Django's flush restores this moment."""
    first = _copy_aside(connection)

    def sql_flush(style: Any, connection: BaseDatabaseWrapper, **options: Any) -> list[str]:
        return _statements(connection, first)

    flush.sql_flush = sql_flush
    flush.emit_post_migrate_signal = _forget


def _copy_aside(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the tables that are not empty."""
    quote, filled = connection.ops.quote_name, set()
    with connection.cursor() as cursor:
        for table in _tables(connection):
            cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")
            if cursor.fetchone():
                filled.add(table)
                cursor.execute(f"DROP TABLE IF EXISTS {quote(ASIDE + table)}")
                cursor.execute(f"CREATE TABLE {quote(ASIDE + table)} AS SELECT * FROM {quote(table)}")
    return filled


def _statements(connection: BaseDatabaseWrapper, first: set[str]) -> list[str]:
    """Foreign keys are checked when the transaction ends, so the order of tables does not matter."""
    quote = connection.ops.quote_name
    tables = [table for table in _tables(connection) if not table.startswith(ASIDE)]
    delete = [f"DELETE FROM {quote(table)}" for table in tables]
    restore = [f"INSERT INTO {quote(table)} SELECT * FROM {quote(ASIDE + table)}" for table in first]
    return ["; ".join(delete + restore)] if connection.vendor == "postgresql" else delete + restore


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _forget(*_: Any) -> None:
    """What processes remember of the standard objects holds only as long as their rows."""
    from records.catalog import forget

    forget()
