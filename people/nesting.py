"""Nested groups in SQL: one recursive query up (what holds me) or down (whom it holds)."""

from typing import Any

from django.db import connection

from people.models import Group, Queue


def _columns() -> dict[str, str]:
    """Names of tables and columns; the user column depends on the host project's user model."""
    users, groups = Group._meta.get_field("users"), Group._meta.get_field("groups")
    queue_users, queue_groups = Queue._meta.get_field("users"), Queue._meta.get_field("groups")
    named: dict[str, Any] = {
        "group_users": users.m2m_db_table(),
        "group_users_group": users.m2m_column_name(),
        "group_users_user": users.m2m_reverse_name(),
        "nested": groups.m2m_db_table(),
        "parent": groups.m2m_column_name(),
        "child": groups.m2m_reverse_name(),
        "queue_users": queue_users.m2m_db_table(),
        "queue_users_queue": queue_users.m2m_column_name(),
        "queue_users_user": queue_users.m2m_reverse_name(),
        "queue_groups": queue_groups.m2m_db_table(),
        "queue_groups_queue": queue_groups.m2m_column_name(),
        "queue_groups_group": queue_groups.m2m_reverse_name(),
    }
    return {key: connection.ops.quote_name(name) for key, name in named.items()}


_UP = """
WITH RECURSIVE held(id) AS (
    SELECT {group_users_group} FROM {group_users} WHERE {group_users_user} = %s
    UNION
    SELECT n.{parent} FROM {nested} n JOIN held ON n.{child} = held.id
)
SELECT 'group', id FROM held
UNION
SELECT 'queue', {queue_users_queue} FROM {queue_users} WHERE {queue_users_user} = %s
UNION
SELECT 'queue', q.{queue_groups_queue} FROM {queue_groups} q JOIN held ON q.{queue_groups_group} = held.id
"""

_DOWN = """
WITH RECURSIVE below(id) AS (
    {seed}
    UNION
    SELECT n.{child} FROM {nested} n JOIN below ON n.{parent} = below.id
)
SELECT id FROM below
"""

_OF_QUEUE = "SELECT {queue_groups_group} FROM {queue_groups} WHERE {queue_groups_queue} = %s"


def holders_of_user(user_id: Any) -> list[tuple[str, int]]:
    """("group" | "queue", id) of everything that holds the user, directly or through groups. One query."""
    sql = _UP.format(**_columns())
    with connection.cursor() as cursor:
        cursor.execute(sql, [user_id, user_id])
        return sorted((kind, pk) for kind, pk in cursor.fetchall())


def groups_below(*, group_id: int | None = None, queue_id: int | None = None) -> list[int]:
    """Ids of the group itself and every group inside it, or of every group inside the queue. One query."""
    columns = _columns()
    if group_id is not None:
        seed, root = "SELECT CAST(%s AS bigint)", group_id
    else:
        seed = _OF_QUEUE.format(**columns)
        root = queue_id or 0
    with connection.cursor() as cursor:
        cursor.execute(_DOWN.format(seed=seed, **columns), [root])
        return sorted(pk for (pk,) in cursor.fetchall())
