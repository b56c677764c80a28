"""The item page: screens in place, nothing typed is lost, who may do what."""

import pytest

from runs.models import RunTurn, StepRun
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def url(item: WorkItem, what: str = "") -> str:
    return f"/work-items/{item.pk}/{what}/" if what else f"/work-items/{item.pk}/"


def answer(client, item, revision, move, **values):
    typed = {f"f-{name}": value for name, value in values.items()}
    return client.post(url(item, "screen"), {"revision": revision, "move": move, **typed})


def outputs(item: WorkItem) -> dict:
    return StepRun.objects.get(pk=item.step_id).outputs


def test_two_screens_are_answered_in_place_and_finish_the_step(office):
    item, bea = office.item(), office.htmx(office.bea)
    page = bea.get(url(item)).content.decode()
    assert "Look at it" in page
    assert 'name="f-amount"' in page
    assert "style=" not in page

    second = answer(bea, item, 0, "next", amount="12.5", choice="Approve")
    assert second.status_code == 200
    assert 'name="f-note"' in second.content.decode()
    done = answer(bea, item, 1, "finish", note="fine by me")

    item.refresh_from_db()
    assert (item.status, item.ended_by, item.ended_why) == ("completed", office.bea, "finished")
    assert outputs(item)["approvalComments"] == "fine by me"
    assert "You finished this" in done.content.decode()
    assert "sc:work-changed" in done["HX-Trigger"]


def test_errors_stand_beside_their_fields_and_keep_what_was_typed(office):
    item, bea = office.item(), office.htmx(office.bea)
    wrong = answer(bea, item, 0, "next", amount="many")
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="many"' in text
    assert f'aria-describedby="item{item.pk}-amount-error"' in text
    assert f'id="item{item.pk}-choice-error"' in text


def test_back_shows_the_first_screen_with_its_answers(office):
    item, bea = office.item(), office.htmx(office.bea)
    answer(bea, item, 0, "next", amount="12", choice="Reject")
    first = answer(bea, item, 1, "back", note="half a thought").content.decode()
    assert 'value="12"' in first
    assert first.count("checked") == 1
    again = answer(bea, item, 2, "next", amount="12", choice="Reject").content.decode()
    assert "half a thought" in again


def test_a_second_tab_gets_the_current_screen_and_its_text_back(office):
    item, bea = office.item(), office.htmx(office.bea)
    answer(bea, item, 0, "next", amount="12", choice="Approve")
    stale = answer(bea, item, 0, "next", amount="77", choice="Reject")
    text = stale.content.decode()
    assert stale.status_code == 409
    assert 'name="f-note"' in text
    assert "77" in text
    assert "moved on" in text


def test_saving_for_later_keeps_what_was_typed(office):
    item, bea = office.item(), office.browser(office.bea)
    left = answer(bea, item, 0, "pause", amount="31")
    assert (left.status_code, left["Location"]) == (302, "/work-items/")
    assert 'value="31"' in bea.get(url(item)).content.decode()


def test_the_second_finisher_is_told_who_was_first_and_keeps_the_text(office):
    item, bea, cal = office.item(), office.htmx(office.bea), office.htmx(office.cal)
    for client in (bea, cal):
        answer(client, item, 0, "next", amount="1", choice="Approve")
    answer(bea, item, 1, "finish", note="from bea")
    late = answer(cal, item, 1, "finish", note="a long careful note of Cal's")
    text = late.content.decode()
    assert late.status_code == 409
    assert "Bea Baker" in text
    assert "a long careful note of Cal" in text
    assert outputs(item)["approvalComments"] == "from bea"


def test_pressing_finish_twice_is_one_turn(office):
    item, bea = office.item(), office.htmx(office.bea)
    answer(bea, item, 0, "next", amount="1", choice="Approve")
    first, second = (answer(bea, item, 1, "finish", note="x") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert RunTurn.objects.filter(run_id=item.run_id).count() == 2


def test_without_scripts_every_move_is_a_page(office):
    item, bea = office.item(), office.browser(office.bea)
    wrong = answer(bea, item, 0, "next", amount="many")
    assert wrong.status_code == 422
    assert "<html" in wrong.content.decode()
    assert 'value="many"' in wrong.content.decode()
    assert answer(bea, item, 0, "next", amount="1", choice="Approve")["Location"] == url(item)
    assert answer(bea, item, 1, "finish", note="")["Location"] == url(item)
    assert "You finished this" in bea.get(url(item)).content.decode()


def test_the_next_step_of_the_run_is_offered_first(office):
    office.item(("user", "bea"))
    item = office.item(("user", "bea"), then="bea")
    bea = office.htmx(office.bea)
    answer(bea, item, 0, "next", amount="1", choice="Approve")
    done = answer(bea, item, 1, "finish", note="").content.decode()
    following = WorkItem.objects.get(run=item.run, status="assigned")
    assert "Next step of this run is yours" in done
    assert url(following) in done


@pytest.mark.parametrize("what", ["", "screen", "decide", "claim", "release", "reassign", "pulse"])
def test_an_item_of_others_does_not_exist(office, what):
    item, dan = office.item(), office.browser(office.dan)
    method = dan.get if what in ("", "pulse") else dan.post
    assert method(url(item, what)).status_code == 404


def test_a_manager_sees_an_item_but_cannot_do_it(office):
    item, ann = office.item(), office.htmx(office.ann)
    page = ann.get(url(item)).content.decode()
    assert "This is for Finance team to do" in page
    assert 'name="f-amount"' not in page
    assert answer(ann, item, 0, "next", amount="1", choice="Approve").status_code == 403
    assert ann.post(url(item, "decide"), {"decision": "approve"}).status_code == 403


def test_a_withdrawn_item_says_why(office):
    from runs.services import cancel_run

    item = office.item()
    cancel_run(run_id=item.run_id, by=office.ann, reason="not wanted")
    item.refresh_from_db()
    assert (item.status, item.ended_why) == ("withdrawn", "run_canceled")
    page = office.htmx(office.bea).get(url(item)).content.decode()
    assert "no longer needed" in page
    assert "The run was canceled" in page
    late = answer(office.htmx(office.bea), item, 0, "next", amount="55", choice="Approve")
    assert late.status_code == 409
    assert "55" in late.content.decode()
