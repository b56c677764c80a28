"""Why: verdicts in words, with the values they saw. "Amount (12,400) is greater than 10,000: true".

The one place that says so, for pages and the API, of verdicts as trails keep them (`engine.formula.verdict`). Lines
that were kept before something was added lack it and are told without.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf

from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from builder.words import Words, said
from engine.document.conditions import Operator
from engine.values import Kind

_REFERENCE = re.compile(r"\{!([^{}]*)\}")
_BY_NAME = frozenset({Operator.WAS_VISITED, Operator.HAS_ERROR, Operator.WAS_SELECTED})
NOTES = (  # what the core notes, word for word
    gettext_noop("Nothing is less or greater than an empty value."),
    gettext_noop("The two have no order."),
    gettext_noop("The condition has no operator."),
    gettext_noop("The formula does not give true or false."),
)
State = OneOf["true", "false", "value", "skipped", "fault"]


@dataclass(frozen=True)
class ReasonPart:
    """A sub-expression. state: true, false, value (any other), skipped (not looked at), fault.

    note:  what failed, at the innermost part that did
    value: in words, "" where there is none to tell; at: its offset in the formula; more: parts left out
    """

    text: str
    state: State
    value: str
    at: int
    note: str = ""
    parts: tuple["ReasonPart", ...] = ()
    more: int = 0


@dataclass(frozen=True)
class ReasonRow:
    """decided: one of the rows that make the result what it is; parts: of its formula, where it has one."""

    number: int
    text: str
    result: bool
    note: str = ""
    decided: bool = False
    parts: tuple[ReasonPart, ...] = ()


@dataclass(frozen=True)
class Reason:
    """A set of conditions. title: the outcome it belongs to, "" elsewhere; logic: how rows combine, in words.

    is_custom: custom logic, where it is worth saying which rows decided
    """

    title: str
    result: bool
    logic: str
    rows: tuple[ReasonRow, ...]
    is_custom: bool = False

    def to_json(self) -> dict[str, Any]:
        rows = [_row_json(row) for row in self.rows]
        return {"outcome": self.title, "result": self.result, "logic": self.logic, "conditions": rows}


def reason_of(verdict: Mapping[str, Any], words: Words, *, title: str = "", result: bool | None = None) -> Reason:
    """result: where it is not the verdict's own (an outcome that held, and held before)."""
    rows = verdict.get("rows", ())
    logic = verdict["logic"]
    decided = set(verdict.get("decided", ()))
    told = tuple(_row(row, words, row["number"] in decided) for row in rows)
    custom = len(rows) > 1 and logic not in ("and", "or", "formula")
    return Reason(title, verdict["result"] if result is None else result, _logic(logic, len(rows)), told, custom)


def part_of(part: Mapping[str, Any], words: Words) -> ReasonPart:
    value, kind = part.get("value"), part.get("kind", "")
    state = _state(part, value)
    return ReasonPart(
        text=_formula(part["text"], words, part.get("seen", {}), part.get("seen_kinds", {})),
        state=state,
        value="" if state in ("skipped", "fault") else value_text(value, kind),
        at=part["at"],
        note=part.get("fault", ""),
        parts=tuple(part_of(inner, words) for inner in part.get("parts", ())),
        more=part.get("more", 0),
    )


def part_json(part: ReasonPart) -> dict[str, Any]:
    return {
        "text": part.text,
        "state": part.state,
        "value": part.value,
        "at": part.at,
        "note": part.note,
        "parts": [part_json(inner) for inner in part.parts],
        "more": part.more,
    }


def value_text(value: Any, kind: Any = "") -> str:
    """A kept value for people, in their language and time zone. kind: of a date or time, which are kept as text."""
    match value:
        case None | "" | []:
            return _("empty")
        case bool():
            return _("true") if value else _("false")
        case int() | float() | Decimal():
            return number_format(Decimal(str(value)), force_grouping=True)
        case str() if kind:
            return _moment(value, kind)
        case list():
            return ", ".join(value_text(item, kind) for item in value)
        case dict():
            return str(value.get("name") or value.get("id") or "…")
    return str(value)


def _moment(text: str, kind: str) -> str:
    try:
        match kind:
            case Kind.DATETIME:
                return date_format(timezone.localtime(datetime.fromisoformat(text)), "SHORT_DATETIME_FORMAT")
            case Kind.DATE:
                return date_format(date.fromisoformat(text), "DATE_FORMAT")
            case Kind.TIME:
                return time_format(time.fromisoformat(text), "TIME_FORMAT")
    except ValueError:
        pass
    return text


def _logic(logic: str, count: int) -> str:
    if count < 2 or logic == "formula":
        return ""
    return {"and": _("all of them"), "or": _("any of them")}.get(logic, logic)


def _row(row: Mapping[str, Any], words: Words, decided: bool) -> ReasonRow:
    parts = tuple(part_of(part, words) for part in row.get("parts", ()))
    if row["operator"] == "formula":
        text = parts[0].text if parts else _formula(row["left"], words, row["left_value"] or {}, {})
        parts = parts[0].parts if parts else ()
    else:
        text = _condition(row, words)
        parts = tuple(part for part in parts if part.parts or part.state == "fault")
    return ReasonRow(row["number"], text, row["result"], _note(row), decided, parts)


def _note(row: Mapping[str, Any]) -> str:
    note = row.get("note", "")
    return _(note) if note in NOTES else note


def _condition(row: Mapping[str, Any], words: Words) -> str:
    name = words.reference(row["left"])
    left = f"{name} ({value_text(row['left_value'], row.get('left_kind', ''))})"
    right = _right(row, words)
    try:
        operator = Operator(row["operator"])
    except ValueError:
        return f"{left} {row['operator']} {right}"
    return said(name if operator in _BY_NAME else left, operator, right, says_no=row["right_value"] is False)


def _right(row: Mapping[str, Any], words: Words) -> str:
    """A written-down value as it is, texts in quotes; a reference or formula by its name, with its value."""
    value = row["right_value"]
    shown = value_text(value, row.get("right_kind", ""))
    match row.get("right_from", ""):
        case "reference":
            return f"{words.reference(row['right'])} ({shown})"
        case "formula":
            return f"{_formula(row['right'], words, {}, {})} ({shown})"
    if value is None:
        return _("nothing")
    return f"“{shown}”" if isinstance(value, str) and value and not row.get("right_kind") else shown


def _formula(text: str, words: Words, seen: Mapping[str, Any], kinds: Mapping[str, Any]) -> str:
    """References by their labels, with what they held where that is known."""

    def told(found: re.Match[str]) -> str:
        path = found[1].strip()
        name = words.reference(path)
        return f"{name} ({value_text(seen[path], kinds.get(path, ''))})" if path in seen else name

    return _REFERENCE.sub(told, text)


def _state(part: Mapping[str, Any], value: Any) -> State:
    if part.get("failed"):
        return "fault"
    if not part.get("looked", True):
        return "skipped"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "value"


def _row_json(row: ReasonRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": row.text,
        "result": row.result,
        "note": row.note,
        "decided": row.decided,
        "parts": [part_json(part) for part in row.parts],
    }
