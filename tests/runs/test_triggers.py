"""Saved records start runs: exactly once, never without the save, never instead of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engine.document.conditions import Conditions, Operator
from engine.document.definition import Start
from engine.document.operands import Literal
from engine.document.stages import Gate
from engine.values import Kind
from records import services as records
from runs.bench import definitions as bench
from runs.models import OutboxRow, Run, RunTurn, TriggerFault, Wake
from runs.services import start_run
from runs.sweep import drain
from runs.triggers import DEPTH_BOUND
from tests.runs.helpers import (
    RECORD_ID,
    asking,
    background,
    orchestration,
    status_of,
    steps_of,
    text,
    where,
    writing_flow,
)

Install = Callable[[Any], Any]


def on_account(on: str = "create", **values: Any) -> Start:
    return Start(trigger="record_after_save", object="Account", on=on, **values)


@pytest.fixture
def flows(install: Install, alice: Any) -> Install:
    install(bench.ask_flow())
    install(bench.trivial_flow())
    return install


def account(name: str = "Acme", **values: Any) -> str:
    return records.create(object="Account", values={"Name": name, **values}, by=None).id


def test_a_created_record_starts_one_run_in_the_saving_transaction(flows: Install, alice: Any) -> None:
    flows(orchestration(asking("Ask"), start=on_account()))
    saved = records.create(object="Account", values={"Name": "Acme"}, by=alice)
    run = Run.objects.get()
    assert (run.record_object, run.record_id, run.record_name) == ("Account", saved.id, "Acme")
    assert (run.state, run.started_by) == ("", alice)
    drain()
    assert status_of(run) == "in_progress"
    assert steps_of(run) == {"Ask": "in_progress"}
    drain()
    assert Run.objects.count() == 1
    assert RunTurn.objects.count() == 1


def test_a_save_that_is_rolled_back_leaves_no_run(flows: Install) -> None:
    flows(orchestration(asking("Ask"), start=on_account()))
    with transaction.atomic():
        account()
        assert Run.objects.count() == 1
        transaction.set_rollback(True)
    assert (Run.objects.count(), OutboxRow.objects.count()) == (0, 0)


def test_start_conditions_choose(flows: Install) -> None:
    flows(orchestration(asking("Ask"), start=on_account(filters=where("Name", text("Acme")))))
    account("Other")
    assert not Run.objects.exists()
    account("Acme")
    assert Run.objects.count() == 1


def test_only_when_updated_to_meet(flows: Install) -> None:
    meets = where("AnnualRevenue", Literal(Kind.NUMBER, "100"), Operator.GREATER_THAN)
    start = on_account("create_and_update", filters=meets, only_when_changed=True)
    flows(orchestration(asking("Ask"), start=start))
    record = account(AnnualRevenue=50)
    assert Run.objects.count() == 0
    records.update(record_id=record, values={"AnnualRevenue": 150}, by=None)
    assert Run.objects.count() == 1
    records.update(record_id=record, values={"AnnualRevenue": 200}, by=None)
    assert Run.objects.count() == 1  # it met them before
    account("New", AnnualRevenue=300)
    assert Run.objects.count() == 2  # a create has no before


def test_a_formula_start_condition_sees_the_record_before(flows: Install) -> None:
    formula = Conditions(
        logic="formula", formula='AND(ISCHANGED({!$Record.Name}), NOT(ISNEW()), {!$Record.Name} = "New")'
    )
    flows(orchestration(asking("Ask"), start=on_account("create_and_update", filters=formula)))
    record = account("New")
    assert not Run.objects.exists()
    records.update(record_id=record, values={"Phone": "1"}, by=None)
    assert not Run.objects.exists()
    records.update(record_id=record, values={"Name": "Old"}, by=None)
    records.update(record_id=record, values={"Name": "New"}, by=None)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("formula", "started"),
    [
        ("ISNEW()", ["created"]),
        ("NOT(ISNEW())", ["renamed", "touched", "emptied"]),
        ("ISCHANGED({!$Record.Name})", ["renamed"]),
        ('PRIORVALUE({!$Record.Name}) = "Acme"', ["renamed"]),
        ("ISNULL(PRIORVALUE({!$Record.Name}))", ["created"]),
        ("ISCHANGED({!$Record.Phone})", ["touched", "emptied"]),
        ("AND(ISCHANGED({!$Record.Phone}), ISBLANK({!$Record.Phone}))", ["emptied"]),
        ("ISCLONE()", []),
    ],
)
def test_what_changed_starts_runs_through_a_real_save(flows: Install, formula: str, started: list[str]) -> None:
    filters = Conditions(logic="formula", formula=formula)
    flows(orchestration(asking("Ask"), start=on_account("create_and_update", filters=filters)))
    seen = []

    def noting(word: str) -> None:
        if Run.objects.count() > len(seen):
            seen.append(word)

    record = account("Acme")
    noting("created")
    for word, values in (("renamed", {"Name": "New"}), ("touched", {"Phone": "1"}), ("emptied", {"Phone": ""})):
        records.update(record_id=record, values=values, by=None)
        noting(word)
    assert seen == started


def test_the_run_says_why_it_was_started(flows: Install, boss: Any, client_for: Any, api_for: Any) -> None:
    formula = Conditions(logic="formula", formula="AND({!$Record.AnnualRevenue} > 10000, ISCHANGED({!$Record.Name}))")
    start = on_account("update", filters=formula)
    flows(orchestration(asking("Ask"), start=start))
    record = account("Acme", AnnualRevenue=12400)
    records.update(record_id=record, values={"Name": "New"}, by=None)
    drain()
    run = Run.objects.get()

    [first, *_] = api_for(boss).get(f"/api/v1/runs/{run.pk}/history/").data["results"]
    [why] = first["why"]
    assert (first["what"], why["result"]) == ("run_started", True)
    [row] = why["conditions"]
    assert [(part["text"], part["state"]) for part in row["parts"]] == [
        ("Annual revenue (12,400) > 10000", "true"),
        ("ISCHANGED(Account name (New))", "true"),
    ]
    page = client_for(boss).get(f"/runs/{run.pk}/").content.decode()
    assert "Annual revenue (12,400) &gt; 10000" in page


def test_a_start_condition_that_faults_is_reported_and_the_save_goes_on(flows: Install, boss: Any, client: Any) -> None:
    formula = Conditions(logic="formula", formula="1 / {!$Record.AnnualRevenue} > 0")
    flows(orchestration(asking("Ask"), start=on_account(filters=formula)))
    record = account(AnnualRevenue=0)
    fault = TriggerFault.objects.get()
    assert (fault.record_id, fault.flow.api_name) == (record, "Small")
    assert not Run.objects.exists()
    client.force_login(boss)
    assert fault.message in client.get("/runs/").content.decode().replace("&#x27;", "'")


def test_a_save_that_matches_nothing_costs_one_statement(flows: Install) -> None:
    record = account()
    with CaptureQueriesContext(connection) as captured:
        records.update(record_id=record, values={"Name": "Other"}, by=None)
    mine = [query["sql"] for query in captured if "trigger_object" in query["sql"] or "stagecraft_runs" in query["sql"]]
    assert len(mine) == 1


def test_runs_that_start_one_another_by_saving_end(flows: Install) -> None:
    flows(writing_flow())
    flows(orchestration(background("Write"), start=on_account()))
    account("First")
    drain()
    assert Run.objects.count() == DEPTH_BOUND + 1
    assert "started one another" in TriggerFault.objects.get().message
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}


def test_a_run_waiting_for_a_record_is_woken_by_its_change(flows: Install, alice: Any) -> None:
    from engine.document.resources import Variable

    wanted = Gate(conditions=where("account.Phone", text("1")))
    variable = Variable(name="account", kind=Kind.RECORD, object="Account", is_input=True)
    flows(orchestration(background("Work", flow="Bench_Trivial", entry=wanted), variables=(variable,)))
    record = account()
    run = start_run(api_name="Small", record_id=record)
    assert status_of(run) == "in_progress"
    assert steps_of(run) == {"Work": "not_started"}
    assert list(Wake.objects.values_list("record_id", "run_id")) == [(record, run.pk)]
    records.update(record_id=record, values={"Name": "Still no phone"}, by=None)
    drain()
    assert status_of(run) == "in_progress"
    records.update(record_id=record, values={"Phone": "1"}, by=None)
    drain()
    assert status_of(run) == "completed"
    assert not Wake.objects.exists()


def test_the_record_goes_to_the_input_that_takes_it(flows: Install) -> None:
    flows(orchestration(asking("Ask"), variables=(RECORD_ID,)))
    record = account()
    run = start_run(api_name="Small", record_id=record)
    assert (run.record_id, run.record_name) == (record, "Acme")
    assert f'"recordId":"{record}"' in run.state
