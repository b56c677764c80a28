"""The twin's own reckoning of deadlines (R30): minutes of the simulated clock, in a zone whose clocks never change."""

from engine.document.operands import Literal
from engine.document.stages import Step
from engine.document.timing import Moment
from engine.simulation.account import Account, StepAccount

MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


def times(account: Account, wanted: Step) -> dict[str, int]:
    due = account.minute + _minutes(wanted.due) if wanted.due is not None else 0
    return {
        one.name: (due if one.when.of == "due" else account.minute) + _minutes(one.when) for one in wanted.deadlines
    }


def find(account: Account, timer: str) -> tuple[StepAccount, str] | None:
    """The step that waits for it, and the deadline's name."""
    for stage in account.stages:
        for step in stage.steps:
            for name in step.timers:
                if timer == f"{step.id}:{step.attempt}:{name}":
                    return step, name
    return None


def overdue(account: Account, step: StepAccount) -> list[str]:
    return [name for at, name in sorted((at, name) for name, at in step.timers.items()) if at <= account.minute]


def _minutes(moment: Moment) -> int:
    assert isinstance(moment.amount, Literal)
    return int(moment.amount.text) * MINUTES[moment.unit]
