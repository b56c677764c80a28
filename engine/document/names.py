"""What names stand for: the kind of every path that a formula, condition or text can read. One class per kind of
definition answers for its own resources; global variables and fields of records are the same for all.
"""

from dataclasses import dataclass

from engine.document.globals import GlobalVariable, global_named, global_names
from engine.document.known import FieldFact, Known
from engine.formula import UnknownName
from engine.values import Kind


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a path gives. kind None: cannot be known beforehand (parts of unsupported elements, objects not here).

    choices: of a restricted picklist, else ()
    """

    kind: Kind | None = None
    object: str = ""
    collection: bool = False
    choices: tuple[str, ...] = ()


ANYTHING = Meaning()
Path = tuple[str, ...]


class Names:
    """known: the world; object: API name of the object whose record starts the definition, "" where none does."""

    def __init__(self, known: Known, object: str = ""):
        self.known = known
        self.object = object

    def kind_of(self, path: Path) -> Kind | None:
        """For compile_formula. raises UnknownName"""
        meaning = self.meaning(path)
        return None if meaning.collection else meaning.kind

    def meaning(self, path: Path) -> Meaning:
        """raises UnknownName, with the names there are"""
        if path[0].startswith("$"):
            return self._global(path)
        return self._own(path)

    def _own(self, path: Path) -> Meaning:
        """What the definition itself calls so. raises UnknownName"""
        raise UnknownName(path, global_names())

    def along(self, meaning: Meaning, names: Path, path: Path) -> Meaning:
        """From a record to its fields and over its lookups. raises UnknownName"""
        for name in names:
            if meaning.kind is None or meaning.kind is Kind.OPAQUE:
                return ANYTHING
            if meaning.kind is not Kind.RECORD or meaning.collection:
                raise UnknownName(path)
            meaning = self._field(meaning.object, name, path)
        return meaning

    def _field(self, object_name: str, name: str, path: Path) -> Meaning:
        if not object_name or not self.known.has_object(object_name):
            return ANYTHING
        fact = self.known.field(object_name, name)
        if fact is not None:
            return _meaning_of(fact)
        lookup = self.known.field(object_name, lookup_field(name))
        if lookup is None:
            raise UnknownName(path, self._fields_near(object_name, path, name))
        return Meaning(Kind.RECORD, lookup.target)

    def _fields_near(self, object_name: str, path: Path, name: str) -> tuple[str, ...]:
        """Paths that would have been right, for a did-you-mean."""
        fields_of = getattr(self.known, "field_names", None)
        before = path[: path.index(name)] if name in path else ()
        return tuple(".".join((*before, one)) for one in fields_of(object_name)) if fields_of else ()

    def _global(self, path: Path) -> Meaning:
        variable = global_named(path[0])
        if variable is None or (len(path) == 1 and variable.source != "record"):
            raise UnknownName(path, global_names())
        match variable.source:
            case "record":
                return self._record(path)
            case "user":
                return self.along(Meaning(Kind.RECORD, variable.object), path[1:], path)
            case "core" | "fields":
                return _member(variable, path)
        return self._kept(variable, path)

    def _record(self, path: Path) -> Meaning:
        return self.along(Meaning(Kind.RECORD, self.object), path[1:], path)

    def _kept(self, variable: GlobalVariable, path: Path) -> Meaning:
        """Labels, permissions, settings: the world may know which there are, as fields of an object of that name."""
        if not self.known.has_object(variable.name):
            return Meaning(variable.kind) if variable.source == "named" else ANYTHING
        return self.along(Meaning(Kind.RECORD, variable.name), path[1:], path)


def is_event(object_name: str) -> bool:
    """Whether it is published to its listeners rather than kept: an event of its own, or an orchestration event."""
    return object_name.endswith("__e") or object_name == "FlowOrchestrationEvent"


def lookup_field(relation: str) -> str:
    """The field behind a relation's name: Account -> AccountId, Buyer__r -> Buyer__c."""
    return f"{relation[:-3]}__c" if relation.casefold().endswith("__r") else f"{relation}Id"


def _member(variable: GlobalVariable, path: Path) -> Meaning:
    found = next((one for one in variable.members if one.name.casefold() == path[1].casefold()), None)
    if found is None or len(path) != 2:
        raise UnknownName(path, global_names())
    return Meaning(found.kind)


def _meaning_of(fact: FieldFact) -> Meaning:
    if fact.kind is Kind.RECORD:
        return Meaning(Kind.RECORD, fact.target)
    return Meaning(fact.kind, choices=fact.choices)
