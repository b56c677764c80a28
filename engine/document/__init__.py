"""Definitions as documents. `parse` and `dump` are the only way in and out of JSON."""

from typing import Any

import msgspec

from engine.document.definition import SCHEMA, Definition, Element, FlowKind, Start

__all__ = ["SCHEMA", "Definition", "Element", "FlowKind", "Start", "dump", "parse"]


def parse(document: bytes | str | dict[str, Any]) -> Definition:
    """The definition in a stored document.

    raises: msgspec.ValidationError with the path of what is wrong
    """
    if isinstance(document, dict):
        return msgspec.convert(document, Definition)
    return msgspec.json.decode(document, type=Definition)


def dump(definition: Definition) -> dict[str, Any]:
    """The document of a definition, as JSON-able built-ins."""
    built: dict[str, Any] = msgspec.to_builtins(definition)
    return built
