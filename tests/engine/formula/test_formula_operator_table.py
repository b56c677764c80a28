"""Every operator of the catalogue on every kind of left side it is offered for: values, null on either side, edges."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal, Reference
from engine.formula import compile_conditions, judge
from engine.formula.catalogue import catalogue
from engine.values import Kind, RecordValue
from tests.engine.formula.world import World

O = Operator  # noqa: E741
T, F = True, False

# By family: two values of each of its kinds, the first before the second where they have an order.
SAMPLES = {
    "text": [("ab", "bc"), ("Net 30", "net 60")],
    "number": [(Decimal("-1.5"), Decimal(2)), (Decimal("0.1"), Decimal("0.10000000000000000001"))],
    "boolean": [(False, True)],
    "date": [
        (date(2026, 1, 31), date(2026, 2, 1)),
        (datetime(2026, 1, 31, 22, tzinfo=UTC), datetime(2026, 1, 31, 22, 0, 0, 1, tzinfo=UTC)),
    ],
    "time": [(time(9, 30), time(9, 30, 1))],
    "record": [(RecordValue("Account", "001a", {"Name": "Same"}), RecordValue("Account", "001b", {"Name": "Same"}))],
    "collection": [(["a"], ["a", "b"]), ([Decimal(1)], [Decimal(1), Decimal(1)])],
    "element": [("Visited", "Not_visited")],
    "choice": [("Chosen", "Not_chosen")],
}
BY_NAME = (O.WAS_VISITED, O.HAS_ERROR, O.WAS_SELECTED)
LOW, HIGH, NULL, ASK, NOT = "low", "high", "null", "asks for it", "asks for the opposite"
EQUAL = [(LOW, LOW, T), (LOW, HIGH, F), (HIGH, LOW, F), (NULL, LOW, F), (LOW, NULL, F), (NULL, NULL, T)]
NO_VALUE = [(LOW, ASK, F), (LOW, NOT, T), (NULL, ASK, T), (NULL, NOT, F)]


def opposite(rows):
    return [(left, right, not result) for left, right, result in rows]


def ordered(same, less, more):
    nulls = [(NULL, LOW, F), (LOW, NULL, F), (NULL, NULL, F)]
    return [(LOW, LOW, same), (LOW, HIGH, less), (HIGH, LOW, more), *nulls]


TABLE = {
    O.EQUAL_TO: EQUAL,
    O.NOT_EQUAL_TO: opposite(EQUAL),
    O.GREATER_THAN: ordered(F, F, T),
    O.GREATER_OR_EQUAL: ordered(T, F, T),
    O.LESS_THAN: ordered(F, T, F),
    O.LESS_OR_EQUAL: ordered(T, T, F),
    O.STARTS_WITH: [(LOW, LOW, T), (LOW, HIGH, F), (NULL, LOW, F), (LOW, NULL, F), (NULL, NULL, F)],
    O.ENDS_WITH: [(LOW, LOW, T), (LOW, HIGH, F), (NULL, LOW, F), (LOW, NULL, F), (NULL, NULL, F)],
    O.IN: [(LOW, [LOW, HIGH], T), (LOW, [HIGH], F), (LOW, [], F), (LOW, NULL, F), (NULL, [LOW], F), (NULL, [NULL], T)],
    O.IS_NULL: NO_VALUE,
    O.IS_BLANK: NO_VALUE,
    O.IS_EMPTY: NO_VALUE,
    O.WAS_SET: opposite(NO_VALUE),
    O.IS_CHANGED: [(LOW, ASK, F), (LOW, NOT, T), (HIGH, ASK, T), (NULL, ASK, T)],  # it was low before
}
TABLE[O.NOT_IN] = opposite(TABLE[O.IN])
CONTAINS = {
    "text": [(LOW, LOW, T), (LOW, HIGH, F), (NULL, LOW, F), (LOW, NULL, F)],
    "collection": [(HIGH, LOW, F), (NULL, LOW, F), (LOW, NULL, F)],
}
EDGES = [  # left, operator, right, result
    ("ab", O.EQUAL_TO, "AB", T),
    ("", O.EQUAL_TO, None, F),
    ("Straße", O.EQUAL_TO, "STRASSE", T),
    ("10", O.LESS_THAN, "9", T),
    (" \t", O.IS_BLANK, T, T),
    (" ", O.IS_EMPTY, T, F),
    ("", O.IS_EMPTY, T, T),
    ("", O.IS_NULL, T, F),
    ("", O.WAS_SET, T, T),
    ("abc", O.CONTAINS, "", T),
    ("red;blue", O.CONTAINS, "blue", T),
    ("red;blue", O.EQUAL_TO, "blue;red", F),
    (Decimal("1.0"), O.EQUAL_TO, "1", T),
    (Decimal(10), O.GREATER_THAN, "9", T),
    (Decimal(1), O.EQUAL_TO, "one", F),
    (Decimal(1), O.GREATER_THAN, "one", F),
    (Decimal(0), O.IS_BLANK, T, F),
    (False, O.EQUAL_TO, "false", T),
    (False, O.IS_NULL, T, F),
    (date(2026, 2, 1), O.EQUAL_TO, datetime(2026, 1, 31, 23, 30, tzinfo=UTC), T),  # in Berlin it is February
    (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), O.EQUAL_TO, date(2026, 2, 1), T),
    (datetime(2026, 1, 31, 22, 30, tzinfo=UTC), O.EQUAL_TO, date(2026, 2, 1), F),
    (date(2024, 2, 29), O.LESS_THAN, "2024-03-01", T),
    (RecordValue("Account", "001a", {}), O.EQUAL_TO, "001a", T),
    (["a", "b"], O.EQUAL_TO, ["b", "a"], F),
    (["a", "b"], O.CONTAINS, "B", T),
    (["ab"], O.CONTAINS, "a", F),
    ([], O.IS_EMPTY, T, T),
    ([], O.IS_NULL, T, T),
    (["a"], O.IN, ["a"], F),  # members are compared, not collections
]


def held(left, operator, right, world=None):
    right_side = Literal(Kind.BOOLEAN, str(right).lower()) if isinstance(right, bool) else Reference("right")
    world = world or World({"left": left, "right": right})
    return judge(compile_conditions(Conditions("and", (Condition("left", operator, right_side),))), world).result


def cases():
    for family in catalogue().families:
        for operator in [one for one in map(Operator, family.operators) if one not in BY_NAME]:
            for pair in SAMPLES[family.family]:
                yield pytest.param(family.family, operator, pair, id=f"{family.family}-{operator.value}-{pair[0]}")


@pytest.mark.parametrize(("family", "operator", "pair"), cases())
def test_every_operator_on_every_kind_it_is_offered_for(family, operator, pair):
    held_by = {LOW: pair[0], HIGH: pair[1], NULL: None, ASK: True, NOT: False}
    if family == "element":
        held_by |= {LOW: True, HIGH: False}  # outcomes and elements are Booleans
    rows = CONTAINS[family] if operator is O.CONTAINS else TABLE[operator]
    for left, right, result in rows:
        value = [held_by[one] for one in right] if isinstance(right, list) else held_by[right]
        world = World({"left": held_by[left], "right": value}, prior={"left": held_by[LOW]})
        assert held(held_by[left], operator, value, world) is result, (left, operator, right)


@pytest.mark.parametrize("operator", BY_NAME)
def test_operators_that_ask_by_name(operator):
    class Chooser(World):
        def selected(self, name):
            return name == "Yes"

    world = Chooser({}, visited=("Yes",), failed=("Yes",))
    for name, asks, result in [("Yes", T, T), ("Yes", F, F), ("No", T, F), ("No", F, T)]:
        condition = Condition(name, operator, Literal(Kind.BOOLEAN, str(asks).lower()))
        assert judge(compile_conditions(Conditions("and", (condition,))), world).result is result
    families = next(one.families for one in catalogue().operators if one.operator == operator.value)
    assert families


@pytest.mark.parametrize(("left", "operator", "right", "result"), EDGES)
def test_edges(left, operator, right, result):
    assert held(left, operator, right) is result
