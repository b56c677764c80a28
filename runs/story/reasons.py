"""Why: conditions in words, with the values they saw. "Approval Level (2) is greater than 0: true"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from builder.words import Words
from engine.document import Definition
from engine.document.conditions import Condition, Operator
from engine.document.operands import Literal, Reference
from engine.orchestration.turn import TrailLine
from engine.values import Kind
from records import selectors as records


@dataclass(frozen=True)
class Reason:
    """A set of conditions. title: the outcome it belongs to, "" elsewhere; logic: how rows combine, in words."""

    title: str
    result: bool
    logic: str
    rows: tuple["ReasonRow", ...]


@dataclass(frozen=True)
class ReasonRow:
    number: int
    text: str
    result: bool
    note: str = ""


def words_for(defn: Definition) -> Words:
    return Words(defn, _field_label)


def _field_label(object_name: str, path: str) -> str:
    field = records.field_of(object_name, path) if object_name and "." not in path and _is_object(object_name) else None
    return field.label if field is not None else ""


def _is_object(name: str) -> bool:
    return any(obj.api_name == name for obj in records.all_objects())


def reasons_of(line: TrailLine, words: Words) -> tuple[Reason, ...]:
    return tuple(_reasons(line, words))


def _reasons(line: TrailLine, words: Words) -> Iterator[Reason]:
    if line.because:
        yield _reason("", line.because, line.because["result"], words)
    for considered in line.detail.get("considered", ()):
        title = considered.get("label") or considered.get("outcome", "")
        yield _reason(title, considered, considered.get("taken", considered["result"]), words)


def _reason(title: str, verdict: dict[str, Any], result: bool, words: Words) -> Reason:
    rows = tuple(_row(row, verdict["logic"], words) for row in verdict.get("rows", ()))
    return Reason(title, result, _logic(verdict["logic"], len(rows)), rows)


def _logic(logic: str, count: int) -> str:
    if count < 2 or logic == "formula":
        return ""
    return {"and": _("all of them"), "or": _("any of them")}.get(logic, logic)


def _row(row: dict[str, Any], logic: str, words: Words) -> ReasonRow:
    text = _formula(row) if logic == "formula" else _condition(row, words)
    return ReasonRow(row["number"], text, row["result"], row.get("note", ""))


def _formula(row: dict[str, Any]) -> str:
    return str(row["left"])


def _condition(row: dict[str, Any], words: Words) -> str:
    left = _seen(words.reference(row["left"]), row["left_value"])
    try:
        operator = Operator(row["operator"])
    except ValueError:
        return f"{left} {row['operator']} {shown(row['right_value'])}"
    said = words.condition(Condition(row["left"], operator, _right(row)))
    return said.replace(words.reference(row["left"]), left, 1)


def _right(row: dict[str, Any]) -> Any:
    """The right side as an operand: a reference keeps its name, a value is what it is."""
    written = row.get("right")
    value = row.get("right_value")
    if isinstance(written, dict) and "path" in written:
        return Reference(written["path"])
    if isinstance(value, bool):
        return Literal(Kind.BOOLEAN, "true" if value else "false")
    if isinstance(value, int | float):
        return Literal(Kind.NUMBER, str(value))
    return Literal(Kind.TEXT, shown(value)) if value is not None else None


def _seen(name: str, value: Any) -> str:
    return f"{name} ({shown(value)})"


def shown(value: Any) -> str:
    """A value of the trail for people."""
    match value:
        case None | "":
            return _("empty")
        case bool():
            return _("true") if value else _("false")
        case list():
            return ", ".join(shown(item) for item in value)
        case dict():
            return str(value.get("name") or value.get("id") or "…")
        case _:
            return str(value)
