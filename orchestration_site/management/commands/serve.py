"""`manage.py serve`: web server and background worker in the foreground, as `bin/start` runs them."""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from gunicorn.app.base import BaseApplication

from orchestration_site.broker import is_embedded

DEMO_PEOPLE = {
    "admin": "builds and sets up",
    "manager": "watches and repairs runs",
    "alice": "does work",
    "bob": "does work",
    "carol": "does work",
}


class Command(BaseCommand):
    help = "Serve the site and its background worker until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--no-demo", action="store_true", help="leave the demo people and records out")
        parser.add_argument("--prepared", action="store_true", help="`manage.py prepare` has just been run")

    def handle(self, *args: Any, port: int, host: str, no_demo: bool, prepared: bool, **options: Any) -> None:
        os.environ |= {"PORT": str(port), "HOST": host}
        embedded = is_embedded(settings.CELERY_BROKER_URL)
        if embedded and int(os.environ.get("WEB_CONCURRENCY", "1")) > 1:
            raise CommandError(
                "The in-memory broker works inside one process only, so there can be one web worker. Unset "
                "WEB_CONCURRENCY, or set CELERY_BROKER_URL to Redis or RabbitMQ."
            )
        if not prepared:
            call_command("prepare", no_demo=no_demo)
        self.greet(host, port, with_demo=not no_demo)
        connections.close_all()
        if embedded:
            Embedded().run()
        else:
            supervise(processes())

    def greet(self, host: str, port: int, *, with_demo: bool) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104
        self.stdout.write(f"\nStagecraft: http://{shown}:{port}/\n")
        names = set(get_user_model().objects.filter(username__in=DEMO_PEOPLE).values_list("username", flat=True))
        if with_demo and names:
            self.stdout.write("Demo log-ins, password demo:")
            for name, does in DEMO_PEOPLE.items():
                if name in names:
                    self.stdout.write(f"  {name:<8} {does}")
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()


class Embedded(BaseApplication):
    """gunicorn inside this process, which has Django loaded already."""

    def load_config(self) -> None:
        from orchestration_site import gunicorn_conf

        for name, value in vars(gunicorn_conf).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("bind", f"{os.environ['HOST']}:{os.environ['PORT']}")

    def load(self) -> Any:
        from orchestration_site.wsgi import application

        return application


def processes() -> list[list[str]]:
    """What the Procfile names: web, worker, sweep."""
    python = sys.executable
    return [
        [python, "-m", "gunicorn", "-c", "python:orchestration_site.gunicorn_conf", "orchestration_site.wsgi"],
        [python, "-m", "celery", "-A", "orchestration_site", "worker", "--loglevel", "warning"],
        [python, "manage.py", "sweep"],
    ]


def supervise(commands: list[list[str]]) -> None:
    """Run all of them; when one ends or we are told to stop, stop the rest."""
    children = [subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True) for command in commands]  # noqa: S603

    def stop(*_: Any) -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    stop()
    codes = [child.wait() for child in children]
    if any(code not in {0, -signal.SIGTERM, -signal.SIGINT} for code in codes):
        raise CommandError(f"Processes ended with {codes}.")
