"""The checks of the tools: style, types, migrations, and the front end's own."""

import subprocess
import sys

import pytest

from tests.house.source import ROOMS, ROOT


def run(*command: str, cwd=ROOT) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-3000:]}"


def test_ruff_has_nothing_to_say():
    run(sys.executable, "-m", "ruff", "check", ".")


@pytest.mark.timeout(600)
def test_types_fit():
    run(sys.executable, "-m", "mypy", *ROOMS)


def test_every_model_change_has_its_migration():
    run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--settings", "tests.settings")


@pytest.mark.parametrize("script", ["types", "lint", "test"])
@pytest.mark.timeout(600)
def test_the_front_end_checks_pass(script):
    run("npm", "run", "--silent", script, cwd=ROOT / "frontend")
