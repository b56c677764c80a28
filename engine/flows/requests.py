"""What an interview asks of the records room. Every operand is already a value: who answers needs no scope."""

from typing import Any

import msgspec

from engine.document.conditions import Operator
from engine.values import Json, unpack


class Filter(msgspec.Struct, frozen=True):
    """One row of a record filter: `field operator value`, the value packed (null included)."""

    field: str
    operator: Operator
    value: Json = None

    @property
    def triple(self) -> tuple[str, Operator, Any]:
        """(field, operator, engine Value)."""
        return self.field, self.operator, unpack(self.value)


class FetchRecords(msgspec.Struct, tag="fetch_records", tag_field="type", frozen=True):
    """Read records by global id, of any objects, every field. Ids without a row in the answer count as gone."""

    ids: tuple[str, ...]


class FindRecords(msgspec.Struct, tag="find_records", tag_field="type", frozen=True, omit_defaults=True):
    """Records of `object` that meet `filters` under `logic` ("and", "or" or row numbers "1 AND (2 OR 3)").

    fields: API names wanted, () for all. limit: at most so many rows, None for all.
    """

    object: str
    filters: tuple[Filter, ...] = ()
    logic: str = "and"
    fields: tuple[str, ...] = ()
    sort_field: str = ""
    sort_order: str = ""
    limit: int | None = None


class ReadPicklist(msgspec.Struct, tag="read_picklist", tag_field="type", frozen=True):
    """The values of a picklist field, in their order: one packed record each, its id the value, {"label": ...}."""

    object: str
    field: str


class FindChoices(msgspec.Struct, tag="find_choices", tag_field="type", frozen=True):
    """What the choice sets of a screen offer, all in one request; answered by name in RecordsAnswered.offers."""

    sets: dict[str, FindRecords | ReadPicklist]


class InsertRecords(msgspec.Struct, tag="insert_records", tag_field="type", frozen=True):
    """Create one record of `object` per row (field API name -> packed value). Answer with the new ids, in order."""

    object: str
    rows: tuple[dict[str, Json], ...]


class ChangeRecords(msgspec.Struct, tag="change_records", tag_field="type", frozen=True, omit_defaults=True):
    """Change records. Either `ids` with one row of values each, or every record of `object` that meets `filters`
    with the same `values`. Rows hold only the fields to be written."""

    object: str
    ids: tuple[str, ...] = ()
    rows: tuple[dict[str, Json], ...] = ()
    filters: tuple[Filter, ...] = ()
    logic: str = "and"
    values: dict[str, Json] = {}

    @property
    def by_id(self) -> bool:
        return bool(self.ids)


class Match(msgspec.Struct, frozen=True, omit_defaults=True):
    """Records that are there already are changed. What is done with none, one and many: "create", "update",
    "update_latest", "skip", "fault"."""

    field: str = ""
    filters: tuple[Filter, ...] = ()
    logic: str = "and"
    none: str = "create"
    one: str = "update"
    many: str = "fault"


class UpsertRecords(msgspec.Struct, tag="upsert_records", tag_field="type", frozen=True, omit_defaults=True):
    """Change the records that are there and create the others. One row per record; `ids` beside them, "" where it is
    not known; then `match` says how it is looked for. Answer with an id for each row, "" where nothing was done."""

    object: str
    rows: tuple[dict[str, Json], ...]
    ids: tuple[str, ...] = ()
    match: Match | None = None


class DeleteRecords(msgspec.Struct, tag="delete_records", tag_field="type", frozen=True, omit_defaults=True):
    """Delete the records of `ids`, or every record of `object` that meets `filters`. Answer with their ids."""

    object: str
    ids: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    logic: str = "and"


class UndoWrites(msgspec.Struct, tag="undo_writes", tag_field="type", frozen=True):
    """Take back what this interview wrote in the transaction at hand."""


class CallAction(msgspec.Struct, tag="call_action", tag_field="type", frozen=True, omit_defaults=True):
    """Carry out an action. inputs: packed values by name. Answer with ActionAnswered."""

    kind: str
    action: str
    inputs: dict[str, Json] = {}
    record: str = ""  # the record that the flow was started for


Request = (
    FetchRecords
    | FindRecords
    | FindChoices
    | InsertRecords
    | ChangeRecords
    | UpsertRecords
    | DeleteRecords
    | UndoWrites
    | CallAction
)
