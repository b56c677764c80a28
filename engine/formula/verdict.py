"""What judging conditions gives: the result, the rows that decided it, and for every row the values it saw.

`to_json` is what trails keep and what `builder.reasons` puts into words. Shapes only grow: old lines lack the younger
keys (decided, right_from, the kinds, parts).
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from engine.formula.explain import Part
from engine.formula.values import kind_of_value
from engine.values import Json, RecordValue, Value, plain

_SHOWN = 255
_ITEMS = 20
_DIGITS = 30


class RowVerdict(msgspec.Struct, frozen=True):
    """One row. note: why it could not be judged, or what to know about it; "" usually.

    right_from: "reference" or "formula" where the right side is one; parts: the formula of the row, part by part
    """

    number: int
    left: str
    operator: str
    right: str
    left_value: Any
    right_value: Any
    result: bool
    note: str = ""
    right_from: str = ""
    parts: tuple[Part, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """logic: "and", "or", the custom expression, or "formula" (one row: the formula and what its references held).

    decided: numbers of the rows that make the result what it is, whatever the others are
    """

    result: bool
    logic: str = "and"
    rows: tuple[RowVerdict, ...] = ()
    decided: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON for the trail; long texts are cut, records are their object, id and name."""
        rows = [_row(row) for row in self.rows]
        return {"result": self.result, "logic": self.logic, "rows": rows, "decided": list(self.decided)}


def _row(row: RowVerdict) -> dict[str, Any]:
    told: dict[str, Any] = {
        "number": row.number,
        "left": row.left,
        "operator": row.operator,
        "right": shown(row.right),
        "left_value": shown(row.left_value),
        "right_value": shown(row.right_value),
        "result": row.result,
        "note": row.note,
    }
    if row.right_from:
        told["right_from"] = row.right_from
    told |= _kinds({"left_kind": row.left_value, "right_kind": row.right_value})
    if row.parts:
        told["parts"] = [part_json(part) for part in row.parts]
    return told


def part_json(part: Part) -> dict[str, Any]:
    """What is usual is left out: it was looked at, and nothing failed."""
    told: dict[str, Any] = {"text": shown(part.text), "at": part.at, "value": shown(part.value)}
    told |= _kinds({"kind": part.value})
    if not part.looked:
        told["looked"] = False
    if part.failed:
        told["failed"] = True
    if part.fault:
        told["fault"] = part.fault
    if part.seen:
        told["seen"] = shown(part.seen)
        told |= _kinds({"seen_kinds": part.seen})
    if part.parts:
        told["parts"] = [part_json(inner) for inner in part.parts]
    if part.more:
        told["more"] = part.more
    return told


def _kinds(values: dict[str, Any]) -> dict[str, Any]:
    """The kinds that plain JSON does not show: a date is a text there."""
    return {key: kind for key, value in values.items() if (kind := _kind(value))}


def _kind(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: kind for name, item in value.items() if (kind := _kind(item))}
    if isinstance(value, list | tuple):
        return next(map(_kind, value), "")
    kind = kind_of_value(value) if isinstance(value, datetime | date | time) else None
    return kind.value if kind else ""


def shown(value: Value | dict[str, Any]) -> Json:
    match value:
        case str() if len(value) > _SHOWN:
            return value[:_SHOWN] + "…"
        case Decimal() if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
            return str(value.normalize())[:_SHOWN]
        case RecordValue():
            return {"object": value.object, "id": value.id, "name": shown(value.fields.get("Name"))}
        case list() | tuple():
            return [shown(item) for item in value[:_ITEMS]] + (["…"] if len(value) > _ITEMS else [])
        case dict():
            return {name: shown(item) for name, item in value.items()}
        case _:
            as_json: Json = plain(value)
            return as_json
