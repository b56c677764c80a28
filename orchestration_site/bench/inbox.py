"""W3: open work items over 200 groups and 2,000 people; the first page and the counts of one person in 5 groups.

Everything is built in one transaction that is taken back at the end: nothing stays behind.
"""

import random
import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from people.models import Group
from runs.bench import definitions as bench
from runs.bench import people
from runs.bench.measure import clock
from runs.models import Run
from workitems import inbox
from workitems.models import NO_DUE, WorkItem
from workitems.viewer import Viewer

GROUPS, PEOPLE, OWN_GROUPS = 200, 2000, 5
ASKED = 50  # times each question is asked


def measure(*, items: int) -> dict[str, Any]:
    with transaction.atomic():
        viewer = _house(items)
        view = inbox.VIEWS["all"]
        figures = {
            "workload": "W3",
            "database": connection.vendor,
            "open_items": items,
            "first_page_ms": _asked(lambda: inbox.page(viewer, view, size=50)),
            "counts_ms": _asked(lambda: inbox.counts(viewer)),
        }
        transaction.set_rollback(True)
    return figures


def _house(items: int) -> Viewer:
    """Groups, people and open items; the viewer is in five groups, one of them holding a tenth of the work."""
    chance = random.Random(7)  # noqa: S311 (the same house every time)
    user = people.worker()
    groups = Group.objects.bulk_create(
        [Group(api_name=f"bench_{number}", label=f"Bench {number}") for number in range(GROUPS)]
    )
    users = get_user_model()._default_manager.bulk_create(
        [get_user_model()(username=f"bench.person.{number}") for number in range(PEOPLE)]
    )
    for group in groups[:OWN_GROUPS]:
        group.users.add(user)
    version = bench.install(bench.trivial_flow())
    run = Run.objects.create(flow=version.flow, version=version, started_at=timezone.now())
    keys = [f"group:{group.pk}" for group in groups] + [f"user:{one.pk}" for one in users] + [f"user:{user.pk}"]
    weights = [items / 10 if number == 0 else 1.0 * items / len(keys) for number in range(len(keys))]
    batch: list[WorkItem] = []
    for item in _items(run, keys, weights, items, chance):
        batch.append(item)
        if len(batch) == 2000:
            WorkItem.objects.bulk_create(batch)
            batch = []
    WorkItem.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {WorkItem._meta.db_table}")
    return Viewer.of(get_user_model()._default_manager.get(pk=user.pk))


def _items(run: Run, keys: list[str], weights: list[float], count: int, chance: random.Random) -> Iterator[WorkItem]:
    now = timezone.now()
    for number, key in enumerate(chance.choices(keys, weights, k=count)):
        due: datetime | None = now + timedelta(minutes=chance.randrange(-5000, 50000)) if number % 3 else None
        yield WorkItem(
            run=run,
            step_id=(run.pk << 20) + 1,
            kind="interactive",
            label=f"Do {number}",
            orchestration_label="Bench",
            assignee_key=key,
            assignee_name=key,
            due_at=due,
            due_order=due or NO_DUE,
            created_at=now,
            assigned_at=now - timedelta(seconds=number % 100_000),
        )


def _asked(question: Any) -> dict[str, float]:
    times = []
    for _ in range(ASKED):
        began = clock()
        question()
        times.append((clock() - began) * 1000)
    return {"p50": round(statistics.median(times), 2), "p95": round(sorted(times)[int(ASKED * 0.95)], 2)}
