"""Lists of records: columns, search, sorting and filters, read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from engine.document.conditions import Operator
from records import catalog
from records.filters import Row, read_filter
from records.ids import user_record_id
from records.models import RecordField, RecordObject
from records.query import left_side, where
from records.selectors import fields_of
from records.users import COLUMNS, column_of, is_users

PREFIX = "f_"  # of filters in the address: ?f_Status=Draft
COLUMNS_SHOWN = 6
_NOT_IN_LISTS = {"long_text", "checkbox", "url"}


@dataclass(frozen=True)
class Choice:
    """A select above the list: one for each indexed picklist."""

    field: RecordField
    value: str

    @property
    def name(self) -> str:
        return PREFIX + self.field.api_name


@dataclass(frozen=True)
class Listing:
    """A list as the address asks for it.

    others: filters on fields without a select of their own, e.g. a lookup followed from its record
    """

    obj: RecordObject
    columns: list[RecordField]
    sort: RecordField | None
    descending: bool
    search: str
    mine: bool
    choices: list[Choice]
    others: list[Row] = field(default_factory=list)

    def rows(self, user: Any) -> list[Row]:
        """The filter rows."""
        rows: list[Row] = [(pick.field.api_name, Operator.EQUAL_TO, pick.value) for pick in self.choices if pick.value]
        if self.mine:
            rows.append(("OwnerId", Operator.EQUAL_TO, user_record_id(user.pk)))
        return [*rows, *self.others]

    def headings(self) -> list[dict[str, Any]]:
        """Columns with the address that sorts by them, for the table's head."""
        result = []
        for column in self.columns:
            is_sorted = self.sort is not None and column.api_name == self.sort.api_name
            sort = f"-{column.api_name}" if is_sorted and not self.descending else column.api_name
            state = ("descending" if self.descending else "ascending") if is_sorted else "none"
            result.append({"field": column, "query": self.query(sort=sort), "sorted": state})
        return result

    def query(self, **changes: str) -> str:
        """This list's query string with some parts changed."""
        parts = {"q": self.search, "mine": "1" if self.mine else "", "sort": self.sort_word}
        parts |= {choice.name: choice.value for choice in self.choices}
        parts |= {PREFIX + name: str(value) for name, _operator, value in self.others}
        return urlencode({name: value for name, value in {**parts, **changes}.items() if value})

    @property
    def sort_word(self) -> str:
        if self.sort is None:
            return ""
        return f"-{self.sort.api_name}" if self.descending else self.sort.api_name


def read_listing(obj: RecordObject, query: Mapping[str, str]) -> Listing:
    """What the address asks for; names that mean nothing are ignored."""
    word = query.get("sort", "")
    sort = catalog.field_named(obj, word.lstrip("-")) if word else None
    if sort is not None and sort.kind == "long_text":
        sort = None
    picks = [item for item in fields_of(obj) if item.kind == "picklist" and item.indexed and item.choices][:3]
    choices = [Choice(item, query.get(PREFIX + item.api_name, "")) for item in picks]
    others: list[Row] = []
    for name, value in query.items():
        if name.startswith(PREFIX) and value:
            found = catalog.field_named(obj, name.removeprefix(PREFIX))
            if found is not None and found not in picks:
                others.append((found.api_name, Operator.EQUAL_TO, value))
    return Listing(
        obj=obj,
        columns=columns_of(obj),
        sort=sort,
        descending=word.startswith("-"),
        search=query.get("q", "").strip(),
        mine=query.get("mine") == "1" and not is_users(obj),
        choices=choices,
        others=others,
    )


def columns_of(obj: RecordObject) -> list[RecordField]:
    """Name, then the first fields that fit a table, then the owner."""
    fields = [item for item in fields_of(obj) if not item.is_system]
    named = [item for item in fields if item.api_name == "Name"]
    middle = [item for item in fields if item.api_name not in ("Name", "OwnerId") and item.kind not in _NOT_IN_LISTS]
    if obj.name_format:
        middle = [item for item in middle if f"{{{item.api_name}}}" not in obj.name_format]
    owner = [item for item in fields if item.api_name == "OwnerId"]
    return [*named, *middle[: COLUMNS_SHOWN - len(named) - len(owner)], *owner]


def narrowed(listing: Listing, rows: QuerySet[Any], user: Any) -> tuple[QuerySet[Any], tuple[str, ...]]:
    """Rows of the list, and the order to page them in. For the User object `rows` are users."""
    if is_users(listing.obj):
        return _narrowed_users(listing, rows)
    rows = rows.filter(where(read_filter(listing.obj, listing.rows(user))))
    name = catalog.field_named(listing.obj, "Name")
    if name is not None and listing.search:
        words = [("Name", Operator.CONTAINS, word) for word in listing.search.split()]
        rows = rows.filter(where(read_filter(listing.obj, words)))
    sort = listing.sort or name
    if sort is None:
        return rows, ("-pk",)
    sign = "-" if listing.descending else ""
    return rows.annotate(sort_key=left_side(sort)), (f"{sign}sort_key", f"{sign}pk")


def _narrowed_users(listing: Listing, rows: QuerySet[Any]) -> tuple[QuerySet[Any], tuple[str, ...]]:
    for word in listing.search.split():
        part = Q()
        for name in ("Username", "FirstName", "LastName", "Email"):
            part |= Q(**{f"{column_of(name)}__icontains": word})
        rows = rows.filter(part)
    sort = listing.sort.api_name if listing.sort is not None and listing.sort.api_name in COLUMNS else "FirstName"
    column = column_of(sort)
    sign = "-" if listing.descending else ""
    if sort == "IsActive":
        return rows, (f"{sign}{column}", f"{sign}pk")
    return rows.annotate(sort_key=Lower(column)), (f"{sign}sort_key", f"{sign}pk")
