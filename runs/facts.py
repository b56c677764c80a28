"""Records the core needs to see before it can decide, loaded until it asks for no more."""

from collections.abc import Iterable
from typing import Any

from engine.document import Definition
from engine.orchestration import missing_records
from engine.orchestration.events import Event
from engine.orchestration.state import RunState
from engine.values import Json, pack
from records import selectors as records

ROUNDS = 20  # relations that lead further than this are not followed

Facts = dict[str, dict[str, Json]]


def gather(defn: Definition, state: RunState | None, facts: Facts, event: Event) -> Facts:
    """`facts` with every record the event needs; the same object when nothing was missing.

    A record that is gone is kept as {}, so that nobody asks again.
    """
    for _ in range(ROUNDS):
        wanted = missing_records(defn, state, facts, event)
        if not wanted:
            break
        facts = {**facts, **load(wanted)}
    return facts


def load(ids: Iterable[str]) -> Facts:
    wanted = sorted(ids)
    found: dict[str, Any] = records.load(wanted)
    return {record_id: packed_fields(found.get(record_id)) for record_id in wanted}


def packed_fields(record: Any) -> dict[str, Json]:
    return {name: pack(value) for name, value in record.fields.items()} if record is not None else {}
