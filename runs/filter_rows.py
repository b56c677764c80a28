"""Filter rows of a page's address: field, operator, value; and how they go together."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal
from engine.values import Kind
from records import selectors as records
from records.listing import PREFIX, read_listing

ROWS = 5
OPERATORS: tuple[tuple[str, str | Promise], ...] = (
    (Operator.EQUAL_TO.value, gettext_lazy("is")),
    (Operator.NOT_EQUAL_TO.value, gettext_lazy("is not")),
    (Operator.CONTAINS.value, gettext_lazy("contains")),
    (Operator.STARTS_WITH.value, gettext_lazy("starts with")),
    (Operator.GREATER_THAN.value, gettext_lazy("is greater than")),
    (Operator.GREATER_OR_EQUAL.value, gettext_lazy("is at least")),
    (Operator.LESS_THAN.value, gettext_lazy("is less than")),
    (Operator.LESS_OR_EQUAL.value, gettext_lazy("is at most")),
    (Operator.IS_NULL.value, gettext_lazy("is empty (true or false)")),
)
_KNOWN = {value for value, _label in OPERATORS}


@dataclass(frozen=True)
class FilterRow:
    field: str = ""
    operator: str = Operator.EQUAL_TO.value
    value: str = ""


@dataclass(frozen=True)
class FilterRows:
    """rows: always ROWS of them, empty ones last; logic: "and" or "or"."""

    rows: tuple[FilterRow, ...]
    logic: str

    @property
    def used(self) -> tuple[FilterRow, ...]:
        return tuple(row for row in self.rows if row.field)

    @property
    def conditions(self) -> Conditions:
        rows = tuple(Condition(row.field, Operator(row.operator), _right(row)) for row in self.used)
        return Conditions(logic=self.logic, rows=rows)

    def in_words(self, obj: str) -> str:
        labels = {field.api_name: field.label for field in records.fields_of(obj)}
        verbs = {value: str(label) for value, label in OPERATORS}
        said = [f"{labels.get(row.field, row.field)} {verbs[row.operator]} “{row.value}”" for row in self.used]
        return (_(" or ") if self.logic == "or" else _(" and ")).join(said) or _("all of them")


def read_rows(asked: QueryDict, obj: str) -> FilterRows:
    """`field`, `op`, `value` repeated, and `logic`; a list's address (`f_Status=Draft`, `q`) is understood as well."""
    fields, operators, values = asked.getlist("field"), asked.getlist("op"), asked.getlist("value")
    known = {field.api_name for field in records.fields_of(obj)}
    rows = [
        FilterRow(field, operator if operator in _KNOWN else Operator.EQUAL_TO.value, value.strip())
        for field, operator, value in zip(fields, operators, values, strict=False)
        if field in known
    ]
    if any(name.startswith(PREFIX) for name in asked) or asked.get("q"):
        rows += _of_list(asked, obj)
    rows = rows[:ROWS]
    return FilterRows((*rows, *[FilterRow()] * (ROWS - len(rows))), "or" if asked.get("logic") == "or" else "and")


def _of_list(asked: QueryDict, obj: str) -> list[FilterRow]:
    listing = read_listing(records.get_object(obj), {name: str(value) for name, value in asked.items()})
    picked = [
        FilterRow(pick.field.api_name, Operator.EQUAL_TO.value, pick.value) for pick in listing.choices if pick.value
    ]
    picked += [FilterRow(name, operator.value, str(value)) for name, operator, value in listing.others]
    return [*picked, *(FilterRow("Name", Operator.CONTAINS.value, word) for word in listing.search.split())]


def _right(row: FilterRow) -> Literal:
    if row.operator == Operator.IS_NULL.value:
        return Literal(Kind.BOOLEAN, "false" if row.value.lower() in ("false", "no") else "true")
    return Literal(Kind.TEXT, row.value)
