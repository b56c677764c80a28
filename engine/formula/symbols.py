"""The operator signs of formulas, tightest first: what they mean, what they do with null, an example that is run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    """signs: of one level, "-x" and its like stand before their operand; example and gives: as for functions."""

    signs: tuple[str, ...]
    means: str
    nulls: str
    example: str
    gives: str


_NULL = "Null gives null."
SYMBOLS = (
    Symbol(("-x", "+x"), "the sign of a number", _NULL, "-(2 + 3)", "-5"),
    Symbol(("!x", "NOT x"), "the opposite", _NULL, "NOT (1 = 2)", "true"),
    Symbol(("^",), "power, from left to right", _NULL, "2 ^ 3 ^ 2", "64"),
    Symbol(("*", "/"), "numbers; division by zero is a fault", _NULL, "7 / 2", "3.5"),
    Symbol(
        ("+", "-"),
        "numbers; text + text; date or date/time ± days; time ± milliseconds; date - date: days",
        "Null gives null; beside a text it is empty text.",
        "DATE(2026, 1, 31) + 1",
        "2026-02-01",
    ),
    Symbol(
        ("&",),
        "joins the texts of any two values; on the level of + and -",
        "Null is empty text.",
        '"Level " & 2 & NULL',
        "Level 2",
    ),
    Symbol(
        ("<", ">", "<=", ">="),
        "less, more, earlier, later; text by its characters, capitals before small letters",
        "Null gives null (neither true nor false).",
        "2 < 10",
        "true",
    ),
    Symbol(
        ("=", "==", "<>", "!="),
        "equal, different; capitals and small letters differ",
        "Null equals null only; the empty text is not null.",
        'NULL = ""',
        "false",
    ),
    Symbol(
        ("&&",), "and; stops at the first false", "False if any is false, else null if any is.", "TRUE && 2 > 1", "true"
    ),
    Symbol(("||",), "or; stops at the first true", "True if any is true, else null if any is.", "NULL || TRUE", "true"),
)
