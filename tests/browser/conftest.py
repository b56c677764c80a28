"""A real Chromium against a live server on the test database. Every test here is marked `browser`.

A page that logs an error (a script that failed, something the content policy blocked) fails its test.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestration_site.embedded import Background
from tests.browser import drive

HERE = Path(__file__).parent
MANIFEST = HERE.parent.parent / "static" / "dist" / "manifest.json"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert MANIFEST.exists(), "the browser tests need the built front end: npm ci && npm run build in frontend/"
    # Playwright keeps an event loop on this thread; Django then thinks that database calls are unsafe. They are not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**drive.launch_options())
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`visit("/runs/", user=alice, width=360, theme="dark")`: a page of a fresh browser profile, opened and settled.

    A test ends with its pages at rest: Chromium may not close one that is on its way to another address.
    """
    contexts, errors = [], []

    def open_page(path: str = "/", *, user: Any = None, width: int = 1280, theme: str = "light", **more: Any) -> Page:
        height = 740 if width < 600 else 800
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=theme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda answer: errors.append(f"{answer.status} {answer.url}") if _is_gap(answer) else None)
        if user is not None:
            drive.login(page, user, live_server.url)
        page.goto(path)
        drive.settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == [], "the browser's console has errors"


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Callable[[], None]]:
    """`worker()` starts worker and sweep beside the live server, as `bin/start` has them; they end with the test."""
    running: list[Background] = []

    def start() -> None:
        running.append(Background(threads=1))
        running[-1].start()

    yield start
    for one in running:
        assert one.stop()


def _is_gap(answer: Any) -> bool:
    """A script, style, picture or font of the page that is not there."""
    return answer.status >= 400 and answer.request.resource_type in {"script", "stylesheet", "image", "font"}


def _is_fault(message: Any) -> bool:
    """Errors, but not the browser's remarks that an answer was a refusal (4xx) or that the connection is gone, which
    tests ask for on purpose."""
    expected = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
    return message.type == "error" and not any(words in message.text for words in expected)
