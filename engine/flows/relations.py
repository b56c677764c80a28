"""Walking from a record to its fields and to the records its lookups name."""

from typing import Any

from engine.document.names import lookup_field
from engine.formula import Unreachable
from engine.values import RecordValue

MISSING = object()


class NeedFacts(Exception):
    """Not an error: records must be read before the element can go on. The interpreter asks and enters it again."""

    def __init__(self, ids: tuple[str, ...]):
        super().__init__(ids)
        self.ids = ids


def field_of(record: RecordValue, name: str) -> Any:
    """A field's value, MISSING when the record does not carry it. Names do not heed case."""
    if name in record.fields:
        return record.fields[name]
    folded = name.casefold()
    if folded == "id":
        return record.id or None
    return next((value for key, value in record.fields.items() if key.casefold() == folded), MISSING)


def with_field(record: RecordValue, name: str, value: Any) -> RecordValue:
    """The record with one field set; setting Id names the record."""
    folded = name.casefold()
    spelled = next((key for key in record.fields if key.casefold() == folded), name)
    identity = (value or "") if folded == "id" else record.id
    return RecordValue(record.object, identity, {**record.fields, spelled: value})


def walk(value: Any, names: tuple[str, ...], path: tuple[str, ...], facts: dict[str, RecordValue | None]) -> Any:
    """The value at the end of `names`, from `value` on. path: the whole, for messages.

    facts:  records read so far by id, None for those that do not exist
    raises: Unreachable when something on the way is empty; NeedFacts when a record on the way is not read yet
    """
    for name in names:
        if not isinstance(value, RecordValue):
            raise Unreachable(path, _reason(value))
        found = field_of(value, name)
        if found is MISSING:
            found = _related(value, name, facts)
        value = found
    return value


def _related(record: RecordValue, relation: str, facts: dict[str, RecordValue | None]) -> Any:
    target = field_of(record, lookup_field(relation))
    if isinstance(target, RecordValue):
        return target
    if target is MISSING or not isinstance(target, str) or not target:
        return None
    if target not in facts:
        raise NeedFacts((target,))
    return facts[target]


def _reason(value: Any) -> str:
    if isinstance(value, list):
        return "a collection has no fields"
    return "something on the way is empty" if value is None else "it is not a record"
