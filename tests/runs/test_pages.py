"""Pages of runs as people get them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from runs.models import Run
from runs.services import start_run
from tests.runs.test_turns import answer


@pytest.fixture
def page(boss: Any, client_for: Callable[[Any], Client]) -> Client:
    return client_for(boss)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content[:500]
    return " ".join(response.content.decode().split())


def test_an_empty_list_says_how_runs_begin(page: Client) -> None:
    assert "Nothing has run yet" in text_of(page.get("/runs/"))


def test_who_sees_only_their_own_runs_is_not_told_that_nothing_runs(
    w1: str, boss: Any, alice: Any, client_for: Callable[[Any], Client]
) -> None:
    start_run(api_name=w1, by=boss)
    assert "You have started nothing yet" in text_of(client_for(alice).get("/runs/"))


def test_the_list_searches_and_filters(w1: str, page: Client, boss: Any, alice: Any) -> None:
    first, second = (start_run(api_name=w1, by=boss) for _ in range(2))
    answer(first, alice)
    assert f'href="/runs/{first.pk}/"' in text_of(page.get("/runs/?status=completed"))
    assert f'href="/runs/{second.pk}/"' not in text_of(page.get("/runs/?status=completed"))
    assert f'href="/runs/{second.pk}/"' in text_of(page.get(f"/runs/?q=%23{second.pk}"))
    assert "No run matches" in text_of(page.get("/runs/?q=zebra"))
    fragment = page.get("/runs/", headers={"HX-Request": "true", "HX-Target": "runs-table"})
    assert "<html" not in text_of(fragment)
    assert "<strong>1</strong>" in text_of(page.get("/runs/counts/"))


def test_a_run_tells_its_story(w1: str, page: Client, boss: Any, alice: Any) -> None:
    run = start_run(api_name=w1, by=boss)
    shown = text_of(page.get(f"/runs/{run.pk}/"))
    assert 'hx-trigger="every 2s"' in shown
    assert f'href="/runs/{run.pk}/cancel/' in shown
    assert "“Ask a person” is waiting for alice." in shown
    assert page.get(f"/runs/{run.pk}/live/?turns=1").status_code == 204
    answer(run, alice)
    live = text_of(page.get(f"/runs/{run.pk}/live/?turns=1"))
    assert "outcome of Ask a person (yes) is “yes”: true" in live
    assert "every 2s" not in live
    assert '<div id="run-acts" hx-swap-oob="true">' in live
    assert f'href="/runs/{run.pk}/cancel/' not in live


def test_cancel_asks_for_a_reason_and_keeps_it(w1: str, page: Client, boss: Any) -> None:
    run = start_run(api_name=w1, by=boss)
    assert f'href="/runs/{run.pk}/cancel/"' in text_of(page.get(f"/runs/{run.pk}/"))
    asked = text_of(page.get(f"/runs/{run.pk}/cancel/"))
    assert "Cancel this run?" in asked
    assert "Open work items of “Ask a person” are withdrawn." in asked
    answered = page.post(f"/runs/{run.pk}/cancel/", {"reason": "wrong quote"}, follow=True)
    assert "boss canceled the run. Reason: wrong quote" in text_of(answered)
    run.refresh_from_db()
    assert run.status == "canceled"


def test_only_a_post_starts(w1: str, page: Client) -> None:
    asked = text_of(page.get(f"/start/{w1}/?retURL=/records/"))
    assert "Nothing has started yet" in asked
    assert not Run.objects.exists()
    answered = page.post(f"/start/{w1}/", {"retURL": "/records/"})
    assert (answered.status_code, answered["Location"]) == (302, "/records/")
    assert Run.objects.count() == 1


def test_a_link_to_another_site_is_not_followed(w1: str, page: Client) -> None:
    answered = page.post(f"/start/{w1}/", {"retURL": "https://evil.example/"})
    assert answered["Location"] == f"/runs/{Run.objects.get().pk}/"


def test_panels_list_what_can_start_and_what_needs_repair(w1: str, page: Client) -> None:
    assert f'href="/start/{w1}/"' in text_of(page.get("/runs/startable-panel/"))
    assert "No run needs repair" in text_of(page.get("/runs/home-panel/"))
    assert "Nothing has run on this record" in text_of(page.get("/runs/record-panel/?record=nonsense"))


def test_others_do_not_see_a_run(w1: str, boss: Any, make_user: Any, client_for: Callable[[Any], Client]) -> None:
    run = start_run(api_name=w1, by=boss)
    nobody = client_for(make_user("nobody"))
    assert nobody.get(f"/runs/{run.pk}/").status_code == 404
    assert nobody.post(f"/runs/{run.pk}/cancel/").status_code == 403
    assert nobody.get(f"/start/{w1}/").status_code == 403
