"""Many at once on one item: one winner, clear refusals, nothing typed is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from runs.models import RunTurn, StepRun
from workitems.models import WorkItem

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TEN = 10


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them at the same moment, each on its own connection; answers in the order of `calls`."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def work(number: int) -> None:
        try:
            gate.wait(timeout=30)
            answers[number] = calls[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.fixture
def crowd(office: Any) -> list[Client]:
    """Ten people of the group that is asked, each with a browser of their own."""
    people = [office.person(f"p{number}", f"Person{number}", "Ten") for number in range(TEN)]
    office.group.users.set(people)
    return [office.htmx(person) for person in people]


def answer(client: Client, item: WorkItem, revision: int, move: str, **typed: str) -> Any:
    body = {"revision": revision, "move": move, **{f"f-{name}": text for name, text in typed.items()}}
    return client.post(f"/work-items/{item.pk}/screen/", body)


def test_ten_people_answer_at_once_and_one_wins(office: Any, crowd: list[Client]) -> None:
    item = office.item()
    for client in crowd:
        assert answer(client, item, 0, "next", amount="1", choice="Approve").status_code == 200

    def finish(number: int) -> Callable[[], Any]:
        return lambda: answer(crowd[number], item, 1, "finish", note=f"note of person {number}")

    answers = at_once([finish(number) for number in range(TEN)])

    statuses = [found.status_code for found in answers]
    assert sorted(statuses) == [200] + [409] * (TEN - 1)
    winner = statuses.index(200)
    assert StepRun.objects.get(pk=item.step_id).outputs["approvalComments"] == f"note of person {winner}"
    for number, found in enumerate(answers):
        if number != winner:
            text = found.content.decode()
            assert f"Person{winner} Ten" in text
            assert f"note of person {number}" in text
    assert RunTurn.objects.filter(run_id=item.run_id).count() == 2


def test_ten_presses_of_one_person_are_one_turn(office: Any) -> None:
    item = office.item()
    clients = [office.htmx(office.bea) for _ in range(TEN)]
    answer(clients[0], item, 0, "next", amount="1", choice="Approve")

    def press(client: Client) -> Callable[[], Any]:
        return lambda: answer(client, item, 1, "finish", note="mine")

    answers = at_once([press(client) for client in clients])

    assert [found.status_code for found in answers] == [200] * TEN
    assert RunTurn.objects.filter(run_id=item.run_id).count() == 2
    assert WorkItem.objects.get(pk=item.pk).ended_by == office.bea


def test_ten_people_decide_at_once_and_one_wins(office: Any, crowd: list[Client]) -> None:
    item = office.item()

    def decide(number: int) -> Callable[[], Any]:
        body = {"decision": ("approve", "reject")[number % 2], "confirmed": "yes", "comments": f"reason {number}"}
        return lambda: crowd[number].post(f"/work-items/{item.pk}/decide/", body)

    answers = at_once([decide(number) for number in range(TEN)])

    statuses = [found.status_code for found in answers]
    assert sorted(statuses) == [200] + [409] * (TEN - 1)
    outputs = StepRun.objects.get(pk=item.step_id).outputs
    winner = statuses.index(200)
    assert outputs == {
        "approvalDecision": ("Approve", "Reject")[winner % 2],
        "approvalComments": f"reason {winner}",
    }
    assert all(f"reason {n}" in found.content.decode() for n, found in enumerate(answers) if n != winner)


def test_ten_claims_at_once_and_one_has_it(office: Any, crowd: list[Client]) -> None:
    item = office.item()
    answers = at_once([lambda c=client: c.post(f"/work-items/{item.pk}/claim/") for client in crowd])
    statuses = [found.status_code for found in answers]
    assert sorted(statuses) == [200] + [409] * (TEN - 1)
    owner = WorkItem.objects.get(pk=item.pk).claimed_by
    assert owner.username == f"p{statuses.index(200)}"
    assert all(f"{owner.first_name} Ten" in found.content.decode() for found in answers if found.status_code == 409)


def test_a_handover_and_an_answer_at_once_leave_one_truth(office: Any, crowd: list[Client]) -> None:
    item, ann = office.item(), office.htmx(office.ann)
    body = {"kind": "user", "name_user": "dan", "reason": ""}
    decided, handed = at_once(
        [
            lambda: crowd[0].post(f"/work-items/{item.pk}/decide/", {"decision": "approve"}),
            lambda: ann.post(f"/work-items/{item.pk}/reassign/", body),
        ]
    )
    item.refresh_from_db()
    if item.status == "completed":
        assert (decided.status_code, item.assignee_name) == (200, "Finance team")
        assert handed.status_code in (403, 409)
    else:
        assert (handed.status_code, item.assignee_name) == (200, "Dan Doe")
        assert decided.status_code in (403, 404)
