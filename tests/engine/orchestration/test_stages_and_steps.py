"""R1 to R7: start, stages, steps, entry and exit."""

import pytest

from engine.document.operands import Named, Reference
from engine.errors import EventRejected
from engine.orchestration import advance
from engine.orchestration import events as ev
from tests.engine.orchestration.world import (
    NINE,
    Player,
    above,
    background,
    done,
    equal,
    interactive,
    orchestration,
    stage,
    to,
    when,
)


def test_r1_a_run_begins_at_the_element_after_the_start():
    run = Player(orchestration(stage("One", background("A"))))

    assert run.rules()[:2] == [("R1", "run_started", ""), ("R2", "stage_started", "One")]
    assert run.called() == ["A"]


def test_r2_entering_a_stage_makes_all_its_step_runs():
    run = Player(orchestration(stage("One", background("A"), background("B", entry=done("A")))))

    assert run.statuses() == {"A": "in_progress", "B": "not_started"}


def test_r3_completing_steps_comes_before_the_stage_exit_and_that_before_starting_steps():
    exit_first = orchestration(
        stage("One", background("A"), background("B", entry=done("A")), exit=done("A"), connector=to("Two")),
        stage("Two", background("C")),
    )

    run = Player(exit_first).finish("A")

    assert run.statuses() == {"A": "completed", "B": "not_started", "C": "in_progress"}
    assert [what for _, what, _ in run.rules()] == [
        "step_completed",
        "stage_completed",
        "stage_started",
        "step_started",
    ]


def test_r4_an_interactive_step_is_completed_when_its_screens_are_finished():
    run = Player(orchestration(stage("One", interactive("Ask")))).finish("Ask", answer="yes")

    assert run.step("Ask").outputs == {"answer": "yes"}
    assert run.statuses() == {"Ask": "completed"}
    assert run.state.status == "completed"


def test_r4_exit_requirements_decide_instead_of_the_screens():
    asks = interactive("Ask", exit=when(equal("B.Outputs.sealed", True)))
    run = Player(orchestration(stage("One", asks, background("B"))))

    run.finish("Ask")
    assert run.statuses()["Ask"] == "in_progress"

    run.finish("B", sealed=True)
    assert run.statuses()["Ask"] == "completed"
    assert run.withdrawn() == []


def test_r4_requirements_that_are_met_first_withdraw_the_open_work_item():
    asks = interactive("Ask", exit=when(equal("B.Outputs.sealed", True)))
    run = Player(orchestration(stage("One", asks, background("B")))).finish("B", sealed=True)

    assert run.statuses()["Ask"] == "completed"
    assert run.withdrawn() == [run.step("Ask").id]


def test_r5_an_early_stage_exit_discontinues_what_runs_and_leaves_what_has_not_started():
    early = stage(
        "One",
        background("A"),
        interactive("Ask"),
        background("Never", entry=when(above("A.Outputs.n", 100))),
        exit=done("A"),
    )
    run = Player(orchestration(early)).finish("A", n=1)

    assert run.statuses() == {"A": "completed", "Ask": "discontinued", "Never": "not_started"}
    assert run.stage("One").status == "completed"
    assert run.withdrawn() == [run.step("Ask").id]


def test_r5_custom_exit_logic():
    early = stage(
        "One",
        background("A"),
        background("B"),
        exit=when(equal("A.Status", "Completed"), equal("B.Status", "Completed"), logic="1 OR 2"),
    )
    assert Player(orchestration(early)).finish("B").state.status == "completed"


def test_r6_steps_start_in_list_order_when_their_entry_holds():
    defn = orchestration(stage("One", background("A"), background("B"), background("C", entry=done("B"))))
    run = Player(defn)
    assert run.called() == ["A", "B"]

    run.finish("B")
    assert run.called() == ["C"]
    line = next(line for line in run.turns[-1].trail if line.what == "step_started")
    assert line.because["rows"][0]["left"] == "B.Status"
    assert line.because["result"] is True


def test_r7_inputs_of_a_background_step_are_filled_in():
    step = background("A", inputs=(Named("status", Reference("B.Outputs.word")), Named("empty")))
    run = Player(orchestration(stage("One", background("B"), background("A2")), stage("Two", step)))
    assert run.called() == ["B", "A2"]

    run = Player(orchestration(stage("One", background("B"), step)))
    assert run.commands[1].inputs == {"status": None, "empty": None}


def test_an_ended_run_refuses_everything():
    run = Player(orchestration(stage("One", background("A")))).finish("A")

    with pytest.raises(EventRejected):
        advance(run.defn, run.state, ev.CancelAsked(at=NINE))


def test_a_step_that_is_finished_refuses_to_finish_again():
    run = Player(orchestration(stage("One", background("A"), background("B")))).finish("A")

    with pytest.raises(EventRejected):
        run.finish("A")
