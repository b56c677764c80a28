"""Names in screen, autolaunched and evaluation flows."""

from typing import Any

from engine.document.definition import Definition
from engine.document.elements import Outcome, Unsupported
from engine.document.flow_elements import CreateRecords, GetRecords, Loop, ScreenField
from engine.document.globals import global_names
from engine.document.known import Known
from engine.document.names import ANYTHING, Meaning, Names, Path
from engine.document.resources import Choice, ChoiceSet, Constant, Formula, TextTemplate, Variable
from engine.flows.program import Program
from engine.formula import UnknownName
from engine.values import Kind

__all__ = ["ANYTHING", "FlowNames", "Meaning"]


class FlowNames(Names):
    def __init__(self, defn: Definition, known: Known):
        super().__init__(known, defn.start.object)
        self.defn = defn
        self.program = Program(defn)

    def _own(self, path: Path) -> Meaning:
        name = self.program.name(path[0])
        if name is None:
            raise UnknownName(path, (*self.program.resources, *global_names()))
        resource = self.program.resources[name]
        if isinstance(resource, Unsupported) or (isinstance(resource, ScreenField) and _is_opaque(resource)):
            return ANYTHING
        if isinstance(resource, Loop):
            members = self.meaning(tuple(resource.collection.split(".")))
            return self.along(Meaning(members.kind, members.object), path[1:], path)
        return self.along(_own_meaning(resource), path[1:], path)


def _is_opaque(field: ScreenField) -> bool:
    return field.kind in ("component", "record_field", "repeater", "unsupported")


def _own_meaning(resource: Any) -> Meaning:
    match resource:
        case Variable():
            return Meaning(resource.kind, resource.object, resource.collection)
        case Constant() | Formula() | Choice() | ChoiceSet():
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
