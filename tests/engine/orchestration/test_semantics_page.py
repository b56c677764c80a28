"""docs/semantics.md is the law: each rule has a test that carries its number, and its tables are the code's."""

import re
from pathlib import Path

from engine.orchestration import transitions

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "semantics.md").read_text()


def test_each_rule_has_a_test_and_each_cited_rule_exists() -> None:
    rules = set(re.findall(r"^\*\*(R\d+) ", PAGE, re.MULTILINE))
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    code = "\n".join(path.read_text() for path in (ROOT / "engine" / "orchestration").rglob("*.py"))

    tested = {f"R{number}" for number in re.findall(r"def test_r(\d+)_", tests)}
    cited = set(re.findall(r"\bR\d+\b", code))
    assert rules - tested == set()
    assert cited - rules == set()


def test_the_tables_of_transitions_are_those_of_the_core() -> None:
    for title, moves in (
        ("run", transitions.RUN_MOVES),
        ("stage run", transitions.STAGE_MOVES),
        ("step run", transitions.STEP_MOVES),
    ):
        wanted = {words(now): {words(then) for then in thens} for now, thens in moves.items() if thens}
        assert table(title) == wanted, title


def table(title: str) -> dict[str, set[str]]:
    body = PAGE.split(f"| {title} from | to |\n|---|---|\n")[1].split("\n\n")[0]
    rows = (line.strip("| ").split(" | ") for line in body.splitlines())
    return {now: set(then.split(", ")) for now, then in rows if "nothing" not in then}


def words(status: str) -> str:
    return status.replace("_", " ").title()
