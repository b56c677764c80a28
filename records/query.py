"""Filters as SQL over the records table."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Right, StrIndex
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from engine.document.conditions import Operator
from records.expressions import IsOfObject, KeyOf, user_id_text
from records.filters import EQUALITIES, LISTS, NULL_TESTS, ORDERS, Filter, Test
from records.ids import user_pk
from records.kinds import KINDS
from records.models import Record, RecordField, RecordObject

USER_COLUMNS = {"OwnerId": "owner_id", "CreatedById": "created_by_id", "LastModifiedById": "modified_by_id"}
TIME_COLUMNS = {"CreatedDate": "created_at", "LastModifiedDate": "modified_at"}
NOTHING = Q(pk__in=[])


def records_of(obj: RecordObject) -> QuerySet[Record]:
    return Record.objects.filter(IsOfObject(obj.pk))


def where(test: Filter) -> Q:
    """The condition that a filter is in SQL."""
    if not test.tests:
        return Q()
    return test.fold([_row(item) for item in test.tests], lambda item: ~item, _both)


def ordering(field: RecordField, order: str) -> list[Any]:
    """What to sort by: the field's key, nulls last, then the id."""
    key = left_side(field)
    down = order.lower() == "desc"
    return [key.desc(nulls_last=True) if down else key.asc(nulls_last=True), "-pk" if down else "pk"]


def left_side(field: RecordField) -> Any:
    """The SQL value a field compares by."""
    name = field.api_name
    if name == "Id":
        return F("pk")
    if name in USER_COLUMNS:
        return user_id_text(USER_COLUMNS[name])
    if name in TIME_COLUMNS:
        return F(TIME_COLUMNS[name])
    return KeyOf(name)


def first_duplicate(field: RecordField) -> str | None:
    """A key that two records of the object share in this field."""
    keyed = records_of(field.object).annotate(key=KeyOf(field.api_name)).filter(key__isnull=False)
    repeated = keyed.values("key").annotate(number=Count("pk")).filter(number__gt=1)
    return next(iter(repeated.order_by("key").values_list("key", flat=True)[:1]), None)


def _both(word: str, left: Q, right: Q) -> Q:
    return left & right if word == "AND" else left | right


def _row(test: Test) -> Q:
    """One row as SQL that is true or false, never null: NOT of it must be the opposite."""
    if test.field.api_name in USER_COLUMNS and (quick := _by_user(test)) is not None:
        return quick
    left = left_side(test.field)
    is_null = Q(IsNull(left, True))
    there = Q(IsNull(left, False))
    if test.operator in NULL_TESTS:
        return is_null if test.right else there
    if test.operator in LISTS:
        return _listed(test, left, is_null, there)
    if test.operator in EQUALITIES:
        same = _equal(test, left, is_null, there)
        return same if test.operator == Operator.EQUAL_TO else ~same
    if test.right is None or (test.operator in ORDERS and test.field.kind == "checkbox"):
        return NOTHING
    return there & _ORDERED[test.operator](test, left)


def _equal(test: Test, left: Any, is_null: Q, there: Q) -> Q:
    if test.unreadable:
        return NOTHING
    if test.right is None:
        return is_null
    if test.end is not None:
        return there & _compared(GreaterThanOrEqual, test, left) & _compared(LessThan, test, left, test.end)
    return there & _compared(Exact, test, left)


def _listed(test: Test, left: Any, is_null: Q, there: Q) -> Q:
    values = [_right(test.field, key) for key in test.right if key is not None]
    inside = there & Q(In(left, values)) if values else NOTHING
    for first, end in test.days:
        from_first = _compared(GreaterThanOrEqual, test, left, first)
        inside |= there & from_first & _compared(LessThan, test, left, end)
    if None in test.right:
        inside |= is_null
    return inside if test.operator == Operator.IN else ~inside


def _by_user(test: Test) -> Q | None:
    """Equality with people by their primary key, which is indexed; None for every other operator."""
    column = USER_COLUMNS[test.field.api_name]
    if test.operator == Operator.EQUAL_TO and test.right is not None:
        pk = user_pk(test.right)
        return NOTHING if pk is None else Q(IsNull(F(column), False), **{column: pk})
    if test.operator == Operator.IN and None not in test.right:
        pks = [pk for key in test.right if (pk := user_pk(key)) is not None]
        return Q(IsNull(F(column), False), **{f"{column}__in": pks}) if pks else NOTHING
    return None


def _right(field: RecordField, key: str) -> Any:
    if field.api_name in TIME_COLUMNS:
        return KINDS["datetime"].load(key)
    return Value(key, output_field=TextField())


def _compared(lookup: Any, test: Test, left: Any, key: str | None = None) -> Q:
    return Q(lookup(left, _right(test.field, test.right if key is None else key)))


def _greater(test: Test, left: Any) -> Q:
    """After a day means from the next day on."""
    if test.end is not None:
        return _compared(GreaterThanOrEqual, test, left, test.end)
    return _compared(GreaterThan, test, left)


def _less_or_equal(test: Test, left: Any) -> Q:
    if test.end is not None:
        return _compared(LessThan, test, left, test.end)
    return _compared(LessThanOrEqual, test, left)


def _starts_with(test: Test, left: Any) -> Q:
    """A range, so that an index serves it: every text that starts with "ab" is >= "ab" and < "ac"."""
    result = _compared(GreaterThanOrEqual, test, left)
    if (after := _after(test.right)) is not None:
        result &= _compared(LessThan, test, left, after)
    return result


def _after(prefix: str) -> str | None:
    """The least text above every text with this prefix; None when there is none."""
    while prefix:
        code = ord(prefix[-1]) + 1
        if code == 0xD800:  # surrogates are no characters
            code = 0xE000
        if code <= 0x10FFFF:
            return prefix[:-1] + chr(code)
        prefix = prefix[:-1]
    return None


def _ends_with(test: Test, left: Any) -> Q:
    if not test.right:
        return Q()
    return Q(Exact(Right(left, len(test.right)), Value(test.right)))


def _contains(test: Test, left: Any) -> Q:
    return Q(GreaterThan(StrIndex(left, Value(test.right)), 0))


_ORDERED: dict[Operator, Callable[[Test, Any], Q]] = {
    Operator.GREATER_THAN: _greater,
    Operator.GREATER_OR_EQUAL: lambda test, left: _compared(GreaterThanOrEqual, test, left),
    Operator.LESS_THAN: lambda test, left: _compared(LessThan, test, left),
    Operator.LESS_OR_EQUAL: _less_or_equal,
    Operator.STARTS_WITH: _starts_with,
    Operator.ENDS_WITH: _ends_with,
    Operator.CONTAINS: _contains,
}
