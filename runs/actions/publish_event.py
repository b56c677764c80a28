"""Publish an orchestration event: a row in the outbox of the run it is for; no run is locked here."""

from typing import Any

from runs import clock, outbox
from runs.actions.base import Context, Given, needed, text
from runs.models import Run
from runs.ports import Intent
from web.errors import Invalid, NotFound

KIND = "published"
STATUSES = {"": "", "completed": "completed", "error": "error"}


def act(_action: str, given: Given, context: Context) -> dict[str, Any]:
    run, step = _number(given, "orchestrationInstanceId"), _number(given, "stepInstanceId", optional=True)
    word = text(given, "stepStatus").strip().lower()
    if word not in STATUSES:
        raise Invalid(summary="stepStatus is Completed or Error.", fields={"stepStatus": word})
    publish(run, step, STATUSES[word], by_id=getattr(context.user, "pk", None))
    return {}


def publish(run_id: int, step: int, status: str, *, by_id: int | None) -> None:
    """raises NotFound"""
    if not Run.objects.filter(pk=run_id).exists():
        raise NotFound(what="run", name=run_id)
    payload = {"step": step, "status": status, "by": by_id}
    outbox.insert([Intent(run_id=run_id, kind=KIND, payload=payload)], now=clock.now())


def _number(given: Given, name: str, *, optional: bool = False) -> int:
    word = text(given, name) if optional else needed(given, name)
    if not word and optional:
        return 0
    if not word.isdecimal() or len(word) > 18:
        raise Invalid(summary=f"{name} is not the number of a run or step: {word[:40]}.", fields={name: word[:40]})
    return int(word)
