"""The global variables: one list for checks, both scopes, the catalogue and the people who fill them in.

The core computes some itself (time, the run, constants). The others are facts: the shell looks them up once and gives
them along with the event, so that the same event later means the same. A fact has a key such as "$Label.Greeting" and
is a record of plain fields; what is one value only is its field `VALUE`.
"""

from typing import Literal as OneOf

import msgspec

from engine.values import Kind

VALUE = "value"
Names = tuple[str, ...]
Source = OneOf["record", "core", "user", "fields", "named", "groups"]


class Member(msgspec.Struct, frozen=True):
    name: str
    kind: Kind
    means: str = ""


class GlobalVariable(msgspec.Struct, frozen=True):
    """One variable that begins with "$".

    source: "record"  the record that started it, or that record before the change
            "core"    computed by the core
            "user"    a person's record; its id is the fact
            "fields"  one fact with these members
            "named"   one fact of one value for each name (a label, a permission)
            "groups"  one fact of several fields for each name (custom settings)
    """

    name: str
    means: str
    source: Source
    members: tuple[Member, ...] = ()
    kind: Kind = Kind.TEXT  # of what "named" ones give
    object: str = ""


_FLOW = (
    Member("CurrentDate", Kind.DATE, "today, in the person's time zone"),
    Member("CurrentDateTime", Kind.DATETIME, "the moment of this event"),
    Member("CurrentRecord", Kind.TEXT, "id of the record it was started for"),
    Member("FaultMessage", Kind.TEXT, "what the last failure said"),
    Member("InterviewGuid", Kind.TEXT, "the id of this run or interview"),
    Member("InterviewStartTime", Kind.DATETIME, "when it was started"),
)
_ROLE = (Member("Id", Kind.TEXT), Member("Name", Kind.TEXT), Member("DeveloperName", Kind.TEXT))
ORGANIZATION = (
    Member("Id", Kind.TEXT),
    Member("Name", Kind.TEXT),
    Member("Division", Kind.TEXT),
    Member("Phone", Kind.TEXT),
    Member("Street", Kind.TEXT),
    Member("City", Kind.TEXT),
    Member("State", Kind.TEXT),
    Member("PostalCode", Kind.TEXT),
    Member("Country", Kind.TEXT),
)
GLOBALS: dict[str, GlobalVariable] = {
    variable.name.casefold(): variable
    for variable in (
        GlobalVariable("$Record", "the record that started it, read afresh for each event", "record"),
        GlobalVariable("$Record__Prior", "that record before the change; null when it was created", "record"),
        GlobalVariable(
            "$Orchestration", "the run", "core", (Member("Instance", Kind.TEXT, "the run's id; flows publish with it"),)
        ),
        GlobalVariable("$Flow", "the flow or orchestration that runs", "core", _FLOW),
        GlobalVariable(
            "$User",
            "the person who acts; in an orchestration, who started it (null when a program did)",
            "user",
            object="User",
        ),
        GlobalVariable("$Profile", "the role of that person", "fields", _ROLE),
        GlobalVariable("$UserRole", "the role of that person, the same as $Profile", "fields", _ROLE),
        GlobalVariable("$Organization", "this site's organization, as Setup says", "fields", ORGANIZATION),
        GlobalVariable("$Label", "a text kept in Setup, in that person's language", "named"),
        GlobalVariable("$Permission", "whether that person has a permission", "named", kind=Kind.BOOLEAN),
        GlobalVariable("$Setup", "custom settings: the person's own value, else the role's, else the site's", "groups"),
        GlobalVariable("$Api", "addresses of this site's REST interface; Session_ID is always null", "named"),
        GlobalVariable(
            "$GlobalConstant",
            "constants",
            "core",
            (Member("True", Kind.BOOLEAN), Member("False", Kind.BOOLEAN), Member("EmptyString", Kind.TEXT)),
        ),
        GlobalVariable(
            "$System", "the system", "core", (Member("OriginDateTime", Kind.DATETIME, "1900-01-01 00:00 GMT"),)
        ),
        GlobalVariable("$Client", "kept from imports; always null", "named"),
        GlobalVariable("$Locale", "kept from imports; always null", "named"),
    )
}


def global_named(root: str) -> GlobalVariable | None:
    """Names do not heed case."""
    return GLOBALS.get(root.casefold())


def global_names() -> tuple[str, ...]:
    """Every name that can be written out, for a did-you-mean."""
    return tuple(
        name
        for variable in GLOBALS.values()
        for name in ([f"{variable.name}.{one.name}" for one in variable.members] or [variable.name])
    )


def core_name(path: Names) -> str:
    """The spelling the core's own tables use: ("$flow", "currentdate") is "$Flow.CurrentDate"; "" for others."""
    variable = global_named(path[0])
    if variable is None or variable.source != "core" or len(path) != 2:
        return ""
    return next((f"{variable.name}.{one.name}" for one in variable.members if _same(one.name, path[1])), "")


def fact_of(path: Names) -> tuple[str, Names] | None:
    """(key of the fact, fields left to walk) for a variable that the shell looks up.

    None for all others, and for a path that is too short or too long for its variable.
    """
    variable = global_named(path[0])
    if variable is None:
        return None
    match variable.source, path[1:]:
        case "user", rest:
            return variable.name, rest
        case "fields", (name,):
            spelled = next((one.name for one in variable.members if _same(one.name, name)), None)
            return (variable.name, (spelled,)) if spelled else None
        case "named", (name,):
            return f"{variable.name}.{name}", (VALUE,)
        case "groups", (name, field):
            return f"{variable.name}.{name}", (field,)
    return None


def is_fact(key: str) -> bool:
    """Whether an id that the core asks for names a global variable rather than a record."""
    return key.startswith("$")


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
