"""The one list of functions. A family's file fills it with the decorator `function`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.values import Kind

Wants = Literal["text", "number", "boolean", "date", "moment", "time", "any", "path"]
Style = Literal["plain", "scoped", "lazy"]
Gives = Kind | int | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """wants: the kind of value; "moment" is a date or a date/time, "path" a plain reference that is not read first.

    name: as the signature has it
    """

    name: str
    wants: Wants
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    signature: for people, "LEFT(text, count)"
    means:     one sentence; nulls: what it does with null
    example:   a formula without references, and `gives_example`, what TEXT says of its value ("null" for null)
    returns:   a kind; an int: the kind of that argument; None: depends on the values
    style:     plain: called with values, null in a text parameter becomes "", in a number, Boolean, date or time
               parameter makes the whole result null; scoped: the same with the scope first;
               lazy: called with the scope and one callable per argument
    """

    name: str
    family: str
    signature: str
    parameters: tuple[Parameter, ...]
    returns: Gives
    means: str
    nulls: str
    example: str
    gives_example: str
    style: Style
    start_only: bool
    call: Callable[..., Any]

    @property
    def least(self) -> int:
        return sum(1 for parameter in self.parameters if not parameter.optional)

    @property
    def most(self) -> int | None:
        """None: no upper bound."""
        return None if any(parameter.repeated for parameter in self.parameters) else len(self.parameters)

    def parameter(self, index: int) -> Parameter:
        return self.parameters[min(index, len(self.parameters) - 1)]


FUNCTIONS: dict[str, Function] = {}

_NAMES = re.compile(r"\w+")
_NULL_TEXT = "Null text counts as empty text."
_NULL_ALL = "Null gives null."


def function(
    signature: str,
    parameters: str,
    returns: Gives,
    *,
    family: str,
    means: str,
    example: str,
    gives: str,
    nulls: str = "",
    style: Style = "plain",
    start_only: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function. `parameters`: "text number?" ; "?" optional, "*" one or more. Their names are the words of
    the signature."""

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        name, _, rest = signature.partition("(")
        names = _NAMES.findall(rest)
        wanted = tuple(_parameter(*pair) for pair in zip(names, parameters.split(), strict=True))
        FUNCTIONS[name] = Function(
            name=name,
            family=family,
            signature=signature,
            parameters=wanted,
            returns=returns,
            means=means,
            nulls=nulls or _usual_nulls(wanted),
            example=example,
            gives_example=gives,
            style=style,
            start_only=start_only,
            call=call,
        )
        return call

    return register


def _parameter(name: str, word: str) -> Parameter:
    wants: Any = word.rstrip("?*")
    return Parameter(name, wants, optional="?" in word, repeated="*" in word)


def _usual_nulls(parameters: tuple[Parameter, ...]) -> str:
    texts = any(parameter.wants == "text" for parameter in parameters)
    others = any(parameter.wants not in ("text", "any", "path") for parameter in parameters)
    if texts and others:
        return _NULL_TEXT + " Null elsewhere gives null."
    return _NULL_TEXT if texts else _NULL_ALL if others else "-"


# Functions of the reference product that its flows do not have, or that need its platform.
UNSUPPORTED = frozenset(
    {
        "CURRENCYRATE",
        "DISTANCE",
        "FORMATDURATION",
        "GEOLOCATION",
        "GETRECORDIDS",
        "GETSESSIONID",
        "IMAGE",
        "IMAGEPROXYURL",
        "INCLUDE",
        "JUNCTIONIDLIST",
        "LINKTO",
        "PARENTGROUPVAL",
        "PREDICT",
        "PREVGROUPVAL",
        "REQUIRESCRIPT",
        "URLFOR",
        "VLOOKUP",
    }
)
