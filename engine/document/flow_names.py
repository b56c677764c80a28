"""Names in screen, autolaunched and evaluation flows."""

from typing import Any

from engine.document.call_elements import ActionCall, Subflow
from engine.document.data_elements import FilterCollection, MapCollection, SortCollection, Transform
from engine.document.definition import Definition
from engine.document.elements import Outcome, Unsupported
from engine.document.flow_elements import CreateRecords, GetRecords, Loop, ScreenField
from engine.document.globals import global_names
from engine.document.known import Known
from engine.document.names import ANYTHING, Meaning, Names, Path
from engine.document.resources import Choice, ChoiceSet, Constant, Formula, TextTemplate, Variable
from engine.flows.program import EACH_ITEM, CurrentItem, Program
from engine.formula import UnknownName
from engine.values import Kind

__all__ = ["ANYTHING", "FlowNames", "Meaning"]


class FlowNames(Names):
    def __init__(self, defn: Definition, known: Known):
        super().__init__(known, defn.start.object)
        self.defn = defn
        self.program = Program(defn)

    def _own(self, path: Path) -> Meaning:
        whole = ".".join(path)
        if EACH_ITEM in whole:
            source, _, rest = whole.partition(EACH_ITEM)
            return self.along(self._member(source), tuple(part for part in rest.split(".") if part), path)
        name = self.program.name(path[0])
        if name is None:
            raise UnknownName(path, (*self.program.resources, *global_names()))
        resource = self.program.resources[name]
        if isinstance(resource, Unsupported) or (isinstance(resource, ScreenField) and _is_opaque(resource)):
            return ANYTHING
        if isinstance(resource, Loop):
            return self.along(self._member(resource.collection), path[1:], path)
        if isinstance(resource, CurrentItem):
            return self.along(self._member(self._source_of(resource.of)), path[1:], path)
        if isinstance(resource, SortCollection | FilterCollection):
            return self.along(self.meaning(tuple(resource.collection.split("."))), path[1:], path)
        if isinstance(resource, Subflow | ActionCall):
            return self._called(resource, path)
        return self.along(_own_meaning(resource), path[1:], path)

    def _member(self, collection: str) -> Meaning:
        members = self.meaning(tuple(collection.split(".")))
        return Meaning(members.kind, members.object)

    def _source_of(self, element: str) -> str:
        """The collection that an element works on."""
        found = self.program.elements[element]
        if isinstance(found, Transform):
            paths = (getattr(value.value, "path", "") for value in found.values)
            return next((path.partition(EACH_ITEM)[0] for path in paths if EACH_ITEM in path), "")
        return str(getattr(found, "collection", ""))

    def _called(self, element: Subflow | ActionCall, path: Path) -> Meaning:
        """An output of what an element calls, as far as that is known here."""
        flow = self.known.flow(element.flow) if isinstance(element, Subflow) else None
        if len(path) == 1 or flow is None:
            return ANYTHING if element.store_automatically else Meaning(Kind.BOOLEAN)
        fact = next((one for name, one in flow.outputs.items() if name.casefold() == path[1].casefold()), None)
        if fact is None:
            raise UnknownName(path, tuple(f"{path[0]}.{name}" for name in flow.outputs))
        return self.along(Meaning(fact.kind, fact.object, fact.collection), path[2:], path)


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
        case MapCollection():
            return Meaning(Kind.RECORD, resource.object, collection=True)
        case Transform():
            return Meaning(resource.kind, resource.object, resource.collection)
        case Outcome():
            return Meaning(Kind.BOOLEAN)
    return Meaning(Kind.BOOLEAN)  # an element: whether it was visited
