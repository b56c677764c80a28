"""Checks of what stands where a value is expected: operands, formulas, texts with merge fields, conditions."""

from engine.document.check_conditions import check_rows
from engine.document.check_resources import given, meaning, start_only
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.flow_names import FlowNames
from engine.document.names import Meaning, Names, is_event
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.formula import FormulaError, UnknownName, check_logic, compile_formula, merge_paths
from engine.formula.errors import FormulaUnknownName, nearest
from engine.problems import Problem, Severity
from engine.values import Kind

_BY_NAME = frozenset({Operator.WAS_VISITED, Operator.HAS_ERROR, Operator.WAS_SELECTED})


class NameChecks:
    """Collects problems. What an import names and the site does not have is a warning, in own definitions an error.

    start: in a start condition, where ISNEW and its like work
    """

    def __init__(self, names: Names, source: str = "builder", *, start: bool = False):
        self.names = names
        self.start = start
        self.problems: list[Problem] = []
        self.soft: Severity = "warning" if source == "metadata" else "error"

    def add(
        self, code: str, path: str, message: str, fix: str = "", *, soft: bool = False, severity: Severity = "error",
        position: int | None = None,
    ) -> None:  # fmt: skip
        severity = self.soft if soft else severity
        self.problems.append(
            Problem(code=code, severity=severity, path=path, message=message, fix=fix, position=position)
        )

    def name(self, path: str, written: tuple[str, ...]) -> Meaning | None:
        """What a reference stands for; None (and a problem) when it stands for nothing."""
        try:
            return self.names.meaning(written)
        except UnknownName as error:
            self._unknown(path, error)
            return None

    def operand(self, path: str, operand: Operand | None) -> Meaning | None:
        """What an operand gives; None where that is not known or there is a problem."""
        match operand:
            case Reference():
                return self.name(path, operand.parts)
            case Expression():
                kind = self.formula(path, operand.text)
                return Meaning(kind) if kind else None
            case Literal(kind=Kind.TEXT):
                self.text(path, operand.text)
                return Meaning(Kind.TEXT)
            case Literal():
                return self._literal(path, operand)
        return None

    def formula(self, path: str, text: str) -> Kind | None:
        """The kind a formula gives, None where unknown. A formula that does not compile is always an error."""
        try:
            bare = compile_formula(text)
        except FormulaError as error:
            self.add(error.code, path, str(error), error.hint, position=error.position)
            return None
        for position, message in () if self.start else start_only(bare):
            self.add("start_only_function", path, message, severity="warning", position=position)
        try:
            return compile_formula(text, kind_of=self.names.kind_of).kind
        except FormulaUnknownName as error:
            self.add(error.code, path, error.message, error.hint, soft=True, position=error.position)
        except FormulaError as error:
            self.add(error.code, path, str(error), error.hint, soft=True, position=error.position)
        return None

    def text(self, path: str, text: str) -> None:
        for written in sorted(merge_paths(text)):
            self.name(path, written)

    def conditions(self, path: str, conditions: Conditions | None, *, filtered: str | None = None) -> None:
        """filtered: the object whose fields stand on the left, None for ordinary conditions."""
        if conditions is None or conditions.is_empty:
            return
        if conditions.logic == "formula" or not conditions.rows:
            self.truth(f"{path}/formula", conditions.formula)
            return
        self.problems.extend(check_logic(conditions.logic, len(conditions.rows), path=f"{path}/logic"))
        for number, row in enumerate(conditions.rows):
            self._row(f"{path}/{number}", row, filtered)
        found = check_rows(conditions, lambda row: self._left(row, filtered), lambda right: given(self.names, right))
        for one in found:
            where = f"{path}/{one.row - 1}" if one.row else path
            self.add(one.code, where, one.message, one.fix, soft=one.soft, severity="warning")

    def _left(self, row: Condition, filtered: str | None) -> Meaning | None:
        parts = tuple(row.left.split("."))
        if filtered is None:
            return meaning(self.names, parts)
        try:
            return self.names.along(Meaning(Kind.RECORD, filtered), parts, parts) if filtered else None
        except UnknownName:
            return None

    def truth(self, path: str, text: str) -> None:
        """A formula that is to give true or false."""
        kind = self.formula(path, text)
        if kind not in (None, Kind.BOOLEAN, Kind.OPAQUE):
            message = f"The formula gives {kind.value if kind else kind}, not true or false."
            self.add("formula_not_boolean", path, message, soft=True)

    def object(self, path: str, name: str) -> bool:
        """Whether the object and its fields are known here; a problem when there is no such thing."""
        if self.names.known.has_object(name):
            return True
        if is_event(name):
            return False  # an event is declared by nobody: its fields are what is published
        fix = f"Create or import the object {name}." if name else "Choose an object."
        self.add("object_unknown", path, f"There is no object {name or '(none named)'}.", fix, soft=True)
        return False

    def field(self, path: str, object_name: str, written: str) -> Meaning | None:
        """The field of a known object; a problem when it has none."""
        try:
            return self.names.along(Meaning(Kind.RECORD, object_name), tuple(written.split(".")), (written,))
        except UnknownName:
            fix = f"Create the field on {object_name}, or choose another one."
            self.add("field_unknown", path, f"{object_name} has no field {written}.", fix, soft=True)
            return None

    def _row(self, path: str, row: Condition, filtered: str | None) -> None:
        if row.operator is Operator.NONE:
            self.add("no_operator", path, f"The condition on {row.left} has no operator and is never true.", soft=True)
        if filtered is not None:
            if filtered:
                self.field(path, filtered, row.left)
        elif row.operator in _BY_NAME:
            self.name(path, (row.left,))
        else:
            self.name(path, tuple(row.left.split(".")))
        self.operand(path, row.right)

    def _literal(self, path: str, literal: Literal) -> Meaning | None:
        try:
            _ = literal.value
        except ValueError:
            self.add("bad_value", path, f"{literal.text!r} is not a {literal.kind.value} value.", soft=True)
            return None
        return Meaning(literal.kind)

    def _unknown(self, path: str, error: UnknownName) -> None:
        self.add("name_unknown", path, str(error), nearest(error.path[0], error.known), soft=True)


class ValueChecks(NameChecks):
    """Of the flow whose names these are."""

    names: FlowNames

    def __init__(self, names: FlowNames):
        super().__init__(names, names.defn.source)
