"""What the outside answers to an interview."""

from collections.abc import Mapping, Sequence
from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.flows.views import CHOOSE_MANY, ScreenView
from engine.values import Json

Raw = None | str | bool | int | float | list[str]
Move = OneOf["next", "back", "finish", "pause", "refresh"]


class ScreenAnswered(msgspec.Struct, tag="screen_answered", tag_field="type", frozen=True, omit_defaults=True):
    """A person answered the screen they see.

    values: what was typed by field name, as posted; a field that is missing keeps what the screen showed
    move:   next and finish go on; back and pause keep what was typed and check nothing; refresh shows the same screen
            again with visibility decided afresh
    """

    screen: str
    values: dict[str, Raw] = {}
    move: Move = "next"


class RecordsAnswered(msgspec.Struct, tag="records_answered", tag_field="type", frozen=True, omit_defaults=True):
    """The request was done. rows: packed records that were fetched or found; ids: of inserted records, in order;
    offers: packed rows by name of the choice set."""

    rows: tuple[Json, ...] = ()
    ids: tuple[str, ...] = ()
    offers: dict[str, tuple[Json, ...]] = {}


class ActionAnswered(msgspec.Struct, tag="action_answered", tag_field="type", frozen=True, omit_defaults=True):
    """The action was carried out, or is sure to be. outputs: packed values by name."""

    outputs: dict[str, Json] = {}


class RecordsFailed(msgspec.Struct, tag="records_failed", tag_field="type", frozen=True, omit_defaults=True):
    """The request could not be done and left nothing behind. message: for people."""

    message: str
    code: str = "records_failed"


class WaitOver(msgspec.Struct, tag="wait_over", tag_field="type", frozen=True, omit_defaults=True):
    """A time has come, or an event was published. event: which of those waited for; "" the soonest that is due."""

    event: str = ""


Answer = ScreenAnswered | WaitOver | RecordsAnswered | ActionAnswered | RecordsFailed


def posted(view: ScreenView, form: Mapping[str, Sequence[str]]) -> dict[str, Raw]:
    """The answer in an HTML form: every writable field of the view, also those a browser leaves out when empty.

    form: name -> the texts posted under it (Django: `dict(request.POST.lists())`)
    """
    values: dict[str, Raw] = {}
    for field in view.inputs:
        texts = form.get(field.name, ())
        if field.kind == "boolean":
            values[field.name] = bool(texts) and texts[-1]
        elif field.kind in CHOOSE_MANY:
            values[field.name] = [text for text in texts if text]
        else:
            values[field.name] = texts[-1] if texts else None
        for choice in field.choices:
            if choice.input is not None:
                written = form.get(choice.input.name, ())
                values[choice.input.name] = written[-1] if written else ""
    return values


def parse_answer(document: Any) -> Answer:
    """An answer from JSON built-ins; raises msgspec.ValidationError."""
    answer: Answer = msgspec.convert(document, Answer)
    return answer
