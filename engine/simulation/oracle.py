"""Conditions answered a second time, by reading the account; no code of engine/formula is used.

It knows the conditions that engine/simulation/gates.py makes, no others.
"""

import re
from enum import Enum
from typing import Any

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Outcome
from engine.document.operands import Literal
from engine.document.stages import Gate
from engine.simulation.account import Account

TEXTS = {
    "not_started": "Not Started",
    "in_progress": "In Progress",
    "completed": "Completed",
    "suspended": "Suspended",
    "canceled": "Canceled",
    "discontinued": "Discontinued",
    "error": "Error",
}


class Says(Enum):
    YES = "yes"
    NO = "no"
    ASK = "ask"  # the conditions hold, the evaluation flow has not been asked yet
    FAULT = "fault"


class Nowhere(Exception):
    """The way is empty, or there is no such name: the row is false (R19)."""


def says(account: Account, gate: Gate, role: str, subject: int) -> Says:
    """What a gate that is not the default says now."""
    if gate.conditions.formula:
        return Says.FAULT
    if not holds(account, gate.conditions):
        return Says.NO
    if gate.evaluation is None:
        return Says.YES
    answer = account.answers.get(f"{role}:{subject}")
    return Says.ASK if answer is None else Says.YES if answer == "met" else Says.NO


def holds(account: Account, conditions: Conditions, *, prior: bool = False) -> bool:
    """Without formula. prior: `$Record` as it was before the change that started the run."""
    rows = [_row(account, row, prior) for row in conditions.rows]
    match conditions.logic:
        case "and":
            return all(rows)
        case "or":
            return any(rows)
        case logic:
            return _custom(logic, rows)


def outcome_holds(account: Account, outcome: Outcome) -> bool | None:
    """R8; None: it faults."""
    if outcome.conditions.formula:
        return None
    if not holds(account, outcome.conditions):
        return False
    if not outcome.only_when_changed:
        return True
    return account.prior is None or not holds(account, outcome.conditions, prior=True)


def _custom(logic: str, rows: list[bool]) -> bool:
    """NOT before AND before OR, with parentheses."""
    words = re.findall(r"\d+|\w+|[()]", logic)
    position = 0

    def either() -> bool:
        nonlocal position
        result = both()
        while position < len(words) and words[position] == "OR":
            position += 1
            result = both() or result
        return result

    def both() -> bool:
        nonlocal position
        result = single()
        while position < len(words) and words[position] == "AND":
            position += 1
            result = single() and result
        return result

    def single() -> bool:
        nonlocal position
        word = words[position]
        position += 1
        if word == "NOT":
            return not single()
        if word == "(":
            result = either()
            position += 1
            return result
        return rows[int(word) - 1]

    return either()


def _row(account: Account, row: Condition, prior: bool) -> bool:
    right: Any = row.right.value if isinstance(row.right, Literal) else None
    match row.operator:
        case Operator.WAS_VISITED:
            return _visited(account, row.left) is right
        case Operator.HAS_ERROR:
            return _has_error(account, row.left) is right
    try:
        left = value(account, row.left, prior)
    except Nowhere:
        return False
    match row.operator:
        case Operator.IS_NULL:
            return (left is None) is right
        case Operator.EQUAL_TO:
            return _same(left, right)
        case Operator.NOT_EQUAL_TO:
            return not _same(left, right)
        case Operator.GREATER_THAN:
            return left is not None and left > right
        case Operator.LESS_OR_EQUAL:
            return left is not None and left <= right
    raise ValueError(f"the oracle does not know {row.operator}")


def _same(left: Any, right: Any) -> bool:
    return type(left) is type(right) and left == right


def value(account: Account, path: str, prior: bool = False) -> Any:
    """raises Nowhere"""
    parts = path.split(".")
    match parts:
        case ["$Flow", "FaultMessage"]:
            return account.fault_message or None
        case ["$Record", *rest]:
            return _field(account, rest, prior)
    match account.knows(parts[0]), parts[1:]:
        case "step", ["Status"]:
            step = account.latest_step(parts[0])
            return TEXTS[step.status] if step else None
        case "step", ["Outputs", name]:
            step = account.latest_step(parts[0])
            return None if step is None or step.late else step.outputs.get(name)  # late results change nothing (R17)
        case "step", []:
            step = account.latest_step(parts[0])
            return step.status == "completed" if step else None
        case "stage", ["Status"]:
            stage = account.latest_stage(parts[0])
            return TEXTS[stage.status] if stage else None
        case "stage", []:
            return _ran_well(account, parts[0])
        case "outcome", []:
            return account.outcomes.get(parts[0])
        case "element", []:
            return _visited(account, parts[0])
    raise Nowhere


def _field(account: Account, path: list[str], prior: bool) -> Any:
    if not account.record or (prior and account.prior is None):
        raise Nowhere
    found, what = account.world.look_up(account.record, path, account.prior if prior else None)
    if not found:
        raise Nowhere
    return what


def _ran_well(account: Account, name: str) -> bool | None:
    stage = account.latest_stage(name)
    if stage is None:
        return None
    return True if stage.status == "completed" else False if stage.status == "error" else None


def _visited(account: Account, name: str) -> bool:
    if name in account.visited or account.latest_stage(name) is not None:
        return True
    step = account.latest_step(name)
    return step is not None and step.status != "not_started"


def _has_error(account: Account, name: str) -> bool:
    holder = account.latest_stage(name) or account.latest_step(name)
    return holder is not None and holder.status == "error"
