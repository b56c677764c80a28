"""Actions that flows call: one file per action, one registry (all.py) by the kind
that engine/flows/actions.py declares.

An action that works in this database does so inside the caller's transaction. One that reaches outside leaves an
outbox row, which is carried out after the commit and repeated until it worked.
"""

import logging
from typing import Any

from engine.flows.actions import spec_of
from engine.flows.requests import CallAction
from engine.values import Json, pack, unpack
from runs.actions.base import Act, Context
from runs.errors import ActionFailed, ActionNotRegistered
from runs.functions import Function, function_named
from web.errors import Refusal

__all__ = ["Context", "carry_out", "register"]

log = logging.getLogger(__name__)

_acts: dict[str, Act] = {}


def register(acts: dict[str, Act]) -> None:
    """Once, when the app is ready: some actions use services that use flows themselves."""
    _acts.update(acts)


def carry_out(request: CallAction, context: Context) -> dict[str, Json]:
    """Packed outputs by name. raises Refusal: whatever goes wrong is a fault that people can read"""
    given = {name.casefold(): unpack(value) for name, value in request.inputs.items()}
    if spec_of(request.kind) is not None:
        outputs = _acts[request.kind](request.action, given, context)
    else:
        function = function_named(request.action)
        if function is None:
            raise ActionNotRegistered(action=request.action, kind=request.kind or "no kind")
        outputs = _called(function, given)
    return {name: pack(value) for name, value in outputs.items()}


def _called(function: Function, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return function.call(given)
    except Refusal:
        raise
    except Exception as error:  # a host project's own code: its failure is the flow's fault, never a crash
        log.exception("the action %s failed", function.name)
        raise ActionFailed(action=function.name, why=f"{type(error).__name__}: {error}"[:500]) from error
