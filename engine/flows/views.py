"""A screen as a page or an API shows it: plain data, every merge field filled in."""

from collections.abc import Iterator

import msgspec

from engine.values import Json

CONTAINERS = frozenset({"section", "column"})
CHOOSE_ONE = frozenset({"radio", "dropdown"})
CHOOSE_MANY = frozenset({"checkboxes", "multi_select"})


class InputView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text that goes with a choice. name: under which it is posted; prompt: its label, plain text."""

    name: str
    prompt: str = ""
    required: bool = False
    value: str = ""


class ChoiceView(msgspec.Struct, frozen=True, omit_defaults=True):
    """value: the text to post; label: for people, plain text; input: the text that can be typed when it is chosen."""

    value: str
    label: str
    input: InputView | None = None


class FieldView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One visible field.

    kind:     text, number, currency, boolean, date, datetime, time (inputs), long_text, password, radio, dropdown,
              checkboxes, multi_select, display_text, section, column, unsupported (`html` says why)
    value:    what to show in the field: text (numbers "12.5", dates ISO, date/times ISO in the person's zone with
              offset, or exactly what was typed when that was wrong), true/false, a list of texts for many choices, null
    label:    plain text. help, html: HTML of the definition with values escaped; the page sanitises it
    width:    columns of 12 for a column, 0 where nothing is said
    error:    for people, "" when there is none; error_code is its stable name
    """

    name: str
    kind: str
    label: str = ""
    required: bool = False
    choices: tuple[ChoiceView, ...] = ()
    value: Json = None
    help: str = ""
    html: str = ""
    read_only: bool = False
    scale: int | None = None
    width: int = 0
    error: str = ""
    error_code: str = ""
    fields: tuple["FieldView", ...] = ()

    @property
    def is_input(self) -> bool:
        return self.kind not in CONTAINERS and self.kind not in ("display_text", "unsupported") and not self.read_only


class ScreenView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A screen. `fields` nest (section > column > field); `inputs` walks those that can be answered.

    can_next: there is something after it; can_finish: the flow may end with it. Never both.
    labels:   of the buttons by move ("back", "next", "finish", "pause"); a move without one has the page's own word
    errors:   message by field name, "" for the whole screen
    """

    name: str
    label: str
    fields: tuple[FieldView, ...] = ()
    can_back: bool = False
    can_next: bool = False
    can_finish: bool = False
    can_pause: bool = False
    show_header: bool = True
    help: str = ""
    labels: dict[str, str] = {}
    errors: dict[str, str] = {}

    @property
    def inputs(self) -> Iterator[FieldView]:
        return (field for field in walk(self.fields) if field.is_input)


def walk(fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
    """Fields in reading order, containers before what they hold."""
    for field in fields:
        yield field
        yield from walk(field.fields)
