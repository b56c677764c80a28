"""Actions of flows that reach runs: route work, publish an event to a run, submit for approval."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from engine.document import Definition, FlowKind, parse
from engine.document.operands import Named, Reference
from engine.document.stages import Gate
from engine.values import Kind
from people.models import Queue
from records import services as records
from records.models import Record
from runs.bench import definitions as bench
from runs.models import FlowLog, Run
from runs.services import start_run
from runs.story import lines_of
from runs.sweep import drain
from tests.runs.helpers import RECORD_ID, asking, background, orchestration, status_of, steps_of, text, where
from web.errors import Invalid
from workitems.models import WorkItem

Install = Callable[[Definition], Any]


def literal(value: str) -> dict[str, Any]:
    return {"type": "literal", "kind": "text", "text": value}


def ref(path: str) -> dict[str, Any]:
    return {"type": "reference", "path": path}


def acting(kind: str, *, then: str = "", outputs: dict[str, str] | None = None, **inputs: Any) -> dict[str, Any]:
    given = [{"name": name, "value": value} for name, value in inputs.items()]
    taken = [{"name": name, "target": target} for name, target in (outputs or {}).items()]
    act = {"type": "action_call", "name": "Act", "label": "Act", "kind": kind, "action": kind}
    return {**act, "inputs": given, "outputs": taken, **({"connector": {"target": then}} if then else {})}


def flow(
    *elements: dict[str, Any], api_name: str = "Does", variables: tuple[str, ...] = (), **start: Any
) -> Definition:
    """An autolaunched flow; its variables are texts that go in and out."""
    start = {**start, "connector": {"target": elements[0]["name"]}}
    both = [{"name": name, "kind": "text", "is_input": True, "is_output": True} for name in variables]
    named = {"api_name": api_name, "label": api_name, "kind": "autolaunched"}
    return parse({**named, "start": start, "elements": list(elements), "variables": both})


def on_save(*elements: dict[str, Any], on: str = "update", trigger: str = "record_after_save") -> Definition:
    return flow(*elements, api_name="Listens", trigger=trigger, object="Account", on=on)


@pytest.fixture
def account(transactional_db: None) -> str:
    return records.create(object="Account", values={"Name": "Acme"}, by=None).id


def waiting_run(install: Install, account: str, **gate: Any) -> Run:
    """Alice is asked about the account."""
    install(bench.ask_flow())
    install(orchestration(asking("Ask", **gate), api_name="Asks", variables=(RECORD_ID,)))
    run = start_run(api_name="Asks", record_id=account)
    drain()
    return run


def told(run: Run) -> list[str]:
    run.refresh_from_db()
    return [line.text for line in lines_of(run, run.turns.order_by("number"))]


def items(run: Run) -> list[tuple[str, str]]:
    return list(WorkItem.objects.filter(run_id=run.pk).values_list("assignee_name", "status"))


def save(account: str) -> None:
    records.update(record_id=account, values={"Phone": "1"}, by=None)
    drain()


def test_a_save_routes_the_record_and_its_open_work_to_a_person(install: Install, alice: Any, boss: Any, account: str):
    run = waiting_run(install, account)
    install(on_save(acting("routeWork", recordId=ref("$Record.Id"), agentId=literal("boss"))))
    save(account)

    assert set(FlowLog.objects.values_list("status", flat=True)) == {"finished"}
    assert items(run) == [("boss", "assigned")]
    assert Record.objects.get(pk=account).owner_id == boss.pk
    assert "A flow gave “Ask” from alice to boss." in told(run)


def test_a_background_step_routes_open_work_of_another_run_to_a_queue(install: Install, alice: Any, account: str):
    run = waiting_run(install, account)
    Queue.objects.create(api_name="Desk", label="Service desk").users.add(alice)
    install(flow(acting("routeWork", recordId=ref("recordId"), queueId=literal("Desk")), variables=("recordId",)))
    step = background("Route", "Does", inputs=(Named("recordId", Reference("recordId")),))
    install(orchestration(step, api_name="Routes", variables=(RECORD_ID,)))
    routes = start_run(api_name="Routes", record_id=account)
    drain()

    assert (status_of(routes), items(run)) == ("completed", [("Service desk", "assigned")])
    assert [line for line in told(run) if "A flow gave" in line] == ["A flow gave “Ask” from alice to Service desk."]
    assert Record.objects.get(pk=account).owner_id is None
    again = start_run(api_name="Routes", record_id=account)  # it is there already: nothing to tell
    drain()
    assert status_of(again) == "completed"
    assert len([line for line in told(run) if "A flow gave" in line]) == 1


def test_routing_to_nobody_refuses_the_save_and_leaves_the_work(install: Install, alice: Any, account: str):
    run = waiting_run(install, account)
    install(on_save(acting("routeWork", recordId=ref("$Record.Id"), queueId=literal("Nowhere"))))
    with pytest.raises(Invalid, match="Nowhere"):
        save(account)

    assert items(run) == [("alice", "assigned")]
    assert FlowLog.objects.get().status == "faulted"
    assert Record.objects.get(pk=account).values.get("Phone") is None


def test_a_flow_publishes_an_event_that_ends_a_step_of_a_run(install: Install, alice: Any, account: str):
    run = waiting_run(install, account)
    step = run.steps.get()
    event = {"orchestrationInstanceId": literal(str(run.pk)), "stepInstanceId": literal(str(step.pk))}
    install(on_save(acting("publishOrchestrationEvent", **event, stepStatus=literal("Completed"))))
    save(account)

    assert (status_of(run), steps_of(run)) == ("completed", {"Ask": "completed"})
    assert "Step “Ask” is completed." in told(run)
    save(account)  # the run is over and does not hear it any more
    assert status_of(run) == "completed"


def test_an_event_without_a_step_judges_requirements_again(install: Install, alice: Any, account: str):
    install(bench.ask_flow())
    takes = msgspec.structs.replace(RECORD_ID, name="record", kind=Kind.RECORD, object="Account")
    met = Gate(conditions=where("record.Phone", text("1")))
    install(orchestration(asking("Ask", entry=met), api_name="Asks", variables=(takes,)))
    run = start_run(api_name="Asks", record_id=account)
    drain()
    assert items(run) == []
    install(on_save(acting("publishOrchestrationEvent", orchestrationInstanceId=literal(str(run.pk)))))
    save(account)
    assert "An event was published." in told(run)
    assert items(run) == [("alice", "assigned")]


@pytest.mark.parametrize("number", ["999999", "no number", "-1"])
def test_an_event_to_no_run_is_a_fault_that_people_can_read(install: Install, account: str, number: str):
    install(on_save(acting("publishOrchestrationEvent", orchestrationInstanceId=literal(number))))
    with pytest.raises(Invalid) as refused:
        save(account)
    assert number in refused.value.detail
    assert FlowLog.objects.get().status == "faulted"


@pytest.fixture
def approval(install: Install, alice: Any) -> str:
    install(bench.ask_flow())
    takes = msgspec.structs.replace(RECORD_ID, name="record", kind=Kind.RECORD, object="Account")
    defn = orchestration(asking("Approve"), api_name="Approves", variables=(takes,))
    install(msgspec.structs.replace(defn, kind=FlowKind.APPROVAL))
    return "Approves"


@pytest.mark.parametrize("named", [True, False])
def test_a_save_submits_the_record_for_approval(install: Install, approval: str, account: str, named: bool):
    by_name = {"processDefinitionNameOrId": literal(approval)} if named else {}
    install(on_save(acting("submit", objectId=ref("$Record.Id"), **by_name)))
    save(account)

    run = Run.objects.get(flow__api_name=approval)
    assert (run.record_id, status_of(run), items(run)) == (account, "in_progress", [("alice", "assigned")])


def test_a_background_step_submits_and_gets_the_run_it_started(install: Install, approval: str, account: str):
    act = acting("submit", outputs={"instanceId": "run", "instanceStatus": "state"}, objectId=ref("recordId"))
    install(flow(act, variables=("recordId", "run", "state")))
    step = background("Submit", "Does", inputs=(Named("recordId", Reference("recordId")),))
    install(orchestration(step, api_name="Submits", variables=(RECORD_ID,)))
    submits = start_run(api_name="Submits", record_id=account)
    drain()

    run = Run.objects.get(flow__api_name=approval)
    [done] = submits.steps.all()
    assert status_of(submits) == "completed"
    assert (done.outputs["run"], done.outputs["state"]) == (str(run.pk), "Pending")
    assert items(run) == [("alice", "assigned")]


def test_a_record_without_an_approval_is_told_so(install: Install, account: str):
    install(on_save(acting("submit", objectId=ref("$Record.Id"))))
    with pytest.raises(Invalid, match="Account"):
        save(account)
    assert not Run.objects.exists()
