"""A definition made ready to run: names indexed once, formulas and conditions compiled once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.document import Definition
from engine.document.conditions import Conditions
from engine.document.data_elements import FilterCollection, MapCollection, SortCollection, Transform
from engine.document.elements import Decision, Outcome
from engine.document.flow_elements import Screen, ScreenField, UpdateRecords
from engine.document.mentions import mentions
from engine.document.resources import ChoiceSet, Variable
from engine.formula import CompiledConditions, CompiledFormula, compile_conditions, compile_formula, references

COLLECTION_RESULTS = (FilterCollection, MapCollection, SortCollection, Transform)
EACH_ITEM = "[$EachItem]"


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The member at hand of the collection that the element `of` works on, where no variable holds it."""

    name: str
    of: str


class Program:
    """Derived from a definition and nothing else; shared between interviews, so nothing in it changes but its caches.

    elements:  by name. resources: everything a path can begin with, by name: variables, constants, formulas,
    templates, choices and sets of them, screen fields, elements, outcomes. Earlier ones win over later ones of the
    same name.
    """

    def __init__(self, defn: Definition):
        self.defn = defn
        self.elements = {element.name: element for element in defn.elements}
        self.resources: dict[str, Any] = {}
        for resource in _resources(defn):
            self.resources.setdefault(resource.name, resource)
        self._folded = {name.casefold(): name for name in reversed(self.resources)}
        self.writes_records_back = any(isinstance(item, UpdateRecords) and item.source for item in defn.elements)
        self._formulas: dict[str, CompiledFormula] = {}
        self._far: tuple[tuple[str, ...], ...] | None = None
        self._conditions: dict[int, CompiledConditions] = {}  # by identity: they live as long as the definition

    def name(self, written: str) -> str | None:
        """The declared spelling of a name; names do not heed case."""
        return written if written in self.resources else self._folded.get(written.casefold())

    @property
    def far_reads(self) -> tuple[tuple[str, ...], ...]:
        """Paths the definition reads that may need a record or a global variable first: worth asking for together."""
        if self._far is None:
            defn = self.defn
            read = mentions(
                (defn.elements, defn.variables, defn.templates, defn.choices, defn.choice_sets, defn.constants)
            )
            for formula in defn.formulas:
                read |= references(formula.expression)
            self._far = tuple(sorted(path for path in read if len(path) > 1 and self._leads_far(path)))
        return self._far

    def _leads_far(self, path: tuple[str, ...]) -> bool:
        is_plain = isinstance(self.resources.get(self.name(path[0]) or ""), Variable)
        return path[0].startswith("$") or (is_plain and len(path) > 2)

    def offering(self, choice: str) -> list[str]:
        """Names of the screen fields that offer a choice."""
        fields = (item for item in self.resources.values() if isinstance(item, ScreenField))
        return [field.name for field in fields if choice in field.choices]

    def choice_sets(self, screen: Screen) -> list[ChoiceSet]:
        """Those that the fields of a screen offer, each once."""
        names = [name for field in screen_fields(screen.fields) for name in field.choices]
        found = (self.resources.get(self.name(name) or "") for name in dict.fromkeys(names))
        return [resource for resource in found if isinstance(resource, ChoiceSet)]

    def formula(self, text: str) -> CompiledFormula:
        """raises FormulaError"""
        compiled = self._formulas.get(text)
        if compiled is None:
            compiled = self._formulas[text] = compile_formula(text)
        return compiled

    def conditions(self, conditions: Conditions) -> CompiledConditions:
        """raises FormulaError"""
        compiled = self._conditions.get(id(conditions))
        if compiled is None:
            compiled = self._conditions[id(conditions)] = compile_conditions(conditions)
        return compiled


def screen_fields(fields: tuple[ScreenField, ...]) -> list[ScreenField]:
    """Fields in reading order, containers before what they hold."""
    return [each for field in fields for each in (field, *screen_fields(field.fields))]


def _resources(defn: Definition) -> list[Any]:
    named: list[Any] = [*defn.variables, *defn.constants, *defn.formulas, *defn.templates, *defn.choices]
    named.extend(defn.choice_sets)
    for element in defn.elements:
        if isinstance(element, Screen):
            named.extend(field for field in screen_fields(element.fields) if field.name)
        if isinstance(element, Decision):
            named.extend(outcome for outcome in element.outcomes if isinstance(outcome, Outcome))
        named.append(element)
    items = [CurrentItem(item_name(one), one.name) for one in defn.elements if isinstance(one, COLLECTION_RESULTS)]
    return [*named, *(item for item in items if item.name)]


def item_name(element: Any) -> str:
    """The name by which an element's formulas and conditions read the member at hand."""
    return f"{element.name}__Item" if isinstance(element, Transform) else getattr(element, "item", "")


class _Same:
    """A key that is equal only to itself's definition, by identity: definitions hold dicts and cannot be hashed."""

    __slots__ = ("defn",)

    def __init__(self, defn: Definition):
        self.defn = defn

    def __hash__(self) -> int:
        return id(self.defn)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.defn is self.defn


@lru_cache(maxsize=256)
def _program(key: _Same) -> Program:
    return Program(key.defn)


def program_of(defn: Definition) -> Program:
    """The program of a definition; the latest 256 are kept."""
    return _program(_Same(defn))
