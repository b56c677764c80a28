"""Filters: SQL gives what the engine's conditions give, on every database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression, Literal
from engine.formula import compare
from engine.formula.logic import parse_logic
from engine.values import Kind
from records import services
from records.errors import BadFilter, UnknownField, UnknownObject
from records.selectors import find

pytestmark = pytest.mark.django_db
O = Operator  # noqa: E741

texts = st.sampled_from(["a", "A", "ab", "Ab c", "é", "É", "ß", "SS", "z", "a%", "_", "10", "😀", "\ue000", "~"])
numbers = st.one_of(
    st.decimals(-1000, 1000, places=3, allow_nan=False),
    st.sampled_from([Decimal(0), Decimal("0.1"), Decimal("123456789012345.678"), Decimal("123456789012345.677")]),
)
moments = st.datetimes(datetime(2025, 12, 30), datetime(2026, 1, 3), timezones=st.just(UTC))
days = st.dates(date(2025, 12, 30), date(2026, 1, 3))
VALUES = {"text__c": texts, "number__c": numbers, "datetime__c": moments, "date__c": days, "checkbox__c": st.booleans()}
PLAIN = [O.EQUAL_TO, O.NOT_EQUAL_TO, O.GREATER_THAN, O.GREATER_OR_EQUAL, O.LESS_THAN, O.LESS_OR_EQUAL]
PARTS = [O.STARTS_WITH, O.ENDS_WITH, O.CONTAINS]


@st.composite
def row(draw):
    field = draw(st.sampled_from(sorted(VALUES)))
    operator = draw(st.sampled_from([*PLAIN, O.IN, O.NOT_IN, O.IS_NULL, *(PARTS if field == "text__c" else [])]))
    value = st.one_of(st.none(), VALUES[field], *([days] if field == "datetime__c" else []))
    if operator == O.IS_NULL:
        return field, operator, draw(st.booleans())
    if operator in (O.IN, O.NOT_IN):
        return field, operator, draw(st.lists(st.one_of(st.none(), VALUES[field]), max_size=3))
    return field, operator, draw(value)


LOGICS = {1: ["and", "NOT 1"], 2: ["and", "or", "1 AND NOT 2", "NOT(1 OR 2)"], 3: ["1 AND (2 OR NOT 3)", "or"]}


@st.composite
def question(draw):
    rows = draw(st.lists(row(), min_size=1, max_size=3))
    return rows, draw(st.sampled_from(LOGICS[len(rows)]))


def folded(value):
    """Record filters ignore case, conditions do not: the one difference."""
    if isinstance(value, list):
        return [folded(item) for item in value]
    return value.casefold() if isinstance(value, str) else value


@pytest.fixture
def loans(loan):
    zone = ZoneInfo("America/New_York")
    rows = [
        {"text__c": text, "number__c": number, "datetime__c": moment, "date__c": day, "checkbox__c": bool(index % 2)}
        for index, (text, number, moment, day) in enumerate(
            [
                ("a", Decimal(1), datetime(2026, 1, 1, 3, tzinfo=zone), date(2026, 1, 1)),
                ("A", Decimal("0.1"), datetime(2026, 1, 1, tzinfo=UTC), date(2025, 12, 31)),
                ("Ab c", Decimal("-12.5"), datetime(2026, 1, 2, tzinfo=UTC), None),
                ("É", Decimal("-12.51"), datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), date(2026, 1, 2)),
                ("ß", Decimal(0), None, date(2026, 1, 3)),
                ("😀", Decimal("123456789012345.678"), None, None),
                (None, None, datetime(2026, 1, 1, 23, 30, tzinfo=UTC), None),
                ("10", Decimal(9), None, None),
                ("9", Decimal(10), None, None),
                ("\ue000", Decimal("-1000"), None, None),
            ]
        )
    ]
    return services.create_many(object="Loan__c", rows=[{"Name": "x", **row} for row in rows], by=None)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=question())
def test_sql_and_conditions_agree(loans, asked):
    rows, logic = asked
    found = {value.id for value in find("Loan__c", rows, logic=logic)}
    expected = set()
    for loan in loans:
        held = [compare(operator, folded(loan.fields[field]), folded(value), UTC) for field, operator, value in rows]
        if parse_logic(logic, len(rows)).settle(held):
            expected.add(loan.id)
    assert found == expected


def names(found):
    return sorted(value.fields["Name"] for value in found)


@pytest.fixture
def accounts(db):
    rows = [
        {"Name": "Acme", "Industry": "Energy", "AnnualRevenue": 9},
        {"Name": "ACME Retail", "Industry": "Retail", "AnnualRevenue": 10},
        {"Name": "Borg", "AnnualRevenue": None},
    ]
    return services.create_many(object="Account", rows=rows, by=None)


def test_text_ignores_case_and_numbers_compare_as_numbers(accounts):
    assert names(find("Account", [("Name", O.EQUAL_TO, "aCmE")])) == ["Acme"]
    assert names(find("Account", [("Name", O.STARTS_WITH, "acme")])) == ["ACME Retail", "Acme"]
    assert names(find("Account", [("AnnualRevenue", O.LESS_THAN, Decimal(10))])) == ["Acme"]


def test_conditions_of_a_definition_are_understood(accounts):
    conditions = Conditions(
        "1 AND NOT 2",
        (
            Condition("Industry", O.IN, Literal(Kind.TEXT, "Energy")),
            Condition("Name", O.CONTAINS, Literal(Kind.TEXT, "retail")),
        ),
    )
    assert names(find("account", conditions)) == ["Acme"]


def test_sorting_puts_empty_values_last_and_limit_and_fields_hold(accounts):
    found = find("Account", sort_field="AnnualRevenue", sort_order="desc", fields=["Name"])
    assert [value.fields["Name"] for value in found] == ["ACME Retail", "Acme", "Borg"]
    assert [sorted(value.fields) for value in found] == [["Id", "Name"]] * 3
    assert len(find("Account", limit=2)) == 2


def test_records_are_found_by_the_systems_own_fields(accounts, make_user):
    user = make_user("ada")
    mine = services.create(object="Account", values={"Name": "Mine"}, by=user)
    assert names(find("Account", [("OwnerId", O.EQUAL_TO, mine.fields["OwnerId"])])) == ["Mine"]
    assert names(find("Account", [("OwnerId", O.NOT_EQUAL_TO, mine.fields["OwnerId"])])) == names(accounts)
    assert names(find("Account", [("Id", O.IN, [mine.id, accounts[2].id])])) == ["Borg", "Mine"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert names(find("Account", [("CreatedDate", O.GREATER_OR_EQUAL, tomorrow)])) == []
    assert len(find("Account", [("CreatedDate", O.EQUAL_TO, timezone.localdate())])) == 4


def test_users_are_found_like_records(make_user):
    make_user("ada", first_name="Ada", last_name="Byron")
    make_user("alan", first_name="Alan", last_name="Turing", is_active=False)
    assert names(find("User", [("Username", O.EQUAL_TO, "ADA")])) == ["Ada Byron"]
    assert names(find("User", [("IsActive", O.EQUAL_TO, False)])) == ["Alan Turing"]
    rows = [("LastName", O.CONTAINS, "r"), ("FirstName", O.EQUAL_TO, "alan")]
    assert names(find("User", rows, logic="1 AND NOT 2")) == ["Ada Byron"]
    by_name = find("User", sort_field="Name", sort_order="desc")
    assert [value.fields["FirstName"] for value in by_name] == ["Alan", "Ada"]


@pytest.mark.parametrize(
    ("rows", "logic", "refusal"),
    [
        ([("Nope", O.EQUAL_TO, "x")], "and", UnknownField),
        ([("Name", O.IS_CHANGED, True)], "and", BadFilter),
        ([("AnnualRevenue", O.CONTAINS, "1")], "and", BadFilter),
        ([("Name", O.EQUAL_TO, "x")], "1 AND", BadFilter),
        ([("Name", O.EQUAL_TO, "x")], "2", BadFilter),
        (Conditions("and", (Condition("Name", O.EQUAL_TO, Expression("1 + 1")),)), "and", BadFilter),
        (Conditions("formula", (), "TRUE"), "and", BadFilter),
    ],
)
def test_what_records_cannot_answer_is_refused(db, rows, logic, refusal):
    with pytest.raises(refusal):
        find("Account", rows, logic=logic)


def test_an_unknown_object_is_refused(db):
    with pytest.raises(UnknownObject):
        find("Nothing__c")
