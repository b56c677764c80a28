"""Moving a run to another version of its orchestration, and back (R40, R41). Pure: who keeps the rows is elsewhere."""

from engine.orchestration.moving.back import BackPlan, plan_back
from engine.orchestration.moving.choices import LEAVE_OUT, Choices
from engine.orchestration.moving.findings import Finding, FindingKind, Plan, Verdict
from engine.orchestration.moving.plan import plan

__all__ = [
    "LEAVE_OUT",
    "BackPlan",
    "Choices",
    "Finding",
    "FindingKind",
    "Plan",
    "Verdict",
    "plan",
    "plan_back",
]
