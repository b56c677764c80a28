"""Approve and Reject without screens; claim and release."""

from datetime import timedelta

import pytest
from django.utils import timezone

from runs.models import RunTurn, StepRun
from workitems import services
from workitems.errors import ClaimedByOther, NotYourWork
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def decide(client, item, **body):
    return client.post(f"/work-items/{item.pk}/decide/", body)


def outputs(item):
    return StepRun.objects.get(pk=item.step_id).outputs


def test_approve_finishes_the_step_with_the_words_the_definition_compares(office):
    item = office.item()
    page = decide(office.htmx(office.bea), item, decision="approve", comments="fine")
    assert page.status_code == 200
    assert outputs(item) == {"approvalDecision": "Approve", "approvalComments": "fine"}


def test_reject_asks_once_more_and_keeps_the_comment(office):
    item, bea = office.item(), office.htmx(office.bea)
    asked = decide(bea, item, decision="reject", comments="too dear").content.decode()
    assert "This cannot be taken back" in asked
    assert "too dear" in asked
    assert outputs(item) == {}
    back = decide(bea, item, decision="wait", comments="too dear", confirmed="yes").content.decode()
    assert "This cannot be taken back" not in back
    assert "too dear" in back
    assert outputs(item) == {}
    decide(bea, item, decision="reject", comments="too dear", confirmed="yes")
    assert outputs(item) == {"approvalDecision": "Reject", "approvalComments": "too dear"}


def test_deciding_and_answering_keep_what_was_typed_in_the_other_form(office):
    item, bea, cal = office.item(), office.htmx(office.bea), office.htmx(office.cal)
    answer = {"revision": "0", "f-amount": "many", "f-choice": "Approve"}
    asked = decide(bea, item, decision="reject", comments="no", **answer)
    assert asked["HX-Retarget"] == f"#decide-{item.pk}"
    body = {**answer, "move": "next", "comments": "half a thought"}
    assert "half a thought" in bea.post(f"/work-items/{item.pk}/screen/", body).content.decode()
    cal.post(f"/work-items/{item.pk}/claim/")
    refused = decide(bea, item, decision="approve", comments="half a thought", **answer).content.decode()
    assert 'value="many"' in refused
    decide(cal, item, decision="approve")
    late = decide(bea, item, decision="approve", comments="half a thought", **answer).content.decode()
    assert "half a thought" in late
    assert "Amount: many" in late


def test_a_get_never_decides(office):
    item, bea = office.item(), office.browser(office.bea)
    assert bea.get(f"/work-items/{item.pk}/decide/?decision=approve").status_code == 405
    assert WorkItem.objects.get(pk=item.pk).status == "assigned"


def test_the_second_decision_is_refused_and_the_comment_shown(office):
    item = office.item()
    decide(office.htmx(office.bea), item, decision="approve")
    late = decide(office.htmx(office.cal), item, decision="reject", confirmed="yes", comments="my reasons")
    text = late.content.decode()
    assert late.status_code == 409
    assert "Bea Baker" in text
    assert "my reasons" in text
    assert outputs(item)["approvalDecision"] == "Approve"


def test_the_same_press_twice_is_one_turn_and_another_decision_is_refused(office):
    item, bea = office.item(), office.htmx(office.bea)
    assert [decide(bea, item, decision="approve").status_code for _ in range(2)] == [200, 200]
    assert decide(bea, item, decision="reject", confirmed="yes").status_code == 409
    assert RunTurn.objects.filter(run_id=item.run_id).count() == 2


def test_only_approvals_are_decided(office):
    item = office.item(kind="interactive")
    assert decide(office.htmx(office.bea), item, decision="approve").status_code == 409
    assert (
        "Approve" not in office.htmx(office.bea).get(f"/work-items/{item.pk}/").content.decode().split("wg-decide")[1:]
    )


def test_one_of_several_assignees_finishes_for_all(office):
    item = office.item(("user", "dan"), ("group", "Finance"), ("user", "bea"))
    items = {found.assignee_key: found for found in WorkItem.objects.filter(run=item.run)}
    hers = items[f"user:{office.bea.pk}"]
    decide(office.htmx(office.bea), hers, decision="approve")
    ended = {found.pk: (found.status, found.ended_why) for found in WorkItem.objects.filter(run=item.run)}
    assert ended.pop(hers.pk) == ("completed", "finished")
    assert set(ended.values()) == {("completed", "other_won")}


def test_the_first_claim_wins_and_the_loser_sees_who_has_it(office):
    item = office.item()
    services.claim(viewer=office.viewer(office.bea), item=item)
    with pytest.raises(ClaimedByOther) as refused:
        services.claim(viewer=office.viewer(office.cal), item=item)
    assert "Bea Baker" in refused.value.detail


def test_opening_does_not_claim(office):
    item = office.item()
    office.browser(office.bea).get(f"/work-items/{item.pk}/")
    assert WorkItem.objects.get(pk=item.pk).claimed_by is None


def test_a_claimed_item_is_answered_by_its_claimer_only_until_released(office):
    item, bea, cal = office.item(), office.htmx(office.bea), office.htmx(office.cal)
    assert bea.post(f"/work-items/{item.pk}/claim/").status_code == 200
    refused = decide(cal, item, decision="approve", comments="let me")
    assert refused.status_code == 409
    assert "let me" in refused.content.decode()
    body = {"revision": 0, "move": "next", "f-amount": "41", "f-choice": "Approve"}
    typed = cal.post(f"/work-items/{item.pk}/screen/", body)
    assert typed.status_code == 409
    assert 'value="41"' in typed.content.decode()
    assert cal.post(f"/work-items/{item.pk}/release/").status_code == 409
    bea.post(f"/work-items/{item.pk}/release/")
    assert decide(cal, item, decision="approve").status_code == 200


def test_a_claim_lapses_and_then_others_may_take_the_item_over_or_answer_it(office, settings):
    settings.CLAIM_HOURS = 24
    item, cal = office.item(), office.htmx(office.cal)
    services.claim(viewer=office.viewer(office.bea), item=item, now=timezone.now() - timedelta(hours=23))
    assert cal.post(f"/work-items/{item.pk}/claim/").status_code == 409
    WorkItem.objects.filter(pk=item.pk).update(claimed_at=timezone.now() - timedelta(hours=25))

    page = cal.get(f"/work-items/{item.pk}/").content.decode()
    assert "Claimed by Bea Baker" in page
    assert "Take over" in page
    assert cal.post(f"/work-items/{item.pk}/claim/").status_code == 200
    assert WorkItem.objects.get(pk=item.pk).claimed_by == office.cal
    assert decide(office.htmx(office.bea), item, decision="approve").status_code == 409

    WorkItem.objects.filter(pk=item.pk).update(claimed_at=timezone.now() - timedelta(hours=25))
    assert decide(office.htmx(office.bea), item, decision="approve").status_code == 200


def test_a_claim_never_lapses_where_the_site_says_so(office, settings):
    settings.CLAIM_HOURS = 0
    item = office.item()
    services.claim(viewer=office.viewer(office.bea), item=item, now=timezone.now() - timedelta(days=999))
    with pytest.raises(ClaimedByOther):
        services.claim(viewer=office.viewer(office.cal), item=item)


def test_a_manager_may_release_the_claim_of_somebody(office):
    item = office.item()
    services.claim(viewer=office.viewer(office.bea), item=item)
    assert services.release(viewer=office.viewer(office.ann), item=item).claimed_by is None


def test_claiming_needs_the_item_to_be_ones_own(office):
    item = office.item()
    with pytest.raises(NotYourWork):
        services.claim(viewer=office.viewer(office.ann), item=item)


def test_the_pulse_tells_of_a_claim_and_an_end(office):
    item, cal = office.item(), office.htmx(office.cal)
    pulse = f"/work-items/{item.pk}/pulse/?seen={item.stamp}"
    assert cal.get(pulse).status_code == 204
    services.claim(viewer=office.viewer(office.bea), item=item)
    assert "Bea Baker has claimed this" in cal.get(pulse).content.decode()
    decide(office.htmx(office.bea), item, decision="approve")
    assert "Bea Baker has finished this" in cal.get(pulse).content.decode()
