"""Filters: SQL gives what the engine's conditions give, on every database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression, Literal, Reference
from engine.formula import compile_conditions, judge
from engine.formula.operator_table import OPERATORS, family_of, fits
from engine.values import Kind, RecordValue
from records import services
from records.errors import BadFilter, UnknownField, UnknownObject
from records.filters import matches, read_filter
from records.kinds import KINDS
from records.models import FieldKind
from records.selectors import find, get_object
from tests.fuzz import examples

pytestmark = pytest.mark.django_db
O = Operator  # noqa: E741

texts = st.sampled_from(["a", "A", "ab", "Ab c", "é", "É", "ß", "SS", "z", "a%", "_", "10", "9.50", "true",
                         "2026-01-01", "😀", "\ue000", "~", ""])  # fmt: skip
numbers = st.one_of(
    st.decimals(-1000, 1000, places=3, allow_nan=False),
    st.sampled_from([Decimal(0), Decimal("0.1"), Decimal("123456789012345.678"), Decimal("123456789012345.677")]),
    st.sampled_from([Decimal("1E+900"), Decimal(10), 10, 9.5]),
)
moments = st.datetimes(datetime(2025, 12, 30), datetime(2026, 1, 3), timezones=st.just(UTC))
days = st.dates(date(2025, 12, 30), date(2026, 1, 3)) | st.sampled_from([date.min, date.max])
spelled = st.sampled_from(["10", " 9.5 ", "1e2", "nan", "TRUE", "false", "yes", "2026-01-01", "2026-01-01T10:00",
                           "soon", "x\x00", "\ud800", "005000000000000000000000001"])  # fmt: skip
odd = st.one_of(texts, numbers, moments, days, st.booleans(), spelled, st.just(RecordValue("Loan__c", "a00x")))
VALUES = {"text__c": texts, "number__c": numbers, "datetime__c": moments, "date__c": days, "checkbox__c": st.booleans(),
          "picklist__c": st.sampled_from(["a", "b", "A"]), "percent__c": numbers, "OwnerId": spelled}  # fmt: skip
TEXTS = ("text__c", "picklist__c", "OwnerId")
PLAIN = [O.EQUAL_TO, O.NOT_EQUAL_TO, O.GREATER_THAN, O.GREATER_OR_EQUAL, O.LESS_THAN, O.LESS_OR_EQUAL]
TEXT_FIELDS = {"text", "long_text", "email", "phone", "url", "picklist", "lookup"}
PARTS = [O.STARTS_WITH, O.ENDS_WITH, O.CONTAINS]
TESTS = [O.IS_NULL, O.IS_BLANK, O.IS_EMPTY, O.WAS_SET]


@st.composite
def row(draw):
    field = draw(st.sampled_from(sorted(VALUES)))
    operator = draw(st.sampled_from([*PLAIN, O.IN, O.NOT_IN, *TESTS, *(PARTS if field in TEXTS else [])]))
    value = st.one_of(st.none(), VALUES[field], VALUES[field], odd)
    if operator in TESTS:
        return field, operator, draw(st.sampled_from([True, False, None, "true", "False"]))
    if operator in (O.IN, O.NOT_IN):
        return field, operator, draw(st.one_of(st.lists(value, max_size=3), value))
    return field, operator, draw(value)


LOGICS = {1: ["and", "NOT 1"], 2: ["and", "or", "1 AND NOT 2", "NOT(1 OR 2)"], 3: ["1 AND (2 OR NOT 3)", "or"]}


@st.composite
def question(draw):
    rows = draw(st.lists(row(), min_size=1, max_size=3))
    return rows, draw(st.sampled_from(LOGICS[len(rows)]))


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


class Stored:
    """A stored record as conditions see it."""

    at, is_new = datetime(2026, 1, 1, tzinfo=UTC), False

    def __init__(self, record, rights, zone):
        self.record, self.rights, self.zone = record, rights, zone

    def value(self, path):
        return self.rights[int(path[1])] if path[0] == "right" else self.record.fields.get(path[1])


stored_rows = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "text__c": texts,
            "number__c": st.decimals(-10, 1000, places=1) | st.sampled_from([Decimal("123456789012345.678")]),
            "datetime__c": moments,
            "date__c": st.dates(date(2025, 12, 30), date(2026, 1, 3)),
            "checkbox__c": st.booleans(),
            "picklist__c": st.sampled_from(["a", "b"]),
        },
    ),
    min_size=1,
    max_size=4,
)


def judged(record, rows, logic, zone):
    """What `judge` says: the same conditions, with the right sides as references."""
    written = tuple(
        Condition(f"record.{field}", operator, Reference(f"right.{number}"))
        for number, (field, operator, _) in enumerate(rows)
    )
    return judge(compile_conditions(Conditions(logic, written)), Stored(record, [row[2] for row in rows], zone)).result


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Apia"])
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=question(), more=stored_rows)
def test_sql_and_conditions_agree(loans, zone, asked, more):
    rows, logic = asked
    with timezone.override(zone), transaction.atomic():
        made = services.create_many(object="Loan__c", rows=[{"Name": "y", **row} for row in more], by=None)
        found = {value.id for value in find("Loan__c", rows, logic=logic)}
        expected = {one.id for one in (*loans, *made) if judged(one, rows, logic, ZoneInfo(zone))}
        transaction.set_rollback(True)
    assert found == expected


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=question())
def test_filters_without_sql_agree_too(loans, asked):
    """People are filtered by the same keys in Python."""
    rows, logic = asked
    filtered = read_filter(get_object("Loan__c"), rows, logic)

    def key_of(record):
        return lambda field: (
            None if (item := record.fields.get(field.api_name)) is None else KINDS[field.kind].key(item)
        )

    found = {loan.id for loan in loans if matches(filtered, key_of(loan))}
    assert found == {loan.id for loan in loans if judged(loan, rows, logic, UTC)}


FALSE_FOR_RECORDS = {O.IS_CHANGED, O.WAS_VISITED, O.HAS_ERROR, O.WAS_SELECTED}  # nothing stored answers these


def offered(kind):
    """Operators that the catalogue offers for a field kind and records can be found by."""
    family = family_of(KINDS[kind].value_kind)
    texts_only = set() if kind in TEXT_FIELDS else set(PARTS)
    return [one for one in OPERATORS if fits(one, family) and one not in FALSE_FOR_RECORDS | texts_only]


@pytest.mark.parametrize("kind", [kind.value for kind in FieldKind])
def test_every_operator_of_every_field_kind_agrees_with_sql(loan, accounts, kind):
    """All that the catalogue offers, with what is stored, another value, nothing, and lists of these."""
    field = f"{kind}__c"
    stored = {
        "text": ["Ab c", "b"], "long_text": ["Ab c\nd", "b"], "number": [Decimal("1.5"), Decimal(-2)],
        "currency": [Decimal("1.5"), Decimal(-2)], "percent": [Decimal("1.5"), Decimal(-2)], "checkbox": [True, False],
        "date": [date(2026, 1, 1), date(2025, 12, 31)], "picklist": ["a", "b"],
        "datetime": [datetime(2026, 1, 1, 3, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)],
        "lookup": [one.id for one in accounts[:2]], "email": ["ann@example.com", "bob@example.com"],
        "phone": ["+1 555", "555"], "url": ["https://example.com/a", "https://example.com/b"],
    }[kind]  # fmt: skip
    rows = [{"Name": "x", field: value} for value in (*stored, None)] + [{"Name": "without"}]
    made = services.create_many(object="Loan__c", rows=rows, by=None)
    rights = [*stored, None, "", "zz", [stored[0]], [stored[1], None], []]
    for operator in offered(kind):
        asked = [True, False] if OPERATORS[operator].unary else rights
        for value in asked:
            if isinstance(value, list) and operator not in (O.IN, O.NOT_IN):
                continue
            row = [(field, operator, value)]
            for logic in ("and", "NOT 1"):
                found = {one.id for one in find("Loan__c", row, logic=logic)}
                expected = {one.id for one in made if judged(one, row, logic, UTC)}
                assert found == expected, (operator, value, logic)


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
