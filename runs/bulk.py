"""One act for many runs: each in its own transaction, each with its own answer; one refusal stops no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from runs import access, services
from runs.models import Run
from web.errors import NotFound, Refusal

MOST = 200  # runs in one call
ACTS: dict[str, Callable[..., Run]] = {
    "cancel": services.cancel_run,
    "retry": services.retry_run,
    "suspend": services.suspend_run,
    "resume": services.resume_run,
}


@dataclass(frozen=True)
class Result:
    """done: the act was carried out; detail: why not; code: the refusal's."""

    run_id: int
    run: Run | None
    done: bool
    code: str = ""
    detail: str = ""


def act_on(*, run_ids: Iterable[int], act: str, by: Any, reason: str = "") -> list[Result]:
    """In the order given, each run once. raises NotAllowed"""
    access.require(by, access.MANAGE, "manage runs")
    wanted = list(dict.fromkeys(run_ids))[:MOST]
    return [_one(run_id, ACTS[act], by, reason) for run_id in wanted]


def _one(run_id: int, act: Callable[..., Run], by: Any, reason: str) -> Result:
    run = None
    try:
        run = access.get_visible(by, run_id)
        act(run_id=run_id, by=by, reason=reason)
    except NotFound as refusal:
        return Result(run_id, None, False, refusal.code, refusal.detail)
    except Refusal as refusal:
        return Result(run_id, run, False, refusal.code, refusal.detail)
    return Result(run_id, run, True)
