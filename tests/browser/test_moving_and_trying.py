"""Moving live runs with their undo, and trying an automation out, as people do it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.document.elements import Connector
from engine.document.resources import Variable
from engine.document.stages import Stage
from engine.values import Kind
from records import services as records
from runs.bench import definitions as bench
from runs.models import Run
from runs.services import start_run
from tests.acceptance.conftest import People
from tests.browser.drive import axe, no_sideways_scroll, settled, shot
from tests.runs.helpers import asking
from tests.runs.test_moving import NAME, deal

ACCOUNT = Variable(name="account", kind=Kind.RECORD, object="Account", is_input=True)


def stage(name: str, *steps: str) -> Stage:
    people = tuple(asking(step, "alice") for step in steps)
    return Stage(name=name, label=name.replace("_", " "), steps=people, connector=Connector("x"))


def install(*stages: Stage) -> None:
    bench.install(deal(*stages, variables=(ACCOUNT,)))


@pytest.fixture
def office(transactional_db: None) -> Any:
    """Eight deals under way in version 1, and version 2 with another stage, a renamed one and a step less."""
    people = People()
    ann = people.person("ann", "admin", first_name="Ann", last_name="Able")
    people.person("alice")
    bench.install(bench.trivial_flow())
    bench.install(bench.ask_flow())
    install(stage("Review", "Look_at_it", "Ask_sales"), stage("Signing", "Sign"))
    for number in range(8):
        saved = records.create(object="Account", values={"Name": f"Acme {number}"}, by=None)
        start_run(api_name=NAME, inputs={"account": saved.id}, by=ann)
    install(stage("First_look", "Look_at_it", "Second_opinion"), stage("Legal", "Check"), stage("Signing", "Sign"))
    return ann


def looks_right(visit: Any, user: Any, path: str, name: str) -> None:
    for shape, width, theme in (("phone", 360, "light"), ("dark", 1280, "dark")):
        page = visit(path, user=user, width=width, theme=theme)
        axe(page)
        no_sideways_scroll(page)
        shot(page, f"{name}-{shape}")


def versions() -> set[int]:
    return set(Run.objects.values_list("version__number", flat=True))


def test_live_runs_are_moved_and_moved_back(visit: Any, office: Any, worker: Any) -> None:
    worker()
    page: Page = visit(f"/builder/{NAME}/", user=office)
    page.get_by_role("link", name="Move live runs to another version").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Move live runs")
    expect(page.locator("#move-verdicts").locator("xpath=ancestor::section")).to_contain_text("Needs a choice")
    axe(page)
    shot(page, "move-choices")
    looks_right(visit, office, f"/runs/move/{NAME}/", "move-choices")

    page.get_by_label("Review").select_option(label="It is now “First look”")
    page.get_by_role("button", name="Check again").click()
    page.get_by_label("Ask_sales").select_option(label="Not needed any more: stop it")
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", name="Move 8 runs to version 2?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The step “Second_opinion” is new in the stage “First look”.")
    axe(page)
    shot(page, "move-fits")
    page.get_by_label("Reason").fill("The law has changed")
    page.get_by_role("button", name="Move 8 runs").click()
    expect(page.get_by_role("heading", name="All 8 runs done")).to_be_visible(timeout=30_000)
    assert versions() == {2}
    axe(page)
    shot(page, "move-done")
    looks_right(visit, office, page.url, "move-done")

    page.get_by_role("link", name="#").first.click()
    expect(page.locator(".sc-story")).to_contain_text("Ann Able moved the run from version 1 to version 2.")
    expect(page.locator(".sc-story")).to_contain_text("The law has changed")
    page.go_back()
    page.get_by_text("Take this move back…").click()
    page.get_by_role("button", name="Take it back", exact=True).click()
    expect(page.locator("main")).to_contain_text("Moved back", timeout=30_000)
    expect(page.get_by_role("heading", name="All 8 runs done")).to_be_visible(timeout=30_000)
    assert versions() == {1}
    settled(page)


def test_an_automation_is_tried_step_by_step_and_kept_as_a_test(visit: Any, office: Any) -> None:
    before = Run.objects.count()
    page: Page = visit(f"/builder/{NAME}/", user=office)
    page.get_by_role("link", name="Try it").click()
    shot(page, "try-empty")
    axe(page)
    page.locator("summary", has_text="Second_opinion").click()
    page.get_by_label("What Second_opinion does").select_option(label="It gives these outputs")
    page.get_by_label("Outputs or message of Second_opinion").fill("outcome = fine")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("main")).to_contain_text("Waits for alice")
    page.get_by_label("Answer").fill("yes")
    page.get_by_label("Complete as").fill("alice")
    axe(page)
    shot(page, "try-waiting")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".sc-story")).to_contain_text("completed “Look_at_it”")
    expect(page.get_by_role("heading", name="Check")).to_be_visible()
    page.get_by_label("Name of the test case").fill("Goes to legal")
    axe(page)
    no_sideways_scroll(page)
    shot(page, "try-report")
    page.set_viewport_size({"width": 360, "height": 740})
    no_sideways_scroll(page)
    shot(page, "try-report-phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Keep as test case").click()
    expect(page.get_by_role("row", name="Goes to legal")).to_be_visible()
    page.get_by_role("button", name="Play all").click()
    expect(page.get_by_role("status").filter(has_text="green")).to_be_visible()
    axe(page)
    shot(page, "tests")
    page.get_by_label("Version", exact=True).select_option("1")
    page.get_by_role("button", name="Play all").click()
    expect(page.locator("main")).to_contain_text("One test case fails")
    page.get_by_role("link", name="Goes to legal").click()
    page.get_by_label("Version", exact=True).select_option("1")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("heading", name="Expected and actual path")).to_be_visible()
    axe(page)
    shot(page, "test-red")
    assert Run.objects.count() == before
    for path, name in ((f"/runs/tests/{NAME}/", "tests"), (f"/runs/debug/{NAME}/", "try")):
        looks_right(visit, office, path, name)
