"""The catalogue of the language as the browser gets it: the core's description, with words in the person's language."""

from typing import Any

import msgspec

from builder.words import operator_label
from engine.document.conditions import Operator
from engine.formula.catalogue import catalogue


def catalogue_for_people() -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(catalogue())
    for entry in told["operators"]:
        entry["label"] = operator_label(Operator(entry["operator"]))
    return told
