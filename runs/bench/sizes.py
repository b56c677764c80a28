"""How many bytes finished runs take: table and index sizes on PostgreSQL, the file on SQLite."""

from django.db import connection

from runs.models import Interview, OutboxRow, Run, RunTurn, StageRun, StepRun, Wake

TABLES = [model._meta.db_table for model in (Run, StageRun, StepRun, RunTurn, OutboxRow, Interview, Wake)]


def stored_bytes() -> int:
    """Bytes of the runs room's tables with their indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = "SELECT SUM(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
            cursor.execute(sizes, [TABLES])
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute("PRAGMA page_size")
        [size] = cursor.fetchone()
        return pages * size
