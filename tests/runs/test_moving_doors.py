"""Moving runs over REST and on its pages: who may, what is asked, what is answered."""

from typing import Any

from runs.models import MoveBatch, Run, RunMove
from tests.runs.test_moving import (
    ASK,
    LEGAL,
    NAME,
    SIGN,
    Install,
    deal,
    finish,
    flows,
    open_items,
    settle,
    stage,
    start,
)

__all__ = ["flows"]
MOVES = f"/api/v1/orchestrations/{NAME}/moves/"


def test_one_run_is_migrated_and_refused_where_it_does_not_fit(
    flows: Install, alice: Any, boss: Any, api_for: Any
) -> None:
    flows(deal(ASK, SIGN))
    [run] = start()
    flows(deal(LEGAL, SIGN))
    api = api_for(boss)

    refused = api.post(f"/api/v1/runs/{run.pk}/migrate/", {"version": 2}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "move_refused")
    assert "Review" in refused.json()["detail"]

    body = {"version": 2, "elements": {"Review": "Legal", "Ask": ""}, "reason": "New law"}
    moved = api.post(f"/api/v1/runs/{run.pk}/migrate/", body, format="json")
    assert moved.status_code == 202, moved.json()
    assert (moved.json()["version"], moved.json()["stages"][0]["api_name"]) == (2, "Legal")
    lines = api.get(f"/api/v1/runs/{run.pk}/history/").json()["results"]
    [line] = [line for line in lines if line["what"] == "run_moved"]
    assert line["text"] == "boss moved the run from version 1 to version 2. Reason: New law"
    assert open_items(run) == ["Check"]
    assert api_for(alice).post(f"/api/v1/runs/{run.pk}/migrate/", {}, format="json").status_code == 403


def test_a_batch_over_rest_from_dry_run_to_undo(flows: Install, alice: Any, boss: Any, api_for: Any) -> None:
    flows(deal(ASK, SIGN))
    _, second = start(2)
    finish(second, "Ask", alice)
    flows(deal(LEGAL, SIGN))
    api = api_for(boss)

    summary = api.post(f"{MOVES}check/", {"to": 2}, format="json").json()
    assert summary["verdicts"] == {"fits": 1, "needs_choice": 1, "cannot": 0}
    assert [(one["subject"], one["options"]) for one in summary["choices"]] == [("Review", ["Legal", "Signing"])]
    rows = api.post(f"{MOVES}verdicts/?limit=1", {"to": 2}, format="json").json()
    assert [(row["run"], row["verdict"]) for row in rows["results"]] == [(second.pk, "fits")]
    assert rows["next"]

    batch = api.post(MOVES, {"to": 2, "from": 1, "stage": "Signing", "reason": "x"}, format="json")
    assert (batch.status_code, batch.json()["counts"]["waiting"]) == (202, 1)
    settle()
    where = f"/api/v1/moves/{batch.json()['id']}/"
    assert api.get(where).json()["counts"]["moved"] == 1
    assert [one["run"] for one in api.get(f"{where}runs/?status=moved").json()["results"]] == [second.pk]
    assert [one["id"] for one in api.get(MOVES).json()["results"]] == [batch.json()["id"]]
    assert api.post(f"{where}undo/").status_code == 202
    settle()
    assert api.get(where).json()["counts"]["undone"] == 1
    assert api.post(f"{where}undo/").json()["code"] == "nothing_to_move"
    assert api_for(alice).get(where).status_code == 403


def test_the_page_asks_what_renamed_elements_became_and_moves(
    flows: Install, alice: Any, boss: Any, client_for: Any
) -> None:
    flows(deal(ASK, SIGN))
    run, _ = start(2)
    flows(deal(LEGAL, SIGN))
    browser, address = client_for(boss), f"/runs/move/{NAME}/"

    page = browser.get(address).content.decode()
    assert "What became of these?" in page
    assert 'name="becomes.Review"' in page
    assert "Move 2 runs" not in page

    assert f"/runs/move/{NAME}/?run={run.pk}" in browser.get(f"/runs/{run.pk}/").content.decode()
    assert "Only 1 chosen run" in browser.get(address, {"run": run.pk}).content.decode()
    chosen = {"to": "2", "becomes.Review": "Legal", "becomes.Ask": "-"}
    page = browser.get(address, chosen).content.decode()
    assert "Move 2 runs to version 2?" in page
    assert 'type="hidden" name="becomes.Review" value="Legal"' in page

    answer = browser.post(address, {**chosen, "reason": "New law"})
    batch = MoveBatch.objects.get()
    assert answer["Location"] == f"/runs/moves/{batch.pk}/"
    assert "0 of 2 done" in browser.get(answer["Location"]).content.decode()
    settle()
    page = browser.get(answer["Location"]).content.decode()
    assert "All 2 runs done" in page
    assert "Take this move back" in page
    assert open_items(run) == ["Check"]

    browser.post(f"/runs/moves/{batch.pk}/undo/")
    settle()
    assert set(RunMove.objects.values_list("status", flat=True)) == {"undone"}
    assert set(Run.objects.values_list("version__number", flat=True)) == {1}


def test_the_page_is_closed_to_others_and_empty_where_nothing_is_to_move(
    flows: Install, alice: Any, boss: Any, client_for: Any
) -> None:
    flows(deal(ASK, SIGN))
    assert client_for(alice).get(f"/runs/move/{NAME}/").status_code == 403
    browser = client_for(boss)
    assert "No live run to move" in browser.get(f"/runs/move/{NAME}/").content.decode()
    refused = browser.post(f"/runs/move/{NAME}/", {})
    assert refused.status_code == 409
    assert "There is no run of Deal to move." in refused.content.decode()
    assert browser.get(f"/runs/move/{NAME}/?to=77").status_code == 200


def test_nothing_is_moved_to_a_version_with_errors(flows: Install, boss: Any, api_for: Any) -> None:
    from builder.services import save_version
    from tests.runs.helpers import background

    flows(deal(ASK))
    start()
    save_version(definition=deal(stage("Review", background("Work", flow="Nowhere"))), by=None)

    answer = api_for(boss).post(MOVES, {"to": 2}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "version_has_problems")
    assert answer.json()["problems"]
