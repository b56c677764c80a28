"""Global variables as records the core can walk: the facts behind $User, $Label, $Setup and their like."""

from collections.abc import Iterable
from typing import Any

from engine.document.globals import VALUE
from engine.values import RecordValue
from people.site_values import values_of
from records.ids import user_record_id


def load_globals(keys: Iterable[str], person: Any) -> dict[str, RecordValue]:
    """By key; keys that stand for nothing are left out.

    person: who acts (in an orchestration: who started it), None where nobody does
    """
    wanted = set(keys)
    found = {key: RecordValue(key, key, fields) for key, fields in values_of(wanted, person).items()}
    if "$User" in wanted and person is not None and person.pk is not None:
        found["$User"] = RecordValue("$User", "$User", {VALUE: user_record_id(person.pk)})
    return found
