"""Live runs go on in another version: dry run, batches, what becomes of their work, undo."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from engine.document import Definition, FlowKind
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.resources import Variable
from engine.document.stages import Gate, Stage, Step
from engine.orchestration import replay
from engine.orchestration.events import RunMoved
from engine.values import Kind
from records import services as records
from records.models import Record
from runs import codec, services
from runs.bench import definitions as bench
from runs.errors import MoveRefused, NothingToMove, RunRefused
from runs.models import OutboxRow, Run, RunMove, RunTurn, StepRun, Wake
from runs.moving import asking
from runs.moving import services as moving
from runs.parts import parts_of
from runs.sweep import drain
from tests.runs.helpers import asking as ask_step
from tests.runs.helpers import background, status_of, steps_of, text, where, writing_flow
from tests.runs.test_waits import TWO_DAYS, waiting
from web.errors import NotAllowed
from workitems.models import WorkItem

Install = Callable[[Definition], Any]
NAME = "Deal"


def deal(*stages: Stage, **more: Any) -> Definition:
    linked = tuple(
        Stage(name=s.name, label=s.label, steps=s.steps, exit=s.exit, connector=Connector(then.name) if then else None)
        for s, then in zip(stages, (*stages[1:], None), strict=True)
    )
    start = Start(connector=Connector(stages[0].name))
    return Definition(api_name=NAME, label=NAME, kind=FlowKind.ORCHESTRATION, start=start, elements=linked, **more)


def stage(name: str, *steps: Step, **more: Any) -> Stage:
    return Stage(name=name, label=name, steps=steps, **more)


ASK, SIGN = stage("Review", ask_step("Ask")), stage("Signing", ask_step("Sign"))
LEGAL = stage("Legal", ask_step("Check"))


@pytest.fixture
def flows(install: Install, alice: Any) -> Install:
    install(bench.ask_flow())
    install(bench.trivial_flow())
    return install


def start(count: int = 1) -> list[Run]:
    return [services.start_run(api_name=NAME) for _ in range(count)]


def all_of(**wanted: Any) -> asking.Ask:
    return asking.ask_of(NAME, to=None, **wanted)


def move(boss: Any, **wanted: Any) -> Any:
    batch = moving.begin(ask=all_of(**wanted), by=boss, reason="New law")
    settle()
    return batch


def settle() -> None:
    """Everything that is due within a minute."""
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        drain()


def outcome(batch: Any) -> list[tuple[str, str]]:
    return list(RunMove.objects.filter(batch=batch).order_by("id").values_list("status", "message"))


def finish(run: Run, step: str, user: Any) -> None:
    row = StepRun.objects.filter(run=run, api_name=step).latest("id")
    services.finish_work(run_id=run.pk, step_run_id=row.pk, outputs={"outcome": "yes"}, by=user)


def open_items(run: Run) -> list[str]:
    return list(WorkItem.objects.filter(run=run, status="assigned").order_by("id").values_list("label", flat=True))


def texts(run: Run) -> list[str]:
    trails = RunTurn.objects.filter(run=run).order_by("id").values_list("trail", flat=True)
    return [line["what"] for trail in trails for line in json.loads(trail)]


def replayed(run: Run) -> bool:
    """Law 2 for a run that was moved: each move's event names the version that the following events are applied in."""
    run.refresh_from_db()
    events = [
        event for turn in RunTurn.objects.filter(run=run).order_by("number") for event in codec.load_events(turn.events)
    ]
    moves = [event for event in events if isinstance(event, RunMoved)]
    first = RunMove.objects.filter(run=run, status__in=("moved", "undone")).order_by("id").first()
    began = first.from_version_id if first is not None else run.version_id
    later = [parts_of(event.version).defn for event in moves]
    return replay(parts_of(began).defn, events, later) == codec.load_state(run.state)


def test_runs_go_along_to_a_version_with_a_stage_more(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK, SIGN))
    runs = start(3)
    new = flows(deal(ASK, LEGAL, SIGN))
    items = [open_items(run) for run in runs]

    batch = move(boss)

    assert outcome(batch) == [("moved", "")] * 3
    assert [open_items(run) for run in runs] == items
    for run in runs:
        run.refresh_from_db()
        assert run.version_id == new.pk
        finish(run, "Ask", alice)
        assert open_items(run) == ["Check"]
        assert replayed(run)
    assert "run_moved" in texts(runs[0])


def test_a_dry_run_says_the_verdict_of_each_run_and_writes_nothing(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK, SIGN))
    first, _ = start(2)
    finish(first, "Ask", alice)
    flows(deal(LEGAL, SIGN))
    before = list(Run.objects.order_by("id").values())

    made = asking.summary_of(all_of(), boss)

    assert made.verdicts == {"fits": 1, "needs_choice": 1, "cannot": 0}
    [choice] = made.open.values()
    assert (choice.finding.subject, choice.finding.options, choice.runs) == ("Review", ("Legal", "Signing"), 1)
    assert any("“Legal” comes before" in note for note in made.notes)
    chosen = all_of(elements={"Review": "Legal", "Ask": "Check"})
    assert asking.summary_of(chosen, boss).verdicts["fits"] == 2
    assert list(Run.objects.order_by("id").values()) == before
    assert not OutboxRow.objects.filter(kind="move_run").exists()


def test_a_run_that_does_not_fit_stays_and_stops_no_other(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK, SIGN))
    first, second = start(2)
    finish(second, "Ask", alice)
    flows(deal(LEGAL, SIGN))

    batch = move(boss)

    (skipped, why), (moved, _) = outcome(batch)
    assert (skipped, moved) == ("skipped", "moved")
    assert "Review" in why
    first.refresh_from_db()
    assert first.version.number == 1
    assert open_items(first) == ["Ask"]


def test_a_step_left_out_loses_its_work_items_and_its_finisher_is_told(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(stage("Review", ask_step("Ask"), ask_step("Second"))))
    [run] = start()
    step = StepRun.objects.get(run=run, api_name="Ask")
    flows(deal(stage("Review", ask_step("Second"), ask_step("Third"))))

    move(boss, elements={"Ask": ""})

    item = WorkItem.objects.get(step=step)
    assert (item.status, item.ended_why) == ("withdrawn", "run_moved")
    assert open_items(run) == ["Second", "Third"]
    assert steps_of(run) == {"Ask": "discontinued", "Second": "in_progress", "Third": "in_progress"}
    with pytest.raises(Exception, match="no longer needed"):
        services.finish_work(run_id=run.pk, step_run_id=step.pk, outputs={}, by=alice)
    assert replayed(run)


def test_undo_brings_back_the_version_the_items_and_the_people(flows: Install, alice: Any, boss: Any) -> None:
    old = flows(deal(stage("Review", ask_step("Ask"), ask_step("Second"))))
    [run] = start()
    before = codec.load_state(Run.objects.get(pk=run.pk).state)
    flows(deal(stage("Review", ask_step("Second"), ask_step("Third"))))
    batch = move(boss, elements={"Ask": ""})

    moving.undo(batch_id=batch.pk, by=boss)
    settle()

    assert outcome(batch) == [("undone", "")]
    run.refresh_from_db()
    assert run.version_id == old.pk
    assert codec.load_state(run.state).stages == before.stages
    assert open_items(run) == ["Ask", "Second"]
    assert steps_of(run) == {"Ask": "in_progress", "Second": "in_progress", "Third": "discontinued"}
    assert replayed(run)
    finish(run, "Ask", alice)
    finish(run, "Second", alice)
    assert status_of(run) == "completed"
    assert replayed(run)


def test_a_run_that_moved_on_is_not_taken_back(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK, SIGN))
    first, second = start(2)
    flows(deal(ASK, LEGAL, SIGN))
    batch = move(boss)
    finish(first, "Ask", alice)

    moving.undo(batch_id=batch.pk, by=boss)
    settle()

    (kept, why), (undone, _) = outcome(batch)
    assert (kept, undone) == ("kept", "undone")
    assert "moved on" in why
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.version.number, second.version.number) == (2, 1)
    assert open_items(first) == ["Check"]


def test_a_background_step_that_a_move_starts_runs_and_cannot_be_taken_back(flows: Install, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    flows(deal(stage("Review", ask_step("Ask"), background("Work", flow=bench.TRIVIAL))))

    batch = move(boss)
    assert steps_of(run) == {"Ask": "in_progress", "Work": "completed"}
    moving.undo(batch_id=batch.pk, by=boss)
    settle()

    [(status, why)] = outcome(batch)
    assert (status, "has run since" in why) == ("kept", True)
    run.refresh_from_db()
    assert run.version.number == 2


def test_waits_follow_the_version(flows: Install, boss: Any) -> None:
    """A requirement that the new version adds wakes the run; nothing wakes it when the move is undone."""
    saved = records.create(object="Account", values={"Name": "Acme"}, by=None).id
    account = Variable(name="account", kind=Kind.RECORD, object="Account", is_input=True)
    flows(deal(ASK, variables=(account,)))
    run = services.start_run(api_name=NAME, inputs={"account": saved})
    entry = Gate(conditions=where("account.Name", text("Acme Ltd")))
    flows(deal(stage("Review", ask_step("Ask"), ask_step("Then", entry=entry)), variables=(account,)))
    assert not Wake.objects.filter(run=run).exists()

    batch = move(boss)
    assert list(Wake.objects.filter(run=run).values_list("record_id", flat=True)) == [saved]
    moving.undo(batch_id=batch.pk, by=boss)
    settle()
    assert not Wake.objects.filter(run=run).exists()
    move(boss)
    records.update(record_id=saved, values={"Name": "Acme Ltd"}, by=None)
    settle()
    assert open_items(run) == ["Ask", "Then"]


def test_an_ended_run_is_not_asked_for_and_one_alone_says_why(flows: Install, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    services.cancel_run(run_id=run.pk)
    flows(deal(ASK, SIGN))

    with pytest.raises(NothingToMove):
        moving.begin(ask=all_of(), by=boss)
    with pytest.raises(MoveRefused, match="ended run stays"):
        moving.move_one(ask=all_of(), run_id=run.pk, by=boss)
    assert not RunMove.objects.exists()


def test_who_may_not_manage_runs_moves_none(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    flows(deal(ASK, SIGN))

    with pytest.raises(NotAllowed):
        moving.begin(ask=all_of(), by=alice)
    with pytest.raises(NotAllowed):
        moving.move_one(ask=all_of(), run_id=run.pk, by=alice)
    batch = move(boss)
    with pytest.raises(NotAllowed):
        moving.undo(batch_id=batch.pk, by=alice)


def test_stopping_leaves_the_rest_where_it_is(flows: Install, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    flows(deal(ASK, SIGN))
    batch = moving.begin(ask=all_of(), by=boss)

    moving.stop(batch_id=batch.pk, by=boss)
    settle()

    assert outcome(batch) == [("stopped", "")]
    run.refresh_from_db()
    assert run.version.number == 1


def test_a_move_that_breaks_leaves_the_run_and_the_others_alone(
    flows: Install, boss: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows(deal(ASK))
    first, _ = start(2)
    flows(deal(ASK, SIGN))
    from runs.moving import applying

    whole = applying.plan
    broken = codec.load_state(Run.objects.get(pk=first.pk).state).instance
    monkeypatch.setattr(
        applying, "plan", lambda old, new, state, c: 1 / 0 if state.instance == broken else whole(old, new, state, c)
    )
    batch = moving.begin(ask=all_of(), by=boss)
    for minutes in range(1, 8):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
            drain()

    (failed, why), (moved, _) = outcome(batch)
    assert (failed, moved) == ("failed", "moved")
    assert "ZeroDivisionError" in why
    finish(first, "Ask", boss)
    assert status_of(first) == "completed"


def test_a_suspended_run_and_one_in_error_go_along(flows: Install, alice: Any, boss: Any) -> None:
    flows(writing_flow(then_fault=True))
    flows(deal(stage("Review", background("Work"))))
    [broken] = start()
    assert status_of(broken) == "error"
    flows(deal(stage("Review", background("Work", flow=bench.TRIVIAL)), SIGN))

    batch = move(boss)
    assert outcome(batch)[0][0] == "moved"
    services.retry_run(run_id=broken.pk, by=boss)
    assert open_items(broken) == ["Sign"]

    services.suspend_run(run_id=broken.pk, by=boss)
    flows(
        deal(
            stage("Review", background("Work", flow=bench.TRIVIAL)),
            stage("Signing", ask_step("Sign"), ask_step("Seal")),
        )
    )
    move(boss)
    assert (status_of(broken), open_items(broken)) == ("suspended", ["Sign"])
    services.resume_run(run_id=broken.pk, by=boss)
    assert open_items(broken) == ["Sign", "Seal"]
    assert replayed(broken)


def test_a_renamed_step_keeps_its_item_and_its_row_is_named_anew(flows: Install, alice: Any, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    flows(deal(stage("Looking", ask_step("Question"))))

    move(boss, elements={"Review": "Looking", "Ask": "Question"})

    assert steps_of(run) == {"Question": "in_progress"}
    run.refresh_from_db()
    assert run.current_stage == "Looking"
    assert open_items(run) == ["Ask"]
    finish(run, "Question", alice)
    assert status_of(run) == "completed"


def test_the_run_refuses_what_it_refused_before(flows: Install, boss: Any) -> None:
    flows(deal(ASK))
    [run] = start()
    flows(deal(ASK, SIGN))
    move(boss)
    with pytest.raises(RunRefused):
        services.resume_run(run_id=run.pk, by=boss)


def test_a_flow_that_waits_goes_on_once_after_its_step_was_stopped_and_taken_up(flows: Install, boss: Any) -> None:
    flows(waiting(TWO_DAYS))
    flows(deal(stage("Review", background("Work"), ask_step("Ask"))))
    [run] = start()
    drain()
    flows(deal(stage("Review", ask_step("Ask"))))
    batch = move(boss, elements={"Work": ""})
    moving.undo(batch_id=batch.pk, by=boss)
    settle()
    assert steps_of(run) == {"Work": "in_progress", "Ask": "in_progress"}
    assert OutboxRow.objects.filter(run=run, kind="resume_flow").count() == 1
    assert sorted(Record.objects.values_list("name", flat=True)) == ["Before"]
