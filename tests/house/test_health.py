"""`/healthz` and `/readyz`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from web import health

pytestmark = pytest.mark.django_db


def test_up_is_answered_to_anybody_under_any_name(client):
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_says_what_it_looked_at(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert set(answer.json()["checks"]) >= {"database", "migrations", "broker", "oldest_due_row"}


def test_not_ready_names_the_finding_and_hides_the_detail(client, monkeypatch):
    def breaks() -> str:
        raise RuntimeError("password=secret")

    monkeypatch.setattr(health, "_probes", {"full": lambda: "the disk is full", "broken": breaks})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert (checks["full"], checks["broken"], checks["database"]) == ("the disk is full", "failed", "ok")
    assert "secret" not in answer.content.decode()


def test_a_broker_that_is_down_is_told(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "max_retries": 0}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["broker"]) == (503, "failed")


def test_work_that_piles_up_is_told(client, make_user):
    from runs.bench import definitions as bench
    from runs.models import OutboxRow, Run

    version = bench.install(bench.trivial_flow())
    run = Run.objects.create(flow=version.flow, version=version, started_at=timezone.now())
    row = OutboxRow.objects.create(run=run, kind="continue", due_at=timezone.now() - timedelta(seconds=30))
    assert client.get("/readyz").status_code == 200
    OutboxRow.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(minutes=10))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "work has been due for 60" in answer.json()["checks"]["oldest_due_row"]
    OutboxRow.objects.filter(pk=row.pk).update(leased_until=timezone.now() + timedelta(minutes=1))
    assert client.get("/readyz").status_code == 200


def test_starts_that_nobody_fires_are_told(client):
    """Health is never green while what is due grows old (ux.md, bug 19)."""
    from runs.bench import definitions as bench
    from runs.models import Occasion

    version = bench.install(bench.trivial_flow())
    due = timezone.now() - timedelta(minutes=10)
    Occasion.objects.create(kind="schedule", flow=version.flow, version=version, due_at=due, payload={})
    assert client.get("/readyz").status_code == 503
