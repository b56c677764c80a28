"""The reference page of the language, made from the registry. docs/formula.md is this text; a test compares the two."""

from collections.abc import Iterable

from engine.formula.catalogue import FunctionEntry, catalogue

_TOLD = catalogue()


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    columns = head.count("|") - 1
    return "\n".join([head, "|" + "---|" * columns, *lines])


def _code(words: Iterable[str], between: str = " ") -> str:
    return between.join(f"`{word}`" for word in words)


def _symbols() -> str:
    rows = ((_code(one.signs), one.means, one.nulls, f"`{one.example}`", f"`{one.gives}`") for one in _TOLD.symbols)
    return _table("| signs | mean | null | example | gives |", rows)


def _operators() -> str:
    rows = ((one.operator, one.means, one.nulls) for one in _TOLD.operators)
    return _table("| operator | true when | null on the left |", rows)


def _families() -> str:
    rows = ((one.words, ", ".join(one.kinds) or "-", ", ".join(one.operators)) for one in _TOLD.families)
    return _table("| left side | kinds | operators |", rows)


def _kinds() -> str:
    return _table("| kind | holds |", ((one.kind, one.means) for one in _TOLD.kinds))


def _resources() -> str:
    rows = ((one.resource, f"`{one.written}`", one.gives, one.means) for one in _TOLD.resources)
    return _table("| resource | written | gives | is |", rows)


def _globals() -> str:
    rows = ((f"`{one.name}`", one.means, ", ".join(member.name for member in one.members)) for one in _TOLD.globals)
    return _table("| variable | is | has |", rows)


_LIMITS = _TOLD.limits
_RULES = f"""# Formulas, conditions and merge fields

Made from the catalogue, the one description of the language, by `python manage.py formula_reference --write`. Programs
read the same at `GET /api/v1/catalogue/`. How to write one: [howto/write-a-formula.md](howto/write-a-formula.md).

Function names, TRUE, FALSE and NULL may be written in any case. `{{!Name}}` and bare `Name` both read a resource.
Texts stand in straight quotes, single or double; `\\n`, `\\t`, `\\"`, `\\'`, `\\\\` are
escapes. `/* comments */` are skipped.

## Signs, tightest first

{_symbols()}

Signs of one line are taken from left to right, `^` too.

## Kinds

{_kinds()}

## What can be named

{_resources()}

{_globals()}

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
| characters of a formula | {_LIMITS.formula_characters} |
| nesting | {_LIMITS.nesting} levels |
| digits of a number | {_LIMITS.digits}, halves rounded away from zero |
| exponent | {_LIMITS.exponent} |
| characters of a text result | {_LIMITS.text_characters} |
| characters of a regular expression | {_LIMITS.pattern_characters} (RE2: linear time) |
| characters of condition logic | {_LIMITS.logic_characters} |

## Conditions

A row is `left operator right`. Rows are joined by `and`, `or`, or custom logic over their numbers from 1
(`1 AND NOT(2 OR 3)`): NOT binds tighter than AND, AND tighter than OR; mixing them without parentheses is a
warning with the parenthesised form as its fix. Every row is judged and its values are kept for the trail.

{_operators()}

Which of them a left side takes:

{_families()}

Text ignores capitals and small letters here, unlike `=` of formulas; the right side is read as the kind of the left.
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
    for family, title in _TOLD.function_families.items():
        rows = [_row(function) for function in _TOLD.functions if function.family == family]
        parts.append(f"\n### {title}\n\n{_table('| function | gives | means | null | example | it gives |', rows)}\n")
    parts.append("\nNot available in flows: " + ", ".join(_TOLD.not_available) + ".\n")
    return "".join(parts)


def _row(function: FunctionEntry) -> tuple[str, ...]:
    returns = function.returns or (f"as {function.returns_kind_of}" if function.returns_kind_of else "any")
    example, gives = f"`{function.example}`", f"`{function.gives}`"
    return f"`{function.signature}`", returns, function.means, function.nulls, example, gives
