"""Records the core needs to see before it can decide, loaded until it asks for no more."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.document import Definition
from engine.document.globals import is_fact
from engine.orchestration import missing_records
from engine.orchestration.events import Event
from engine.orchestration.state import RunState
from engine.values import Json, pack
from records import selectors as records
from records.global_values import load_globals

ROUNDS = 20  # relations that lead further than this are not followed

Facts = dict[str, dict[str, Json]]


def gather(
    defn: Definition, state: RunState | None, facts: Facts, event: Event, person: Callable[[], Any] = lambda: None
) -> Facts:
    """`facts` with every record and global variable the event needs; the same object when nothing was missing.

    person: gives who started the run, whom $User and its like are about; asked only when they are needed
    A record that is gone is kept as {}, so that nobody asks again.
    """
    for _ in range(ROUNDS):
        wanted = missing_records(defn, state, facts, event)
        if not wanted:
            break
        facts = {**facts, **load(wanted, person)}
    return facts


def load(ids: Iterable[str], person: Callable[[], Any] = lambda: None) -> Facts:
    wanted = sorted(ids)
    variables = [key for key in wanted if is_fact(key)]
    found: dict[str, Any] = records.load([key for key in wanted if not is_fact(key)])
    if variables:
        found |= load_globals(variables, person())
    return {record_id: packed_fields(found.get(record_id)) for record_id in wanted}


def packed_fields(record: Any) -> dict[str, Json]:
    return {name: pack(value) for name, value in record.fields.items()} if record is not None else {}
