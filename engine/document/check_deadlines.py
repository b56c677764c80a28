"""Problems of due dates and deadlines."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from engine.document.findings import Findings
from engine.document.operands import Literal, Operand
from engine.document.stages import Step, moments_of
from engine.values import Kind

ASKS = ("interactive", "approval")


def check_timing(step: Step, path: str, findings: Findings, operand: Callable[[Operand | None, str], None]) -> None:
    """operand: checks what an operand names."""
    called = step.label or step.name
    for moment in moments_of(step):
        operand(moment.value, f"{path}/deadlines")
        operand(moment.amount, f"{path}/deadlines")
        if moment.of == "value" and moment.value is None:
            findings.error("deadline_without_date", f"{path}/deadlines", f"A deadline of {called} names no date.")
        if isinstance(moment.amount, Literal) and not _is_number(moment.amount):
            findings.error(
                "deadline_value", f"{path}/deadlines", f"A deadline of {called} needs a number of {moment.unit}."
            )
        if moment.of == "due" and step.due in (None, moment):
            findings.error(
                "deadline_without_due", f"{path}/deadlines", f"A deadline of {called} counts from its due date."
                " It has none.", fix="Give the step a due date, or count from its start.",
            )  # fmt: skip
    for name, times in Counter(deadline.name for deadline in step.deadlines).items():
        if times > 1 or not name or ":" in name:
            findings.error("deadline_name", f"{path}/deadlines/{name}", f"A deadline of {called} needs its own name.")
    for deadline in step.deadlines:
        where = f"{path}/deadlines/{deadline.name}"
        if deadline.assignee is not None:
            operand(deadline.assignee.value, where)
        if deadline.then == "reassign" and deadline.assignee is None:
            findings.error(
                "deadline_assignee", where, f"A deadline of {called} gives it to somebody else, but to nobody by name.",
                fix="Choose a user, group or queue.",
            )  # fmt: skip
        if deadline.then != "fail" and step.kind not in ASKS:
            findings.error(
                "deadline_kind", where, f"{called} asks nobody, so a deadline cannot {deadline.then}.",
                fix="A step without a person can only fail by a deadline.",
            )  # fmt: skip


def _is_number(literal: Literal) -> bool:
    try:
        return literal.kind in (Kind.NUMBER, Kind.CURRENCY) and isinstance(literal.value, Decimal)
    except ValueError:
        return False
