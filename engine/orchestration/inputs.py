"""The inputs of what a step calls, filled in from the run's resources."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from engine.document.operands import Named
from engine.errors import Fault
from engine.orchestration.scope import RunScope
from engine.values import Json, RecordValue, Value, pack

MOST_INPUT_CHARACTERS = 32_768  # domain.md 13: combined inputs of one interactive step


def filled(
    scope: RunScope, given: Iterable[Named], instead: Mapping[str, Json] = MappingProxyType({})
) -> dict[str, Json]:
    """Packed values by input name; an input that is "given, but empty" is null. raises Fault

    instead: values somebody chose at a retry; what the definition says for these is not looked at (R14)
    """
    wanted = [named for named in given if named.name not in instead]
    return {**{named.name: pack(scope.operand(named.value)) for named in wanted}, **instead}


def text_of(value: Value) -> str:
    """A value where the reference product wants a text: record values give their id."""
    if value is None:
        return ""
    return value.id if isinstance(value, RecordValue) else str(value)


def refuse_too_long(inputs: dict[str, Json], step: str) -> None:
    """raises Fault when the combined inputs of an interactive step are too long (R20)"""
    size = sum(_size(value) for value in inputs.values())
    if size > MOST_INPUT_CHARACTERS:
        raise Fault(
            message=f"The inputs of {step} have {size:,} characters together; {MOST_INPUT_CHARACTERS:,} are allowed. "
            "Pass a record instead of its texts.",
            element=step,
            code="inputs_too_long",
        )


def _size(packed: Json) -> int:
    match packed:
        case str():
            return len(packed)
        case list():
            return sum(_size(item) for item in packed)
        case dict():
            return sum(_size(item) for key, item in packed.items() if key != "fields")
        case _:
            return 0
