"""R11 to R17: failing steps, fault paths, retry, cancel, suspend and resume, late results."""

import pytest

from engine.document.operands import Reference
from engine.document.stages import Assignee
from engine.errors import EventRejected
from engine.orchestration import events as ev
from engine.orchestration.commands import Notify, OpenWorkItem
from tests.engine.orchestration.world import (
    NINE,
    Player,
    background,
    decision,
    done,
    equal,
    interactive,
    orchestration,
    outcome,
    stage,
    to,
)


def failing(**more) -> Player:
    return Player(orchestration(stage("One", background("A"), interactive("Ask"), background("B"), **more))).fail("A")


def test_r11_a_failing_step_discontinues_its_siblings():
    run = failing()

    assert run.statuses() == {"A": "error", "Ask": "discontinued", "B": "discontinued"}
    assert run.stage("One").status == "error"
    assert run.withdrawn() == [run.step("Ask").id]


def test_r12_a_fault_path_goes_on_and_knows_the_message():
    sort = decision("Sort", outcome("Broke", equal("$Flow.FaultMessage", "It broke."), leads=to("Mend")))
    run = Player(
        orchestration(stage("One", background("A"), fault=to("Sort")), sort, stage("Mend", background("M")))
    ).fail("A")

    assert run.state.status == "in_progress"
    assert run.stage("One").status == "error"
    assert run.stage("Mend").status == "in_progress"
    assert run.finish("M").state.status == "completed"


def test_r13_without_a_fault_path_the_run_is_in_error_and_somebody_is_told():
    run = failing()

    assert (run.state.status, run.state.fault) == ("error", "It broke.")
    assert Notify(kind="run_failed", message="It broke.") in run.commands


def test_r14_retry_starts_the_failed_step_and_what_its_error_discontinued():
    run = failing()
    ask = run.step("Ask").id
    run.play(ev.RetryAsked(at=NINE, by="user:2"))

    assert run.state.status == "in_progress"
    assert run.statuses() == {"A": "in_progress", "Ask": "in_progress", "B": "in_progress"}
    assert (run.step("A").attempt, run.step("Ask").id) == (2, ask)
    assert run.opened() == ["Ask"]


def test_r14_completed_steps_do_not_run_again_and_late_outputs_count():
    run = Player(orchestration(stage("One", background("A"), background("B"), background("C"))))
    run.finish("B").fail("A")
    run.finish("C", late=True)
    assert run.step("C").late

    run.play(ev.RetryAsked(at=NINE))
    assert run.called() == ["A"]
    assert run.statuses() == {"A": "in_progress", "B": "completed", "C": "completed"}


def test_r14_an_empty_assignee_is_repaired_by_choosing_one():
    nobody = interactive("Ask", assignees=(Assignee("resource", Reference("Look.Outputs.boss")),), entry=done("Look"))
    run = Player(orchestration(stage("One", background("Look"), nobody))).finish("Look", boss=None)
    assert (run.state.status, run.state.fault_code) == ("error", "assignee_empty")
    assert "Look.Outputs.boss" in run.state.fault

    run.play(ev.RetryAsked(at=NINE, assignee=ev.NewAssignee("user", "bob")))
    [opened] = [c for c in run.commands if isinstance(c, OpenWorkItem)]
    assert [(a.kind, a.name) for a in opened.assignees] == [("user", "bob")]


def test_r14_after_an_error_between_stages_the_path_goes_on_there():
    broken = decision("Sort", outcome("Bad", equal("Oops.Outputs.x", 1)))
    run = Player(orchestration(decision("A", default=to("Gone")), broken))
    assert (run.state.status, run.state.fault_element) == ("error", "Gone")

    run.play(ev.RetryAsked(at=NINE))
    assert run.state.status == "error"


def test_r15_cancel_ends_what_runs_and_rolls_nothing_back():
    run = Player(orchestration(stage("One", background("A"), interactive("Ask")))).finish("A")
    run.play(ev.CancelAsked(at=NINE, by="user:9", reason="No longer wanted"))

    assert run.state.status == "canceled"
    assert run.stage("One").status == "canceled"
    assert run.statuses() == {"A": "completed", "Ask": "canceled"}
    assert run.withdrawn() == [run.step("Ask").id]


def test_r15_a_run_in_error_can_be_canceled():
    assert failing().play(ev.CancelAsked(at=NINE)).state.status == "canceled"


def test_r16_results_are_held_while_suspended_and_taken_on_resume():
    run = Player(orchestration(stage("One", background("A"), background("B", entry=done("A")))))
    run.play(ev.SuspendAsked(at=NINE)).finish("A", x=1)
    assert (run.statuses()["A"], run.called()) == ("in_progress", [])

    run.play(ev.ResumeAsked(at=NINE))
    assert run.statuses() == {"A": "completed", "B": "in_progress"}


def test_r16_only_a_running_run_can_be_suspended():
    with pytest.raises(EventRejected):
        failing().play(ev.SuspendAsked(at=NINE))


def test_r17_late_outputs_are_kept_and_change_nothing():
    defn = orchestration(
        stage("One", background("A"), background("Slow"), exit=done("A"), connector=to("Two")),
        stage("Two", background("C")),
    )
    run = Player(defn).finish("A").finish("Slow", x="late")

    assert (run.step("Slow").status, run.step("Slow").outputs, run.step("Slow").late) == (
        "discontinued",
        {"x": "late"},
        True,
    )
