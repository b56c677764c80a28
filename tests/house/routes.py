"""Every address of the site, with arguments filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

VALUES = {"int": "1", "slug": "some-name", "uuid": "00000000-0000-0000-0000-000000000001", "str": "some_name"}


@dataclass(frozen=True)
class Route:
    path: str  # a concrete address
    pattern: str  # as written in urls.py
    view: Any


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for pattern in patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, text)
        else:
            yield Route(concrete(text), text, pattern.callback)


def concrete(pattern: str) -> str:
    """An address that matches: "runs/<int:run_id>/" gives "/runs/1/"; a regular expression gets its groups filled."""
    text = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found[1] or "str", "some_name"), pattern)
    if "(?P" in pattern:
        text = re.sub(r"\(\?P<format>[^)]*\)\??(?:/\?)?", "json", pattern)
        text = re.sub(r"\(\?P<\w+>[^)]*\)", "1", text)
    return "/" + re.sub(r"\\([./-])", r"\1", text).replace("^", "").replace("$", "").replace("\\Z", "").replace(
        "/?", "/"
    )
