"""Trying an automation out: what the report says, and that nothing of it stays or leaves."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.apps import apps
from django.core import mail

from builder.models import Flow, FlowDraft
from builder.services import activate, save_version
from engine.document import Definition, dump
from engine.document.definition import Start
from engine.document.stages import End, Gate
from records import services as records
from runs.bench import definitions as bench
from runs.debugging import cases
from runs.debugging.report import Report
from runs.debugging.runner import run_trial
from runs.debugging.trial import trial_of
from runs.errors import TestsFailed
from runs.outbox import current_app
from tests.runs.helpers import asking, background, orchestration, text, where, writing_flow
from tests.runs.test_waits import TWO_DAYS, waiting
from web.errors import Invalid, NotAllowed

Install = Callable[[Definition], Any]
BUILD, MANAGE, RUN = (f"stagecraft_people.{name}" for name in ("manage_flows", "manage_runs", "run_flows"))


@pytest.fixture
def flows(install: Install, alice: Any) -> Install:
    install(bench.ask_flow())
    install(bench.trivial_flow())
    install(writing_flow())
    return install


@pytest.fixture
def builder(transactional_db: None, make_user: Callable[..., Any]) -> Any:
    return make_user("builder", BUILD, MANAGE, RUN, "stagecraft_people.view_all_data")


def tried(builder: Any, api_name: str = "Small", **trial: Any) -> Report:
    return run_trial(flow=Flow.objects.get(api_name=api_name), trial=trial_of(trial), by=builder)


def everything() -> dict[str, int]:
    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.managed}


def test_a_try_tells_the_path_and_keeps_nothing(flows: Install, builder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row, no mail, no message to the broker; not even when steps write records and people are asked."""
    sent: list[Any] = []
    monkeypatch.setattr(current_app, "send_task", lambda *args, **more: sent.append(args))
    flows(orchestration(background("Write"), asking("Ask"), background("Later", asynchronous=True)))
    before = everything()

    report = tried(builder)

    assert report.status == "in_progress"
    assert report.path == ["stage Only", "step Write completed", "step Later completed"]
    assert [(step.name, step.status, bool(step.outputs)) for step in report.steps] == [
        ("Write", "completed", True),
        ("Ask", "in_progress", False),
        ("Later", "completed", True),
    ]
    [line] = report.steps[0].trace
    assert (line.name, line.kind) == ("Make", "create_records")
    [waiting] = report.waiting
    assert (waiting.step, waiting.assignees) == ("Ask", ["alice"])
    assert waiting.screen is not None
    assert [field.name for field in waiting.screen.fields] == ["answer"]
    assert len(report.mails) == 1
    assert everything() == before
    assert (mail.outbox, sent) == ([], [])


def test_people_are_played_step_by_step(flows: Install, builder: Any) -> None:
    bench_w1 = bench.w1(username="alice", asynchronous=True)
    flows(bench_w1)
    answer = {"kind": "complete", "step": "Ask_person", "who": "alice", "values": [{"answer": "yes"}]}

    wrong = tried(builder, bench.W1, acts=[{**answer, "values": [{"answer": ""}]}])
    assert wrong.waiting[0].screen is not None
    assert wrong.waiting[0].screen.errors or wrong.waiting[0].screen.fields[0].error

    report = tried(builder, bench.W1, acts=[answer])
    assert report.status == "completed"
    assert report.path == [
        "stage Prepare",
        "step Prepare_a completed",
        "step Prepare_b completed",
        "stage Review",
        "step Ask_person completed",
        "decision Said_yes: Yes",
        "stage Finish",
        "step Finish_a completed",
        "completed",
    ]
    assert report.outputs["Ask_person.outcome"] == "yes"
    [decided] = [line for line in report.lines if line.what == "decision_taken"]
    assert "yes" in decided.reasons[0].rows[0].text

    too_much = tried(builder, bench.W1, acts=[answer, answer])
    assert too_much.problems == ["2. The step Ask_person does not wait for anybody at this point."]


def test_mocked_steps_are_not_called(flows: Install, builder: Any) -> None:
    flows(bench.w1(username="alice", asynchronous=False))
    mocks = {"Ask_person": {"outputs": {"outcome": "no"}}, "Prepare_b": {"outputs": {"done": True}}}
    report = tried(builder, bench.W1, mocks=mocks)
    assert report.path[-2:] == ["decision Said_yes: default", "completed"]
    assert [step.name for step in report.steps if step.mocked] == ["Prepare_b", "Ask_person"]

    failed = tried(builder, bench.W1, mocks={"Prepare_a": {"fault": "The bank is closed."}})
    assert (failed.status, failed.fault) == ("error", "The bank is closed.")
    assert failed.path[-1] == "error"


def test_a_saved_record_that_is_never_saved(flows: Install, builder: Any) -> None:
    """A sample with unsaved values, before and after; a new one; the start condition with its reasons."""
    saved = records.create(object="Account", values={"Name": "Acme"}, by=None).id
    when = Start(
        trigger="record_after_save", object="Account", on="create_and_update", filters=where("Name", text("Big"))
    )
    then = asking("Then", entry=Gate(conditions=where("$Record.Name", text("Bigger"))))
    flows(orchestration(asking("Ask"), then, start=when))
    before = everything()

    assert tried(builder, record=saved).status == "not_started"
    report = tried(builder, record=saved, fields={"Name": "Big"})
    assert [step.status for step in report.steps] == ["in_progress", "not_started"]
    assert report.lines[0].reasons[0].rows[0].result

    change = {"kind": "change", "fields": {"Name": "Bigger"}}
    assert [step.status for step in tried(builder, record=saved, fields={"Name": "Big"}, acts=[change]).steps] == [
        "in_progress",
        "in_progress",
    ]
    assert tried(builder, fields={"Name": "Big"}).status == "in_progress"
    with pytest.raises(Invalid, match="sample record"):
        tried(builder)
    assert everything() == before


def test_a_draft_is_tried_before_it_is_anybodys(flows: Install, builder: Any) -> None:
    flows(orchestration(asking("Ask")))
    flow = Flow.objects.get(api_name="Small")
    document = dump(orchestration(asking("Ask"), asking("More")))
    FlowDraft.objects.create(flow=flow, user=builder, document=document, etag="x")
    save_version(definition=orchestration(asking("Ask", username="nobody")), by=None)

    assert len(tried(builder, draft=True).waiting) == 2
    assert tried(builder, version=2).status == "error"
    assert tried(builder).status == "in_progress"
    assert flow.versions.count() == 2


def test_a_flow_is_tried_with_given_answers(flows: Install, builder: Any) -> None:
    asked = tried(builder, bench.ASK)
    assert asked.status == "in_progress"
    assert asked.screen is not None
    done = tried(builder, bench.ASK, answers=[{"answer": "hello"}])
    assert (done.status, done.outputs) == ("completed", {"outcome": "hello"})
    assert done.path == ["screen Question", "assignment Keep", "completed"]


def test_who_may_not_debug(flows: Install, builder: Any, alice: Any, boss: Any) -> None:
    flows(orchestration(asking("Ask")))
    for person in (alice, boss):
        with pytest.raises(NotAllowed):
            tried(person)


def test_what_cannot_be_tried_is_refused_in_words(flows: Install, builder: Any) -> None:
    flows(orchestration(asking("Ask")))
    for trial in ({"acts": [{"kind": "dance"}]}, {"at": "noon"}, {"unknown": 1}):
        with pytest.raises(Invalid):
            tried(builder, **trial)


def test_the_clock_is_the_tries_own(flows: Install, builder: Any) -> None:
    flows(orchestration(asking("Ask")))
    report = tried(builder, at="2030-01-31T10:00:00+00:00", acts=[{"kind": "wait", "minutes": 90}])
    assert report.steps[0].started_at == "2030-01-31T10:00:00+00:00"
    assert report.at == "2030-01-31T11:30:00+00:00"


def w1_case(builder: Any, **more: Any) -> Any:
    answer = {"kind": "complete", "step": "Ask_person", "who": "alice", "values": [{"answer": "yes"}]}
    trial = trial_of({"acts": [answer], "at": "2030-01-31T10:00:00+00:00", **more})
    return cases.keep(flow=Flow.objects.get(api_name=bench.W1), name="Says yes", trial=trial, by=builder)


def shorter() -> Definition:
    whole = bench.w1(username="alice", asynchronous=False)
    rest = tuple(element for element in whole.elements if element.name != "Finish")
    return msgspec.structs.replace(whole, elements=(*rest, End(name="Finish", label="End")))


def test_a_try_is_kept_as_a_test_case_and_tells_what_changed(flows: Install, builder: Any) -> None:
    flows(bench.w1(username="alice", asynchronous=False))
    case = w1_case(builder)
    flow = case.flow
    [green] = cases.run(cases=[case], version=flow.active, by=builder)
    assert (green.green, green.why, case.last["version"]) == (True, "", 1)

    version = save_version(definition=shorter(), by=None)
    [red] = cases.run(cases=[case], version=version, by=builder)
    assert not red.green
    assert [line for line in red.diff if line[0] != " "] == [("-", "stage Finish"), ("-", "step Finish_a completed")]
    assert ("Finish_a.done", True, None) in red.outputs
    assert cases.cases_of(flow)[0].last["green"] is False


def test_activation_can_ask_for_green_tests(flows: Install, builder: Any) -> None:
    flows(bench.w1(username="alice", asynchronous=False))
    case = w1_case(builder)
    cases.require(flow=case.flow, required=True, by=builder)
    version = save_version(definition=shorter(), by=None)

    with pytest.raises(TestsFailed) as refused:
        activate(version=version, by=None)
    assert refused.value.problems[0]["path"] == "tests/Says yes"
    assert Flow.objects.get(api_name=bench.W1).active.number == 1

    cases.require(flow=case.flow, required=False, by=builder)
    activate(version=version, by=None)
    assert Flow.objects.get(api_name=bench.W1).active.number == 2


def test_test_cases_travel_as_json(flows: Install, builder: Any, alice: Any) -> None:
    flows(bench.w1(username="alice", asynchronous=False))
    case = w1_case(builder)
    cases.require(flow=case.flow, required=True, by=builder)
    document = cases.exported(case.flow)
    cases.delete(case=case, by=builder)
    cases.require(flow=case.flow, required=False, by=builder)

    assert cases.imported(api_name=bench.W1, document=document, by=builder) == 1
    assert cases.exported(case.flow) == document
    with pytest.raises(NotAllowed):
        cases.imported(api_name=bench.W1, document=document, by=alice)
    for wrong in ({}, [], {"format": document["format"], "cases": [{"name": "x"}]}):
        with pytest.raises(Invalid):
            cases.imported(api_name=bench.W1, document=wrong, by=builder)


def test_a_flow_that_waits_goes_on_when_the_clock_of_the_try_does(flows: Install, builder: Any) -> None:
    flows(waiting(TWO_DAYS))
    flows(orchestration(background("Work")))
    start = {"at": "2030-01-31T10:00:00+00:00"}
    before = everything()

    waits = tried(builder, **start)
    assert (waits.status, waits.steps[0].status, waits.next_due[:10]) == ("in_progress", "in_progress", "2030-02-02")
    day = {"kind": "wait", "minutes": 60 * 24}
    assert tried(builder, **start, acts=[day]).status == "in_progress"
    done = tried(builder, **start, acts=[day, day])
    assert (done.status, done.steps[0].ended_at) == ("completed", "2030-02-02T10:00:00+00:00")
    assert list(dict.fromkeys(line.name for line in done.steps[0].trace)) == ["Make_Before", "Pause", "Make_After"]
    assert tried(builder, "Write").status == "completed"
    assert everything() == before
