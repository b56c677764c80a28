"""What stages, decisions and flow elements have in common."""

from typing import Any

import msgspec

from engine.document.conditions import Conditions


class Connector(msgspec.Struct, frozen=True, omit_defaults=True):
    """Leads to the element named `target`; `go_to` marks a jump to an element that is laid out elsewhere."""

    target: str
    go_to: bool = False
    extra: dict[str, Any] = {}


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """One outcome of a decision; `only_when_changed`: the record must have been updated to meet the conditions."""

    name: str
    label: str
    conditions: Conditions
    connector: Connector | None = None
    only_when_changed: bool = False
    extra: dict[str, Any] = {}


class Decision(msgspec.Struct, tag="decision", frozen=True, omit_defaults=True):
    """Outcomes are tried in order, the first true one wins, else the default connector is taken."""

    name: str
    label: str
    description: str = ""
    outcomes: tuple[Outcome, ...] = ()
    default: Connector | None = None
    default_label: str = ""
    extra: dict[str, Any] = {}


class Unsupported(msgspec.Struct, tag="unsupported", frozen=True, omit_defaults=True):
    """An element this version cannot run: kept whole in `extra`, drawn, listed as a problem.

    feature:    the element's name in the reference product's metadata, e.g. "loops", "actionCalls"
    connectors: where it leads, by connector name ("connector", "faultConnector", ...)
    """

    name: str
    label: str
    feature: str
    description: str = ""
    connectors: dict[str, Connector] = {}
    extra: dict[str, Any] = {}
