"""REST calls of work items, as contract.md names them."""

import pytest

from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = "/api/v1/work-items/"


def post(api, item, what, **body):
    return api.post(f"{ROOT}{item.pk}/{what}/", body, format="json")


def test_an_item_says_what_it_is(office):
    item = office.item()
    found = office.api(office.bea).get(f"{ROOT}{item.pk}/").data
    assert {name: found[name] for name in ("id", "label", "status", "status_label", "run", "step_run")} == {
        "id": item.pk,
        "label": "Review it",
        "status": "assigned",
        "status_label": "Assigned",
        "run": item.run_id,
        "step_run": item.step_id,
    }
    assert found["assignee"] == {"kind": "group", "name": "Finance", "label": "Finance team"}
    assert (found["claimed_by"], found["record"], found["due_at"]) == (None, None, None)


def test_the_list_holds_what_the_caller_can_do(office):
    item = office.item()
    mine = f"{ROOT}?assigned_to=me&status=assigned"
    assert [row["id"] for row in office.api(office.bea).get(mine).data["results"]] == [item.pk]
    for other in (office.dan, office.ann):
        assert office.api(other).get(mine).data == {"results": [], "next": None, "previous": None}
    assert [row["id"] for row in office.api(office.ann).get(ROOT).data["results"]] == [item.pk]
    assert office.api(office.dan).get(ROOT).data["results"] == []


def test_the_list_is_paged_by_cursor(office):
    for _ in range(3):
        office.item()
    api = office.api(office.bea)
    first = api.get(f"{ROOT}?assigned_to=me&status=assigned&limit=2").data
    second = api.get(first["next"]).data
    ids = [row["id"] for row in [*first["results"], *second["results"]]]
    assert sorted(ids) == sorted(WorkItem.objects.values_list("pk", flat=True))
    assert (second["next"], [row["id"] for row in api.get(second["previous"]).data["results"]]) == (None, ids[:2])


@pytest.mark.parametrize("query", ["assigned_to=bob", "status=lost", "run=x", "view=nothing", "view=team"])
def test_what_cannot_be_asked_is_refused(office, query):
    answer = office.api(office.bea).get(f"{ROOT}?{query}")
    assert answer.status_code == 422
    assert answer.data["code"] == "invalid"


def test_filters_by_run_and_record(office):
    first, _second = office.item(), office.item()
    api = office.api(office.bea)
    assert [row["id"] for row in api.get(f"{ROOT}?run={first.run_id}").data["results"]] == [first.pk]
    assert api.get(f"{ROOT}?record=001none").data["results"] == []


def test_the_screen_is_shown_answered_and_finished(office):
    item, api = office.item(), office.api(office.bea)
    screen = api.get(f"{ROOT}{item.pk}/screen/").data
    assert (screen["revision"], screen["screen"]) == (0, "First")
    assert [(field["name"], field["kind"], field["required"]) for field in screen["fields"]] == [
        ("intro", "display_text", False),
        ("amount", "number", True),
        ("choice", "radio", True),
    ]
    assert screen["fields"][0]["html"] == "<p>Please <b>look</b>.</p>"
    assert screen["fields"][2]["choices"] == [
        {"value": "Approve", "label": "Approve"},
        {"value": "Reject", "label": "Reject"},
    ]
    assert (screen["can_go_back"], screen["can_go_next"], screen["can_finish"]) == (False, True, False)

    second = post(api, item, "screen", revision=0, values={"amount": 12.5, "choice": "Approve"}, move="next").data
    assert (second["revision"], second["screen"], second["can_go_back"], second["can_finish"]) == (
        1,
        "Second",
        True,
        True,
    )
    assert post(api, item, "screen", revision=1, values={"note": "n"}, move="finish").data == {"finished": True}
    assert api.get(f"{ROOT}{item.pk}/").data["ended_by"] == {"username": "bea", "name": "Bea Baker"}
    assert post(api, item, "screen", revision=1, values={"note": "n"}, move="finish").data == {"finished": True}


def test_wrong_answers_come_back_by_field_with_what_was_typed(office):
    item, api = office.item(), office.api(office.bea)
    answer = post(api, item, "screen", revision=0, values={"amount": "many"}, move="next")
    assert answer.status_code == 422
    assert set(answer.data["fields"]) == {"amount", "choice"}
    assert answer.data["code"] == "invalid"
    assert answer.data["screen"]["fields"][1]["value"] == "many"


def test_a_stale_revision_is_409_with_the_current_screen(office):
    item, api = office.item(), office.api(office.bea)
    post(api, item, "screen", revision=0, values={"amount": 1, "choice": "Approve"}, move="next")
    stale = post(api, item, "screen", revision=0, values={"amount": 2, "choice": "Approve"}, move="next")
    assert stale.status_code == 409
    assert (stale.data["code"], stale.data["screen"]["screen"]) == ("screen_moved_on", "Second")


def test_a_second_finisher_is_told(office):
    item = office.item()
    post(office.api(office.bea), item, "decide", decision="approve")
    late = post(office.api(office.cal), item, "screen", revision=0, values={}, move="finish")
    assert late.status_code == 409
    assert late.data["code"] == "already_completed"
    assert "Bea Baker" in late.data["detail"]


def test_claim_release_reassign_and_decide(office):
    item, bea, cal = office.item(), office.api(office.bea), office.api(office.cal)
    assert post(bea, item, "claim").data["claimed_by"]["username"] == "bea"
    lost = post(cal, item, "claim")
    assert (lost.status_code, lost.data["code"]) == (409, "claimed_by_other")
    assert post(bea, item, "release").data["claimed_by"] is None
    assert post(bea, item, "release").data["code"] == "not_claimed"
    to = {"kind": "user", "name": "dan"}
    assert post(bea, item, "reassign", assignee=to).status_code == 403
    moved = post(office.api(office.ann), item, "reassign", assignee=to, reason="busy").data
    assert moved["assignee"] == {"kind": "user", "name": "dan", "label": "Dan Doe"}
    done = post(office.api(office.dan), item, "decide", decision="reject", comments="no").data
    assert (done["status"], done["ended_why"]) == ("completed", "finished")


@pytest.mark.parametrize("body", [{}, {"revision": 0, "move": "sideways"}, {"revision": "x", "move": "next"}])
def test_a_malformed_answer_is_422(office, body):
    item = office.item()
    assert office.api(office.bea).post(f"{ROOT}{item.pk}/screen/", body, format="json").status_code == 422


def test_items_of_others_do_not_exist(office):
    item, dan = office.item(), office.api(office.dan)
    assert dan.get(f"{ROOT}{item.pk}/").status_code == 404
    assert dan.get(f"{ROOT}{item.pk}/screen/").status_code == 404
    for what in ("screen", "claim", "release", "reassign", "decide"):
        answer = post(
            dan, item, what, revision=0, move="next", decision="approve", assignee={"kind": "user", "name": "dan"}
        )
        assert answer.status_code == 404, what


def test_strangers_and_managers_cannot_do_it(office, client):
    item = office.item()
    assert client.get(f"{ROOT}{item.pk}/").status_code in (401, 403)
    refused = post(office.api(office.ann), item, "decide", decision="approve")
    assert (refused.status_code, refused.data["code"]) == (403, "not_your_work")
