"""What a run waits for: which fields of which records wake it (semantics: waking), what starts it, what it reads."""

from collections.abc import Iterator
from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.document.definition import Definition
from engine.document.flow_names import FlowNames
from engine.document.index import Index, Path
from engine.document.known import Known
from engine.document.mentions import mentions
from engine.document.names import Meaning, Names, lookup_field
from engine.document.run_names import RunNames
from engine.document.stages import Gate, Stage
from engine.formula import FormulaError, UnknownName, compile_conditions
from engine.values import Kind

Role = OneOf["start", "entry", "exit", "read"]


class Dependency(msgspec.Struct, frozen=True):
    """A change of `field` of a record of `object` ("" where that is not known) is looked at by `holder`.

    role:   "start" (may start a run), "entry" or "exit" requirements of `holder` (wakes a run that waits there), "read"
            (looked at when `holder` is reached; wakes nothing)
    path:   as it is written: "$Record.Owner.IsActive" depends on OwnerId of the record and on IsActive of a User
    """

    object: str
    field: str
    path: str
    role: Role
    holder: str
    where: str


def dependencies(defn: Definition, known: Known) -> tuple[Dependency, ...]:
    """In document order, the start first; each once."""
    names = RunNames(defn, known)
    found = [*_start(defn, names)]
    for element in defn.elements:
        if isinstance(element, Stage):
            found += _stage(element, names)
    return tuple(dict.fromkeys(found))


def reads(defn: Definition, known: Known) -> tuple[Dependency, ...]:
    """Fields of records that elements and steps look at besides their requirements, in document order; each once."""
    names = RunNames(defn, known) if defn.kind.is_orchestration else FlowNames(defn, known)
    index = Index(defn)
    found = [
        one
        for holder, where, part in _readers(defn)
        for path in sorted(index.expand(mentions(part)))
        for one in _along(path, "read", holder, where, names)
    ]
    return tuple(dict.fromkeys(found))


def _readers(defn: Definition) -> Iterator[tuple[str, str, Any]]:
    """(name, path, what it reads besides requirements) of every element and step."""
    for element in defn.elements:
        where = f"elements/{element.name}"
        if isinstance(element, Stage):
            for step in element.steps:
                yield step.name, f"{where}/steps/{step.name}", msgspec.structs.replace(step, entry=Gate(), exit=Gate())
        else:
            yield element.name, where, element


def _stage(stage: Stage, names: RunNames) -> Iterator[Dependency]:
    path = f"elements/{stage.name}"
    yield from _gate(stage.exit, "exit", stage.name, f"{path}/exit", names)
    for step in stage.steps:
        where = f"{path}/steps/{step.name}"
        yield from _gate(step.entry, "entry", step.name, f"{where}/entry", names)
        if step.kind in ("interactive", "approval"):
            yield from _gate(step.exit, "exit", step.name, f"{where}/exit", names)


def _start(defn: Definition, names: RunNames) -> Iterator[Dependency]:
    if not defn.is_record_triggered:
        return
    try:
        compiled = compile_conditions(defn.start.filters)
    except FormulaError:
        return
    for path in sorted(compiled.references):
        full = path if path[0].startswith("$") else ("$Record", *path)
        yield from _along(full, "start", "", "start/filters", names)


def _gate(gate: Gate, role: Role, holder: str, where: str, names: RunNames) -> Iterator[Dependency]:
    for path in sorted(names.index.gate_references(gate)):
        yield from _along(path, role, holder, where, names)


def _along(path: Path, role: Role, holder: str, where: str, names: Names) -> Iterator[Dependency]:
    """A dependency for each field on the way of a path that begins at a record."""
    written = ".".join(path)
    for length in range(1, len(path)):
        try:
            before = names.meaning(path[:length])
        except UnknownName:
            continue
        if before.kind is not Kind.RECORD or path[0].casefold() == "$record__prior":
            continue
        yield Dependency(before.object, _field(before, path[length], names), written, role, holder, where)


def _field(record: Meaning, name: str, names: Names) -> str:
    """A relation on the way depends on its lookup field."""
    known = names.known
    if record.object and known.has_object(record.object) and known.field(record.object, name) is None:
        lookup = lookup_field(name)
        return lookup if known.field(record.object, lookup) is not None else name
    return name
