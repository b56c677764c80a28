"""One piece of work through the product as it is deployed.

Once through the Procfile's processes on PostgreSQL and Redis, once through the one process of the embedded default: the
definitions, the calls and the task code are the same.
"""

import contextlib
import json
import os
import shlex
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.house.processes import environment, fetch, free_port, manage, running, wait_for
from tests.house.source import ROOT

pytestmark = pytest.mark.timeout(240)

SEED = """
from django.contrib.auth.models import User
from people.roles import ensure_roles
from runs.bench import definitions as bench
ensure_roles()
User.objects.create_superuser("root", "root@example.com", "pass")
bench.install(bench.trivial_flow())
bench.install(bench.w2(asynchronous=True))
"""


def call(port: int, path: str, *, token: str = "", body: dict | None = None) -> dict:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Token {token}"} if token else {})}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def prepare(env: dict[str, str]) -> None:
    for arguments in (["prepare", "--no-demo"], ["shell", "--no-imports", "--command", SEED]):
        done = manage(env, *arguments)
        assert done.returncode == 0, done.stderr


def run_ten_asynchronous_steps(port: int) -> dict:
    """Start the chain over REST and wait until workers have done every step of it."""
    token = call(port, "/api/v1/token/", body={"username": "root", "password": "pass"})["token"]
    run = call(port, "/api/v1/orchestrations/Bench_W2/runs/", token=token, body={"inputs": {}})
    address = f"/api/v1/runs/{run['id']}/"
    wait_for(lambda: call(port, address, token=token)["status"] != "in_progress")
    return call(port, address, token=token)


def steps_of(run: dict) -> list[tuple[str, str]]:
    return [(step["api_name"], step["status"]) for stage in run["stages"] for step in stage["steps"]]


TEN_DONE = [(f"Step_{number}", "completed") for number in range(1, 11)]


def test_the_embedded_default_does_work_in_one_process(tmp_path):
    env, port = environment(tmp_path), free_port()
    prepare(env)
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--prepared"]
    with running(command, env, tmp_path / "serve.log"):
        wait_for(lambda: fetch(port, "/readyz").status == 200)
        run = run_ten_asynchronous_steps(port)
    assert (run["status"], steps_of(run)) == ("completed", TEN_DONE)


@contextlib.contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database beside the one the tests know; dropped afterwards."""
    url, name = os.environ["DATABASE_URL"], f"stagecraft_procfile_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            quick = "options=-c%20synchronous_commit%3Doff"  # the disk is shared with everybody's tests
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}", query=quick))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def procfile() -> dict[str, list[str]]:
    """Process name -> its command, with the programs of the tests' own environment."""
    lines = (line.partition(":") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    programs = Path(sys.executable).parent
    return {name: [str(programs / words[0]), *words[1:]] for name, _, text in lines if (words := shlex.split(text))}


@pytest.mark.postgres
@pytest.mark.redis
def test_the_processes_of_the_procfile_do_work_together(tmp_path):
    with new_database() as database, contextlib.ExitStack() as stack:
        port = free_port()
        env = environment(
            tmp_path,
            DATABASE_URL=database,
            CELERY_BROKER_URL=os.environ["CELERY_BROKER_URL"],
            CELERY_QUEUE=f"stagecraft-{tmp_path.name}-{port}",
            SECRET_KEY="a key for this test only, long enough to be one",
            PORT=str(port),
            LOG_FORMAT="json",
        )
        assert set(procfile()) == {"web", "worker", "sweep"}
        prepare(env)
        for name, command in procfile().items():
            stack.enter_context(running(command, env, tmp_path / f"{name}.log"))
        wait_for(lambda: fetch(port, "/readyz").status == 200)
        run = run_ten_asynchronous_steps(port)
        assert (run["status"], steps_of(run)) == ("completed", TEN_DONE)


@pytest.mark.postgres
@pytest.mark.redis
def test_without_a_worker_work_waits_and_with_one_it_goes_on(tmp_path):
    with new_database() as database:
        port = free_port()
        env = environment(
            tmp_path,
            DATABASE_URL=database,
            CELERY_BROKER_URL=os.environ["CELERY_BROKER_URL"],
            CELERY_QUEUE=f"stagecraft-{tmp_path.name}-{port}",
            SECRET_KEY="a key for this test only, long enough to be one",
            PORT=str(port),
        )
        prepare(env)
        commands = procfile()
        with running(commands["web"], env, tmp_path / "web.log"):
            wait_for(lambda: fetch(port, "/readyz").status == 200)
            token = call(port, "/api/v1/token/", body={"username": "root", "password": "pass"})["token"]
            run = call(port, "/api/v1/orchestrations/Bench_W2/runs/", token=token, body={"inputs": {}})
            address = f"/api/v1/runs/{run['id']}/"
            assert call(port, address, token=token)["status"] == "in_progress"
            with running(commands["worker"], env, tmp_path / "worker.log"):
                wait_for(lambda: call(port, address, token=token)["status"] == "completed")
