"""Elements of flows that delete records or work on collections."""

from typing import Any

import msgspec

from engine.document.conditions import Conditions
from engine.document.elements import Connector
from engine.document.operands import Named, Operand
from engine.values import Kind


class DeleteRecords(msgspec.Struct, tag="delete_records", frozen=True, omit_defaults=True):
    """Deletes the record(s) in `source`, or every record of `object` that meets `filters`."""

    name: str
    label: str
    description: str = ""
    object: str = ""
    source: str = ""
    filters: Conditions = Conditions()
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class RollBackRecords(msgspec.Struct, tag="roll_back_records", frozen=True, omit_defaults=True):
    """Takes back what the flow wrote since it last waited for somebody."""

    name: str
    label: str
    description: str = ""
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class SortKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """field: of the records, "" for plain values; empty_first: members without a value come before all others."""

    field: str = ""
    order: str = "asc"
    empty_first: bool = False
    extra: dict[str, Any] = {}


class SortCollection(msgspec.Struct, tag="sort_collection", frozen=True, omit_defaults=True):
    """Sorts `collection` where it is and cuts it to `limit` members; also read under the element's own name."""

    name: str
    label: str
    description: str = ""
    collection: str = ""
    keys: tuple[SortKey, ...] = ()
    limit: int | None = None
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class FilterCollection(msgspec.Struct, tag="filter_collection", frozen=True, omit_defaults=True):
    """The members that meet the conditions, read under the element's own name. The conditions name the member at
    hand by `item`, a variable or a name of its own."""

    name: str
    label: str
    description: str = ""
    collection: str = ""
    item: str = ""
    conditions: Conditions = Conditions()
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class MapItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """target: a field of the new record, or "" where the member itself is the value."""

    target: str
    value: Operand | None = None
    extra: dict[str, Any] = {}


class MapCollection(msgspec.Struct, tag="map_collection", frozen=True, omit_defaults=True):
    """A new record of `object` for every member of `collection`; the member at hand is read as `item`."""

    name: str
    label: str
    description: str = ""
    collection: str = ""
    item: str = ""
    object: str = ""
    items: tuple[MapItem, ...] = ()
    connector: Connector | None = None
    extra: dict[str, Any] = {}


class TransformValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value that a transform makes.

    action: map, sum, count or another word kept
    field:  of the record that is made, "" where the value itself is the result
    inputs: of sum and count: aggregationValues, aggregationField
    """

    action: str
    field: str = ""
    value: Operand | None = None
    inputs: tuple[Named, ...] = ()
    group: int = 0  # values that stand together in the file
    extra: dict[str, Any] = {}


class Transform(msgspec.Struct, tag="transform", frozen=True, omit_defaults=True):
    """Makes one value, or a collection with one member for each member of the collection that its values name as
    `Name[$EachItem]`. Read under the element's own name."""

    name: str
    label: str
    description: str = ""
    kind: Kind = Kind.RECORD
    object: str = ""
    collection: bool = False
    scale: int | None = None
    values: tuple[TransformValue, ...] = ()
    connector: Connector | None = None
    extra: dict[str, Any] = {}
