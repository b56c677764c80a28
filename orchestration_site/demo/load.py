"""Loads the demo: people, records, the supplier onboarding, and runs of it at different places."""

from pathlib import Path
from typing import Any

from builder.imports.run import import_files
from builder.imports.sources import from_paths
from engine.flows.answers import Move
from orchestration_site.demo import people, records
from runs import interviews
from runs import services as runs
from runs.look import look
from runs.models import Run
from workitems.models import WorkItem

METADATA = Path(__file__).parent / "metadata"
APPROVE = ({"Verdict": "Approve", "Risk_rating": "Low"}, {"Note_text": "Papers are complete and signed."})
GRANT = ({"Verdict": "Grant", "Comment_text": "They have been with us for years."},)
MORE = ({"Verdict": "More", "Risk_rating": "High"}, {"Note_text": "The insurance certificate is missing."})


def load() -> bool:
    """Whether the demo was loaded; False when it is there already."""
    if people.exists():
        return False
    made = people.make()
    import_files(from_paths([str(METADATA)]), by=made["admin"], activate="active")
    opportunities = records.make_customers(by=made["carol"])
    answers: tuple[Any, ...] = ([("alice", APPROVE)], [("bob", APPROVE)], [("bob", MORE)], [], [])
    for number, given in enumerate(answers):
        record_id = records.make_supplier(number, by=made["carol"])
        _carry_on(record_id)
        for username, pages in given:
            _answer(record_id, made[username], pages)
            _carry_on(record_id)
    _ask_for_discounts(opportunities, made)
    return True


def _ask_for_discounts(opportunities: list[str], made: dict[str, Any]) -> None:
    """One granted, one that waits, one that needs repair: the person it should go to has left."""
    granted, waiting, failed = opportunities
    _ask(granted, made["carol"], 5, "They order twice a year.")
    _answer(granted, made["manager"], GRANT)
    _ask(waiting, made["carol"], 12, "A competitor offers less.")
    _ask(failed, made["alice"], 8, "The volume has doubled.", approver="dora")


def _ask(opportunity: str, by: Any, discount: int, reason: str, **more: str) -> None:
    inputs = {"opportunity": opportunity, "discount": discount, "reason": reason, **more}
    runs.start_run(api_name="Discount_Request", inputs=inputs, by=by)
    _carry_on(opportunity)


def _carry_on(record_id: str) -> None:
    """Do what a worker would do now, so that the demo does not depend on one."""
    for run_id in Run.objects.filter(record_id=record_id).values_list("id", flat=True):
        look(run_id, outside=False)


def _answer(record_id: str, user: Any, pages: tuple[dict[str, str], ...]) -> None:
    item = WorkItem.objects.get(record_id=record_id, status="assigned")
    work = {"step_id": item.step_id, "flow_version_id": item.flow_version_id, "inputs": item.inputs, "user": user}
    screen = interviews.open_screen(**work)
    for page in pages:
        move: Move = "finish" if page is pages[-1] else "next"
        screen = interviews.submit(**work, revision=screen.revision, values=dict(page), move=move)
