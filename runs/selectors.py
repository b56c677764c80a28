"""Reading runs: lists with their filters, counts, history. Lists never count; counts are calls of their own."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from runs import access
from runs.models import Run, RunStatus, RunTurn
from web.errors import Invalid


def runs_for(user: Any, filters: Mapping[str, str]) -> QuerySet[Run]:
    """Runs the user may see, newest first. filters: status, stalled, orchestration, record, q; empty ones are left out.

    raises: Invalid for a status there is not
    """
    runs = access.visible_runs(user).select_related("flow", "version").defer("state", "version__document")
    if status := filters.get("status", ""):
        if status not in RunStatus.values:
            raise Invalid(summary=f"There is no status {status}.", fields={"status": f"One of {RunStatus.values}."})
        runs = runs.filter(status=status)
    if filters.get("stalled", "") not in ("", "0", "false"):
        runs = runs.filter(stalled=True)
    if orchestration := filters.get("orchestration", ""):
        runs = runs.filter(flow__api_name=orchestration)
    if record := filters.get("record", ""):
        runs = runs.filter(record_id=record)
    if words := filters.get("q", "").strip():
        runs = runs.filter(_matching(words))
    return runs.order_by("-id")


def _matching(words: str) -> Q:
    """A run's number, else text in the record's name or the orchestration's label."""
    if words.removeprefix("#").isdecimal() and len(words) < 16:
        return Q(pk=int(words.removeprefix("#")))
    return Q(record_name__icontains=words) | Q(flow__label__icontains=words)


def counts(user: Any) -> dict[str, int]:
    """Runs by status, as far as the user may see them."""
    rows = access.visible_runs(user).order_by().values_list("status").annotate(Count("pk"))
    found = dict(rows)
    return {status: found.get(status, 0) for status in RunStatus.values}


def turns_of(run: Run) -> QuerySet[RunTurn]:
    return RunTurn.objects.filter(run=run).defer("events").order_by("id")
