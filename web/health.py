"""Is this process up (`/healthz`), and can it do its work (`/readyz`)?

Answered before sessions and host names are looked at, because the ones who ask are machines. Rooms add what they know:
`register("outbox", probe)` in their `apps.py`; a probe returns "" when all is well, else one sentence, and may raise.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from kombu import Connection

log = logging.getLogger(__name__)
Probe = Callable[[], str]
_probes: dict[str, Probe] = {}


def register(name: str, probe: Probe) -> None:
    _probes[name] = probe


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            findings = {name: ask(name, probe) for name, probe in probes().items()}
            ready = not any(findings.values())
            body = {"ready": ready, "checks": {name: said or "ok" for name, said in findings.items()}}
            return JsonResponse(body, status=200 if ready else 503)
        return self.get_response(request)


def probes() -> dict[str, Probe]:
    return {"database": database, "migrations": migrations, "broker": broker, **_probes}


def ask(name: str, probe: Probe) -> str:
    """What a probe says. Its failure is told without detail: the caller is a stranger, the log is not."""
    try:
        return probe()
    except Exception:
        log.warning("The readiness check %s failed", name, exc_info=True)
        return "failed"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait" if waiting else ""


def broker() -> str:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=1, transport_options=options) as doorbell:
        doorbell.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return ""
