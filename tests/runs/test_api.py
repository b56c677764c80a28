"""Runs over REST: the shapes of the contract, rights, refusals."""

from collections.abc import Callable
from typing import Any

import pytest

from runs.models import Run, RunTurn
from tests.runs.test_turns import answer


@pytest.fixture
def api(boss: Any, api_for: Callable[[Any], Any]) -> Any:
    return api_for(boss)


def start(api: Any, name: str, **body: Any) -> Any:
    return api.post(f"/api/v1/orchestrations/{name}/runs/", body, format="json")


def test_starting_answers_201_and_the_run(w1: str, api: Any) -> None:
    answer = start(api, w1, inputs={})
    assert answer.status_code == 201, answer.data
    run = answer.data
    assert run["number"] == run["id"]
    assert (run["orchestration"], run["version"], run["status"], run["status_label"]) == (
        w1,
        1,
        "in_progress",
        "In Progress",
    )
    assert [(stage["api_name"], stage["status"], stage["attempt"]) for stage in run["stages"]] == [
        ("Prepare", "completed", 1),
        ("Review", "in_progress", 1),
    ]
    [step] = run["stages"][1]["steps"]
    assert (step["kind"], step["status"], step["outputs"], step["fault"]) == ("interactive", "in_progress", {}, None)
    assert run["stages"][0]["steps"][0]["outputs"] == {"done": True}
    assert api.get(f"/api/v1/runs/{run['id']}/").data == run


def test_lists_filter_and_counts_are_apart(w1: str, api: Any, alice: Any) -> None:
    first, second = (start(api, w1).data["id"] for _ in range(2))
    answer(Run.objects.get(pk=first), alice)
    rows = api.get("/api/v1/runs/?status=completed").data
    assert (rows["next"], [row["id"] for row in rows["results"]]) == (None, [first])
    assert [row["id"] for row in api.get(f"/api/v1/runs/?orchestration={w1}").data["results"]] == [second, first]
    assert api.get("/api/v1/runs/?status=nonsense").status_code == 422
    assert api.get("/api/v1/runs/counts/").data["completed"] == 1
    page = api.get("/api/v1/runs/?limit=1").data
    assert [row["id"] for row in api.get(page["next"]).data["results"]] == [first]


def test_history_tells_what_who_when_and_why(w1: str, api: Any, alice: Any) -> None:
    run = start(api, w1).data["id"]
    answer(Run.objects.get(pk=run), alice)
    lines = api.get(f"/api/v1/runs/{run}/history/").data["results"]
    assert lines[0]["what"] == "run_started"
    assert lines[0]["who"] == "boss"
    assert lines[-1]["text"] == "The run is completed."
    [decision] = [line for line in lines if line["what"] == "decision_taken"]
    assert decision["text"] == "Decision “Said yes?”: Yes."
    assert decision["why"] == [
        {
            "outcome": "Yes",
            "result": True,
            "logic": "",
            "conditions": [
                {
                    "number": 1,
                    "text": "outcome of Ask a person (yes) is “yes”",
                    "result": True,
                    "note": "",
                    "decided": True,
                    "parts": [],
                }
            ],
        }
    ]
    [waiting] = [line for line in lines if line["what"] == "work_item_opened"]
    assert waiting["text"] == "“Ask a person” is waiting for alice."


def test_the_same_idempotency_key_starts_one_run(w1: str, api: Any) -> None:
    first = start(api, w1).data["id"]
    headers = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    a = api.post(f"/api/v1/orchestrations/{w1}/runs/", {}, format="json", **headers)
    b = api.post(f"/api/v1/orchestrations/{w1}/runs/", {}, format="json", **headers)
    assert a.json()["id"] == b.json()["id"] == first + 1


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("Nothing_here", {}, 404, "not_found"),
        ("Bench_Trivial", {}, 409, "not_startable"),
        ("Bench_W1", {"inputs": {"x": 1}}, 422, "unknown_input"),
        ("Bench_W1", {"record": "nonsense"}, 422, "bad_input"),
    ],
)
def test_what_cannot_start_is_refused(w1: str, api: Any, name: str, body: Any, status: int, code: str) -> None:
    answer = start(api, name, **body)
    assert (answer.status_code, answer.data["code"]) == (status, code)


def test_cancel_suspend_and_resume(w1: str, api: Any) -> None:
    run = start(api, w1).data["id"]
    assert api.post(f"/api/v1/runs/{run}/suspend/", {}, format="json").data["status"] == "suspended"
    assert api.post(f"/api/v1/runs/{run}/resume/", {}, format="json").data["status"] == "in_progress"
    canceled = api.post(f"/api/v1/runs/{run}/cancel/", {"reason": "a mistake"}, format="json")
    assert (canceled.status_code, canceled.data["status"]) == (202, "canceled")
    assert canceled.data["stages"][-1]["steps"][0]["status"] == "canceled"
    again = api.post(f"/api/v1/runs/{run}/cancel/", {}, format="json")
    assert (again.status_code, again.data["code"]) == (409, "event_rejected")
    assert RunTurn.objects.filter(run_id=run).count() == 4
    lines = api.get(f"/api/v1/runs/{run}/history/").data["results"]
    assert any("boss canceled the run. Reason: a mistake" in line["text"] for line in lines)


def test_a_retry_of_what_is_not_there_is_refused(w1: str, api: Any) -> None:
    run = start(api, w1).data["id"]
    for body, status, code in (
        ({}, 409, "nothing_failed"),
        ({"from": "nowhere"}, 422, "retry_not_supported"),
        ({"from": {"step_run": 7}}, 409, "step_not_open"),
        ({"from": {"stage": "Nowhere"}}, 404, "not_found"),
        ({"from": "start", "inputs": {"x": 1}}, 422, "unknown_input"),
    ):
        answer = api.post(f"/api/v1/runs/{run}/retry/", body, format="json")
        assert (answer.status_code, answer.data["code"]) == (status, code)


def test_strangers_and_assignees_are_kept_out(w1: str, api: Any, api_for: Callable[[Any], Any], make_user: Any) -> None:
    run = start(api, w1).data["id"]
    nobody = api_for(make_user("nobody"))
    assert nobody.get(f"/api/v1/runs/{run}/").status_code == 404
    assert nobody.get("/api/v1/runs/").data["results"] == []
    assert nobody.post(f"/api/v1/orchestrations/{w1}/runs/", {}, format="json").status_code == 403
    assert nobody.post(f"/api/v1/runs/{run}/cancel/", {}, format="json").status_code == 403
    assert api_for(None).get(f"/api/v1/runs/{run}/").status_code == 401
