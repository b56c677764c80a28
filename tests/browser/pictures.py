"""Pictures of the product for docs/pictures/ and for eyes: `bin/pictures [NAME...] [--out FOLDER] [--all]`.

PAGES is the one list of them. Those marked `keep` are committed; `--all` draws the others too, each wide, narrow
(360 px) and dark.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
METADATA = ROOT / "orchestration_site" / "demo" / "metadata"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration_site.settings")

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402

from tests.browser import drive  # noqa: E402


class Picture(NamedTuple):
    """follow: CSS selectors, clicked one after the other to get from `path` to the page that is wanted.
    upload: a metadata file of the demo, given to the form of the page and sent."""

    name: str
    path: str
    who: str = "admin"
    follow: tuple[str, ...] = ()
    keep: bool = False
    upload: str = ""


FIRST_ROW = "main table tbody a >> nth=0"
FIRST_ITEM = "main a[href^='/work-items/']:not([href*='?']) >> nth=0"
EDIT = "main a[href$='/edit/']"
DELETE = "main a[href$='/delete/'] >> nth=0"
WRONG_FORMULA = 'IF({!$Record.Amount} > 1000, LEFT("good", 2) & NIX(2), "small")'
PAGES = (
    Picture("home", "/", "alice", keep=True),
    Picture("home-manager", "/", "manager"),
    Picture("login", "/accounts/login/", ""),
    Picture("automations", "/automations/"),
    Picture("builder", "/automations/?kind=orchestration", follow=("main table a:has-text('Supplier')",), keep=True),
    Picture("new-orchestration", "/automations/new/"),
    Picture("editor", "/builder/Supplier_Onboarding/edit/", follow=("[data-item='Approve_supplier']",), keep=True),
    Picture("deactivate", "/builder/Supplier_Onboarding/deactivate/"),
    Picture("upload", "/automations/import/"),
    Picture("upload-report", "/automations/import/", upload="flows/Supplier_Onboarding.flow-meta.xml"),
    Picture("start-options", "/automations/Supplier_Onboarding/start-options/"),
    Picture("buttons", "/setup/buttons/"),
    Picture("start-existing", "/runs/start-existing/?object=Account"),
    Picture("inbox", "/work-items/", "alice"),
    Picture("inbox-empty", "/work-items/", "carol"),
    Picture("work-item", "/work-items/", "alice", follow=(FIRST_ITEM,)),
    Picture("objects", "/records/"),
    Picture("records", "/records/Account/", "alice"),
    Picture("records-none", "/records/Case/", "alice"),
    Picture("record", "/records/Account/", "alice", follow=(FIRST_ROW,)),
    Picture("record-new", "/records/Opportunity/new/", "carol"),
    Picture("record-edit", "/records/Account/", follow=(FIRST_ROW, EDIT)),
    Picture("record-delete", "/records/Account/", follow=(FIRST_ROW, DELETE)),
    Picture("start", "/start/Discount_Request/", "carol"),
    Picture("runs", "/runs/", "manager"),
    Picture("runs-none", "/runs/", "bob"),
    Picture("run", "/runs/", "manager", follow=("main table tr:has-text('Nordlicht Optics') th a",), keep=True),
    Picture("run-failed", "/runs/?status=error", "manager", follow=(FIRST_ROW,)),
    Picture("move-runs", "/runs/move/Supplier_Onboarding/", "manager"),
    Picture("try", "/runs/debug/Supplier_Onboarding/"),
    Picture("tests-none", "/runs/tests/Supplier_Onboarding/"),
    Picture("setup", "/setup/"),
    Picture("people", "/setup/people/"),
    Picture("person", "/setup/people/", follow=(FIRST_ROW,)),
    Picture("person-new", "/setup/people/new/"),
    Picture("groups", "/setup/groups/"),
    Picture("group", "/setup/groups/", follow=(FIRST_ROW,)),
    Picture("group-delete", "/setup/groups/", follow=(FIRST_ROW, DELETE)),
    Picture("queues", "/setup/queues/"),
    Picture("queue-new", "/setup/queues/new/"),
    Picture("setup-objects", "/setup/objects/"),
    Picture("setup-object", "/setup/objects/Account/"),
    Picture("setup-object-new", "/setup/objects/new/"),
    Picture("setup-field-new", "/setup/objects/Account/fields/new/"),
    Picture("setup-field", "/setup/objects/Account/fields/Onboarding_Status__c/"),
    Picture("labels", "/setup/labels/"),
    Picture("label-new", "/setup/labels/new/"),
    Picture("settings", "/setup/settings/"),
    Picture("setting-new", "/setup/settings/new/"),
    Picture("organization", "/setup/organization/"),
    Picture("mail", "/setup/mail/"),
    Picture("workbench", "/setup/workbench/"),
    Picture("workbench-formula", f"/setup/workbench/#object=Opportunity&formula={quote(WRONG_FORMULA)}"),
    Picture(
        "workbench-conditions",
        "/setup/workbench/",
        follow=(".scw-examples summary", ".scw-examples li:last-child button"),
    ),
    Picture("notices", "/notices/", "alice"),
    Picture("flow-log", "/runs/flow-log/", "manager"),
    Picture("record-feed", "/records/Account/", "alice", follow=(FIRST_ROW, "main a[href*='tab=feed']")),
    Picture("profile", "/accounts/profile/", "alice"),
    Picture("api-docs", "/api/docs/", "alice"),
    Picture("style", "/setup/style/"),
    Picture("not-allowed", "/setup/", "alice"),
    Picture("not-found", "/runs/999999/", "alice"),
)
SHAPES = {"": (1280, "light"), "-360": (360, "light"), "-dark": (1280, "dark")}
KEPT_SHAPES = {"home": ("", "-360"), "builder": ("",), "editor": ("", "-dark"), "run": ("", "-dark")}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/pictures", description="Draw the pictures of the documentation again.")
    parser.add_argument("names", nargs="*", help="only these pages")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true", help="every page in every shape, not only what is committed")
    parser.add_argument("--url", help="a product that runs already, with the demo in it")
    asked = parser.parse_args()
    chosen = [one for one in PAGES if (one.name in asked.names if asked.names else asked.all or one.keep)]
    with running(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**drive.launch_options())
        failed = 0
        for picture in chosen:
            shapes = SHAPES if asked.all or asked.names else KEPT_SHAPES[picture.name]
            for shape in shapes:
                failed += not draw(browser, url, picture, shape, asked.out)
        browser.close()
    sys.exit(1 if failed else 0)


def draw(browser: Browser, url: str, picture: Picture, shape: str, folder: Path) -> bool:
    width, theme = SHAPES[shape]
    size = {"width": width, "height": 740 if width < 600 else 800}
    context = browser.new_context(base_url=url, viewport=size, color_scheme=theme, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(8000)
    try:
        if picture.who:
            drive.login_by_form(page, picture.who, "demo", url)
        page.goto(picture.path)
        go_on(page, picture)
        saved = drive.shot(page, f"{picture.name}{shape}", folder)
        print(f"{saved}  {_remarks(page)}")
    except PlaywrightError as error:
        print(f"{picture.name}{shape}: {error.message.splitlines()[0]}", file=sys.stderr)
        return False
    finally:
        context.close()
    return True


def go_on(page: Page, picture: Picture) -> None:
    """From the picture's address to the page that is wanted."""
    drive.settled(page)
    for selector in picture.follow:
        page.locator(selector).click()
        drive.settled(page)
    if picture.upload:
        page.locator("main input[type=file]").first.set_input_files(METADATA / picture.upload)
        page.locator("main form button:not([type=button]):visible").first.click()
        drive.settled(page)


def _remarks(page: Page) -> str:
    try:
        drive.no_sideways_scroll(page)
        drive.axe(page)
    except AssertionError as error:
        return f"!! {error}"
    return ""


@contextmanager
def running(url: str | None) -> Iterator[str]:
    """The product with its demo, in a folder that is thrown away."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {**os.environ, "STAGECRAFT_VAR": folder, "SECRET_KEY": "for pictures", "DEBUG": "0"}
        for name in ("DATABASE_URL", "CELERY_BROKER_URL"):
            environment.pop(name, None)
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput"],
                       cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise SystemExit(f"the product ended with {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the product did not start within a minute")


if __name__ == "__main__":
    main()
