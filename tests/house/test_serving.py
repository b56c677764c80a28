"""The product as it is served: embedded default, safe by default, stopping when told."""

import json
import re
import sys

import pytest

from tests.house.processes import environment, fetch, free_port, manage, running, wait_for

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """`manage.py serve` with nothing set, DEBUG off, static files collected."""
    var = tmp_path_factory.mktemp("var")
    env, port = environment(var), free_port()
    collected = manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    assert collected.returncode == 0, collected.stderr
    log = var / "serve.log"
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-demo"]
    with running(command, env, log) as process:
        wait_for(lambda: fetch(port, "/healthz").status == 200)
        yield type("Site", (), {"port": port, "var": var, "log": log, "process": process, "env": env})


def test_it_prints_its_address(site):
    assert f"http://localhost:{site.port}/" in site.log.read_text()


def test_it_is_ready_and_says_what_it_looked_at(site):
    answer = fetch(site.port, "/readyz")
    assert answer.status == 200
    checks = json.loads(answer.text)["checks"]
    assert {"database", "migrations", "broker"} <= set(checks)
    assert set(checks.values()) == {"ok"}


def test_pages_carry_a_strict_content_security_policy(site):
    policy = fetch(site.port, "/accounts/login/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert re.fullmatch(r"'self'( 'nonce-[\w+/=]+')?", rules["script-src"])
    assert re.fullmatch(r"'self'( 'nonce-[\w+/=]+')?", rules["style-src"])
    assert (rules["default-src"], rules["object-src"], rules["frame-ancestors"]) == ("'self'", "'none'", "'none'")
    assert "unsafe" not in policy


def test_a_nonce_is_never_the_same_twice(site):
    policies = {fetch(site.port, "/accounts/login/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_static_files_are_hashed_and_kept_for_ever(site):
    page = fetch(site.port, "/accounts/login/").text
    address = re.search(r'href="(/static/img/favicon\.[0-9a-f]{12}\.svg)"', page)
    assert address, page[:2000]
    answer = fetch(site.port, address[1])
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_unknown_address_shows_no_debugging_page(site):
    answer = fetch(site.port, "/no-such-page/")
    assert answer.status == 404
    assert "DEBUG" not in answer.text
    assert "urlpatterns" not in answer.text.lower()


def test_an_unknown_host_is_refused(site):
    assert fetch(site.port, "/accounts/login/", host="evil.example").status == 400


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(site):
    path = site.var / "secret_key"
    assert len(path.read_text()) > 50
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_text()
    assert manage(site.env, "check").returncode == 0
    assert path.read_text() == before


def test_ctrl_c_ends_it_and_a_second_start_finds_its_data(tmp_path):
    env, port = environment(tmp_path), free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--no-demo"]
    with running(command, env, tmp_path / "first.log") as process:
        wait_for(lambda: fetch(port, "/healthz").status == 200)
        made = manage(env, "createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
        assert made.returncode == 0 or "DJANGO_SUPERUSER_PASSWORD" in made.stderr, made.stderr
    assert process.returncode == 0, (tmp_path / "first.log").read_text()
    with running(command, env, tmp_path / "second.log"):
        wait_for(lambda: fetch(port, "/healthz").status == 200)
        count = "from django.contrib.auth.models import User; print(User.objects.count())"
        assert manage(env, "shell", "--no-imports", "--command", count).stdout.strip() == "1"


def test_more_than_one_web_worker_needs_a_real_broker(tmp_path):
    env = environment(tmp_path, WEB_CONCURRENCY="2")
    refused = manage(env, "serve", "--port", str(free_port()), "--no-demo")
    assert refused.returncode == 1
    assert "in-memory broker works inside one process only" in refused.stderr


def test_a_database_of_ones_own_asks_for_a_secret_key(tmp_path):
    refused = manage(environment(tmp_path, DATABASE_URL="postgres://nobody@localhost/none"), "check")
    assert refused.returncode == 1
    assert "SECRET_KEY is not set" in refused.stderr
    assert not (tmp_path / "secret_key").exists()
