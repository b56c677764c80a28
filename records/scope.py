"""One record as formulas and conditions see it: its fields, its values before the change, the records it points at."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from django.utils import timezone

from engine.document.globals import core_name, fact_of, global_named, global_names, is_fact
from engine.document.names import lookup_field
from engine.formula import UnknownName, Unreachable
from engine.values import RecordValue, Value
from records import selectors
from records.global_values import load_globals
from records.ids import USER_PREFIX

Path = tuple[str, ...]
RECORD, PRIOR = "$Record", "$Record__Prior"
MOST_STEPS = 20  # relations that lead further than this are not followed
ORIGIN = datetime(1900, 1, 1, tzinfo=UTC)


class _Needed(Exception):
    def __init__(self, key: str):
        self.key = key


class RecordScope:
    """Implements engine.formula.Scope.

    record:  the record now; before: as it was before the change, None for a new one
    person:  whom $User and its like are about; with `as_person` only records this person may see are followed
    viewer:  somebody else who must be allowed to see them too
    Records on the way are loaded once. `prepare` loads what many paths need together, one query for each step of the
    longest of them, whatever their number.
    """

    def __init__(
        self,
        record: RecordValue | None,
        before: RecordValue | None = None,
        *,
        is_new: bool = False,
        person: Any = None,
        as_person: bool = False,
        viewer: Any = None,
    ) -> None:
        self._record, self._before = record, before
        self._person = person
        self._eyes = ([person] if as_person else []) + ([viewer] if viewer is not None else [])
        self._facts: dict[str, RecordValue | None] = {}
        self.at: datetime = timezone.now()
        self.zone: tzinfo = timezone.get_current_timezone()
        self.is_new = is_new

    def now(self, record: RecordValue | None) -> "RecordScope":
        """The same world around another state of the record."""
        other = RecordScope(record, self._before, person=self._person)
        other._eyes, other._facts, other.at, other.zone = self._eyes, self._facts, self.at, self.zone
        return other

    def prepare(self, paths: Iterable[Path]) -> None:
        wanted = list(paths)
        for _ in range(MOST_STEPS):
            needed: set[str] = set()
            for path in wanted:
                try:
                    self._find(path)
                except _Needed as need:
                    needed.add(need.key)
                except (Unreachable, UnknownName):
                    continue
            if not needed:
                return
            self._load(needed)

    def value(self, path: Path) -> Value:
        for _ in range(MOST_STEPS):
            try:
                return self._find(path)
            except _Needed as need:
                self._load({need.key})
        raise Unreachable(path, "it leads too far")

    def prior(self, path: Path) -> Value:
        if path[0].casefold() not in (RECORD.casefold(), PRIOR.casefold()):
            raise UnknownName(path, (RECORD, PRIOR))
        return self.value((PRIOR, *path[1:]))

    def visited(self, name: str) -> bool:
        return False

    def has_error(self, name: str) -> bool:
        return False

    def _find(self, path: Path) -> Value:
        root = path[0].casefold()
        if root == RECORD.casefold():
            return self._walk(self._record, path[1:], path)
        if root == PRIOR.casefold():
            if self._before is None:
                raise Unreachable(path, "the record is new")
            return self._walk(self._before, path[1:], path)
        if name := core_name(path):
            return self._core(name, path)
        found = fact_of(path)
        if found is None:
            known = global_named(path[0]) is not None and len(path) == 1
            raise Unreachable(path) if known else UnknownName(path, global_names())
        return self._fact(*found, path)

    def _core(self, name: str, path: Path) -> Value:
        match name:
            case "$GlobalConstant.True" | "$GlobalConstant.False":
                return name.endswith("True")
            case "$GlobalConstant.EmptyString":
                return ""
            case "$System.OriginDateTime":
                return ORIGIN
            case "$Flow.CurrentDate":
                return self.at.astimezone(self.zone).date()
            case "$Flow.CurrentDateTime":
                return self.at
            case "$Flow.CurrentRecord" if self._record is not None:
                return self._record.id
        raise Unreachable(path, "nothing runs yet")

    def _fact(self, key: str, rest: Path, path: Path) -> Value:
        if key not in self._facts:
            raise _Needed(key)
        fact = self._facts[key]
        if fact is None:
            raise Unreachable(path, "nobody knows it")
        if key == "$User":
            identity = next(iter(fact.fields.values()))
            return self._walk(self._known(str(identity), path), rest, path)
        return next((value for name, value in fact.fields.items() if name.casefold() == rest[0].casefold()), None)

    def _walk(self, value: Value, names: Path, path: Path) -> Value:
        for name in names:
            if not isinstance(value, RecordValue):
                raise Unreachable(path)
            value = self._step(value, name, path)
        return value

    def _step(self, record: RecordValue, name: str, path: Path) -> Value:
        by_fold = {field.casefold(): field for field in record.fields}
        if (known := by_fold.get(name.casefold())) is not None:
            found: Value = record.fields[known]
            return found
        if name.casefold() == "id":
            return record.id or None
        lookup = by_fold.get(lookup_field(name).casefold())
        if lookup is None:
            raise UnknownName(path, tuple(".".join((*path[:-1], field)) for field in record.fields))
        target = record.fields[lookup]
        if not isinstance(target, str) or not target:
            raise Unreachable(path)
        return self._known(target, path)

    def _known(self, record_id: str, path: Path) -> RecordValue:
        if record_id not in self._facts:
            raise _Needed(record_id)
        found = self._facts[record_id]
        if found is None:
            raise Unreachable(path, "the record is gone, or you may not see it" if self._eyes else "it is gone")
        return found

    def _load(self, keys: set[str]) -> None:
        variables = {key for key in keys if is_fact(key)}
        found: dict[str, RecordValue] = selectors.load(keys - variables) if keys - variables else {}
        if variables:
            found |= load_globals(variables, self._person)
        hidden = self._hidden(set(found))
        for key in keys:
            self._facts[key] = None if key in hidden else found.get(key)

    def _hidden(self, keys: set[str]) -> set[str]:
        """Names of people are no secret."""
        asked = {key for key in keys if not is_fact(key) and not key.startswith(USER_PREFIX)}
        seen = [selectors.visible_among(eyes, asked) for eyes in self._eyes] if asked else []
        return asked.difference(asked.intersection(*seen))
