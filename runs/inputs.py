"""What a caller gives a new run: plain JSON (or engine values) for declared input variables, checked and packed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from engine.document import Definition
from engine.document.resources import Variable
from engine.values import Json, Kind, RecordValue, pack, unpack
from records import selectors as records
from runs.errors import BadInput, MissingInput, UnknownInput

RECORD_ID = "recordId"


def input_variables(defn: Definition) -> list[Variable]:
    return [variable for variable in defn.variables if variable.is_input]


def record_variable(defn: Definition, object_name: str) -> Variable | None:
    """The input that takes a record of this object: `recordId`, else the first record variable of that object."""
    inputs = input_variables(defn)
    by_name = next((v for v in inputs if v.name.casefold() == RECORD_ID.casefold() and not v.collection), None)
    if by_name is not None and (by_name.kind != Kind.RECORD or by_name.object.casefold() == object_name.casefold()):
        return by_name
    typed = (v for v in inputs if v.kind == Kind.RECORD and not v.collection)
    return next((v for v in typed if v.object.casefold() == object_name.casefold()), None)


def records_named(packed: Mapping[str, Json]) -> list[str]:
    """The ids that the inputs hold: what `recordId` says first, then the records, in their order."""
    by_name = {name.casefold(): unpack(value) for name, value in packed.items()}
    first = by_name.pop(RECORD_ID.casefold(), None)
    flat = [one for value in by_name.values() for one in (value if isinstance(value, list) else [value])]
    ids = [value.id for value in [first, *flat] if isinstance(value, RecordValue)]
    return [first, *ids] if isinstance(first, str) and first else ids


def packed_inputs(defn: Definition, given: Mapping[str, Any], *, record_id: str = "") -> dict[str, Json]:
    """Packed values by variable name.

    raises: UnknownInput, MissingInput, BadInput
    """
    values = dict(given)
    if record_id:
        _take_record(defn, values, record_id)
    variables = {variable.name.casefold(): variable for variable in input_variables(defn)}
    packed: dict[str, Json] = {}
    for name, value in values.items():
        variable = variables.get(name.casefold())
        if variable is None:
            raise UnknownInput(api_name=defn.api_name, name=name)
        if (read := read_value(variable, value)) is not None:
            packed[variable.name] = pack(read)
    for variable in variables.values():
        if variable.required and variable.default is None and variable.name not in packed:
            raise MissingInput(api_name=defn.api_name, name=variable.name, fields={variable.name: "This is required."})
    return packed


def read_value(variable: Variable, value: Any) -> Any:
    """The engine value of what was given; None for nothing. raises BadInput"""
    if value is None or value == "" or value == []:
        return None
    try:
        if variable.collection:
            if not isinstance(value, list | tuple):
                raise ValueError("a list is expected")
            return [_read_one(variable, item) for item in value]
        return _read_one(variable, value)
    except (ValueError, TypeError, InvalidOperation) as error:
        why = str(error) if isinstance(error, ValueError) and str(error) else f"{value!r} is no {variable.kind.value}"
        raise BadInput(name=variable.name, why=why, fields={variable.name: why}) from error


def _take_record(defn: Definition, values: dict[str, Any], record_id: str) -> None:
    found = records.object_of_id(record_id)
    if found is None:
        raise BadInput(name="record", why=f"{record_id} is no record id")
    variable = record_variable(defn, found.api_name)
    if variable is None:
        raise UnknownInput(api_name=defn.api_name, name=RECORD_ID)
    values.setdefault(variable.name, record_id)


def _read_one(variable: Variable, value: Any) -> Any:
    return _READERS.get(variable.kind, _text)(variable, value)


def _text(variable: Variable, value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a text is expected")
    return value


def _number(variable: Variable, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("a number is expected")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a number")
    return number


def _boolean(variable: Variable, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false", "on", "1", "0"):
        return value.strip().lower() in ("true", "on", "1")
    raise ValueError("true or false is expected")


def _date(variable: Variable, value: Any) -> Any:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _datetime(variable: Variable, value: Any) -> Any:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _time(variable: Variable, value: Any) -> Any:
    return value if isinstance(value, time) else time.fromisoformat(value.rstrip("Z"))


def _record(variable: Variable, value: Any) -> Any:
    record_id = value.id if isinstance(value, RecordValue) else value.get("id") if isinstance(value, dict) else value
    if not isinstance(record_id, str) or record_id not in records.load([record_id]):
        raise ValueError(f"there is no record {record_id}")
    found = records.object_of_id(record_id)
    if found is None or (variable.object and found.api_name.casefold() != variable.object.casefold()):
        raise ValueError(f"a record of {variable.object} is expected")
    return RecordValue(found.api_name, record_id, {})


_READERS: dict[Kind, Callable[[Variable, Any], Any]] = {
    Kind.NUMBER: _number,
    Kind.CURRENCY: _number,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.TIME: _time,
    Kind.RECORD: _record,
}
