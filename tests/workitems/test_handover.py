"""Reassigning: to whom, by whom, mail again, the history keeps both. And what mail says to whom."""

import json

import pytest
from django.core import mail

from people.services import profile_of
from runs.models import RunTurn
from runs.services import cancel_run
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def reassign(client, item, kind, name, reason=""):
    return client.post(f"/work-items/{item.pk}/reassign/", {"kind": kind, f"name_{kind}": name, "reason": reason})


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def test_a_group_is_told_in_general_a_person_by_name(office, deliver, settings):
    settings.SITE_URL = "https://flows.example.com"
    office.item(("group", "Finance"), ("user", "dan"))
    deliver()
    assert told() == ["bea@example.com", "cal@example.com", "dan@example.com"]
    by_address = {message.to[0]: message for message in mail.outbox}
    to_group, to_dan = by_address["bea@example.com"], by_address["dan@example.com"]
    assert to_group.subject == "Work for Finance team: Review it"
    assert "Whoever finishes it first" in to_group.body
    assert "Bea" not in to_group.body
    assert to_dan.subject == "Work for you: Review it"
    assert "Hello Dan Doe" in to_dan.body
    item = WorkItem.objects.get(assignee_key=f"user:{office.dan.pk}")
    link = f"https://flows.example.com/work-items/{item.pk}/"
    assert link in to_dan.body
    assert link in to_dan.alternatives[0].content


def test_mail_goes_out_once_however_often_the_worker_looks(office, deliver):
    office.item(("user", "dan"))
    deliver()
    deliver()
    assert len(mail.outbox) == 1


def test_mail_failing_is_tried_again(office, deliver, settings):
    office.item(("user", "dan"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere"
    deliver()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from runs.models import OutboxRow

    [row] = OutboxRow.objects.all()
    assert "nowhere" in row.last_error


def test_a_queue_with_an_address_gets_one_mail_there(office, deliver):
    office.queue.email = "desk@example.com"
    office.queue.save()
    office.item(("queue", "Desk"))
    deliver()
    assert told() == ["desk@example.com"]


def test_withdrawn_work_is_said_to_its_assignees(office, deliver):
    item = office.item(("user", "dan"))
    deliver()
    mail.outbox.clear()
    cancel_run(run_id=item.run_id, by=office.ann)
    deliver()
    [message] = mail.outbox
    assert message.subject == "No longer needed: Review it"
    assert "The run was canceled." in message.body


def test_dates_in_mail_are_the_receivers_own(office, deliver):
    from datetime import UTC, datetime

    profile = profile_of(office.dan)
    profile.time_zone = "Asia/Tokyo"
    profile.save()
    item = office.item(("user", "dan"))
    WorkItem.objects.filter(pk=item.pk).update(due_at=datetime(2030, 5, 1, 20, 0, tzinfo=UTC))
    deliver()
    assert "May 2, 2030, 5 a.m." in mail.outbox[0].body


def test_handing_over_restarts_the_clock_tells_the_new_one_and_is_remembered(office, deliver):
    item = office.item()
    deliver()
    mail.outbox.clear()
    answer = reassign(office.htmx(office.ann), item, "queue", "Desk", reason="holiday")
    assert "Handed over to Service desk" in answer.content.decode()
    now = WorkItem.objects.get(pk=item.pk)
    assert (now.assignee_key, now.assignee_name) == (f"queue:{office.queue.pk}", "Service desk")
    assert now.assigned_at > item.assigned_at
    assert now.created_at == item.created_at
    deliver()
    assert told() == ["dan@example.com"]
    last = RunTurn.objects.filter(run_id=item.run_id).order_by("number").last()
    [line] = json.loads(last.trail)
    assert last.by == office.ann
    assert line["what"] == "work_item_reassigned"
    assert line["detail"] == {"from": "Finance team", "to": "Service desk", "reason": "holiday"}
    assert office.browser(office.bea).get(f"/work-items/{item.pk}/").status_code == 404
    assert office.browser(office.dan).get(f"/work-items/{item.pk}/").status_code == 200


def test_handing_over_before_the_mail_went_tells_only_the_new_one(office, deliver):
    item = office.item(("user", "bea"))
    reassign(office.htmx(office.ann), item, "user", "dan")
    deliver()
    assert told() == ["dan@example.com"]


def test_the_one_list_in_which_something_was_chosen_counts(office):
    item = office.item()
    office.htmx(office.ann).post(f"/work-items/{item.pk}/reassign/", {"kind": "user", "name_queue": "Desk"})
    assert WorkItem.objects.get(pk=item.pk).assignee_name == "Service desk"


def test_one_may_hand_over_ones_own_work_but_not_the_groups(office):
    own = office.item(("user", "bea"))
    assert reassign(office.htmx(office.bea), own, "user", "cal").status_code == 200
    groups = office.item(("group", "Finance"))
    assert reassign(office.htmx(office.bea), groups, "user", "cal").status_code == 403


@pytest.mark.parametrize(
    ("kind", "name", "status"),
    [("user", "nobody", 422), ("user", "", 422), ("robot", "x", 422), ("group", "Finance", 409)],
)
def test_who_cannot_be_given_work(office, kind, name, status):
    item = office.item()
    assert reassign(office.htmx(office.ann), item, kind, name).status_code == status
    assert WorkItem.objects.get(pk=item.pk).assignee_key == f"group:{office.group.pk}"


def test_an_inactive_person_cannot_be_given_work(office):
    office.dan.is_active = False
    office.dan.save()
    refused = reassign(office.htmx(office.ann), office.item(), "user", "dan", reason="because")
    assert refused.status_code == 422
    assert "because" in refused.content.decode()


def test_finished_work_is_not_handed_over(office):
    item = office.item()
    office.htmx(office.bea).post(f"/work-items/{item.pk}/decide/", {"decision": "approve"})
    assert reassign(office.htmx(office.ann), item, "user", "dan").status_code == 403
