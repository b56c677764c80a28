"""Conditions as they are written in a definition. Their evaluation lives in engine/formula/conditions.py."""

from enum import StrEnum
from typing import Any

import msgspec

from engine.document.operands import Operand


class Operator(StrEnum):
    EQUAL_TO = "equal_to"
    NOT_EQUAL_TO = "not_equal_to"
    GREATER_THAN = "greater_than"
    GREATER_OR_EQUAL = "greater_than_or_equal_to"
    LESS_THAN = "less_than"
    LESS_OR_EQUAL = "less_than_or_equal_to"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    CONTAINS = "contains"
    IS_NULL = "is_null"
    IS_BLANK = "is_blank"
    IS_EMPTY = "is_empty"
    IS_CHANGED = "is_changed"
    IN = "in"
    NOT_IN = "not_in"
    WAS_SET = "was_set"
    WAS_SELECTED = "was_selected"
    WAS_VISITED = "was_visited"
    HAS_ERROR = "has_error"
    NONE = "none"


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row: `left operator right`. In a record filter `left` is a field's API name, else a reference path.

    is_null, is_blank and their like take a Boolean on the right: true asks for it, false for the opposite.
    """

    left: str
    operator: Operator
    right: Operand | None = None
    extra: dict[str, Any] = {}


class Conditions(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set of rows under one logic.

    logic:   "and", "or", a custom expression over the row numbers ("1 AND NOT(2 OR 3)"), or "formula"
    formula: the expression when logic is "formula"; else ""
    No rows and no formula: true ("and" of nothing).
    """

    logic: str = "and"
    rows: tuple[Condition, ...] = ()
    formula: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.formula
