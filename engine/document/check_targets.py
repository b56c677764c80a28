"""Checks of what elements write to and read records from."""

from engine.document.check_values import ValueChecks
from engine.document.flow_elements import GetRecords, Loop
from engine.document.flow_names import Meaning
from engine.document.resources import Variable
from engine.values import Kind


def target_of(written: str, path: str, checks: ValueChecks) -> Meaning | None:
    """What an assignment or output writes to: a variable, or a field of a record it holds."""
    parts = tuple(written.split("."))
    meaning = checks.name(path, parts)
    if meaning is None or (parts[0].casefold() == "$record" and len(parts) == 2):
        return meaning
    program = checks.names.program
    resource = program.resources.get(program.name(parts[0]) or "")
    stored = isinstance(resource, GetRecords) and resource.store_automatically
    if isinstance(resource, Variable) or stored or (isinstance(resource, Loop) and len(parts) == 2):
        return meaning
    message = f"{written} cannot be assigned to: it is not a variable or a field of a record in one."
    checks.add("cannot_assign", path, message, "Choose a variable.", soft=True)
    return None


def collection_at(path: str, element: str, written: str, checks: ValueChecks) -> Meaning | None:
    """What a collection holds; a problem when it is none."""
    meaning = checks.name(path, tuple(written.split(".")))
    if meaning is not None and meaning.kind is not None and not meaning.collection:
        message = f"{element} goes through {written}, which is not a collection."
        checks.add("value_kind", path, message, "Choose a collection.", soft=True)
    return meaning


def records_at(path: str, element: str, written: str, checks: ValueChecks) -> None:
    """A resource that holds records."""
    meaning = checks.name(path, tuple(written.split(".")))
    if meaning is not None and meaning.kind not in (None, Kind.RECORD):
        message = f"{element} takes records from {written}, which holds none."
        checks.add("value_kind", path, message, "Choose a record variable.", soft=True)
