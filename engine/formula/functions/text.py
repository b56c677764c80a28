"""Texts. Null text counts as empty text; positions start at 1."""

import html
from decimal import Decimal
from functools import partial
from urllib.parse import quote_plus

from engine.formula.functions.registry import function as registered
from engine.formula.numbers import whole
from engine.formula.texts import fitting, formula_text
from engine.values import Kind, Value

function = partial(registered, family="text")
_FAR = 1_000_000_000


def _count(value: Decimal) -> int:
    return whole(value, 0, _FAR)


@function(
    "BEGINS(text, start)",
    "text text",
    Kind.BOOLEAN,
    means="True when the text starts with the second one.",
    example='BEGINS("Net 30", "Net")',
    gives="true",
)
def begins(value: str, start: str) -> bool:
    return value.startswith(start)


@function(
    "CONTAINS(text, part)",
    "text text",
    Kind.BOOLEAN,
    means="True when the part occurs in the text; the empty part occurs in every text.",
    example='CONTAINS(NULL, "Reject")',
    gives="false",
)
def contains(value: str, part: str) -> bool:
    return part in value


@function(
    "FIND(part, text[, start])",
    "text text number?",
    Kind.NUMBER,
    means="The position of the part in the text, looking from `start`; 0 when it is not there.",
    example='FIND("b", "abcb", 3)',
    gives="4",
)
def find(part: str, value: str, start: Decimal = Decimal(1)) -> Decimal:
    if not part:
        return Decimal(0)
    return Decimal(value.find(part, max(_count(start) - 1, 0)) + 1)


@function(
    "LEFT(text, count)",
    "text number",
    Kind.TEXT,
    means="The first characters.",
    example='LEFT("Stage", 3)',
    gives="Sta",
)
def left(value: str, count: Decimal) -> str:
    return value[: _count(count)]


@function(
    "RIGHT(text, count)",
    "text number",
    Kind.TEXT,
    means="The last characters.",
    example='RIGHT("Stage", 3)',
    gives="age",
)
def right(value: str, count: Decimal) -> str:
    wanted = _count(count)
    return value[-wanted:] if wanted else ""


@function(
    "MID(text, start, count)",
    "text number number",
    Kind.TEXT,
    means="So many characters from a position on.",
    example='MID("Stage", 2, 3)',
    gives="tag",
)
def mid(value: str, start: Decimal, count: Decimal) -> str:
    first = max(_count(start), 1) - 1
    return value[first : first + _count(count)]


@function("LEN(text)", "text", Kind.NUMBER, means="The number of characters.", example='LEN("Stage")', gives="5")
def length(value: str) -> Decimal:
    return Decimal(len(value))


def _padding(value: str, count: Decimal, pad: str) -> tuple[str, str]:
    """The text cut to the length, and what is missing to it."""
    wanted = _count(count)
    missing = wanted - len(value)
    if missing <= 0 or not pad:
        return value[:wanted], ""
    fitting(wanted)
    return value, (pad * (missing // len(pad) + 1))[:missing]


@function(
    "LPAD(text, length[, pad])",
    "text number text?",
    Kind.TEXT,
    means="Filled up at the left to a length (with spaces unless told); a longer text is cut.",
    example='LPAD("7", 3, "0")',
    gives="007",
)
def lpad(value: str, count: Decimal, pad: str = " ") -> str:
    kept, filling = _padding(value, count, pad)
    return filling + kept


@function(
    "RPAD(text, length[, pad])",
    "text number text?",
    Kind.TEXT,
    means="Filled up at the right to a length (with spaces unless told); a longer text is cut.",
    example='RPAD("7", 3, "-")',
    gives="7--",
)
def rpad(value: str, count: Decimal, pad: str = " ") -> str:
    kept, filling = _padding(value, count, pad)
    return kept + filling


def _is_turkic(locale: str) -> bool:
    return locale.lower().replace("-", "_").split("_")[0] in ("tr", "az")


@function(
    "LOWER(text[, locale])",
    "text text?",
    Kind.TEXT,
    means="In lower case; the locales tr and az have rules of their own.",
    example='LOWER("Net")',
    gives="net",
)
def lower(value: str, locale: str = "") -> str:
    return value.replace("İ", "i").replace("I", "ı").lower() if _is_turkic(locale) else value.lower()


@function(
    "UPPER(text[, locale])",
    "text text?",
    Kind.TEXT,
    means="In upper case; the locales tr and az have rules of their own.",
    example='UPPER("Net")',
    gives="NET",
)
def upper(value: str, locale: str = "") -> str:
    return value.replace("i", "İ").upper() if _is_turkic(locale) else value.upper()


@function(
    "TRIM(text)",
    "text",
    Kind.TEXT,
    means="Without spaces, tabs and line ends at both ends.",
    example='"[" & TRIM("  a b ") & "]"',
    gives="[a b]",
)
def trim(value: str) -> str:
    return value.strip(" \t\r\n")


@function(
    "SUBSTITUTE(text, old, new)",
    "text text text",
    Kind.TEXT,
    means="With every occurrence of a part replaced.",
    example='SUBSTITUTE("a b c", " ", "_")',
    gives="a_b_c",
)
def substitute(value: str, old: str, new: str) -> str:
    if not old:
        return value
    fitting(len(value) + value.count(old) * (len(new) - len(old)))
    return value.replace(old, new)


@function("REVERSE(text)", "text", Kind.TEXT, means="Read backwards.", example='REVERSE("abc")', gives="cba")
def reverse(value: str) -> str:
    return value[::-1]


@function(
    "TEXT(value)",
    "any",
    Kind.TEXT,
    means="A number, date, date/time (in GMT), picklist or text as text.",
    nulls="Null gives empty text.",
    example="TEXT(12.50)",
    gives="12.5",
)
def text(value: Value) -> str:
    return formula_text(value)


@function("BR()", "", Kind.TEXT, means="A line break.", example='LEN("a" & BR() & "b")', gives="3")
def line_break() -> str:
    return "\n"


@function(
    "HTMLENCODE(text)",
    "text",
    Kind.TEXT,
    means="Safe to put into HTML.",
    example='HTMLENCODE("a < b")',
    gives="a &lt; b",
)
def htmlencode(value: str) -> str:
    return _cut(html.escape(value))


_JS = str.maketrans(
    {
        "\\": "\\\\",
        "'": "\\'",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "<": "\\u003C",
        ">": "\\u003E",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


@function(
    "JSENCODE(text)",
    "text",
    Kind.TEXT,
    means="Safe to put into a JavaScript string.",
    example='JSENCODE("it\'s")',
    gives="it\\'s",
)
def jsencode(value: str) -> str:
    return _cut(value.translate(_JS))


@function(
    "JSINHTMLENCODE(text)",
    "text",
    Kind.TEXT,
    means="Safe to put into a JavaScript string inside HTML.",
    example='JSINHTMLENCODE("it\'s")',
    gives="it\\&#x27;s",
)
def jsinhtmlencode(value: str) -> str:
    return _cut(html.escape(value.translate(_JS)))


@function(
    "URLENCODE(text)",
    "text",
    Kind.TEXT,
    means="Safe to put into the query of an address.",
    example='URLENCODE("a b&c")',
    gives="a+b%26c",
)
def urlencode(value: str) -> str:
    return _cut(quote_plus(value))


def _cut(value: str) -> str:
    fitting(len(value))
    return value
