"""A flow's action starts an orchestration: once, however often its step is delivered; its options hold."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from engine.document import parse
from engine.document.definition import Start
from engine.document.resources import Variable
from engine.values import Kind, pack
from records import services as records
from runs import look
from runs.bench import definitions as bench
from runs.control import Retry
from runs.models import OutboxRow, Run, RunTurn, StepRun
from runs.services import cancel_run, retry_run, start_run
from runs.sweep import drain
from tests.runs.helpers import RECORD_ID, asking, background, orchestration, status_of, steps_of, writing_flow
from tests.runs.test_exactly_once import Crash, crashing_before, everything
from tests.runs.test_record_flows import acting, text

Install = Callable[[Any], Any]


@pytest.fixture
def child(install: Install, alice: Any) -> Callable[[str], None]:
    """What is started: it asks alice, may be about a record, takes a note."""
    install(bench.ask_flow())

    def made(option: str = "") -> None:
        note = Variable(name="note", kind=Kind.TEXT, is_input=True)
        defn = orchestration(asking("Ask"), api_name="Child", variables=(RECORD_ID, note))
        install(msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, one_live=option)))

    made()
    return made


def starting(install: Install, action: str = "Child", *, then: Any = None, **inputs: Any) -> None:
    """A flow "Starter" whose action starts the orchestration; its output is the run's number."""
    act = {"label": "Act", **acting("startOrchestration", action, **inputs)}
    act["outputs"] = [{"name": "runId", "target": "began"}]
    elements = [act]
    if then is not None:
        act["connector"] = {"target": then["name"]}
        elements.append({"label": then["name"], **then})
    began = {"name": "began", "kind": "text", "is_output": True}
    named = {"api_name": "Starter", "label": "Starter", "kind": "autolaunched", "variables": [began]}
    install(parse({**named, "start": {"connector": {"target": "Act"}}, "elements": elements}))


def parent(install: Install, **step: Any) -> Run:
    install(orchestration(background("Go", flow="Starter", **step), api_name="Parent"))
    return start_run(api_name="Parent")


def children() -> list[Run]:
    return list(Run.objects.filter(flow__api_name="Child").order_by("pk"))


def account() -> str:
    return records.create(object="Account", values={"Name": "Acme"}, by=None).id


def test_inputs_and_the_record_arrive_and_the_step_gets_the_runs_number(child: Any, install: Install) -> None:
    about = account()
    starting(install, recordId=text(about), note=text("from a flow"))
    run = parent(install)
    drain()
    [begun] = children()
    assert (begun.record_id, begun.record_name, begun.status, begun.depth) == (about, "Acme", "in_progress", 1)
    assert "from a flow" in RunTurn.objects.get(run=begun, number=1).events
    assert StepRun.objects.get(run=run).outputs["began"] == pack(str(begun.pk))
    assert status_of(run) == "completed"


def test_a_crash_and_a_second_delivery_start_it_exactly_once(child: Any, install: Install) -> None:
    starting(install)
    run = parent(install, asynchronous=True)
    row = OutboxRow.objects.get(run=run, kind="run_flow")
    before = everything()
    for number in range(1, 200):
        with crashing_before(number) as seen:
            try:
                look._take(run.pk, None)
                break
            except Crash:
                assert everything() == before, seen[-1]
    assert number > 8
    row.pk = None
    row.save(force_insert=True)
    drain()
    assert [begun.turns_count for begun in children()] == [1]


def test_a_step_that_fails_after_it_began_nothing_and_its_retry_starts_one(child: Any, install: Install) -> None:
    starting(install, then={**acting("apex", "Nobody_Knows"), "name": "Break"})
    run = parent(install)
    drain()
    assert (status_of(run), children()) == ("error", [])

    starting(install)
    retry_run(run_id=run.pk)
    drain()
    assert (status_of(run), len(children())) == ("completed", 1)


@pytest.mark.parametrize(("key", "begun"), [("", 2), ("order-7", 1)])
def test_a_completed_step_that_is_chosen_again_starts_another_unless_the_key_says_so(
    child: Any, install: Install, key: str, begun: int
) -> None:
    starting(install, startKey=text(key))
    install(orchestration(background("Go", flow="Starter"), asking("Hold"), api_name="Parent"))
    run = start_run(api_name="Parent")
    chosen = StepRun.objects.get(run=run, api_name="Go")
    retry_run(run_id=run.pk, what=Retry(step=chosen.pk))
    drain()
    assert steps_of(run) == {"Go": "completed", "Hold": "in_progress"}
    assert len(children()) == begun


def test_r25_the_option_of_the_orchestration_holds_for_a_flows_action(child: Any, install: Install) -> None:
    child("refuse")
    starting(install, recordId=text(account()))
    first, second = parent(install), parent(install)
    drain()
    [live] = children()
    assert (status_of(first), status_of(second)) == ("completed", "error")
    assert f"Run {live.pk} is still going on for Acme" in StepRun.objects.get(run=second).fault

    child("ignore")
    retry_run(run_id=second.pk)
    assert StepRun.objects.get(run=second).outputs["began"] == pack(str(live.pk))


def test_r25_what_flows_start_waits_for_its_turn(child: Any, install: Install) -> None:
    child("queue")
    starting(install, recordId=text(account()))
    parent(install)
    parent(install)
    drain()
    first, second = children()
    assert (first.turns_count, second.turns_count) == (1, 0)
    cancel_run(run_id=first.pk)
    drain()
    assert status_of(second) == "in_progress"
    assert Run.objects.get(pk=second.pk).turns_count == 1


def test_runs_that_start_one_another_without_an_end_are_stopped(child: Any, install: Install) -> None:
    starting(install, "Parent")
    parent(install)
    drain()
    assert Run.objects.filter(flow__api_name="Parent").count() == 17
    last = Run.objects.order_by("-depth")[0]
    assert (last.depth, last.status) == (16, "error")
    assert "16 runs have started one another; Parent was not started." in StepRun.objects.get(run=last).fault


def test_a_record_that_the_first_turn_saves_starts_a_run_of_its_own(child: Any, install: Install) -> None:
    saved = Start(trigger="record_after_save", object="Account", on="create")
    install(orchestration(asking("Ask"), api_name="Child", start=saved))
    install(writing_flow())
    install(orchestration(background("Go", flow="Write"), api_name="Parent"))
    run = start_run(api_name="Parent")
    drain()
    assert status_of(run) == "completed"
    assert [(one.record_name, one.status, one.depth) for one in children()] == [("Written", "in_progress", 1)]
