"""The pages of docs/ and README.md keep up with the code."""

import ast
import re

import pytest

from tests.house.source import ROOMS, ROOT, files, name

CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
REPORTERS = {"error", "warning", "problem", "unknown"}  # findings.error("stage_empty", path, message)
NOT_REPORTERS = {"log", "logger", "logging", "messages"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def codes_in(path) -> set[str]:
    """Codes a file gives to refusals, problems and faults: class attributes, `code=` arguments, reported findings."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            found |= set(filter(None, map(_class_code, node.body)))
        elif isinstance(node, ast.Call):
            found |= {word.value.value for word in node.keywords if word.arg == "code" and _is_code(word.value)}
            if _reports(node) and node.args and _is_code(node.args[0]) and len(node.args) > 1:
                found.add(node.args[0].value)
    return found


def _class_code(statement: ast.stmt) -> str:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    if any(isinstance(target, ast.Name) and target.id == "code" for target in targets):
        return statement.value.value if _is_code(getattr(statement, "value", None)) else ""
    return ""


def _is_code(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.fullmatch(node.value))


def _reports(call: ast.Call) -> bool:
    called = call.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr in REPORTERS
        and not (isinstance(called.value, ast.Name) and called.value.id in NOT_REPORTERS)
    )


def documented_codes() -> set[str]:
    rows = re.findall(r"^\|([^|]*)\|", (ROOT / "docs" / "errors.md").read_text(), re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([a-z0-9_]+)`", row)}


def test_every_code_in_the_source_is_in_the_page_of_errors():
    in_source: dict[str, str] = {}
    for path in files(".py", inside=ROOMS):
        in_source |= {code: name(path) for code in codes_in(path)}
    missing = {code: where for code, where in sorted(in_source.items()) if code not in documented_codes()}
    assert missing == {}


def pages():
    return [path for path in files(".md") if "shared" not in path.parts]


def anchors_of(text: str) -> set[str]:
    heads = re.findall(r"^#+\s+(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", pages(), ids=name)
def test_links_between_pages_lead_somewhere(page):
    broken = []
    for link in LINK.findall(page.read_text()):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors_of(file.read_text())):
            broken.append(link)
    assert broken == []


def test_every_decision_says_its_status_and_its_reasons():
    records = [path for path in files(".md") if path.parent.name == "adr"]
    assert len(records) >= 10
    for path in records:
        text = path.read_text()
        assert re.match(r"# .+\n\n(Accepted|Superseded by .+)\.\n", text), f"{name(path)} has no status"
        for head in ("## Context", "## Decision", "## Consequences"):
            assert head in text, f"{name(path)} lacks {head}"


def test_the_commands_of_the_readme_exist():
    text = (ROOT / "README.md").read_text()
    commands = set(re.findall(r"^\s*(bin/[a-z]+|\.ci/run)", text, re.MULTILINE)) | set(
        re.findall(r"`(bin/[a-z]+)", text)
    )
    assert {"bin/start", "bin/test"} <= commands
    for command in commands:
        assert (ROOT / command).stat().st_mode & 0o111, command


def test_the_management_commands_of_the_pages_exist():
    from django.core.management import get_commands

    named = {word for page in pages() for word in re.findall(r"manage\.py ([a-z_]+)", page.read_text())}
    assert named - set(get_commands()) == set()


def test_every_setting_read_is_explained():
    """`.env.example` names each variable that the settings and the web server read."""
    sources = [ROOT / "orchestration_site" / file for file in ("settings.py", "environment.py", "gunicorn_conf.py")]
    reads = r'(?:environ\.get|flag|words|whole_number|getenv)\(\s*"([A-Z_]+)"'
    read = {found for path in sources for found in re.findall(reads, path.read_text())}
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    internal = {"HOST", "PORT", "STAGECRAFT_VAR", "VITE_DEV"}  # arguments of bin/start, and for work on the code
    assert read - explained - internal == set()
    assert explained - read == set()
