"""What somebody wants to try: plain JSON, so that it can be kept as a test case and played again."""

from typing import Any
from typing import Literal as OneOf

import msgspec

from web.errors import Invalid

MOST_ACTS = 200


class Mock(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Instead of calling a step's flow (or an evaluation flow, by its API name): these outputs, or this fault."""

    outputs: dict[str, Any] = {}
    fault: str = ""


class Act(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that happens to the run, one after another.

    complete: `who` (a username, "" for the person of the trial) finishes the step: screens are answered with `values`,
              one dict for each screen; `decision` for an approval; `outputs` for a step without screens
    wait:     the clock goes on by `minutes`; what becomes due on the way happens
    change:   fields of a record (the trial's own where `record` is empty) are saved
    """

    kind: OneOf["complete", "wait", "change"]
    step: str = ""
    who: str = ""
    values: tuple[dict[str, Any], ...] = ()
    decision: OneOf["", "Approve", "Reject"] = ""
    comments: str = ""
    outputs: dict[str, Any] = {}
    minutes: int = 0
    record: str = ""
    fields: dict[str, Any] = {}


class Trial(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """version: its number, None for the one that a test is about (the active, else the newest); draft: the caller's
    unsaved work instead. user: who starts it (a username); record: the sample; fields: values it is given before the
    start without being kept (a new record of the triggering object where `record` is empty); inputs: of the start;
    at: the time it starts (ISO 8601), "" for now; answers: values for a flow's own screens, one dict for each
    """

    version: int | None = None
    draft: bool = False
    user: str = ""
    record: str = ""
    fields: dict[str, Any] = {}
    inputs: dict[str, Any] = {}
    at: str = ""
    mocks: dict[str, Mock] = {}
    acts: tuple[Act, ...] = ()
    answers: tuple[dict[str, Any], ...] = ()


def trial_of(document: Any) -> Trial:
    """raises: Invalid"""
    try:
        trial = msgspec.convert(document, Trial)
    except msgspec.ValidationError as error:
        raise Invalid(summary=f"This cannot be tried: {error}", fields={"trial": str(error)}) from error
    if len(trial.acts) > MOST_ACTS:
        raise Invalid(summary=f"At most {MOST_ACTS} things can happen in one try.", fields={"acts": "too many"})
    return trial


def trial_json(trial: Trial) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(trial)
    return document
