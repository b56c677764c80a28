"""Records as the core sees them: ids in the state, field values in the facts that each event brings (R23)."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from engine.document.globals import VALUE, fact_of, global_named, is_fact
from engine.document.names import lookup_field
from engine.formula import Unreachable
from engine.values import Json, RecordValue, Value, unpack

Facts = Mapping[str, Mapping[str, Json]]
Path = tuple[str, ...]


class Missing(Exception):
    """A walk needs the fields of a record that the facts do not hold yet."""

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(record_id)


def walk(value: Value, rest: Path, facts: Facts, path: Path, *, strict: bool = False) -> Value:
    """Follow field and relation names from a value: ("Owner", "Manager", "Email").

    Facts win over what a stored record value held: records are read afresh. With `strict` a record that is not in the
    facts raises Missing, else its stored fields are used.
    raises: Unreachable where the way is empty (a null relation, a field that is not there, a value without fields)
    """
    for name in rest:
        value = _step_into(value, name, facts, path, strict)
    if isinstance(value, RecordValue) and value.id:
        fresh = facts.get(value.id)
        if fresh:
            return RecordValue(value.object, value.id, {k: unpack(v) for k, v in fresh.items()})
        if strict and fresh is None:
            raise Missing(value.id)
    return value


def fact_root(path: Path, facts: Facts, *, strict: bool = False) -> tuple[RecordValue, Path]:
    """Where a global variable that is a fact begins, and what is left to walk from there.

    raises: Unreachable when nobody knows it; Missing with `strict` when nobody looked yet
    """
    key, rest = fact_of(path) or ("", ())
    variable = global_named(path[0])
    if variable is None or variable.source != "user":
        return RecordValue(key, key, {}), rest
    held = facts.get(key)
    if held is None and strict:
        raise Missing(key)
    person = unpack((held or {}).get(VALUE))
    if not isinstance(person, str) or not person:
        raise Unreachable(path, "there is nobody")
    return RecordValue(variable.object, person, {}), rest


def _step_into(value: Value, name: str, facts: Facts, path: Path, strict: bool) -> Value:
    if not isinstance(value, RecordValue):
        raise Unreachable(path)
    if name == "Id" and not is_fact(value.id):
        return value.id or None
    fields: Mapping[str, Any] = value.fields
    packed = facts.get(value.id)
    if packed:
        if name in packed:
            return unpack(packed[name])
        fields = packed
    elif packed is None and strict and value.id:
        raise Missing(value.id)
    if name in fields:
        return cast(Value, fields[name])
    related = relation_field(name, fields)
    target = fields.get(related) if related else None
    if not target or not isinstance(target, str):
        raise Unreachable(path)
    return RecordValue("", target, {})


def relation_field(name: str, fields: Iterable[str]) -> str:
    """The lookup field behind a relation's name: Owner -> OwnerId, Budget__r -> Budget__c; "" when there is none."""
    candidate = lookup_field(name)
    return candidate if candidate in fields else ""
