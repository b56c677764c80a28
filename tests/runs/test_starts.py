"""Starts: one live run per record (R25), keys, buttons, links, Python, existing records."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

import stagecraft
from builder.models import Flow
from engine.document.definition import Start
from people.models import Group
from records import services as records
from records.ids import user_record_id
from runs.bench import definitions as bench
from runs.existing import go_on
from runs.models import BatchStatus, ItemStatus, Run, StartBatch, StartButton
from runs.services import cancel_run, start_run
from runs.sweep import drain
from tests.runs.helpers import RECORD_ID, asking, orchestration, status_of, text, where
from web.errors import Refusal

Install = Callable[[Any], Any]


@pytest.fixture
def account(transactional_db: None) -> str:
    return records.create(object="Account", values={"Name": "Acme"}, by=None).id


@pytest.fixture
def one_live(install: Install, alice: Any) -> Callable[..., None]:
    """An orchestration that asks alice; its start option, and how it starts."""
    install(bench.ask_flow())

    def made(option: str = "", **start: Any) -> None:
        defn = orchestration(asking("Ask"), variables=() if start else (RECORD_ID,), start=Start(**start))
        install(msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, one_live=option)))

    return made


@pytest.fixture
def page(boss: Any, client_for: Callable[[Any], Client]) -> Client:
    return client_for(boss)


def shown(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[:800]
    return " ".join(response.content.decode().split())


def begin(account: str, **more: Any) -> Run:
    return start_run(api_name="Small", record_id=account, **more)


def test_r25_without_the_option_every_start_begins(one_live: Any, account: str) -> None:
    one_live("")
    assert begin(account).pk != begin(account).pk


def test_r25_ignored_starts_answer_with_the_live_run(one_live: Any, account: str) -> None:
    one_live("ignore")
    first = begin(account)

    assert begin(account).pk == first.pk
    assert start_run(api_name="Small").pk != first.pk  # about no record
    cancel_run(run_id=first.pk)
    assert begin(account).pk != first.pk


def test_r25_refused_starts_say_which_run_is_live(one_live: Any, account: str, boss: Any, api_for: Any) -> None:
    one_live("refuse")
    first = begin(account)
    answered = api_for(boss).post("/api/v1/orchestrations/Small/runs/", {"record": account}, format="json")

    assert (answered.status_code, answered.data["code"]) == (409, "live_run_exists")
    assert f"Run {first.pk}" in answered.data["detail"]


def test_r25_queued_starts_begin_one_after_another(one_live: Any, account: str) -> None:
    one_live("queue")
    first, second, third = begin(account), begin(account), begin(account)
    drain()
    assert [Run.objects.get(pk=run.pk).turns_count for run in (first, second, third)] == [1, 0, 0]

    cancel_run(run_id=first.pk)
    drain()
    assert [Run.objects.get(pk=run.pk).turns_count > 0 for run in (second, third)] == [True, False]
    cancel_run(run_id=second.pk)
    drain()
    assert status_of(third) == "in_progress"
    assert Run.objects.get(pk=third.pk).turns_count == 1


def test_r25_a_queued_start_begins_also_when_nobody_said_so(one_live: Any, account: str) -> None:
    one_live("queue")
    first, second = begin(account), begin(account)
    Run.objects.filter(pk=first.pk).update(status="canceled")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        drain()
    assert Run.objects.get(pk=second.pk).turns_count == 1


def test_r25_a_queued_start_can_be_called_off(one_live: Any, account: str, boss: Any, api_for: Any) -> None:
    one_live("queue")
    begin(account)
    second = begin(account)
    answered = api_for(boss).post(f"/api/v1/runs/{second.pk}/cancel/", {"reason": "twice"}, format="json")

    assert (answered.status_code, answered.data["status"]) == (202, "canceled")
    lines = api_for(boss).get(f"/api/v1/runs/{second.pk}/history/").data["results"]
    assert [line["text"] for line in lines] == ["boss canceled the run. Reason: twice"]
    assert api_for(boss).post(f"/api/v1/runs/{second.pk}/suspend/", {}, format="json").status_code == 409


@pytest.mark.parametrize(("option", "begun"), [("", 2), ("ignore", 1), ("refuse", 1), ("queue", 1)])
def test_r25_a_saved_record_is_never_refused(one_live: Any, account: str, option: str, begun: int) -> None:
    one_live(option, trigger="record_after_save", object="Account", on="update")
    for name in ("One", "Two"):
        records.update(record_id=account, values={"Name": name}, by=None)
        drain()

    assert Run.objects.filter(turns_count__gt=0).count() == begun
    assert Run.objects.count() == (2 if option in ("", "queue") else 1)


@pytest.mark.postgres
@pytest.mark.parametrize("option", ["refuse", "ignore"])
def test_r25_two_at_once_begin_one_run(one_live: Any, account: str, option: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    one_live(option)

    def go(_: int) -> None:
        try:
            begin(account)
        except Refusal:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(go, range(6)))
    assert Run.objects.count() == 1


def test_python_starts_with_a_key_in_the_callers_transaction(one_live: Any, account: str, boss: Any) -> None:
    one_live("")
    run = stagecraft.start("Small", record=account, user=boss, key="order-7")
    assert stagecraft.start("Small", record=account, user=boss, key="order-7").id == run.id
    assert (run.status, run.url) == ("in_progress", f"/runs/{run.id}/")

    with transaction.atomic():
        stagecraft.start("Small", inputs={"recordId": account})
        transaction.set_rollback(True)
    assert Run.objects.count() == 1
    with pytest.raises(stagecraft.Refused) as refused:
        stagecraft.start("Small", inputs={"nonsense": 1})
    assert refused.value.code == "unknown_input"


def test_a_double_click_on_the_start_page_is_one_run(one_live: Any, account: str, page: Client) -> None:
    one_live("")
    asked = page.get(f"/start/Small/?recordId={account}")
    fields = {"recordId": account, "key": asked.context["key"]}
    assert f'value="{fields["key"]}"' in shown(asked)
    for _ in range(2):
        page.post("/start/Small/", fields)
    assert Run.objects.count() == 1
    assert "was begun before" in shown(page.post("/start/Small/", fields, follow=True))


def test_a_refused_start_is_told_on_its_page(one_live: Any, account: str, page: Client) -> None:
    one_live("refuse")
    begin(account)
    assert "is still going on" in shown(page.post("/start/Small/", {"recordId": account, "key": "a"}), 422)


def test_the_option_is_set_on_a_page(one_live: Any, make_user: Any, client_for: Any, account: str) -> None:
    one_live("")
    builder = client_for(make_user("builder", "stagecraft_people.manage_flows"))
    assert "Begin another run as well" in shown(builder.get("/automations/Small/start-options/"))
    builder.post("/automations/Small/start-options/", {"one_live": "ignore"})

    assert Flow.objects.get(api_name="Small").active.number == 2
    assert begin(account).pk == begin(account).pk


def test_a_button_names_fills_in_and_guards_a_start(
    one_live: Any, account: str, make_user: Any, client_for: Any, alice: Any, boss: Any
) -> None:
    one_live("")
    setup = client_for(make_user("setup", "stagecraft_people.customize_application"))
    group = Group.objects.create(api_name="Buyers", label="Buyers")
    group.users.add(alice)
    assert "No buttons yet" in shown(setup.get("/setup/buttons/"))
    form = setup.get("/setup/buttons/new/?object=Account&flow=Small")
    assert "on records of account" in shown(form).lower()
    fields = {"label": "Ask for a look", "position": 0, "groups": [group.pk], "from_recordId": "record"}
    setup.post("/setup/buttons/new/?object=Account&flow=Small", fields)
    button = StartButton.objects.get()
    assert button.inputs == {"recordId": {"from": "record"}}
    assert shown(setup.post("/setup/buttons/new/?object=Account&flow=Small", fields), 422)

    offered = shown(client_for(alice).get(f"/runs/startable-panel/?record={account}"))
    assert "Ask for a look" in offered
    assert f"button={button.pk}" in offered
    assert "Ask for a look" not in shown(client_for(boss).get(f"/runs/startable-panel/?record={account}"))
    assert client_for(boss).post("/start/Small/", {"button": button.pk, "recordId": account}).status_code == 409
    client_for(alice).post("/start/Small/", {"button": button.pk, "recordId": account, "key": "k"})
    assert Run.objects.get().record_id == account


@pytest.fixture
def many(transactional_db: None) -> list[str]:
    names = [f"Supplier {number}" for number in range(7)] + ["Other"]
    return [records.create(object="Account", values={"Name": name}, by=None).id for name in names]


ASKED = {"object": "Account", "flow": "Small", "field": "Name", "op": "starts_with", "value": "Supplier"}


def test_existing_records_are_previewed_then_started(one_live: Any, many: list[str], page: Client) -> None:
    one_live("")
    preview = shown(page.get("/runs/start-existing/", {**ASKED, "per_minute": 6000}))
    assert "7 records" in preview
    assert not Run.objects.exists()

    page.post("/runs/start-existing/", {**ASKED, "per_minute": 6000})
    batch = StartBatch.objects.get()
    assert 'hx-trigger="every 2s"' in shown(page.get(f"/runs/starts/{batch.pk}/"))
    go_on()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.COMPLETED
    assert sorted(Run.objects.values_list("record_id", flat=True)) == sorted(many[:7])
    assert "7 of 7 records" in shown(page.get(f"/runs/starts/{batch.pk}/"))


def test_existing_records_are_throttled_survive_and_stop(one_live: Any, many: list[str], page: Client) -> None:
    one_live("")
    page.post("/runs/start-existing/", {**ASKED, "per_minute": 30})
    batch = StartBatch.objects.get()
    now = timezone.now()
    for seconds, begun in ((0, 1), (1, 1), (3, 2), (6, 3)):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            go_on()
            go_on()
        assert Run.objects.count() == begun, seconds

    page.post(f"/runs/starts/{batch.pk}/cancel/")
    with time_machine.travel(now + timedelta(minutes=9)):
        go_on()
    batch.refresh_from_db()
    assert (batch.status, Run.objects.count()) == (BatchStatus.CANCELED, 3)
    assert batch.items.filter(status=ItemStatus.STOPPED).count() == 4


def test_existing_records_start_record_triggered_ones_that_fit(one_live: Any, many: list[str], page: Client) -> None:
    fits = where("Name", text("Supplier 3"))
    one_live("ignore", trigger="record_after_save", object="Account", on="create", filters=fits)
    for fitting, begun in (("1", 1), ("0", 7)):
        page.post("/runs/start-existing/", {**ASKED, "per_minute": 6000, "only_fitting": fitting})
        go_on()
        drain()
        assert Run.objects.filter(turns_count__gt=0).count() == begun
    messages = set(StartBatch.objects.order_by("-id")[0].items.filter(run=None).values_list("message", flat=True))
    assert messages == {f"Run {Run.objects.order_by('id')[0].pk} is still going on for it."}


def test_each_record_of_a_batch_starts_once_and_one_refusal_stops_no_other(
    one_live: Any, many: list[str], page: Client, boss: Any
) -> None:
    one_live("refuse")
    live = begin(many[2])
    page.post("/runs/start-existing/", {**ASKED, "per_minute": 6000})
    batch = StartBatch.objects.get()
    go_on()
    assert batch.items.filter(status=ItemStatus.REFUSED).values_list("record_id", flat=True)[0] == live.record_id
    assert Run.objects.count() == 7

    batch.items.update(status=ItemStatus.WAITING, run=None)  # as if the process had died before it said so
    StartBatch.objects.update(status=BatchStatus.RUNNING)
    go_on()
    assert Run.objects.count() == 7


def test_who_may_not_manage_runs_starts_nothing_for_many(
    one_live: Any, many: list[str], alice: Any, client_for: Any
) -> None:
    one_live("")
    assert client_for(alice).post("/runs/start-existing/", ASKED).status_code == 403
    assert client_for(alice).get("/runs/start-existing/").status_code == 403
    assert client_for(alice).get("/setup/buttons/").status_code == 403
    assert client_for(alice).get("/automations/Small/start-options/").status_code == 403
    assert not StartBatch.objects.exists()


def test_a_list_of_records_leads_there_with_its_filters(
    one_live: Any, many: list[str], page: Client, boss: Any, alice: Any, client_for: Any
) -> None:
    one_live("")
    records.update(record_id=many[4], values={"OwnerId": user_record_id(boss.pk), "Type": "Supplier"}, by=None)
    lists = "/records/Account/?q=Supplier&mine=1&f_Type=Supplier&sort=-Name"
    link = page.get(lists).context["start_many"]
    assert escape(link) in page.get(lists).content.decode()
    preview = shown(page.get(f"{link}&flow=Small"))
    assert "1 record" in preview
    assert many[4] in preview
    assert not page.get("/records/Account/?q=nothing-like-it").content.decode().count("start-existing")
    assert "start-existing" not in shown(client_for(alice).get("/records/Account/"))
