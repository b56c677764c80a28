"""One row by equal columns, for questions that every turn asks: Django compiles them once instead of every time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import IntegerField, Model

M = TypeVar("M", bound=Model)
LARGEST = 2**63 - 1  # what the widest column holds
_MARK = -(2**30)  # stands for a number, "<name>" for a text, while the question is compiled


@dataclass(frozen=True, slots=True)
class _Question:
    """values: as compiled; names: what stands in them for which column; converters: by the place of a column."""

    sql: str
    values: tuple[Any, ...]
    names: dict[Any, str]
    columns: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


def first_where(model: type[M], **wanted: int | str) -> M | None:
    """A row of the model's default manager whose columns have these values, or None."""
    if any(isinstance(value, int) and abs(value) > LARGEST for value in wanted.values()):
        return None
    question = _question(model, tuple(wanted), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(question.sql, [_value(question, mark, wanted) for mark in question.values])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    for place, converters, expression in question.converters:
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return model.from_db(connection.alias, question.columns, values)


def _value(question: _Question, mark: Any, wanted: dict[str, int | str]) -> Any:
    name = question.names.get(mark)
    return mark if name is None else wanted[name]


@cache
def _question(model: type[Model], names: tuple[str, ...], vendor: str) -> _Question:
    fields = {name: model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names}
    marks = {
        name: _MARK - number if isinstance(getattr(field, "target_field", field), IntegerField) else f"<{name}>"
        for number, (name, field) in enumerate(fields.items())
    }
    compiler = model._default_manager.filter(**marks)[:1].query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    found = [expression for expression, _sql, _alias in compiler.select]
    return _Question(
        sql=sql,
        values=params,
        names={mark: name for name, mark in marks.items()},
        columns=[expression.target.attname for expression in found],
        converters=[(place, *pair) for place, pair in compiler.get_converters(found).items()],
    )
