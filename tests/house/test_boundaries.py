"""The walls of the house (architecture laws 1 and 5)."""

import ast
import re
import subprocess
import sys

from tests.house.source import ROOT, files, name, tracked

# What the core may import, and why it cannot touch the world with it. Nothing else.
ALLOWED = {
    "engine": "itself",
    "msgspec": "typed documents and their JSON: no I/O",
    "lark": "the formula grammar: parses text it is given",
    "re2": "people's regular expressions, in linear time",
    "__future__": "syntax",
    "abc": "interfaces",
    "base64": "text of bytes",
    "bisect": "searching lists",
    "calendar": "lengths of months, by arguments only",
    "collections": "containers",
    "contextlib": "control flow",
    "contextvars": "values of one call",
    "copy": "copies",
    "dataclasses": "types",
    "datetime": "dates that come in events; now() and today() are looked for below",
    "decimal": "numbers",
    "difflib": "near misses of a misspelt name",
    "enum": "types",
    "fractions": "numbers",
    "functools": "functions, caches of pure answers",
    "hashlib": "fingerprints of values",
    "heapq": "order",
    "html": "escaping",
    "inspect": "signatures of registered functions",
    "itertools": "loops",
    "json": "text of values",
    "keyword": "words of the language",
    "math": "numbers",
    "numbers": "types",
    "operator": "functions",
    "re": "our own patterns",
    "string": "letters",
    "textwrap": "text",
    "types": "types",
    "typing": "types",
    "unicodedata": "letters",
    "urllib.parse": "text of addresses; opens nothing",
    "zoneinfo": "time zones by name, from a table that only changes with the system",
}
CLOCKS = {"now", "today", "utcnow"}
PATHS = re.compile(r"(?<![\w.$-])/(?:root|home|Users|work|farm|opt)/[\w.-]")


def imports(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def allowed(module: str) -> bool:
    return module in ALLOWED or module.split(".")[0] in ALLOWED


def test_the_engine_imports_nothing_that_can_touch_the_world():
    offenders = [
        f"{name(path)}:{line} imports {module}"
        for path in files(".py", inside=("engine",))
        for line, module in imports(ast.parse(path.read_text()))
        if not allowed(module)
    ]
    assert offenders == []


def test_the_engine_reads_no_clock():
    offenders = [
        f"{name(path)}:{node.lineno} calls {node.func.attr}()"
        for path in files(".py", inside=("engine",))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "dt", "time"}
    ]
    assert offenders == []


def test_rooms_import_only_rooms_below_them():
    linter = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports_command as l; l()"]
    done = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_600_lines():
    long = {
        name(path): lines
        for path in files(".py", ".ts", ".tsx", ".html", ".scss", ".css", ".lark")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    print("over 400 lines, each a question:", long)
    assert {path: lines for path, lines in long.items() if lines > 600} == {}


def test_no_file_names_a_path_of_one_machine():
    offenders = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix not in {".png", ".svg", ".woff2", ".ico", ".mo"} and path.name != "test_boundaries.py"
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if PATHS.search(line)
    ]
    assert offenders == []


def test_templates_have_no_inline_script_style_or_handler():
    pattern = re.compile(
        r"""<script(?![^>]*\b(?:src|nonce)=)(?![^>]*type="application/json")[^>]*>|<style(?![^>]*nonce=)"""
        r"""|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|\bjavascript:|\bhx-on\b""",
        re.IGNORECASE,
    )
    offenders = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in files(".html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert offenders == []


def test_locks_do_not_say_where_packages_were_found():
    names = {"requirements.txt", "requirements-dev.txt", "package-lock.json"}
    locks = [path for path in tracked() if path.name in names]
    assert len(locks) == len(names)
    for path in locks:
        assert not re.search(r"(index-url|find-links|\"resolved\":|https?://[^\"]*\.tgz)", path.read_text()), name(path)
