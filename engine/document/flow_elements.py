"""Elements of flows: screens, assignments and record work. Others are `Unsupported` until they have a file."""

from typing import Any

import msgspec

from engine.document.conditions import Conditions
from engine.document.elements import Connector
from engine.document.operands import Named, Operand
from engine.values import Kind


class Validation(msgspec.Struct, frozen=True):
    """The input is valid when the formula is true; else the message stands beside the field."""

    formula: str
    message: str


class ScreenField(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field or container of a screen.

    kind: display_text, input (see `data`), long_text, password, radio, dropdown, checkboxes, multi_select, section,
          column, record_field, component, repeater, unsupported
    text: the label, or the text of display_text, with merge fields {!name}
    reference: record_field only: the record resource and its field, e.g. "newContact.LastName"
    """

    name: str
    kind: str
    data: Kind | None = None
    text: str = ""
    help: str = ""
    required: bool = False
    default: Operand | None = None
    choices: tuple[str, ...] = ()
    default_choice: str = ""
    scale: int | None = None
    read_only: bool = False
    validation: Validation | None = None
    visible_when: Conditions | None = None
    fields: tuple["ScreenField", ...] = ()
    component: str = ""
    reference: str = ""
    inputs: tuple[Named, ...] = ()
    extra: dict[str, Any] = {}


class Screen(msgspec.Struct, tag="screen", frozen=True, omit_defaults=True):
    name: str
    label: str
    description: str = ""
    fields: tuple[ScreenField, ...] = ()
    allow_back: bool = True
    allow_finish: bool = True
    allow_pause: bool = True
    show_header: bool = True
    show_footer: bool = True
    help: str = ""
    back_label: str = ""
    next_label: str = ""
    pause_label: str = ""
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class AssignmentItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """operator: assign, add, subtract, add_item, add_at_start, remove_first, ...: the XML in snake_case."""

    target: str
    operator: str
    value: Operand | None = None
    extra: dict[str, Any] = {}


class Assignment(msgspec.Struct, tag="assignment", frozen=True, omit_defaults=True):
    name: str
    label: str
    description: str = ""
    items: tuple[AssignmentItem, ...] = ()
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class OutputField(msgspec.Struct, frozen=True):
    """A field of the found record that goes to the resource `target`."""

    field: str
    target: str


class GetRecords(msgspec.Struct, tag="get_records", frozen=True, omit_defaults=True):
    """Filters name fields on the left. Results go to the element's own name (store_automatically), to `output`, or
    field by field to `outputs`. `null_when_none`: targets become null when nothing is found, else they keep
    their value."""

    name: str
    label: str
    object: str
    description: str = ""
    filters: Conditions = Conditions()
    first_only: bool = False
    limit: Operand | None = None
    queried_fields: tuple[str, ...] = ()
    sort_field: str = ""
    sort_order: str = ""  # "asc", "desc"
    store_automatically: bool = False
    output: str = ""
    outputs: tuple[OutputField, ...] = ()
    null_when_none: bool = False
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class Matching(msgspec.Struct, frozen=True, omit_defaults=True):
    """Look for records first, and change those there are.

    field:   match on the value of this field (with `source`); else the records that meet `filters`
    none, one, many: what is done with so many: "create", "update", "update_latest", "skip", "fault"
    """

    field: str = ""
    filters: Conditions = Conditions()
    none: str = "create"
    one: str = "update"
    many: str = "fault"


class CreateRecords(msgspec.Struct, tag="create_records", frozen=True, omit_defaults=True):
    """Creates from a record (or collection) resource `source`, or one record of `object` from `values`.
    The new id goes to `id_to`, or to the element's own name (store_automatically)."""

    name: str
    label: str
    description: str = ""
    object: str = ""
    source: str = ""
    values: tuple[Named, ...] = ()
    id_to: str = ""
    store_automatically: bool = False
    matching: Matching | None = None
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class UpdateRecords(msgspec.Struct, tag="update_records", frozen=True, omit_defaults=True):
    """Updates the record(s) in `source`, or every record of `object` that meets `filters` with `values`."""

    name: str
    label: str
    description: str = ""
    object: str = ""
    source: str = ""
    filters: Conditions = Conditions()
    values: tuple[Named, ...] = ()
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class Loop(msgspec.Struct, tag="loop", frozen=True, omit_defaults=True):
    """Takes the members of the resource `collection` one by one along `each`, then goes on along `done`.
    The member at hand is read under the element's own name, or goes to the variable `target` ("" none)."""

    name: str
    label: str
    description: str = ""
    collection: str = ""
    order: str = "asc"  # "desc": from the end
    target: str = ""
    each: Connector | None = None
    done: Connector | None = None
    extra: dict[str, Any] = {}
