"""Driving the browser: log in, look, check accessibility. Used by the browser tests and by `manage.py pictures`."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, expect

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# The flags keep the browser from calling home: nothing outside this machine is reached.
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--force-color-profile=srgb"]  # fmt: skip
SHOTS = Path(os.environ.get("STAGECRAFT_SHOTS", Path(settings.VAR_DIR) / "shots"))


def launch_options() -> dict[str, Any]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {"executable_path": CHROMIUM, "args": flags}


def login(page: Page, user: Any, base_url: str) -> None:
    """Be this person from now on (without the log-in page)."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


def login_by_form(page: Page, username: str, password: str, base_url: str) -> None:
    page.goto(f"{base_url}/accounts/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{base_url}/")


def axe(page: Page) -> None:
    """No serious or critical accessibility violation on the page as it stands now."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    bad = [
        f"{one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(node["html"][:160] + " | " + _why(node) for node in one["nodes"][:4])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert not bad, f"{page.url}\n" + "\n".join(bad)


def no_sideways_scroll(page: Page) -> None:
    """The page is not wider than its window: nobody has to scroll sideways to read it."""
    wide = page.evaluate(
        """() => {
          const limit = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= limit) return [];
          const tooFar = (element) => element.getBoundingClientRect().right > limit + 1;
          const over = [...document.body.querySelectorAll("*")].filter(tooFar).map((one) => one.outerHTML.slice(0, 99));
          return over.slice(0, 5).concat(`${document.documentElement.scrollWidth}`);
        }"""
    )
    assert wide == [], f"{page.url} is wider than the window:\n" + "\n".join(wide)


def settled(page: Page) -> None:
    """Wait until every fragment is there and no transition runs."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request")).to_have_count(0)


def shot(page: Page, name: str, folder: Path = SHOTS) -> Path:
    """A picture of the whole page, for eyes; of the window on a phone, where the places stand at its bottom."""
    settled(page)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    whole = (page.viewport_size or {"width": 0})["width"] >= 600
    page.screenshot(path=path, full_page=whole, animations="disabled")
    return path


def user_named(username: str) -> Any:
    return get_user_model().objects.get(username=username)


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks)[:200]
