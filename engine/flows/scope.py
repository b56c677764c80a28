"""What formulas, conditions and operands of a flow see: engine.formula.Scope over an interview."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any

from engine.document.elements import Decision, Outcome
from engine.document.flow_elements import ScreenField
from engine.document.globals import is_fact
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.resources import Choice, ChoiceSet, Constant, Formula, TextTemplate, Variable
from engine.errors import Fault
from engine.flows.kinds import WrongKind, coerce, rounded
from engine.flows.memory import Memory
from engine.flows.program import COLLECTION_RESULTS, CurrentItem, Program
from engine.flows.relations import NeedFacts, walk
from engine.flows.system import read_global
from engine.flows.telling import TellingScope
from engine.formula import FormulaError, Html, UnknownName, Unreachable, evaluate, merge
from engine.values import Kind, RecordValue, Value

Path = tuple[str, ...]


class FlowScope:
    """Reads; never writes. Made once per move.

    at: the moment of the move, aware; zone: the person's
    record, prior, user, started_at, guid: see InterviewState
    """

    def __init__(
        self,
        program: Program,
        memory: Memory,
        *,
        at: datetime,
        zone: tzinfo,
        started_at: datetime,
        record: str = "",
        prior: dict[str, Any] | None = None,
        user: str = "",
        guid: str = "",
    ):
        self.program = program
        self.memory: Memory = memory
        self.at: datetime = at
        self.zone: tzinfo = zone
        self.started_at: datetime = started_at
        self.record = record
        self.prior_fields = prior
        self.user = user
        self.guid: str = guid
        self._reading: set[str] = set()

    @property
    def is_new(self) -> bool:
        return (bool(self.record) or self.memory.saving is not None) and self.prior_fields is None

    def value(self, path: Path) -> Value:
        """raises Unreachable, UnknownName, NeedFacts; Fault when a resource on the way cannot be computed"""
        root = path[0]
        if root.startswith("$"):
            found: Value = read_global(self, path)
            return found
        name = self.program.name(root)
        if name is None:
            raise UnknownName(path, tuple(self.program.resources))
        value: Value = walk(self.read(name), path[1:], path, self.memory.facts)
        return value

    def prior(self, path: Path) -> Value:
        if path[0].casefold() != "$record" or self.prior_fields is None:
            raise Unreachable(path, "there is no value before the change")
        before: Value = walk(RecordValue("", self.record, self.prior_fields), path[1:], path, self.memory.facts)
        return before

    def visited(self, name: str) -> bool:
        actual = self.program.name(name)
        return actual in self.memory.visited or self.memory.outcomes.get(actual or "", False)

    def has_error(self, name: str) -> bool:
        return self.program.name(name) in self.memory.failed

    def selected(self, name: str) -> bool:
        """Whether a choice is among the answers of the screen fields that offer it."""
        choice = self.program.resources.get(self.program.name(name) or "")
        if not isinstance(choice, Choice):
            return self.look_up((name,)) not in (None, False)
        value = self.choice_value(choice)
        answers = [self.memory.answers.get(field) for field in self.program.offering(choice.name)]
        return any(answer == value or value in str(answer).split(";") for answer in answers if answer is not None)

    def fact(self, identity: str, path: Path) -> RecordValue:
        """A record read by id. raises NeedFacts, or Unreachable when there is none"""
        if not identity:
            raise Unreachable(path)
        if identity not in self.memory.facts:
            raise NeedFacts((identity,))
        record = self.memory.facts[identity]
        if record is None:
            gone = "nobody knows it" if is_fact(identity) else "the record does not exist any more"
            raise Unreachable(path, gone)
        return record

    def resolve(self, operand: Operand | None) -> Any:
        """The value of an operand; null where the way to it is empty.

        raises: Fault for a name that does not exist or a formula that fails; NeedFacts
        """
        match operand:
            case None:
                return None
            case Literal():
                return self._literal(operand)
            case Reference():
                return self.look_up(operand.parts)
            case Expression():
                return self.compute(operand.text)

    def look_up(self, path: Path) -> Any:
        """`value`, with null for unreachable and a Fault for unknown."""
        try:
            return self.value(path)
        except Unreachable:
            return None
        except UnknownName as error:
            raise Fault(message=str(error), code="unknown_name") from error

    def compute(self, text: str) -> Any:
        """raises Fault"""
        try:
            return evaluate(self.program.formula(text), self)
        except FormulaError as error:
            raise Fault(message=f"A formula does not compile: {error}", code=error.code) from error

    def fill(self, text: str, *, html: bool = False, labels: bool = False) -> str:
        """The text with merge fields filled in; html escapes the values and keeps the text's own tags.

        labels: a choice is told by its label, not by its stored value
        """
        if "{!" not in text:
            return text
        try:
            return merge(text, TellingScope(self) if labels else self, medium="html" if html else "text")
        except FormulaError as error:
            raise Fault(message=f"A text cannot be filled in: {error}", code=error.code) from error

    def read(self, name: str) -> Any:
        """The value of a resource or element by its declared name."""
        resource = self.program.resources[name]
        return _READERS.get(type(resource), FlowScope._result)(self, resource)

    def held_as(self, value: Any, kind: Kind, name: str, *, collection: bool = False, scale: int | None = None) -> Any:
        """`value` as the declared kind of the resource `name`. raises Fault "value_kind" """
        try:
            if not collection:
                return rounded(coerce(value, kind, self.zone), scale)
            members = value if isinstance(value, list) else [] if value is None else [value]
            return [rounded(coerce(member, kind, self.zone), scale) for member in members]
        except WrongKind as error:
            shown = "a collection" if isinstance(value, list) else repr(value)[:60]
            raise Fault(message=f"{name} cannot hold {shown}: {error}.", code="value_kind") from error

    def _literal(self, literal: Literal) -> Any:
        if literal.kind is Kind.TEXT:
            return self.fill(literal.text)
        try:
            return literal.value
        except ValueError as error:
            raise Fault(message=f"A written-down value is wrong: {error}", code="value_kind") from error

    def _variable(self, variable: Variable) -> Any:
        if variable.name in self.memory.variables:
            return self.memory.variables[variable.name]
        with self._once(variable.name):
            value = self.resolve(variable.default)
        return self.held_as(value, variable.kind, variable.name, collection=variable.collection, scale=variable.scale)

    def _constant(self, constant: Constant) -> Any:
        return self.held_as(self.resolve(constant.value), constant.kind, constant.name)

    def _formula(self, formula: Formula) -> Any:
        with self._once(formula.name):
            value = self.compute(formula.expression)
        if isinstance(value, Html):
            return value
        return self.held_as(value, formula.kind, formula.name, scale=formula.scale)

    def _template(self, template: TextTemplate) -> str:
        """Rich text stays markup where markup is wanted; a template without any tag is taken as plain."""
        rich = not template.plain and "<" in template.text
        with self._once(template.name):
            text = self.fill(template.text, html=rich, labels=True)
        return Html(text) if rich else text

    def _choice(self, choice: Choice) -> Any:
        with self._once(choice.name):
            return self.choice_value(choice)

    def choice_value(self, choice: Choice) -> Any:
        """What a choice stands for: the text that was typed with it, else its stored value."""
        typed = self.typed_with(choice)
        return self.held_as(typed, choice.kind, choice.name) if typed else self.stored_value(choice)

    def typed_with(self, choice: Choice) -> str:
        """The text that was typed beside a choice, "" for none."""
        if choice.input is None:
            return ""
        typed = (self.memory.entered(f"{field}.{choice.name}") for field in self.program.offering(choice.name))
        return next(filter(None, typed), "")

    def stored_value(self, choice: Choice) -> Any:
        """A choice without a value stands for its label."""
        value = self.fill(choice.label) if choice.value is None else self.resolve(choice.value)
        return self.held_as(value, choice.kind, choice.name)

    def _choice_set(self, choice_set: ChoiceSet) -> Any:
        """What was chosen where the set is offered."""
        answers = (self.memory.answers.get(field) for field in self.program.offering(choice_set.name))
        return next((answer for answer in answers if answer is not None), None)

    def _answer(self, field: ScreenField) -> Any:
        return self.memory.answers.get(field.name)

    def _outcome(self, outcome: Outcome) -> bool | None:
        return self.memory.outcomes.get(outcome.name)

    def _decision(self, decision: Decision) -> bool:
        return decision.name in self.memory.visited

    def _item(self, item: CurrentItem) -> Any:
        return self.memory.results.get(item.name)

    def _result(self, element: Any) -> Any:
        """What an element left under its name; one that leaves nothing reads as whether it was visited."""
        if getattr(element, "store_automatically", False) or isinstance(element, COLLECTION_RESULTS):
            return self.memory.results.get(element.name)
        return self.memory.results.get(element.name, element.name in self.memory.visited)

    @contextmanager
    def _once(self, name: str) -> Iterator[None]:
        """raises Fault when reading `name` leads back to `name`"""
        if name in self._reading:
            raise Fault(message=f"{name} is defined by itself, over other resources.", code="resource_cycle")
        self._reading.add(name)
        try:
            yield
        finally:
            self._reading.discard(name)


_READERS: dict[type, Callable[[FlowScope, Any], Any]] = {
    Variable: FlowScope._variable,
    Constant: FlowScope._constant,
    Formula: FlowScope._formula,
    TextTemplate: FlowScope._template,
    Choice: FlowScope._choice,
    ChoiceSet: FlowScope._choice_set,
    ScreenField: FlowScope._answer,
    CurrentItem: FlowScope._item,
    Outcome: FlowScope._outcome,
    Decision: FlowScope._decision,
}
