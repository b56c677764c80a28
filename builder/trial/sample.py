"""What something is tried on: an object, a record the person may see or made-up values, and other names' values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from builder.trial.names import GivenNames
from builder.words import Words
from builder.world import World, field_labels
from engine.document import Definition, FlowKind, Start
from engine.document.names import Path
from engine.flows.kinds import WrongKind, coerce
from engine.formula import UnknownName, Unreachable
from engine.values import Kind, RecordValue, Value
from people.selectors import user_by_username
from records import desk
from records.kinds import KINDS, BadValue
from records.scope import RECORD, RecordScope
from records.selectors import field_of, get_object
from web.errors import Invalid, NotFound

MOST_VALUES = 200


@dataclass(frozen=True)
class Sample:
    """names: what can be named; scope: what it holds; words: how people call it."""

    names: GivenNames
    scope: "TrialScope"
    words: Words


@dataclass(frozen=True)
class Wanted:
    """As the caller says it.

    object, record: of $Record; values: fields laid over the record's, by API name
    prior:    fields as they were before the change; is_new: the record is being created
    others:   values of other names by path, "Approve.Outputs.decision"
    person:   username of whom $User and its like are about, "" the caller
    document: the automation whose names may be used
    """

    object: str = ""
    record: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    prior: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False
    others: Mapping[str, Any] = field(default_factory=dict)
    person: str = ""
    document: Definition | None = None


def sample_for(user: Any, wanted: Wanted) -> Sample:
    """raises: UnknownObject, UnknownRecord (also for a record the caller may not see), NotFound, Invalid"""
    if len(wanted.values) + len(wanted.prior) + len(wanted.others) > MOST_VALUES:
        raise Invalid(summary=f"At most {MOST_VALUES} values can be given.")
    record = desk.open_record(user, wanted.record, wanted.object).value if wanted.record else None
    name = record.object if record else wanted.object or (wanted.document.start.object if wanted.document else "")
    if name:
        name = get_object(name).api_name
    now = _with(record, name, wanted.values, "values")
    before = None if wanted.is_new else _with(now, name, wanted.prior, "prior")
    person = _person(wanted.person) or user
    names = GivenNames(wanted.document or _nothing(name), World(), name, _others(wanted.others))
    records = RecordScope(now, before, is_new=wanted.is_new, person=person, as_person=True, viewer=user)
    return Sample(names, TrialScope(names, records), Words(names.definition, field_labels()))


def _nothing(object_name: str) -> Definition:
    """A definition of nothing: words of an object without an automation."""
    return Definition(api_name="", label="", kind=FlowKind.ORCHESTRATION, start=Start(object=object_name))


def _person(username: str) -> Any:
    if not username:
        return None
    found = user_by_username(username)
    if found is None:
        raise NotFound(what="user", name=username)
    return found


def _with(record: RecordValue | None, object_name: str, values: Mapping[str, Any], part: str) -> RecordValue | None:
    """The record with these fields instead; made of nothing but them where there is no record."""
    if record is None and not values:
        return None
    fields = dict(record.fields) if record else {}
    if not object_name:
        raise Invalid(summary="Say which object the values are of.", fields={"object": "required"})
    wrong: dict[str, str] = {}
    for name, value in values.items():
        known = field_of(object_name, name)
        try:
            if known is None:
                wrong[f"{part}.{name}"] = f"{object_name} has no such field."
            else:
                fields[known.api_name] = KINDS[known.kind].clean(known, value)
        except BadValue as problem:
            wrong[f"{part}.{name}"] = str(problem)
    if wrong:
        raise Invalid(summary="Some values cannot be taken.", fields=wrong)
    return RecordValue(object_name, record.id if record else "", fields)


def _others(given: Mapping[str, Any]) -> dict[Path, Value]:
    found: dict[Path, Value] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            raise Invalid(summary="Some values cannot be taken.", fields={f"others.{name}": "a plain value or a list"})
        members = value if isinstance(value, list) else [value]
        plain: list[Any] = [_plain(member) for member in members]
        found[tuple(name.split("."))] = plain if isinstance(value, list) else plain[0]
    return found


def _plain(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


class TrialScope:
    """Implements engine.formula.Scope: given values first, then the record and global variables.

    What the names know and nobody gave a value for cannot be reached.
    """

    def __init__(self, names: GivenNames, records: RecordScope):
        self.names, self.records = names, records
        self.at, self.zone, self.is_new = records.at, timezone.get_current_timezone(), records.is_new

    def prepare(self, paths: Any) -> None:
        self.records.prepare(path for path in paths if path[0].startswith("$"))

    def value(self, path: Path) -> Value:
        if (given := self.names.given_path(path)) is not None:
            return self._held(path, self.names.given[given])
        if path[0].startswith("$") and (path[0].casefold() != RECORD.casefold() or self.names.object):
            return self._of_record(path)
        self.names.meaning(path)  # raises UnknownName
        raise Unreachable(path, "no value is given")

    def prior(self, path: Path) -> Value:
        return self.records.prior(path)

    def visited(self, name: str) -> bool:
        return self._says(name)

    def has_error(self, name: str) -> bool:
        return self._says(name)

    def selected(self, name: str) -> bool:
        return self._says(name)

    def _says(self, name: str) -> bool:
        """was visited, has error, was selected: what was given for the name, else no."""
        return self.names.given.get(tuple(name.split("."))) is True

    def _of_record(self, path: Path) -> Value:
        """A made-up record has only the fields that were given; others of its object are empty."""
        try:
            return self.records.value(path)
        except UnknownName:
            if self.names.meaning(path).kind is None:
                raise
            raise Unreachable(path, "no value is given") from None

    def _held(self, path: Path, value: Value) -> Value:
        kind = self.names.declared(path)
        if kind is None or kind in (Kind.RECORD, Kind.OPAQUE) or isinstance(value, list):
            return value
        try:
            held: Value = coerce(value, kind, self.zone)
        except WrongKind:
            raise Unreachable(path, f"the value given is not {kind.value}") from None
        return held
