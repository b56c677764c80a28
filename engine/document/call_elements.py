"""Elements of flows that call something else, or stop with a message."""

from typing import Any

import msgspec

from engine.document.elements import Connector
from engine.document.operands import Named


class OutputTarget(msgspec.Struct, frozen=True, omit_defaults=True):
    """The output `name` of what was called goes to the resource `target`."""

    name: str
    target: str
    extra: dict[str, Any] = {}


class Subflow(msgspec.Struct, tag="subflow", frozen=True, omit_defaults=True):
    """Runs another flow with variables of its own. Its outputs go to `outputs`, or all of them are read under the
    element's own name (store_automatically): "Call.total"."""

    name: str
    label: str
    flow: str
    description: str = ""
    inputs: tuple[Named, ...] = ()
    outputs: tuple[OutputTarget, ...] = ()
    store_automatically: bool = False
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class ActionCall(msgspec.Struct, tag="action_call", frozen=True, omit_defaults=True):
    """Calls an action by its kind and name: ("emailSimple", "emailSimple"), ("apex", "MyClass")."""

    name: str
    label: str
    kind: str
    action: str
    description: str = ""
    inputs: tuple[Named, ...] = ()
    outputs: tuple[OutputTarget, ...] = ()
    store_automatically: bool = False
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class ErrorMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    """field: beside which field of the record it stands, "" for the whole record."""

    text: str
    field: str = ""
    extra: dict[str, Any] = {}


class CustomError(msgspec.Struct, tag="custom_error", frozen=True, omit_defaults=True):
    """Ends the flow with messages for people; what it was saving is not saved."""

    name: str
    label: str
    description: str = ""
    messages: tuple[ErrorMessage, ...] = ()
    extra: dict[str, Any] = {}
