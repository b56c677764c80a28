"""Merge fields in texts: `{!path}` replaced by the value.

A path that cannot be reached gives empty text; a name that nothing has stays as written, so that people see it.
"""

import html
import re
from typing import Literal

from engine.formula.errors import FormulaFault, Wrong
from engine.formula.scope import Names, Scope, UnknownName, Unreachable
from engine.formula.texts import Html, to_text
from engine.formula.work import CHARACTERS, begin, end, spend_text

_SHOWN = 200
_FIELD = re.compile(r"\{!([^{}]*)\}")

Medium = Literal["text", "html"]


def merge(text: str, scope: Scope, *, medium: Medium = "text") -> str:
    """medium "html": the text around is markup; values are escaped (line ends become <br>), `Html` values are not.

    raises: FormulaFault when a resource on the way fails, or texts that merge each other grow without bound
    """
    if "{!" not in text:
        return text
    account = begin()
    try:
        spend_text(len(text))
        return _FIELD.sub(lambda found: _merged(found, scope, medium), text)
    except Wrong as problem:
        raise FormulaFault(message=problem.message, code=problem.code, position=0, formula=text[:_SHOWN]) from None
    finally:
        end(account)


def _merged(found: re.Match[str], scope: Scope, medium: Medium) -> str:
    path = _path(found[1])
    if not path:
        return found[0]
    try:
        value = scope.value(path)
    except Unreachable:
        return ""
    except UnknownName:
        return found[0]
    text = to_text(value, scope)
    spend_text(CHARACTERS + len(text))
    if medium == "text" or isinstance(value, Html):
        return text
    return html.escape(text).replace("\n", "<br>")


def _path(name: str) -> Names:
    parts = tuple(part.strip() for part in name.strip().split("."))
    return parts if all(parts) else ()


def merge_paths(text: str) -> frozenset[Names]:
    """Every path a text merges."""
    return frozenset(path for name in _FIELD.findall(text) if (path := _path(name)))
