"""The records of a simulated world: three that name each other in a row, each with a word that people change."""

from collections.abc import Callable
from typing import Any

from engine.document import Definition
from engine.orchestration import missing_records
from engine.orchestration.events import Event
from engine.orchestration.state import RunState
from engine.values import Json

IDS = ("a00first", "a00second", "a00third")
ROUNDS = 10

Facts = dict[str, dict[str, Json]]
Missing = Callable[[Definition, RunState | None, Facts, Event | None], set[str]]


class World:
    """Record id -> fields."""

    def __init__(self, words: tuple[str | None, ...] = ("no", "no", "no")) -> None:
        self.fields: Facts = {
            record_id: {"Word__c": word, "Other__c": IDS[number + 1] if number + 1 < len(IDS) else None}
            for number, (record_id, word) in enumerate(zip(IDS, words, strict=True))
        }

    def write(self, record_id: str, word: str | None) -> None:
        self.fields[record_id] = {**self.fields[record_id], "Word__c": word}

    def point(self, record_id: str, other: str | None) -> None:
        self.fields[record_id] = {**self.fields[record_id], "Other__c": other}

    def facts_for(self, defn: Definition, state: RunState | None, event: Event) -> Facts:
        """What a shell would load: asked from the core until it wants no more."""
        facts: Facts = {}
        for _ in range(ROUNDS):
            wanted = missing_records(defn, state, facts, event)
            if not wanted:
                break
            facts = {**facts, **{record_id: self.fields.get(record_id, {}) for record_id in wanted}}
        return facts

    def look_up(self, record_id: str, path: list[str], instead: dict[str, Any] | None = None) -> tuple[bool, Any]:
        """(whether the way leads somewhere, the value there); instead: fields of the first record as they were."""
        fields = self.fields[record_id] if instead is None else instead
        for name in path[:-1]:
            record_id = str(fields.get(name.replace("__r", "__c")) or "")
            if not record_id:
                return False, None
            fields = self.fields[record_id]
        return True, fields[path[-1]]
