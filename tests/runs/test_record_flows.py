"""Flows that a saved record or a published event starts, and the actions that flows call."""

import html
import json
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

import stagecraft
from engine.document import parse
from people.models import Notice
from records import services as records
from records.errors import RecordLocked
from records.models import Record, RecordComment
from runs.models import FlowLog
from runs.sweep import drain
from web.errors import Invalid


def text(value: str) -> dict[str, Any]:
    return {"type": "literal", "kind": "text", "text": value}


def ref(path: str) -> dict[str, Any]:
    return {"type": "reference", "path": path}


def listening(install: Any, *elements: dict[str, Any], trigger: str = "record_after_save", **more: Any) -> Any:
    start = {"trigger": trigger, "object": "Account", "on": "create_and_update", **more.pop("start", {})}
    start["connector"] = {"target": elements[0]["name"]}
    named = {"api_name": "Listens", "label": "Listens", "kind": "autolaunched", **more}
    return install(parse({**named, "start": start, "elements": [{"label": one["name"], **one} for one in elements]}))


def setting(field: str, value: Any, name: str = "Set", **more: Any) -> dict[str, Any]:
    item = {"target": f"$Record.{field}", "operator": "assign", "value": value}
    return {"type": "assignment", "name": name, "items": [item], **more}


def acting(kind: str, action: str, name: str = "Act", **inputs: Any) -> dict[str, Any]:
    given = [{"name": key, "value": value} for key, value in inputs.items()]
    return {"type": "action_call", "name": name, "kind": kind, "action": action, "inputs": given}


def account(**values: Any) -> Any:
    return records.create(object="Account", values={"Name": "Acme", **values}, by=None)


def writes(act: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    words = [query["sql"].split()[0] for query in captured]
    return [word for word in words if word in ("INSERT", "UPDATE", "DELETE", "SELECT")]


def test_a_flow_before_the_save_sets_fields_in_the_same_statement(install):
    made = account()
    plain = writes(lambda: records.update(record_id=made.id, values={"Phone": "1"}, by=None))

    upper = {"type": "expression", "text": "UPPER({!$Record.Name})"}
    listening(install, setting("Description", upper), trigger="record_before_save")
    saved = account(Name="Bolt")
    assert saved.fields["Description"] == "BOLT"
    fast = writes(lambda: records.update(record_id=made.id, values={"Phone": "2"}, by=None))
    assert Record.objects.get(pk=made.id).values["Description"] == "ACME"
    assert len(fast) == len(plain)


def test_flows_run_in_their_order_and_only_when_their_conditions_are_met(install):
    before = {"trigger": "record_before_save"}
    rows = {"rows": [{"left": "Name", "operator": "equal_to", "right": text("Bolt")}]}
    more = {"type": "expression", "text": "{!$Record.Description} & '2'"}
    listening(install, setting("Description", more), api_name="Later", **before)
    listening(install, setting("Description", text("1")), api_name="First", trigger_order=5, **before)
    listening(install, setting("Phone", text("9")), api_name="Picky", start={"filters": rows}, **before)
    assert account().fields["Description"] == "12"
    assert account(Name="Bolt").fields["Phone"] == "9"
    assert account().fields["Phone"] is None


def test_a_custom_error_refuses_the_save_beside_the_field_and_is_kept_for_managers(install):
    says = {"type": "custom_error", "name": "No", "messages": [{"text": "Not {!$Record.Name}", "field": "Name"}]}
    listening(install, says, trigger="record_before_save")
    with pytest.raises(Invalid) as refused:
        account()
    assert refused.value.code == "flow_stopped_save"
    assert refused.value.fields == {"Name": "Not Acme"}
    assert not Record.objects.exists()
    kept = FlowLog.objects.get()
    assert (kept.status, kept.code, kept.element) == ("faulted", "custom_error", "No")


def test_a_flow_after_the_save_works_on_other_records_and_is_logged(install):
    make = {"type": "create_records", "name": "Make", "object": "Contact"}
    make |= {"values": [{"name": "LastName", "value": ref("$Record.Name")}]}
    listening(install, make, start={"on": "create"})
    made = account()
    assert list(Record.objects.filter(object__api_name="Contact").values_list("name", flat=True)) == ["Acme"]
    kept = FlowLog.objects.get()
    assert (kept.status, kept.record_id, kept.record_name) == ("finished", made.id, "Acme")
    records.update(record_id=made.id, values={"Phone": "1"}, by=None)
    assert FlowLog.objects.count() == 1


def test_a_failing_flow_after_the_save_takes_the_save_back(install):
    listening(install, acting("apex", "Nobody_Knows"))
    with pytest.raises(Invalid) as refused:
        account()
    assert "Nobody_Knows" in refused.value.detail
    assert not Record.objects.exists()
    assert FlowLog.objects.get().code == "action_not_registered"


def test_flows_that_start_one_another_without_an_end_are_stopped_and_named(install):
    more = {"type": "expression", "text": "{!$Record.Description} & 'x'"}
    update = {"type": "update_records", "name": "Up", "source": "$Record"}
    update |= {"values": [{"name": "Description", "value": more}]}
    listening(install, update)
    with pytest.raises(Invalid) as refused:
        account()
    assert "16 flows started one another" in refused.value.detail
    assert "Listens" in refused.value.detail


def test_a_flow_before_a_delete_may_refuse_it(install):
    rows = {"rows": [{"left": "Name", "operator": "equal_to", "right": text("Acme")}]}
    says = {"type": "custom_error", "name": "No", "messages": [{"text": "Keep {!$Record.Name}"}]}
    start = {"on": "delete", "filters": rows}
    listening(install, says, trigger="record_before_delete", start=start)
    kept, other = account(), account(Name="Bolt")
    with pytest.raises(Invalid, match="Keep Acme"):
        records.delete(record_id=kept.id, by=None)
    records.delete(record_id=other.id, by=None)
    assert list(Record.objects.values_list("pk", flat=True)) == [kept.id]


def test_a_published_event_runs_its_flows_once_after_the_commit(install):
    make = {"type": "create_records", "name": "Make", "object": "Contact"}
    make |= {"values": [{"name": "LastName", "value": ref("$Record.Who__c")}]}
    listening(install, make, api_name="Hears", trigger="platform_event", start={"object": "Told__e", "on": ""})
    tell = {"type": "create_records", "name": "Tell", "object": "Told__e"}
    tell |= {"values": [{"name": "Who__c", "value": ref("$Record.Name")}]}
    listening(install, tell, api_name="Tells")
    account()
    drain()
    drain()
    assert list(Record.objects.filter(object__api_name="Contact").values_list("name", flat=True)) == ["Acme"]
    assert FlowLog.objects.get(flow__api_name="Hears").status == "finished"


def test_actions_mail_notify_comment_and_lock(install, alice):
    listening(
        install,
        acting("emailSimple", "m", "Mail", emailAddresses=text("a@x.org, b@x.org"), emailBody=text("Body"),
               emailSubject=text("Hi {!$Record.Name}")) | {"connector": {"target": "Bell"}},
        acting("customNotificationAction", "n", "Bell", recipientIds=text("alice"), title=text("Look"), body=text("!"),
               targetId=ref("$Record.Id")) | {"connector": {"target": "Say"}},
        acting("chatterPost", "c", "Say", subjectNameOrId=ref("$Record.Id"), text=text("Said"))
        | {"connector": {"target": "Lock"}},
        acting("lockRecord", "l", "Lock", recordId=ref("$Record.Id"), reason=text("In review.")),
        start={"on": "create"},
    )  # fmt: skip
    made = account()
    drain()
    drain()
    assert [(one.subject, one.to) for one in mail.outbox] == [("Hi Acme", ["a@x.org", "b@x.org"])]
    notice = Notice.objects.get()
    assert (notice.user, notice.title, notice.about) == (alice, "Look", "Acme")
    assert made.id in notice.url
    assert RecordComment.objects.get(record_id=made.id).text == "Said"
    assert Record.objects.get(pk=made.id).locked_for == "In review."


def test_a_locked_record_refuses_people_and_shows_why(install, make_user, client):
    from records import desk, locks

    editor = make_user("ed", "stagecraft_people.edit_records", "stagecraft_people.run_flows")
    made = account()
    locks.lock(record_id=made.id, reason="In review.")
    with pytest.raises(RecordLocked, match="In review"):
        desk.update(editor, record_id=made.id, values={"Phone": "1"})
    client.force_login(editor)
    page = client.get(f"/records/Account/{made.id}/")
    assert b"In review." in page.content
    locks.unlock(record_id=made.id)
    assert desk.update(editor, record_id=made.id, values={"Phone": "1"}).value.fields["Phone"] == "1"


def test_people_write_in_the_feed_and_read_their_notices(make_user, client):
    from people import notices

    editor = make_user("ed", "stagecraft_people.edit_records", "stagecraft_people.run_flows")
    made = account()
    client.force_login(editor)
    client.post(f"/records/Account/{made.id}/comment/", {"text": "Called <them>"})
    assert b"Called &lt;them&gt;" in client.get(f"/records/Account/{made.id}/?tab=feed").content
    notices.tell(user_ids=[editor.pk], title="Look", body="here", url=f"/records/Account/{made.id}/", about="Acme")
    assert b"1<span" in client.get("/notices/count/").content
    answer = client.post(f"/notices/{Notice.objects.get().pk}/read/")
    assert answer["Location"] == f"/records/Account/{made.id}/"
    assert client.get("/notices/count/").content.strip() == b""
    assert b"Look" in client.get("/notices/").content


def test_a_python_function_fills_an_action(install):
    seen: list[Any] = []

    @stagecraft.action("Fills_It")
    def fills(who: str, often: int = 2) -> dict[str, Any]:
        seen.append((who, often))
        return {"Answer": who * often}

    take = {"outputs": [{"name": "Answer", "target": "$Record.Description"}], "connector": {"target": "Up"}}
    up = {"type": "update_records", "name": "Up", "source": "$Record"}
    listening(install, acting("apex", "Fills_It", who=ref("$Record.Name")) | take, up, start={"on": "create"})
    made = account()
    assert seen == [("Acme", 2)]
    assert Record.objects.get(pk=made.id).values["Description"] == "AcmeAcme"


def test_two_thousand_records_through_a_loop_and_one_update_are_a_handful_of_statements(install):
    records.create_many(object="Contact", rows=[{"LastName": f"C{n}"} for n in range(2000)], by=None)
    loop = {"type": "loop", "name": "Each", "collection": "All", "each": {"target": "Set"}, "done": {"target": "Save"}}
    items = [
        {"target": "Each.Phone", "operator": "assign", "value": text("7")},
        {"target": "changed", "operator": "add", "value": ref("Each")},
    ]
    listening(
        install,
        {"type": "get_records", "name": "All", "object": "Contact", "store_automatically": True}
        | {"connector": {"target": "Each"}},
        loop,
        {"type": "assignment", "name": "Set", "items": items, "connector": {"target": "Each"}},
        {"type": "update_records", "name": "Save", "source": "changed"},
        variables=[{"name": "changed", "kind": "record", "object": "Contact", "collection": True}],
        start={"on": "create"},
    )
    said = writes(account)
    assert Record.objects.filter(values__Phone="7").count() == 2000
    assert len(said) <= 60, json.dumps(said)  # batches of 500 and of what SQLite takes in one statement


def test_managers_see_in_the_flow_log_what_failed(install, boss, make_user, client):
    listening(install, acting("apex", "Nobody_Knows"))
    with pytest.raises(Invalid):
        account()
    client.force_login(boss)
    page = client.get("/runs/flow-log/?status=faulted")
    assert page.status_code == 200
    assert b"Nobody_Knows" in page.content
    client.force_login(make_user("nobody"))
    assert client.get("/runs/flow-log/").status_code == 403


def test_the_log_of_a_flow_says_why_its_decisions_went_as_they_did(install, boss, make_user, client):
    """Whether it finished or failed; the values are those it saw then."""
    rows = {"rows": [{"left": "$Record.Name", "operator": "equal_to", "right": text("Bolt")}]}
    stop = {"type": "custom_error", "name": "No", "messages": [{"text": "No bolts"}]}
    decision = {"type": "decision", "name": "Check", "label": "Check the name"}
    decision |= {"outcomes": [{"name": "Bolts", "label": "Bolts", "conditions": rows, "connector": {"target": "No"}}]}
    listening(install, decision, stop, start={"on": "create"})
    account(Name="Acme")
    finished = FlowLog.objects.get(status="finished")
    with pytest.raises(Invalid):
        account(Name="Bolt")
    faulted = FlowLog.objects.get(status="faulted")

    client.force_login(boss)
    page = html.unescape(client.get(f"/runs/flow-log/{finished.pk}/").content.decode())
    assert "Check the name" in page
    assert "(Acme) is “Bolt”: false" in page
    assert "Bolts</strong>: not taken" in page
    page = html.unescape(client.get(f"/runs/flow-log/{faulted.pk}/").content.decode())
    assert "(Bolt) is “Bolt”: true" in page
    assert "No bolts" in page
    assert f"/runs/flow-log/{faulted.pk}/" in client.get("/runs/flow-log/").content.decode()
    assert client.get("/runs/flow-log/999999/").status_code == 404
    client.force_login(make_user("nobody"))
    assert client.get(f"/runs/flow-log/{faulted.pk}/").status_code == 403
