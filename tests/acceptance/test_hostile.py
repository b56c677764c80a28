"""Somebody who wishes us ill: every address with every nasty value, as three people. Nothing breaks."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = ("0", "1", str(2**31), str(2**63), "9" * 40)
WORDS = ("x", "Account", "a" * 300, "%00", "..%2f..", quote("é'\"<b>"), quote("%s{0}"))
LEFT_OUT = ("/django-admin/", "/accounts/logout/")
QUERIES = (
    {"q": "\0", "cursor": "\0", "record": "\0", "name": "\0"},
    {"q": "' OR 1=1--", "cursor": "!!", "sort": "-password", "limit": "9" * 30, "item": "²", "record": "../..",
     "f_Name": "x", "f_OwnerId": "x", "f_CreatedDate": "x", "tab": "x", "orchestration": "\ud800", "view": "x"},
    {"q": "#" + "9" * 15, "cursor": "eyJ4IjoxfQ", "sort": "CreatedDate", "limit": "-1", "item": "9" * 30, "page": "x",
     "status": "x", "assigned_to": "x", "version": "²", "recordId": "005" + "9" * 40, "retURL": "//evil.example"},
)  # fmt: skip
BODIES: tuple[dict[str, str], ...] = (
    {"name": "\0"},
    {"name": "x" * 70_000, "Name": "x" * 70_000, "label": "x" * 3000, "api_name": "../..", "username": "x" * 3000,
     "revision": "9" * 40, "move": "x", "decision": "reject", "confirmed": "yes", "comments": "x" * 70_000,
     "kind": "user", "name_user": "nobody", "reason": "x" * 70_000, "assignee_kind": "x", "assignee_name": "x",
     "recordId": "9" * 40, "retURL": "//evil.example", "version": "²", "language": "x", "time_zone": "../..",
     "theme": "x", "to": "x", "member": "user:" + "9" * 40, "add": "queue:²", "remove": "x", "password": "x"},
)  # fmt: skip
JSON = (
    ("POST", '{"fields": {"Name": "\\u0000"}}'),
    ("POST", '{"fields": 1, "values": [], "inputs": 1, "revision": {}, "assignee": [], "from": {"step_run": 1e400}}'),
    ("POST", '{"fields": {"Name": {"a": 1}, "Nope": 1}, "values": {"a": {"b": 1}}, "inputs": {"x": [[]]}, "run": -1}'),
    ("POST", "[" * 2000),
    ("PATCH", '{"fields": {"Name": "", "Phone": {}, "AnnualRevenue": 1e400, "OwnerId": 7}}'),
    ("PUT", "[1]"),
    ("PUT", ""),
)


def routes(patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Every address of the site, with its arguments as <kind:name>."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = getattr(one.pattern, "_route", None)
        if isinstance(one, URLResolver) and route is not None:
            yield from routes(one.url_patterns, prefix + route)
        elif isinstance(one, URLPattern) and route is not None:
            yield prefix + route


def filled(route: str) -> list[str]:
    """The route with each nasty value in all of its places; without places, with each nasty query."""
    if "<" not in route:
        return [f"{route}?{urlencode(query, errors='surrogatepass')}" for query in QUERIES]
    first, *rest = route.split("<")
    values = NUMBERS if "<int:" in route else WORDS
    return [first + "".join(value + part.partition(">")[2] for part in rest) for value in values]


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("load_demo", verbosity=0)


PARTS = 3  # of the addresses, so that no part takes minutes


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("who", ["", "carol", "admin"])
def test_no_address_breaks(demo: None, who: str, part: int) -> None:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(get_user_model().objects.get(username=who))
    broken = []
    for route in list(routes())[part::PARTS]:
        for number, address in enumerate(() if route.startswith(LEFT_OUT) else filled(route)):
            calls = [client.get(address), *(client.post(address, body) for body in BODIES)]
            if route.startswith("/api/") and number < 2:  # an address that names nothing never looks at the body
                calls += [client.generic(verb, address, body, "application/json") for verb, body in JSON]
                calls.append(client.delete(address))
            broken += [said(call) for call in calls if call.status_code >= 500]
    assert broken == [], "\n".join(broken)


def test_nothing_that_is_there_breaks(demo: None) -> None:
    """The same with addresses of what the demo holds, by somebody who may do everything."""
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username="admin"))
    item = WorkItem.objects.filter(status="assigned").latest("pk")
    held = {"<int:item_id>": item.pk, "<int:run_id>": item.run_id, "<str:record_id>": item.record_id, "<int:pk>": 1,
            "<str:object>": "Account", "<str:field>": "Name", "<id>": item.pk}  # fmt: skip
    broken = []
    for route in routes():
        if "<" not in route or route.startswith(LEFT_OUT):
            continue
        held["<slug:api_name>"] = "Supplier_Onboarding"
        held["<str:api_name>"] = "Account" if "object" in route else "Supplier_Onboarding"
        address = re.sub("<[^>]+>", lambda place: str(held.get(place[0], "x")), route)
        calls = [client.get(f"{address}?{urlencode(query, errors='surrogatepass')}") for query in QUERIES]
        calls += [client.post(address, body) for body in BODIES]
        if route.startswith("/api/"):
            calls += [
                client.generic(verb, address, body, "application/json") for verb, body in JSON if verb != "DELETE"
            ]
        broken += [said(call) for call in calls if call.status_code >= 500]
    assert broken == [], "\n".join(broken)


def said(call: Any) -> str:
    error = repr(call.exc_info[1])[:120] if getattr(call, "exc_info", None) else ""
    return f"{call.request['REQUEST_METHOD']} {call.status_code} {call.request['PATH_INFO'][:90]} {error}"
