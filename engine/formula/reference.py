"""The reference page of the language, made from the registry. docs/formula.md is this text; a test compares the two."""

from engine.formula.functions import FUNCTIONS, UNSUPPORTED, Function
from engine.formula.functions.advanced import MAX_PATTERN
from engine.formula.logic import MAX_LENGTH as LOGIC_LENGTH
from engine.formula.numbers import DIGITS, EXPONENT
from engine.formula.parse import MAX_LENGTH
from engine.formula.texts import MAX_TEXT

_FAMILIES = {
    "logic": "Logic",
    "text": "Text",
    "numbers": "Numbers",
    "dates": "Dates and times",
    "advanced": "Patterns, ids, links",
}

_RULES = f"""# Formulas, conditions and merge fields

Made from the registry of functions:
`python -c "from engine.formula.reference import markdown; print(markdown(), end='')"`.
Function names, TRUE, FALSE and NULL may be written in any case. `{{!Name}}` and bare `Name` both read a resource.
Texts stand in straight quotes, single or double; `\\n`, `\\t`, `\\"`, `\\'`, `\\\\` are
escapes. `/* comments */` are skipped.

## Operators, tightest first

| operators | does |
|---|---|
| `-x` `+x` `!x` `NOT x` | sign, opposite |
| `^` | power |
| `*` `/` | |
| `+` `-` | numbers; text + text; date or date/time ± days; time ± milliseconds; date - date: days |
| `&` (beside `+` and `-`) | joins the texts of any two values |
| `<` `>` `<=` `>=` | |
| `=` `==` `<>` `!=` | |
| `&&` | and |
| `\\|\\|` | or |

Operators of one line are taken from left to right, `^` too.

## Null

| where | rule |
|---|---|
| a resource that cannot be reached (a step that has not run, an empty lookup) | null |
| arithmetic | null; use `BLANKVALUE(x, 0)` to count it as 0 |
| `&`, and `+` with a text | empty text |
| `=` `<>` | null equals null only; the empty text is not null |
| `<` `>` `<=` `>=` | null (neither true nor false) |
| AND, OR, NOT, `&&`, `\\|\\|`, `!` | what the others settle is settled, else null |
| a test in IF, a whole condition | counts as not true |
| a text parameter of a function | empty text |
| any other parameter | the result is null, unless the function says otherwise |

## Values that meet

Text is compared as written: upper and lower case differ. A text that meets a number, true/false, date or time is
read as one where it spells one; a date/time that meets a date is its day in the person's time zone; a record is its id.
Kinds that do not go together are an error when they are known beforehand, a fault with a position when they show up
while running. Nothing fails silently.

## Limits

| what | at most |
|---|---|
| characters of a formula | {MAX_LENGTH} |
| nesting | 100 levels |
| digits of a number | {DIGITS}, halves rounded away from zero |
| exponent | {EXPONENT} |
| characters of a text result | {MAX_TEXT} |
| characters of a regular expression | {MAX_PATTERN} (RE2: linear time) |
| characters of condition logic | {LOGIC_LENGTH} |

## Conditions

A row is `left operator right`. Rows are joined by `and`, `or`, or custom logic over their numbers from 1
(`1 AND NOT(2 OR 3)`): NOT binds tighter than AND, AND tighter than OR; mixing them without parentheses is a
warning with the parenthesised form as its fix. Every row is judged and its values are kept for the trail.

| operator | true when |
|---|---|
| equal_to, not_equal_to | see above; null differs from everything but null |
| greater_than, less_than, ..._or_equal_to | the two have an order and it fits; never with null |
| contains | a collection has the member; a text has the part; false when either is null |
| starts_with, ends_with | text; false when either is null |
| in, not_in | the value is (not) a member of the collection |
| is_null | null, or a collection without members |
| is_blank | null, no characters or only white space, an empty collection |
| is_empty | null, no characters, an empty collection |
| was_set | not null |
| is_changed | differs from before the change; false for a new record |
| was_visited, has_error | the element was reached, has failed |
| was_selected | the choice was selected on a screen |

The right side of is_null and its like is a Boolean: false asks for the opposite. A row that names something that cannot
be reached, or that does not exist, is false and its note says so.

## Merge fields

`{{!Name}}` in a text becomes the value: null and what cannot be reached become empty text, a name that nothing has
stays as written. Dates read 2026-01-31, date/times 2026-01-31 14:30 in the person's time zone, numbers as plain digits,
collections as a list with commas, records by their name. In HTML values are escaped.

## Functions
"""


def markdown() -> str:
    """The whole page."""
    parts = [_RULES]
    for family, title in _FAMILIES.items():
        rows = [_row(function) for function in FUNCTIONS.values() if function.family == family]
        parts.append(f"\n### {title}\n\n| function | means | null | example | gives |\n|---|---|---|---|---|\n")
        parts.append("\n".join(rows) + "\n")
    parts.append("\nNot available in flows: " + ", ".join(sorted(UNSUPPORTED)) + ".\n")
    return "".join(parts)


def _row(function: Function) -> str:
    cells = (
        f"`{function.signature}`",
        function.means,
        function.nulls,
        f"`{function.example}`",
        f"`{function.gives_example}`",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
