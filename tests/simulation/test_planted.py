"""The simulator is worth something only if it finds bugs: each planted one, within a bounded number of events."""

import re
from pathlib import Path

import pytest

from engine.simulation import campaign
from tests.simulation.planted import EVENTS, PLANTED

QUICK = (
    "the_last_true_outcome_wins",
    "a_retry_forgets_the_siblings",
    "a_late_result_counts",
    "a_field_of_a_related_record_is_not_watched",
    "a_stage_is_changed_in_place",
    "an_ended_run_takes_events",
)
SEMANTICS = Path(__file__).parents[2] / "docs" / "semantics.md"


def find(name: str) -> None:
    with PLANTED[name].planted():
        report = campaign(1, events=EVENTS)
    assert report.case is not None, f"{report.events} events did not show it"
    print(f"{name}: {report.case.law} after {report.events} events")


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_bug_is_found(name: str) -> None:
    find(name)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(set(PLANTED) - set(QUICK)))
def test_every_planted_bug_is_found(name: str) -> None:
    find(name)


def test_there_are_at_least_twenty_and_each_breaks_a_rule_that_there_is() -> None:
    numbers = set(re.findall(r"^\*\*(R\d+)", SEMANTICS.read_text(), re.MULTILINE)) | {"laws"}

    assert len(PLANTED) >= 20
    assert {bug.rule for bug in PLANTED.values()} <= numbers


def test_every_bug_can_still_be_planted() -> None:
    for bug in PLANTED.values():
        with bug.planted():
            pass


def test_a_planted_bug_is_gone_afterwards() -> None:
    with PLANTED["a_circle_is_noticed_too_late"].planted():
        from engine.orchestration.path import MOST_ENTRIES as planted
    from engine.orchestration.path import MOST_ENTRIES as healed

    assert (planted, healed) == (60, 50)
    assert campaign(1, events=200).case is None
