"""Conditions, values and names in words, for people. Pure: labels it cannot know come through `field_label`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal as OneOf

from django.utils.translation import gettext as _

from engine.document import Definition
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Decision
from engine.document.flow_elements import GetRecords
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.stages import Stage
from engine.values import Kind

FieldLabel = Callable[[str, str], str]  # object, field -> label, "" when unknown


@dataclass(frozen=True)
class Sentence:
    """A set of conditions in words. how: "always", "all", "any", "logic" (rows are numbered) or "formula"."""

    how: OneOf["always", "all", "any", "logic", "formula"]
    rows: tuple[str, ...] = ()
    logic: str = ""
    formula: str = ""

    @property
    def text(self) -> str:
        """One line: "Approval Level is greater than 0 and Status is “Draft”"."""
        match self.how:
            case "always":
                return _("always")
            case "formula":
                return _("the formula %(formula)s is true") % {"formula": self.formula}
            case "all":
                return _(" and ").join(self.rows)
            case "any":
                return _(" or ").join(self.rows)
        return re.sub(r"\d+", lambda found: self._row(int(found.group())), _small(self.logic))

    def _row(self, number: int) -> str:
        return self.rows[number - 1] if 0 < number <= len(self.rows) else _("row %(number)s") % {"number": number}


class Words:
    """Says things about one definition."""

    def __init__(self, definition: Definition, field_label: FieldLabel = lambda object, field: ""):
        self.definition = definition
        self.field_label = field_label
        self._labels = _labels_of(definition)
        self._records = {one.name: one.object for one in definition.variables if one.kind is Kind.RECORD}
        self._records |= {
            element.name: element.object
            for element in definition.elements
            if isinstance(element, GetRecords) and element.store_automatically
        }

    def label(self, name: str) -> str:
        """The label of an element, step or outcome; the name itself when there is none."""
        return self._labels.get(name, name)

    def sentence(self, conditions: Conditions, *, of: str = "") -> Sentence:
        """of: the object whose fields stand on the left of record filters; "" where references stand there."""
        if conditions.logic == "formula" or conditions.formula:
            return Sentence("formula", formula=conditions.formula)
        rows = tuple(self.condition(row, of=of) for row in conditions.rows)
        if not rows:
            return Sentence("always")
        if conditions.logic in ("and", "or"):
            return Sentence("any" if conditions.logic == "or" and len(rows) > 1 else "all", rows)
        return Sentence("logic", rows, conditions.logic)

    def condition(self, row: Condition, *, of: str = "") -> str:
        """ "Approval Level is greater than 0" """
        left = self.field(of, row.left) if of else self.reference(row.left)
        says_no = isinstance(row.right, Literal) and row.right.text == "false"
        return said(left, row.operator, self.operand(row.right), says_no=says_no, kept=row.extra.get("operator", ""))

    def operand(self, operand: Operand | None) -> str:
        match operand:
            case None:
                return _("nothing")
            case Reference():
                return self.reference(operand.path)
            case Expression():
                return operand.text
            case Literal(kind=Kind.NUMBER | Kind.CURRENCY):
                return operand.text
            case Literal(kind=Kind.BOOLEAN):
                return _("true") if operand.text == "true" else _("false")
            case Literal(kind=Kind.TEXT) if not operand.text:
                return _("empty text")
            case _:
                return f"“{operand.text}”"

    def reference(self, path: str) -> str:
        """ "Ask.Outputs.amount" -> "amount of Ask the buyer"; "$Record.Approval_Level__c" -> "Approval Level"."""
        head, dot, rest = path.partition(".")
        if path in ("$Record", "$Record.Id"):
            return _("the record that started it")
        if not dot:
            return self._labels.get(head, head)
        if head in ("$Record", "$Record__Prior"):
            words = self.field(self.definition.start.object, rest)
            return words if head == "$Record" else _("%(field)s before the change") % {"field": words}
        if head.startswith("$"):
            return path
        if head in self._records:
            return _("%(field)s of %(record)s") % {"field": self.field(self._records[head], rest), "record": head}
        if rest == "Status":
            return _("the status of %(step)s") % {"step": self.label(head)}
        name = rest.removeprefix("Outputs.")
        return _("%(output)s of %(step)s") % {"output": name, "step": self.label(head)}

    def field(self, object_name: str, path: str) -> str:
        """A field's label; further along a relationship in words: "Owner Email"."""
        return self.field_label(object_name, path) or " ".join(human(part) for part in path.split("."))


def said(left: str, operator: Operator, right: str, *, says_no: bool = False, kept: str = "") -> str:
    """ "Amount is greater than 10"; operators that ask yes or no leave the right side out. kept: an unknown operator"""
    positive, negative = _unary().get(operator, ("", ""))
    if positive:
        return f"{left} {negative if says_no else positive}"
    return f"{left} {_verbs().get(operator) or kept or operator.value} {right}"


def operator_label(operator: Operator) -> str:
    """The words between the two sides, "is greater than"."""
    positive, _negative = _unary().get(operator, ("", ""))
    return positive or _verbs().get(operator, operator.value)


def human(api_name: str) -> str:
    """Approval_Level__c -> Approval Level; CloseDate -> Close Date; AccountId -> Account"""
    name = re.sub(r"__[cr]$", "", api_name)
    name = re.sub(r"(?<=[a-z])Id$", "", name)
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.replace("_", " "))
    return re.sub(r"\s+", " ", name).strip() or api_name


def _small(logic: str) -> str:
    for word, small in (("AND", _("and")), ("OR", _("or")), ("NOT", _("not"))):
        logic = re.sub(rf"\b{word}\b", small, logic, flags=re.IGNORECASE)
    return logic


def _labels_of(definition: Definition) -> dict[str, str]:
    labels: dict[str, str] = {}
    for element in definition.elements:
        labels[element.name] = element.label or element.name
        if isinstance(element, Stage):
            labels |= {step.name: step.label for step in element.steps}
        if isinstance(element, Decision):
            labels |= {outcome.name: outcome.label for outcome in element.outcomes}
    return labels


def _verbs() -> dict[Operator, str]:
    return {
        Operator.EQUAL_TO: _("is"),
        Operator.NOT_EQUAL_TO: _("is not"),
        Operator.GREATER_THAN: _("is greater than"),
        Operator.GREATER_OR_EQUAL: _("is at least"),
        Operator.LESS_THAN: _("is less than"),
        Operator.LESS_OR_EQUAL: _("is at most"),
        Operator.STARTS_WITH: _("starts with"),
        Operator.ENDS_WITH: _("ends with"),
        Operator.CONTAINS: _("contains"),
        Operator.IN: _("is one of"),
        Operator.NOT_IN: _("is none of"),
    }


def _unary() -> dict[Operator, tuple[str, str]]:
    """Operators whose right side asks yes (first) or no (second)."""
    return {
        Operator.IS_NULL: (_("is empty"), _("is not empty")),
        Operator.IS_BLANK: (_("is blank"), _("is not blank")),
        Operator.IS_EMPTY: (_("is empty"), _("is not empty")),
        Operator.IS_CHANGED: (_("has changed"), _("has not changed")),
        Operator.WAS_SET: (_("was set"), _("was not set")),
        Operator.WAS_SELECTED: (_("was selected"), _("was not selected")),
        Operator.WAS_VISITED: (_("was visited"), _("was not visited")),
        Operator.HAS_ERROR: (_("has an error"), _("has no error")),
    }
