"""The product's own processes, started for real, and killed with kill -9 at the worst moment one can find."""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The database of this test, as other processes reach it."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    login = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return f"postgres://{login}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


def _broker_url() -> str:
    """The tests' Redis, in a database of its own: two of these side by side seldom share one, and may."""
    known = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/15")
    return f"{known.rpartition('/')[0]}/{8 + os.getpid() % 7}"


@dataclass
class Process:
    """One process of the site with its children: frozen, looked at and killed together.

    name: told to PostgreSQL, so that its transactions can be seen
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    kills: int = 0
    in_turn: int = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment, "PGAPPNAME": self.name},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def signal(self, number: int) -> None:
        if self.running is not None and self.running.poll() is None:
            os.killpg(self.running.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self.running is not None:
            self.running.wait(20)

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None


class OpenTurns:
    """Sees from outside whether a frozen process holds a turn open."""

    def __init__(self) -> None:
        self.path = str(connection.settings_dict["NAME"])
        self.postgres = psycopg.connect(database_url(), autocommit=True) if connection.vendor != "sqlite" else None

    def of(self, process: Process) -> bool:
        return self._postgres(process) if self.postgres is not None else self._sqlite()

    def _postgres(self, process: Process) -> bool:
        """A transaction that holds locks on the table of runs, and on rows of it or has written already."""
        assert self.postgres is not None
        found = self.postgres.execute(
            "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid "
            "WHERE a.application_name = %s AND a.xact_start IS NOT NULL AND a.backend_xid IS NOT NULL "
            "AND l.relation = 'stagecraft_runs_run'::regclass AND l.mode IN ('RowShareLock', 'RowExclusiveLock')",
            [process.name],
        ).fetchone()
        return bool(found and found[0])

    def _sqlite(self) -> bool:
        """Somebody holds the write lock; frozen, it can only be the one process."""
        probe = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            probe.execute("BEGIN IMMEDIATE")
            probe.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        finally:
            probe.close()
        return False

    def close(self) -> None:
        if self.postgres is not None:
            self.postgres.close()


@dataclass
class Site:
    """Web, workers and sweep on PostgreSQL and Redis; on SQLite the one process that is all of them."""

    folder: Path
    seed: int
    web: list[Process] = field(default_factory=list)
    others: list[Process] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def start(self, *, webs: int = 2, workers: int = 2) -> None:
        base = {"DATABASE_URL": database_url(), "SECRET_KEY": "soak", "STAGECRAFT_VAR": str(self.folder)}
        base |= {"DJANGO_SETTINGS_MODULE": "orchestration_site.settings", "STAGECRAFT_TEST_LANE": ""}  # not the tests'
        base |= {"ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "ERROR", "WEB_CONCURRENCY": "1", "DEBUG": "1"}
        if connection.vendor == "sqlite":
            webs, workers = 1, 0
            base["CELERY_BROKER_URL"] = "memory://"
        else:
            base["CELERY_BROKER_URL"] = _broker_url()
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:orchestration_site.gunicorn_conf"]
        for number in range(webs):
            port = free_port()
            self.ports.append(port)
            name, environment = f"soak-web-{number}", {**base, "PORT": str(port)}
            self.web.append(self._process(name, [*gunicorn, "orchestration_site.wsgi"], environment))
        celery = [sys.executable, "-m", "celery", "-A", "orchestration_site", "worker", "--pool", "solo"]
        for number in range(workers):
            name = f"soak-worker-{number}"
            self.others.append(self._process(name, [*celery, "--loglevel", "error", "-n", name], base))
        if workers:
            self.others.append(
                self._process("soak-sweep", [sys.executable, "manage.py", "sweep", "--every", "1"], base)
            )
        for process in self.all:
            process.start()

    @property
    def all(self) -> list[Process]:
        return [*self.web, *self.others]

    def stop(self) -> None:
        for process in self.all:
            process.kill()

    def wait_until_up(self, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        for port in self.ports:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.1)

    def _process(self, name: str, command: list[str], environment: dict[str, str]) -> Process:
        return Process(name, command, environment, self.folder / f"{name}.log")


class Killer:
    """Freezes processes at random moments and kills those that hold a turn open; the dead are started again."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.turns = OpenTurns()
        self.in_turn = 0
        self.tries = 0

    def strike(self) -> bool:
        """One try; True when somebody was killed inside an open turn."""
        process = self.chance.choice(self.site.all)
        if not process.is_alive:
            process.start()
            return False
        self.tries += 1
        time.sleep(self.chance.random() * 0.01)
        process.signal(signal.SIGSTOP)
        time.sleep(0.004)  # what the server was doing for it is over; what is open now stays open
        if not self.turns.of(process):
            process.signal(signal.SIGCONT)
            return False
        process.kill()
        process.kills += 1
        process.in_turn += 1
        self.in_turn += 1
        process.start()
        return True

    def close(self) -> None:
        self.turns.close()


def fail_with_logs(site: Site, why: str) -> str:
    """The last lines of every log, for a failing test."""
    told: list[Any] = [why]
    for process in site.all:
        text = process.log.read_text(errors="replace")[-1500:] if process.log.exists() else ""
        told.append(f"--- {process.name}: {process.kills} kills\n{text}")
    return "\n".join(told)
