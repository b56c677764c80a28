"""R14, R24: a chosen step, a stage, all from the start; corrected inputs; skipping with a reason."""

import pytest

from engine.document.operands import Named
from engine.errors import EventRejected
from engine.orchestration import events as ev
from engine.orchestration.commands import OpenWorkItem, RunFlow
from tests.engine.orchestration.world import (
    NINE,
    Player,
    above,
    background,
    decision,
    done,
    equal,
    interactive,
    orchestration,
    outcome,
    stage,
    text,
    to,
    when,
)

TWO_STEPS = orchestration(stage("One", background("A"), background("B", entry=done("A"))))


def retry(run: Player, step: str = "", **more) -> Player:
    return run.play(ev.RetryAsked(at=NINE, by="user:2", step=run.step(step).id if step else 0, **more))


def skip(run: Player, step: str, **more) -> Player:
    return run.play(ev.SkipAsked(at=NINE, by="user:2", step=run.step(step).id, reason="Done by phone", **more))


def test_r14_a_chosen_completed_step_runs_again_and_what_failed_after_it_waits():
    run = Player(TWO_STEPS).finish("A", word="wrong").fail("B")
    retry(run, "A")

    assert run.called() == ["A"]
    assert run.statuses() == {"A": "in_progress", "B": "not_started"}
    assert run.step("A").outputs == {}
    assert run.finish("A", word="right").called() == ["B"]
    assert run.step("B").attempt == 2


def test_r14_a_running_step_that_is_chosen_asks_again():
    run = Player(orchestration(stage("One", interactive("Ask"))))
    ask = run.step("Ask").id
    retry(run, "Ask", assignee=ev.NewAssignee("user", "bob"))

    assert run.withdrawn() == [ask]
    [opened] = [command for command in run.commands if isinstance(command, OpenWorkItem)]
    assert [assignee.name for assignee in opened.assignees] == ["bob"]
    assert run.step("Ask").attempt == 2


def test_r14_a_step_that_waits_for_its_entry_can_be_started_by_hand():
    never = when(equal("A.Outputs.word", "never"))
    run = Player(orchestration(stage("One", background("A"), background("B", entry=never)))).finish("A", word="x")
    retry(run, "B")

    assert run.called() == ["B"]
    assert run.step("B").attempt == 1


def test_r14_corrected_inputs_replace_those_of_the_definition_and_stay():
    step = background("A", inputs=(Named("amount", text("many")), Named("word", text("yes"))))
    run = Player(orchestration(stage("One", step))).fail("A")
    retry(run, inputs={"amount": "3"})

    [call] = [command for command in run.commands if isinstance(command, RunFlow)]
    assert call.inputs == {"amount": "3", "word": "yes"}
    [call] = [command for command in retry(run.fail("A")).commands if isinstance(command, RunFlow)]
    assert call.inputs == {"amount": "3", "word": "yes"}


def test_r14_an_input_that_faults_is_not_looked_at_when_it_is_given():
    from engine.document.operands import Expression

    step = background("A", inputs=(Named("amount", Expression("1 / 0")),))
    run = Player(orchestration(stage("One", step)))
    assert run.state.status == "error"

    assert retry(run, inputs={"amount": "3"}).called() == ["A"]


def test_r14_a_stage_is_entered_anew():
    run = Player(orchestration(stage("One", background("A"), background("B")))).finish("A").fail("B")
    retry(run, stage="One")

    assert run.stage("One").attempt == 2
    assert run.called() == ["A", "B"]
    assert [visit.status for visit in run.state.stages] == ["error", "in_progress"]


def test_r14_an_earlier_stage_discontinues_the_one_in_progress():
    defn = orchestration(stage("One", background("A"), connector=to("Two")), stage("Two", interactive("Ask")))
    run = Player(defn).finish("A")
    ask = run.step("Ask").id
    retry(run, stage="One")

    assert [str(visit.status) for visit in run.state.stages] == ["completed", "discontinued", "in_progress"]
    assert run.withdrawn() == [ask]


def test_r14_from_the_start_what_was_decided_is_forgotten():
    sort = decision("Sort", outcome("Big", above("A.Outputs.n", 1), leads=to("Two")), default=to("Two"))
    defn = orchestration(stage("One", background("A"), connector=to("Sort")), sort, stage("Two", background("C")))
    run = Player(defn).finish("A", n=5).fail("C")
    assert run.state.outcomes == {"Big": True}
    retry(run, start=True)

    assert (run.state.outcomes, run.state.visited, run.state.fault_message) == ({}, [], "")
    assert (run.stage("One").attempt, run.called()) == (2, ["A"])


def test_r14_what_is_not_there_and_what_nobody_chose_is_refused():
    run = Player(TWO_STEPS)
    for asked in ({}, {"stage": "Nowhere"}, {"step": 99}):
        with pytest.raises(EventRejected):
            run.play(ev.RetryAsked(at=NINE, **asked))


def test_r24_a_running_step_is_skipped_with_outputs_and_the_run_goes_on():
    gate = when(equal("Ask.Outputs.word", "yes"))
    run = Player(orchestration(stage("One", interactive("Ask"), background("B", entry=gate))))
    skip(run, "Ask", outputs={"word": "yes"})

    assert run.withdrawn() == [run.step("Ask").id]
    assert (run.step("Ask").status, run.step("Ask").skipped) == ("completed", True)
    assert run.called() == ["B"]
    assert ("R24", "step_skipped", "Ask") in run.rules()
    assert run.turns[-1].trail[0].detail["reason"] == "Done by phone"


def test_r24_a_failed_step_is_skipped_and_its_siblings_are_taken_up():
    run = Player(orchestration(stage("One", background("A"), interactive("Ask")))).fail("A")
    skip(run, "A")

    assert run.state.status == "in_progress"
    assert run.statuses() == {"A": "completed", "Ask": "in_progress"}
    assert (run.step("A").fault, run.opened()) == ("", ["Ask"])


def test_r24_a_step_that_never_started_is_skipped():
    never = when(equal("A.Outputs.word", "never"))
    run = Player(orchestration(stage("One", background("A"), background("B", entry=never)))).finish("A", word="x")

    assert skip(run, "B").state.status == "completed"


def test_r24_a_stage_whose_exit_never_comes_true_is_skipped():
    never = when(equal("A.Outputs.word", "never"))
    defn = orchestration(
        stage("One", background("A"), interactive("Ask"), exit=never, connector=to("Two")),
        stage("Two", background("C")),
    )
    run = Player(defn).finish("A", word="x")
    run.play(ev.SkipAsked(at=NINE, stage=run.stage("One").id, reason="It is done"))

    assert (run.stage("One").status, run.stage("One").skipped) == ("completed", True)
    assert run.statuses() == {"A": "completed", "Ask": "discontinued", "C": "in_progress"}


def test_r24_what_is_done_or_suspended_is_not_skipped():
    run = Player(TWO_STEPS).finish("A")
    with pytest.raises(EventRejected):
        skip(run, "A")
    run.play(ev.SuspendAsked(at=NINE))
    with pytest.raises(EventRejected):
        skip(run, "B")
