"""Values that formulas, conditions and variables hold, and how they are stored.

A value is None, str, bool, Decimal, date, datetime (aware), time, RecordValue, or a list of these.
Stored ("packed") values are plain JSON: text, booleans and null as they are, everything else as an
object with one key that starts with "$", so that reading back gives the same kind again.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

import msgspec


class Kind(StrEnum):
    """Kinds of values; a collection is a kind plus a flag where it is declared."""

    TEXT = "text"
    NUMBER = "number"
    CURRENCY = "currency"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    PICKLIST = "picklist"
    MULTIPICKLIST = "multipicklist"
    RECORD = "record"
    OPAQUE = "opaque"  # a type of the other platform's code (Apex): kept, never computed with


class RecordValue(msgspec.Struct, frozen=True):
    """A record as a value: its object's API name, its global id ("" when not saved yet), fields by API name."""

    object: str
    id: str
    fields: dict[str, Any] = {}


Scalar = None | str | bool | Decimal | date | datetime | time | RecordValue
Value = Scalar | list[Scalar]
Json = None | str | bool | int | float | list[Any] | dict[str, Any]


def pack(value: Any) -> Json:
    """A value as plain JSON; `unpack` gives it back unchanged."""
    match value:
        case None | bool():
            return value
        case str():
            return str(value)  # text marked as markup becomes plain text
        case Decimal() | int():
            return {"$number": str(value)}
        case float():
            return {"$number": str(Decimal(str(value)))}
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
        case RecordValue():
            return {
                "$record": value.id,
                "object": value.object,
                "fields": {name: pack(item) for name, item in value.fields.items()},
            }
        case list() | tuple():
            return [pack(item) for item in value]
        case _:
            raise TypeError(f"not a value: {type(value).__name__}")


def unpack(stored: Any) -> Value:
    """The value that `pack` stored."""
    return cast(Value, _unpacked(stored))


def _unpacked(stored: Any) -> Any:
    if isinstance(stored, list):
        return [_unpacked(item) for item in stored]
    if not isinstance(stored, dict):
        return stored
    if "$record" in stored:
        fields = {name: _unpacked(item) for name, item in stored.get("fields", {}).items()}
        return RecordValue(stored["object"], stored["$record"], fields)
    [(tag, text)] = stored.items()
    return _READERS[tag](text)


_READERS: dict[str, Callable[[str], Any]] = {
    "$number": Decimal,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
}


def plain(value: Any) -> Any:
    """A value as people's JSON (API answers): numbers as numbers, dates as ISO text, records as id, object, fields."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case RecordValue():
            return {"object": value.object, "id": value.id, "fields": {k: plain(v) for k, v in value.fields.items()}}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
