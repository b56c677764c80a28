"""The state of an interview: everything needed to go on with it, as plain JSON."""

from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.flows.requests import FindRecords, ReadPicklist, Request
from engine.values import Json

SCHEMA = 1


class TraceLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One element that ran: its name and kind, and short texts of what was notable (values set, outcome, rows).

    because: of a decision, the outcomes it tried with their verdicts, as trails of runs keep them
    """

    name: str
    kind: str
    notes: dict[str, str] = {}
    because: tuple[dict[str, Any], ...] = ()


class FieldError(msgspec.Struct, frozen=True):
    """code: "required", "not_readable" (not of the field's kind), "not_valid" (its own check); message: for people."""

    code: str
    message: str


class RoundState(msgspec.Struct, frozen=True):
    """A loop that is going on: its items, packed, and how many of them were taken."""

    items: list[Json]
    taken: int


class Offered(msgspec.Struct, frozen=True):
    """What a choice set offered, and what had been asked for: another question needs another answer."""

    asked: FindRecords | ReadPicklist
    rows: tuple[Json, ...]


Phase = OneOf["begin", "enter", "check", "answer", "end"]


class InterviewState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Values are packed (engine.values.pack). Nobody changes a state: each move gives a new one.

    status:     "screen" (waits for a person), "records" (waits for `request`), "waiting" (for one of `waits`),
                "calling" (its subflow goes on), "finished", "faulted"
    waits:      event name -> when it comes, "" for one without a time
    current:    name of the element it stands at, "" before the first and after the last
    phase:      what goes on when `request` is done: taking inputs, entering the element, checking the screen's answer,
                handing the answer to the element, reading the outputs
    record:     global id of the triggering record or ""; prior: its fields before the change
    user:       global id of the person it runs for, or ""; zone: that person's time zone (IANA name)
    inputs:     as given at the start, for those that still wait for their record to be fetched
    variables:  values that were set; others read their default
    answers:    values of screen fields; typed: screen -> field -> what was posted, as posted
    results:    what elements left under their own name; outcomes: decision outcomes tried so far
    facts:      records fetched on the way along relations, forgotten at each screen (null: there is none)
    offers:     what choice sets offered on the screen at hand, kept so that an answer stays valid; asked afresh each
                time the screen is come to
    origins:    fields of records as they were read, by id: an update writes only what differs
    history:    screens left behind with next, oldest first, for Back
    loops:      loops that are going on, outer before inner
    caller:     the interview whose subflow this is; it goes on with the outputs
    version:    key of the flow's version where another flow called it; pins: such keys by flow, the same to the end
    saving:     fields of the record that is about to be saved (or deleted), with what the flow set; null elsewhere
    changed:    fields of the triggering record that the flow set and has not written yet
    rows:       records read and written so far
    """

    flow: str
    started_at: str
    at: str
    status: str = ""
    current: str = ""
    phase: Phase = "enter"
    request: Request | None = None
    waits: dict[str, str] = {}
    record: str = ""
    prior: dict[str, Json] | None = None
    user: str = ""
    zone: str = "UTC"
    guid: str = ""
    inputs: dict[str, Json] = {}
    variables: dict[str, Json] = {}
    answers: dict[str, Json] = {}
    typed: dict[str, dict[str, Any]] = {}
    errors: dict[str, FieldError] = {}
    results: dict[str, Json] = {}
    outcomes: dict[str, bool] = {}
    facts: dict[str, Json] = {}
    offers: dict[str, Offered] = {}
    origins: dict[str, dict[str, Json]] = {}
    visited: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    loops: dict[str, RoundState] = {}
    caller: "InterviewState | None" = None
    version: str = ""
    pins: dict[str, str] = {}
    saving: dict[str, Json] | None = None
    changed: dict[str, Json] = {}
    rows: int = 0
    fault_message: str = ""
    fault_code: str = ""
    trace: tuple[TraceLine, ...] = ()
    trace_dropped: int = 0
    schema: int = SCHEMA


def dump_interview(state: InterviewState) -> dict[str, Any]:
    """The state as JSON built-ins, to be stored."""
    document: dict[str, Any] = msgspec.to_builtins(state)
    return document


def load_interview(document: dict[str, Any] | str | bytes) -> InterviewState:
    """The state that `dump_interview` gave (or its JSON text).

    raises: msgspec.ValidationError with the path of what is wrong
    """
    if isinstance(document, dict):
        return msgspec.convert(document, InterviewState)
    return msgspec.json.decode(document, type=InterviewState)
