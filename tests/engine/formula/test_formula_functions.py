"""Every function: its own example, its nulls, its edges."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from engine.formula import FormulaFault, Html, compile_formula, evaluate
from engine.formula.functions import FUNCTIONS
from engine.formula.texts import formula_text
from tests.engine.formula.world import World, value_of

NINE = datetime(2026, 1, 31, 9, 5, 7, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_example_of_the_reference_page_holds(function):
    world = World({"$Record.Name": "Acme"}, prior={"$Record.Name": "Acme"})
    if function.name == "PRIORVALUE":
        world.before = None

    value = evaluate(compile_formula(function.example), world)

    assert ("null" if value is None else formula_text(value)) == function.gives_example


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_takes_null_everywhere_without_a_fault(function):
    count = max(function.least, 4 if function.name == "CASE" else 0)
    names = ["{!n}" if function.parameter(i).wants == "path" else "NULL" for i in range(count)]

    value = evaluate(compile_formula(f"{function.name}({', '.join(names)})"), World({"n": None}, prior={"n": None}))

    if function.nulls == "Null gives null." and count:
        assert value is None


TEXT = [
    ('BEGINS("Net 30", "")', True),
    ('BEGINS(n, "x")', False),
    ('BEGINS("net", "N")', False),
    ('CONTAINS("Reject", "ject")', True),
    ('CONTAINS(n, "")', True),
    ('CONTAINS("a", n)', True),
    ('CONTAINS("abc", "B")', False),
    ('FIND("c", "abcabc")', 3),
    ('FIND("c", "abcabc", 4)', 6),
    ('FIND("x", "abc")', 0),
    ('FIND("", "abc")', 0),
    ('FIND("a", "abc", -5)', 1),
    ('FIND("a", n)', 0),
    ('LEFT("abc", 0)', ""),
    ('LEFT("abc", -1)', ""),
    ('LEFT("abc", 99)', "abc"),
    ('LEFT("abc", 1.9)', "a"),
    ("LEFT(n, 2)", ""),
    ('LEFT("abc", n)', None),
    ('RIGHT("abc", 2)', "bc"),
    ('RIGHT("abc", 0)', ""),
    ('RIGHT("abc", 9)', "abc"),
    ('MID("abc", 2, 1)', "b"),
    ('MID("abc", 0, 2)', "ab"),
    ('MID("abc", 9, 2)', ""),
    ('LEN("")', 0),
    ("LEN(n)", 0),
    ('LEN("😀é")', 2),
    ('LPAD("abc", 2)', "ab"),
    ('LPAD("a", 4, "xy")', "xyxa"),
    ('LPAD("a", 3)', "  a"),
    ('LPAD("a", 3, "")', "a"),
    ('RPAD("a", 4, "xy")', "axyx"),
    ("RPAD(n, 2)", "  "),
    ('UPPER("straße")', "STRASSE"),
    ('UPPER("i", "tr")', "İ"),
    ('LOWER("I", "tr_TR")', "ı"),
    ('LOWER("I", "de")', "i"),
    ('TRIM(" \\t a  b ")', "a  b"),
    ('SUBSTITUTE("aaa", "a", "bb")', "bbbbbb"),
    ('SUBSTITUTE("aaa", "", "b")', "aaa"),
    ('SUBSTITUTE("a-b", "-", n)', "ab"),
    ("REVERSE(n)", ""),
    ("TEXT(n)", ""),
    ('TEXT("x")', "x"),
    ("TEXT(1200)", "1200"),
    ("TEXT(0.10)", "0.1"),
    ("TEXT(-0)", "0"),
    ("TEXT(10 ^ 20)", "1" + "0" * 20),
    ("TEXT(1 / 4)", "0.25"),
    ("TEXT(1 = 1)", "true"),
    ("TEXT(at)", "2026-01-31 09:05:07Z"),
    ("TEXT(DATEVALUE(at))", "2026-01-31"),
    ('ISNUMBER("12")', True),
    ('ISNUMBER(" -1.5 ")', True),
    ('ISNUMBER("1,5")', False),
    ('ISNUMBER("")', False),
    ("ISNUMBER(n)", False),
    ('ISNUMBER("1e5")', True),
    ('ISNUMBER("1e5000")', False),
    ('VALUE(" 12.50 ")', Decimal("12.5")),
    ('VALUE("")', None),
    ("VALUE(n)", None),
    ('HTMLENCODE("<\'\\">&")', "&lt;&#x27;&quot;&gt;&amp;"),
    ('JSENCODE("</script>\\n")', "\\u003C/script\\u003E\\n"),
    ('URLENCODE("é&=/ ")', "%C3%A9%26%3D%2F+"),
    ("HTMLENCODE(n)", ""),
]

LOGIC = [
    ("AND(1 = 1, 2 = 2, 3 = 3)", True),
    ("OR(1 = 2)", False),
    ("ISBLANK(n)", True),
    ('ISBLANK(" ")', False),
    ("ISBLANK(0)", False),
    ("ISBLANK(list)", True),
    ('ISNULL("")', False),
    ('BLANKVALUE("", "x")', "x"),
    ('NULLVALUE("", "x")', ""),
    ("NULLVALUE(n, NULL)", None),
    ('IF(1 = 1, "a", "b") & "c"', "ac"),
    ('CASE("b", "a", 1, "b", 2, 0)', 2),
    ('CASE("B", "a", 1, "b", 2, 0)', 0),
    ('ISPICKVAL(n, "")', True),
    ('ISPICKVAL("open", "Open")', False),
    ('INCLUDES("red; blue", "blue")', True),
    ('INCLUDES("redder", "red")', False),
    ('INCLUDES("red;;blue", "")', False),
    ('INCLUDES(n, "red")', False),
    ("ISCLONE()", False),
]

NUMBERS = [
    ("ABS(-0)", 0),
    ("CEILING(2.1)", 3),
    ("CEILING(-2.1)", -3),
    ("FLOOR(-2.9)", -2),
    ("MCEILING(-2.9)", -2),
    ("MFLOOR(-2.1)", -3),
    ("ROUND(2.5, 0)", 3),
    ("ROUND(-2.5, 0)", -3),
    ("ROUND(1.005, 2)", Decimal("1.01")),
    ("ROUND(1234, -2)", 1200),
    ("ROUND(1250, -2)", 1300),
    ("ROUND(5, -1)", 10),
    ("ROUND(4, -1)", 0),
    ("ROUND(4, -3)", 0),
    ("ROUND(1.5, 100)", Decimal("1.5")),
    ("ROUND(10 ^ 30 / 3, 17)", Decimal("333333333333333333333333333333.33333333")),
    ("MOD(-7, 3)", -1),
    ("MOD(7, -3)", 1),
    ("MOD(5.5, 2)", Decimal("1.5")),
    ("MAX(1)", 1),
    ("MAX(1, n)", None),
    ("MIN(-1, -2)", -2),
    ("SQRT(2) ^ 2 - 2 < 0.0000000001", True),
    ("EXP(0)", 1),
    ("LN(EXP(2))", 2),
    ("LOG(0.01)", -2),
]

DATES = [
    ("TODAY()", date(2026, 2, 1)),  # in Berlin
    ("NOW()", World().at),
    ("TIMENOW()", time(23, 30)),
    ("DATE(2024, 2, 29)", date(2024, 2, 29)),
    ("DATE(n, 1, 1)", None),
    ('DATEVALUE("2026-1-5")', date(2026, 1, 5)),
    ('DATEVALUE("2026-01-05 23:00:00")', date(2026, 1, 5)),
    ("DATEVALUE(NOW())", date(2026, 2, 1)),
    ('DATEVALUE("")', None),
    ('DATETIMEVALUE("2026-01-31 9:05:07")', datetime(2026, 1, 31, 9, 5, 7, tzinfo=UTC)),
    ('DATETIMEVALUE("2026-01-31T09:05:07Z") = DATETIMEVALUE("2026-01-31 10:05:07+01:00")', True),
    ("DATETIMEVALUE(TEXT(at)) = at - 0.25 / 86400", True),
    ("DATETIMEVALUE(TODAY())", datetime(2026, 2, 1, tzinfo=UTC)),
    ("DATETIMEVALUE(n)", None),
    ("TIMEVALUE(at)", time(9, 5, 7, 250_000)),
    ('TIMEVALUE("09:05")', time(9, 5)),
    ('TIMEVALUE("")', None),
    ("YEAR(TODAY()) * 100 + MONTH(TODAY())", 202602),
    ("WEEKDAY(DATE(2026, 2, 1))", 1),
    ("DAYOFYEAR(DATE(2024, 12, 31))", 366),
    ("ISOWEEK(DATE(2027, 1, 1))", 53),
    ("HOUR(TIMEVALUE(at))", 9),
    ("MILLISECOND(TIMEVALUE(at))", 250),
    ("ADDMONTHS(DATE(2026, 1, 31), 1)", date(2026, 2, 28)),
    ("ADDMONTHS(DATE(2026, 4, 30), 1)", date(2026, 5, 31)),
    ("ADDMONTHS(DATE(2026, 1, 30), 1)", date(2026, 2, 28)),
    ("ADDMONTHS(DATE(2026, 1, 15), -2)", date(2025, 11, 15)),
    ("ADDMONTHS(at, 12)", datetime(2027, 1, 31, 9, 5, 7, 250_000, tzinfo=UTC)),
    ("ADDMONTHS(n, 1)", None),
]

ADVANCED = [
    ('REGEX("AB-12", "[A-Z]{2}")', False),  # the whole text has to match
    ('REGEX("AB-12", "[A-Z]{2}.*")', True),
    ('REGEX(n, "")', True),
    ('REGEX("é", "^.$")', True),
    ('CASESAFEID("short")', "short"),
    ("CASESAFEID(n)", ""),
    ('HYPERLINK("javascript:alert(1)", "<b>")', "&lt;b&gt;"),
    ('HYPERLINK("//evil.example", "x")', "x"),
    ('HYPERLINK("/a?b=\\"1\\"", "x", "_blank")', '<a href="/a?b=&quot;1&quot;" target="_blank" rel="noopener">x</a>'),
]


@pytest.mark.parametrize(("text", "result"), [*TEXT, *LOGIC, *NUMBERS, *DATES, *ADVANCED])
def test_edges(text, result):
    value = value_of(text, n=None, at=NINE, list=[])

    assert value == result
    assert isinstance(value, type(result)) or (type(result) is int and isinstance(value, Decimal))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('DATEVALUE("31.01.2026")', "formula_date"),
        ('DATEVALUE("2026-02-30")', "formula_date"),
        ('DATETIMEVALUE("2026-01-31 25:00:00")', "formula_date"),
        ("DATEVALUE(1)", "formula_kind"),
        ("DATETIMEVALUE(1 = 1)", "formula_kind"),
        ('TIMEVALUE("noon")', "formula_date"),
        ("TIMEVALUE(5)", "formula_kind"),
        ("DATE(0, 1, 1)", "formula_date"),
        ("DATE(99999, 1, 1)", "formula_date"),
        ("ADDMONTHS(DATE(9999, 12, 1), 1)", "formula_date"),
        ("EXP(100000)", "formula_number_size"),
        ('REGEX("a", "(?=" & "a)")', "formula_pattern"),
        ("LOG(-1)", "formula_number_domain"),
    ],
)
def test_what_a_function_cannot_do_is_a_fault(text, code):
    with pytest.raises(FormulaFault) as raised:
        value_of(text)
    assert raised.value.fault_code == code


def test_a_link_is_markup():
    assert isinstance(value_of('HYPERLINK("https://example.com", "x")'), Html)


START = "AND(ISCHANGED({!$Record.Stage}), PRIORVALUE({!$Record.Stage}) = 'Open')"


def test_start_functions_see_the_record_before_the_change():
    changed = World({"$Record.Stage": "Won"}, prior={"$Record.Stage": "Open"})
    same = World({"$Record.Stage": "Open"}, prior={"$Record.Stage": "Open"})
    new = World({"$Record.Stage": "Open"}, is_new=True)
    formula = compile_formula(START)

    assert evaluate(formula, changed) is True
    assert evaluate(formula, same) is False
    assert evaluate(formula, new) is False
    assert evaluate(compile_formula("ISNEW()"), new) is True
    assert evaluate(compile_formula("PRIORVALUE($Record.Stage)"), new) is None
