"""What judging conditions gives: the result, and for every row the values it saw."""

from decimal import Decimal
from typing import Any

import msgspec

from engine.values import Json, RecordValue, Value, plain

_SHOWN = 255
_ITEMS = 20
_DIGITS = 30


class RowVerdict(msgspec.Struct, frozen=True):
    """One row. note: why it could not be judged, or what to know about it; "" usually."""

    number: int
    left: str
    operator: str
    right: str
    left_value: Any
    right_value: Any
    result: bool
    note: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """logic: "and", "or", the custom expression, or "formula" (one row: the formula and what its references held)."""

    result: bool
    logic: str = "and"
    rows: tuple[RowVerdict, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON for the trail; long texts are cut, records are their object, id and name."""
        return {"result": self.result, "logic": self.logic, "rows": [_row(row) for row in self.rows]}


def _row(row: RowVerdict) -> dict[str, Any]:
    return {
        "number": row.number,
        "left": row.left,
        "operator": row.operator,
        "right": shown(row.right),
        "left_value": shown(row.left_value),
        "right_value": shown(row.right_value),
        "result": row.result,
        "note": row.note,
    }


def shown(value: Value | dict[str, Any]) -> Json:
    match value:
        case str() if len(value) > _SHOWN:
            return value[:_SHOWN] + "…"
        case Decimal() if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
            return str(value)[:_SHOWN]
        case RecordValue():
            return {"object": value.object, "id": value.id, "name": shown(value.fields.get("Name"))}
        case list() | tuple():
            return [shown(item) for item in value[:_ITEMS]] + (["…"] if len(value) > _ITEMS else [])
        case dict():
            return {name: shown(item) for name, item in value.items()}
        case _:
            as_json: Json = plain(value)
            return as_json
