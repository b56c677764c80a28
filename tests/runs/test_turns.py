"""One run from start to done, through the public doors; what a turn leaves behind."""

from typing import Any

from engine.orchestration import replay
from runs import codec, interviews
from runs.models import Run, RunTurn, StepRun
from runs.parts import parts_of
from runs.services import start_run


def answer(run: Run, user: Any, text: str = "yes") -> Any:
    step = StepRun.objects.get(run=run, api_name="Ask_person")
    return interviews.submit(
        step_id=step.pk,
        flow_version_id=step.flow_version_id,
        inputs={},
        user=user,
        revision=0,
        values={"answer": text},
        move="finish",
    )


def test_a_run_goes_from_start_to_done(w1: str, alice: Any) -> None:
    run = start_run(api_name=w1, by=alice)
    run.refresh_from_db()
    assert (run.status, run.current_stage) == ("in_progress", "Review")
    step = StepRun.objects.get(run=run, api_name="Ask_person")
    shown = interviews.open_screen(step_id=step.pk, flow_version_id=step.flow_version_id, inputs={}, user=alice)
    assert shown.view is not None
    assert (shown.revision, shown.view.name) == (0, "Question")
    assert answer(run, alice).finished
    run.refresh_from_db()
    assert (run.status, run.current_stage, run.turns_count) == ("completed", "", 2)
    assert run.ended_at is not None
    statuses = dict(StepRun.objects.filter(run=run).values_list("api_name", "status"))
    assert statuses == dict.fromkeys(("Prepare_a", "Prepare_b", "Ask_person", "Finish_a"), "completed")


def test_stored_events_replay_to_the_stored_state(w1: str, alice: Any) -> None:
    run = start_run(api_name=w1, by=alice)
    answer(run, alice)
    run.refresh_from_db()
    turns = RunTurn.objects.filter(run=run).order_by("number")
    events = [event for turn in turns for event in codec.load_events(turn.events)]
    assert replay(parts_of(run.version_id).defn, events) == codec.load_state(run.state)
