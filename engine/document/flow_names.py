"""What the names in a flow stand for: the kind of every path that a formula, condition or text can read."""

from dataclasses import dataclass
from typing import Any

from engine.document.definition import Definition
from engine.document.elements import Outcome, Unsupported
from engine.document.flow_elements import CreateRecords, GetRecords, Loop, ScreenField
from engine.document.known import Known
from engine.document.resources import Choice, Constant, Formula, TextTemplate, Variable
from engine.flows.program import Program
from engine.formula import UnknownName
from engine.values import Kind

FLOW_KINDS = {
    "currentdate": Kind.DATE,
    "currentdatetime": Kind.DATETIME,
    "faultmessage": Kind.TEXT,
    "interviewstarttime": Kind.DATETIME,
    "interviewguid": Kind.TEXT,
    "currentrecord": Kind.TEXT,
}
CONSTANT_KINDS = {"true": Kind.BOOLEAN, "false": Kind.BOOLEAN, "emptystring": Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a path gives. kind None: cannot be known beforehand (parts of unsupported elements, objects not here)."""

    kind: Kind | None = None
    object: str = ""
    collection: bool = False


ANYTHING = Meaning()


class FlowNames:
    def __init__(self, defn: Definition, known: Known):
        self.defn = defn
        self.known = known
        self.program = Program(defn)

    def kind_of(self, path: tuple[str, ...]) -> Kind | None:
        """For compile_formula. raises UnknownName"""
        meaning = self.meaning(path)
        return None if meaning.collection else meaning.kind

    def meaning(self, path: tuple[str, ...]) -> Meaning:
        """raises UnknownName"""
        root = path[0].casefold()
        if root.startswith("$"):
            return self._global(root, path)
        name = self.program.name(path[0])
        if name is None:
            raise UnknownName(path, tuple(self.program.resources))
        resource = self.program.resources[name]
        if isinstance(resource, Unsupported) or (isinstance(resource, ScreenField) and _is_opaque(resource)):
            return ANYTHING
        if isinstance(resource, Loop):
            members = self.meaning(tuple(resource.collection.split(".")))
            return self.along(Meaning(members.kind, members.object), path[1:], path)
        return self.along(_own_meaning(resource, self.program), path[1:], path)

    def along(self, meaning: Meaning, names: tuple[str, ...], path: tuple[str, ...]) -> Meaning:
        """From a record to its fields and over its lookups. raises UnknownName"""
        for name in names:
            if meaning.kind is None or meaning.kind is Kind.OPAQUE:
                return ANYTHING
            if meaning.kind is not Kind.RECORD or meaning.collection:
                raise UnknownName(path)
            meaning = self._field(meaning.object, name, path)
        return meaning

    def _field(self, object_name: str, name: str, path: tuple[str, ...]) -> Meaning:
        if not object_name or not self.known.has_object(object_name):
            return ANYTHING
        fact = self.known.field(object_name, name)
        if fact is not None:
            return Meaning(fact.kind)
        relation = f"{name[:-3]}__c" if name.casefold().endswith("__r") else f"{name}Id"
        lookup = self.known.field(object_name, relation)
        if lookup is None:
            raise UnknownName(path)
        return Meaning(Kind.RECORD, lookup.target)

    def _global(self, root: str, path: tuple[str, ...]) -> Meaning:
        if root in ("$flow", "$globalconstant"):
            kinds = FLOW_KINDS if root == "$flow" else CONSTANT_KINDS
            if len(path) != 2 or path[1].casefold() not in kinds:
                raise UnknownName(path)
            return Meaning(kinds[path[1].casefold()])
        if root == "$user" and len(path) > 1:
            return self.along(Meaning(Kind.RECORD, "User"), path[1:], path)
        if root in ("$record", "$record__prior"):
            return self.along(Meaning(Kind.RECORD, self.defn.start.object), path[1:], path)
        raise UnknownName(path)


def _is_opaque(field: ScreenField) -> bool:
    return field.kind in ("component", "record_field", "repeater", "unsupported")


def _own_meaning(resource: Any, program: Program) -> Meaning:
    match resource:
        case Variable():
            return Meaning(resource.kind, resource.object, resource.collection)
        case Constant() | Formula() | Choice():
            return Meaning(resource.kind)
        case TextTemplate():
            return Meaning(Kind.TEXT)
        case ScreenField(kind="input" | "radio" | "dropdown"):
            return Meaning(resource.data or Kind.TEXT)
        case ScreenField():
            return Meaning(Kind.TEXT)
        case GetRecords() if resource.store_automatically:
            return Meaning(Kind.RECORD, resource.object, not (resource.first_only or resource.outputs))
        case CreateRecords() if resource.store_automatically:
            return Meaning(Kind.TEXT)
        case Outcome():
            return Meaning(Kind.BOOLEAN)
    return Meaning(Kind.BOOLEAN)  # an element: whether it was visited
