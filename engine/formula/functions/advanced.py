"""Patterns, ids and links."""

import html
import re
from functools import lru_cache, partial
from typing import Any

import re2

from engine.formula.errors import Wrong
from engine.formula.functions.registry import function as registered
from engine.formula.texts import Html, fitting
from engine.values import Kind

function = partial(registered, family="advanced")

MAX_PATTERN = 1000
_PATTERN_MEMORY = 1 << 20
_SAFE_LINK = re.compile(r"(https?:|mailto:|tel:|/(?!/)|[?#])", re.IGNORECASE)
_TARGETS = ("_blank", "_self", "_parent", "_top")
_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


@function(
    "REGEX(text, pattern)",
    "text text",
    Kind.BOOLEAN,
    means="True when the whole text matches the regular expression (RE2 syntax: no look-around, no back references).",
    example='REGEX("AB-12", "[A-Z]{2}-[0-9]+")',
    gives="true",
)
def regex(value: str, pattern: str) -> bool:
    return pattern_of(pattern).fullmatch(value) is not None


@lru_cache(maxsize=512)
def pattern_of(pattern: str) -> Any:
    """The compiled pattern; matching takes time linear in the text. raises Wrong"""
    if len(pattern) > MAX_PATTERN:
        raise Wrong("formula_pattern", f"A regular expression has at most {MAX_PATTERN} characters.")
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        detail = error.args[0] if error.args else ""
        shown = detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
        raise Wrong("formula_pattern", f"The regular expression cannot be used: {shown}.") from None


@function(
    "CASESAFEID(id)",
    "text",
    Kind.TEXT,
    means="The 18-character form of a 15-character id; other texts as they are.",
    example='CASESAFEID("001A0000006Vm9r")',
    gives="001A0000006Vm9rIAC",
)
def casesafeid(value: str) -> str:
    if len(value) != 15 or not value.isascii() or not value.isalnum():
        return value
    suffix = ""
    for start in (0, 5, 10):
        bits = sum(1 << place for place, letter in enumerate(value[start : start + 5]) if letter.isupper())
        suffix += _ID_LETTERS[bits]
    return value + suffix


@function(
    "HYPERLINK(url, label[, target])",
    "text text text?",
    Kind.TEXT,
    means="A link for texts shown as HTML; an address that is not http, https, mailto, tel or local leaves the label.",
    example='HYPERLINK("https://example.com", "Look")',
    gives='<a href="https://example.com">Look</a>',
)
def hyperlink(url: str, label: str, target: str = "") -> Html:
    fitting(6 * (len(url) + len(label)))
    shown = html.escape(label)
    if not _SAFE_LINK.match(url.strip()):
        return Html(shown)
    place = f' target="{target}" rel="noopener"' if target in _TARGETS else ""
    return Html(f'<a href="{html.escape(url.strip())}"{place}>{shown}</a>')
