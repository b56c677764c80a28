"""Assignment operators: old value, given value -> new value. One function each, one registry."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.flows.kinds import EXACT, MAX_DIGITS, WrongKind, plain_text
from engine.values import Kind

Operation = Callable[[Any, Any, Kind], Any]  # old, given, kind of the target (of its members, for a collection)


def _assign(old: Any, given: Any, kind: Kind) -> Any:
    return given


def _add(old: Any, given: Any, kind: Kind) -> Any:
    """Collections grow at the end, dates by days, numbers are added, texts joined; a null side adds nothing."""
    if isinstance(old, list):
        return [*old, *_members(given)]
    if given is None:
        return old
    if isinstance(old, date):
        return _shifted(old, _number(given))
    if kind in (Kind.NUMBER, Kind.CURRENCY):
        return _sum(old, _number(given))
    if kind is Kind.MULTIPICKLIST:
        return ";".join(part for part in (plain_text(old or ""), plain_text(given)) if part)
    if kind in (Kind.TEXT, Kind.PICKLIST) or isinstance(old, str):
        return plain_text(old if old is not None else "") + plain_text(given)
    if isinstance(old, Decimal) or (old is None and isinstance(given, Decimal)):
        return _sum(old, _number(given))
    raise WrongKind("a number, date, text or collection is expected")


def _subtract(old: Any, given: Any, kind: Kind) -> Any:
    """Numbers and dates (days); from a collection every member that equals the given one."""
    if isinstance(old, list):
        return _remove_all(old, given, kind)
    if given is None:
        return old
    number = -_number(given)
    return _shifted(old, number) if isinstance(old, date) else _sum(old, number)


def _add_at_start(old: Any, given: Any, kind: Kind) -> Any:
    if isinstance(old, str) or (old is None and kind in (Kind.TEXT, Kind.PICKLIST)):
        return plain_text(given if given is not None else "") + (old or "")
    return [*_members(given), *_collection(old)]


def _add_item(old: Any, given: Any, kind: Kind) -> Any:
    return [*_collection(old), *_members(given)]


def _remove_first(old: Any, given: Any, kind: Kind) -> Any:
    items = _collection(old)
    at = _place(items, given)
    return items if at is None else items[:at] + items[at + 1 :]


def _remove_before_first(old: Any, given: Any, kind: Kind) -> Any:
    items = _collection(old)
    at = _place(items, given)
    return items if at is None else items[at:]


def _remove_after_first(old: Any, given: Any, kind: Kind) -> Any:
    items = _collection(old)
    at = _place(items, given)
    return items if at is None else items[: at + 1]


def _remove_all(old: Any, given: Any, kind: Kind) -> Any:
    """Every member that equals the given one, or one of the given ones."""
    unwanted = _members(given)
    return [item for item in _collection(old) if item not in unwanted]


def _remove_uncommon(old: Any, given: Any, kind: Kind) -> Any:
    """Keeps only what both collections hold."""
    wanted = _members(given)
    return [item for item in _collection(old) if item in wanted]


def _remove_position(old: Any, given: Any, kind: Kind) -> Any:
    """Position 1 is the first member; one that does not exist removes nothing."""
    items = _collection(old)
    if given is None:
        return items
    at = int(_number(given))
    return items[: at - 1] + items[at:] if 1 <= at <= len(items) else items


def _assign_count(old: Any, given: Any, kind: Kind) -> Any:
    return Decimal(len(_members(given)))


def _members(given: Any) -> list[Any]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _collection(old: Any) -> list[Any]:
    if old is None:
        return []
    if isinstance(old, list):
        return old
    raise WrongKind("a collection is expected")


def _place(items: list[Any], wanted: Any) -> int | None:
    return items.index(wanted) if wanted in items else None


def _number(given: Any) -> Decimal:
    if isinstance(given, Decimal):
        return given
    raise WrongKind("a number is expected")


def _sum(old: Any, number: Decimal) -> Decimal:
    total = EXACT.add(_number(old) if old is not None else Decimal(0), number)
    if total.adjusted() > MAX_DIGITS:
        raise WrongKind("the result is too large a number")
    return total


def _shifted(day: date, days: Decimal) -> date:
    """A date moves by whole days, a moment by fractions too."""
    try:
        if isinstance(day, datetime):
            return day + timedelta(days=float(days))
        return day + timedelta(days=int(days))
    except OverflowError as error:
        raise WrongKind("the result is no date") from error


OPERATIONS: dict[str, Operation] = {
    "assign": _assign,
    "add": _add,
    "subtract": _subtract,
    "add_item": _add_item,
    "add_at_start": _add_at_start,
    "remove_first": _remove_first,
    "remove_before_first": _remove_before_first,
    "remove_after_first": _remove_after_first,
    "remove_all": _remove_all,
    "remove_uncommon": _remove_uncommon,
    "remove_position": _remove_position,
    "assign_count": _assign_count,
}
