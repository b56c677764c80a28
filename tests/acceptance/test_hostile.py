"""Somebody who wishes us ill: every address with every nasty value, as three people. Nothing breaks, nothing opens."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = ("0", "1", str(2**31), str(2**63), "9" * 40)
WORDS = ("x", "Account", "a" * 300, "\0", "..%2f..", "é'\"<b>", "%s{0}")
LEFT_OUT = ("admin/", "accounts/logout/", "static/")
QUERY = (
    "?q=%00&cursor=%00&sort=%00&status=%00&item=99999999999999999999&record=%00&view=%00&kind=%00&page=-1&limit=%00&name=%00&recordId=%00",
    "?q=' OR 1=1--&cursor=!!&sort=-password&limit=99999999999999999999&item=²&record=../..&f_Name=%00&f_OwnerId=x&tab=x&orchestration=%00&assigned_to=%00",
)
BODY = {
    "name": "\0", "Name": "\0", "label": "\0", "api_name": "\0", "username": "\0", "revision": "9" * 40, "move": "\0",
    "decision": "reject", "confirmed": "yes", "comments": "\0" * 10, "kind": "user", "name_user": "\0", "reason": "\0",
    "assignee_kind": "\0", "assignee_name": "\0", "recordId": "\0", "retURL": "//evil.example", "version": "9" * 40,
    "language": "\0", "time_zone": "../..", "theme": "\0", "to": "\0", "member": "user:" + "9" * 40, "password": "\0",
}  # fmt: skip


def addresses(patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Every route of the site, with its arguments as {type}."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = getattr(one.pattern, "_route", None)
        if route is None:
            continue
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, prefix + route)
        elif isinstance(one, URLPattern):
            yield prefix + route


def filled(route: str) -> list[str]:
    """The route with each nasty value in all of its places."""
    if "<" not in route:
        return [route, *(route + quote(query, safe="?&=%") for query in QUERY)]
    found = []
    for value in (NUMBERS if "<int:" in route else ()) or WORDS:
        parts = [part.split(">", 1) for part in route.split("<")]
        text = parts[0][0] + "".join(quote(value, safe="%") + rest for _, rest in parts[1:])
        found.append(text)
    return found


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("who", ["", "carol", "admin"])
def test_no_address_breaks(demo: None, who: str) -> None:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(get_user_model().objects.get(username=who))
    broken = []
    for route in addresses():
        if route[1:].startswith(LEFT_OUT):
            continue
        for address in filled(route):
            calls = [client.get(address), client.post(address, BODY)]
            if address.startswith("/api/"):
                calls += [
                    client.generic(verb, address, body, content_type="application/json")
                    for verb, body in (("POST", '{"fields": {"Name": "\\u0000"}, "values": [], "inputs": 1}'),
                                       ("PATCH", '{"fields": {"Name": "\\u0000", "Phone": {}}}'), ("PUT", "[1]"), ("DELETE", ""), ("POST", "[" * 2000))
                ]  # fmt: skip
            broken += [said(call) for call in calls if call.status_code >= 500 and call.status_code != 503]
    assert broken == [], "\n".join(broken)


def said(call: Any) -> str:
    what = repr(call.exc_info[1])[:120] if getattr(call, "exc_info", None) else ""
    return f"{call.request['REQUEST_METHOD']} {call.status_code} {call.request['PATH_INFO'][:90]}?{call.request['QUERY_STRING'][:60]} {what}"
