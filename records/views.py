"""Pages of records: overview, lists, one record. They read through the desk, which knows who may see what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from records import cells, desk, sharing
from records.feed import feed_page
from records.filters import read_filter
from records.history_lines import history_page
from records.ids import user_record_id
from records.listing import narrowed, read_listing
from records.lookups import options_for
from records.models import Record
from records.related import related_lists
from records.selectors import fields_of, get_object, url_of
from records.users import is_users
from web.access import signed_in
from web.pages import cursor_page

KEY_FIELDS = ("StageName", "Status", "Type", "Priority", "Amount", "GrandTotal", "CloseDate", "Industry", "AccountId")


@signed_in
@require_GET
def objects(request: HttpRequest) -> HttpResponse:
    """Every object the person may look into."""
    rows = [
        {"object": obj, "may_create": sharing.can_create(request.user, obj)} for obj in desk.open_objects(request.user)
    ]
    return render(request, "records/objects.html", {"rows": rows})


@signed_in
@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    """The records this person changed last: a fragment of the home page."""
    open_ids = [obj.pk for obj in desk.open_objects(request.user)]
    recent = Record.objects.filter(modified_by_id=request.user.pk, object_id__in=open_ids).order_by("-modified_at")[:6]
    rows = [desk.sheet_of(request.user, row) for row in recent.select_related("owner")]
    return render(request, "records/home_panel.html", {"rows": rows})


@signed_in
@require_GET
def record_list(request: HttpRequest, object: str) -> HttpResponse:
    obj = get_object(object)
    if obj.api_name != object:
        return redirect("records:list", obj.api_name)
    listing = read_listing(obj, request.GET)
    test = read_filter(obj, listing.rows(request.user))
    rows, order = narrowed(listing, desk.rows_for(request.user, obj, test), request.user)
    page = cursor_page(request, rows, order)
    values = [desk.sheet_of(request.user, row).value for row in page.rows]
    names = cells.names_for(request.user, listing.columns, values)
    context = {
        "object": obj,
        "listing": listing,
        "page": page,
        "lines": [(url_of(obj.api_name, value.id), cells.cells(listing.columns, value, names)) for value in values],
        "chips": _chips(request.user, listing),
        "is_filtered": bool(listing.rows(request.user) or listing.search),
        "may_create": sharing.can_create(request.user, obj),
        "has_owners": not is_users(obj),
        "start_many": _start_many(request.user, listing),
    }
    return render(request, "records/list.html", context)


def _start_many(user: Any, listing: Any) -> str:
    """Where a room above starts automations for the records of a list; "" for who may not."""
    if is_users(listing.obj) or not user.has_perm("stagecraft_people.manage_runs"):
        return ""
    mine = {"mine": "", "f_OwnerId": user_record_id(user.pk)} if listing.mine else {}
    asked = listing.query(object=listing.obj.api_name, sort="", **mine)
    try:
        return f"{reverse('runs:start_existing')}?{asked}"
    except NoReverseMatch:
        return ""


def _chips(user: Any, listing: Any) -> list[dict[str, str]]:
    """Filters that have no select: what they say, and the list without them."""
    chips = []
    by_name = {field.api_name: field for field in fields_of(listing.obj)}
    names = cells.names_of(user, [str(value) for name, _op, value in listing.others if by_name[name].kind == "lookup"])
    for name, _operator, value in listing.others:
        text = names[value].name if value in names else str(value)
        chips.append({"label": f"{by_name[name].label}: {text}", "query": listing.query(**{f"f_{name}": ""})})
    return chips


@signed_in
@require_GET
def record_detail(request: HttpRequest, object: str, record_id: str) -> HttpResponse:
    """One record: its fields, what points at it, its history, the work that waits on it."""
    sheet = desk.open_record(request.user, record_id, object)
    if sheet.url and request.path != sheet.url:
        return redirect(sheet.url)
    tab = request.GET.get("tab", "details")
    fields = [field for field in fields_of(sheet.object) if field.api_name not in ("Id", "Name")]
    shown = cells.cells(fields, sheet.value, cells.names_for(request.user, fields, [sheet.value]))
    own = [cell for cell in shown if not cell.field.is_system]
    context: dict[str, Any] = {
        "sheet": sheet,
        "object": sheet.object,
        "tab": tab,
        "cells": own,
        "key_cells": _key_cells(own),
        "system": [cell for cell in shown if cell.field.is_system and not cell.is_empty],
        "panels": _panels(sheet.id),
        "list_is_open": sharing.seen_by(request.user, sheet.object) is not None,
    }
    if tab == "feed":
        context["page"] = feed_page(request, sheet)
    elif tab == "history":
        context["page"] = history_page(request, sheet)
    else:
        context["related"] = related_lists(request.user, sheet)
    return render(request, "records/detail.html", context)


def _key_cells(own: list[cells.Cell]) -> list[cells.Cell]:
    """Up to five fields that say most about the record, for its head."""
    full = [cell for cell in own if not cell.is_empty and cell.field.kind not in ("long_text", "checkbox")]
    known = [cell for cell in full if cell.field.api_name in KEY_FIELDS]
    rest = [cell for cell in full if cell not in known and cell.field.api_name != "OwnerId"]
    owner = [cell for cell in full if cell.field.api_name == "OwnerId"]
    return [*[*known, *rest][:4], *owner]


PANELS = {"work": "workitems:panel", "startable": "runs:startable_panel", "runs": "runs:record_panel"}


def _panels(record_id: str) -> dict[str, str]:
    """Addresses of the fragments that rooms above put on a record page; those that are not there are left out."""
    found = {}
    for key, name in PANELS.items():
        try:
            found[key] = f"{reverse(name)}?record={record_id}"
        except NoReverseMatch:
            continue
    return found


@signed_in
@require_GET
def lookup(request: HttpRequest, object: str) -> HttpResponse:
    """<option> elements of a search in a lookup: ?q=...&name=AccountId&AccountId=<chosen>."""
    obj = get_object(object)
    chosen = request.GET.get(request.GET.get("name", ""), "")
    options = options_for(request.user, obj, request.GET.get("q", ""), chosen)
    return render(request, "people/widgets/options.html", {"options": options, "chosen": chosen})


@signed_in
@require_GET
def by_id(request: HttpRequest, record_id: str) -> HttpResponse:
    """/records/<id>: the record's page, for links that know only the id."""
    return redirect(desk.open_record(request.user, record_id).url)
