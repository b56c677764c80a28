"""What variables of the environment mean."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import override_settings

from orchestration_site import broker, security
from orchestration_site.environment import email_settings, flag, words
from web.logs import about_run, logging_settings
from web.proxies import TrustedProxyMiddleware


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://me%40here:s%3Acret@mail.example.com:587?tls=1",
            {
                "EMAIL_HOST": "mail.example.com",
                "EMAIL_PORT": 587,
                "EMAIL_HOST_USER": "me@here",
                "EMAIL_HOST_PASSWORD": "s:cret",
                "EMAIL_USE_TLS": True,
                "EMAIL_USE_SSL": False,
            },
        ),
        ("smtps://mail.example.com", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
        ("smtp://mail.example.com", {"EMAIL_PORT": 25, "EMAIL_HOST_USER": "", "EMAIL_USE_TLS": False}),
        ("file:///var/some%20mail", {"EMAIL_FILE_PATH": "/var/some mail"}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_a_mail_address_becomes_settings(url, expected):
    assert email_settings(url).items() >= expected.items()


def test_an_unknown_kind_of_mail_is_refused_in_words():
    with pytest.raises(ImproperlyConfigured, match="starts with 'pigeon'"):
        email_settings("pigeon://coop")


@pytest.mark.parametrize(("text", "on"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_flags(monkeypatch, text, on):
    monkeypatch.setenv("SOME_FLAG", text)
    assert flag("SOME_FLAG", True) is on


def test_lists_are_divided_by_commas(monkeypatch):
    monkeypatch.setenv("SOME_LIST", " a.example , b.example,, ")
    assert words("SOME_LIST") == ["a.example", "b.example"]


def test_cookies_are_for_https_where_people_come_by_https():
    assert security.https_settings("http://localhost:8000", behind_proxy=False) == {}
    on = security.https_settings("https://site.example", behind_proxy=True)
    assert (on["SESSION_COOKIE_SECURE"], on["CSRF_COOKIE_SECURE"], on["SECURE_SSL_REDIRECT"]) == (True, True, True)
    assert on["SECURE_HSTS_SECONDS"] == 31_536_000
    assert security.https_settings("https://site.example", behind_proxy=False)["SECURE_SSL_REDIRECT"] is False


def test_each_broker_is_given_up_soon():
    assert broker.transport_options("memory://") == {"polling_interval": 0.005}
    redis = broker.transport_options("redis://localhost")
    assert (redis["socket_connect_timeout"], redis["max_retries"]) == (1, 0)
    assert broker.transport_options("amqp://localhost")["max_retries"] == 0


def seen_by_the_site(rf, trusted: list[str], address: str, **headers: str) -> tuple[str, bool, str]:
    """Caller, whether secure, and host, as the site sees them behind the middleware."""
    with override_settings(TRUSTED_PROXIES=trusted, ALLOWED_HOSTS=["*"]):
        middleware = TrustedProxyMiddleware(lambda request: HttpResponse())
        request = rf.get("/", REMOTE_ADDR=address, **headers)
        middleware(request)
        return request.META["REMOTE_ADDR"], request.is_secure(), request.get_host()


FORWARDED = {
    "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9, 10.0.0.2",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "site.example",
}


def test_a_trusted_proxy_is_believed_as_far_as_it_can_know(rf):
    assert seen_by_the_site(rf, ["10.0.0.0/8"], "10.0.0.1", **FORWARDED) == ("203.0.113.9", True, "site.example")


def test_anybody_else_is_not_believed(rf):
    assert seen_by_the_site(rf, ["10.0.0.0/8"], "203.0.113.9", **FORWARDED) == ("203.0.113.9", False, "testserver")


def logged(style: str) -> str:
    configured = logging_settings(style, "INFO")
    described = dict(configured["formatters"][style])
    made = described.pop("()", None)
    if made:
        from pythonjsonlogger.json import JsonFormatter

        names = described.pop("rename_fields")
        formatter = JsonFormatter(described["format"], rename_fields=names)
    else:
        formatter = logging.Formatter(described["format"])
    record = logging.LogRecord("runs.turns", logging.INFO, "file.py", 1, "A turn of %s", ("Quote",), None)
    configured["filters"]["run_id"]["()"]().filter(record)
    return formatter.format(record)


def test_a_line_about_a_run_carries_its_id():
    with about_run(42):
        assert logged("text").endswith("INFO    runs.turns: A turn of Quote run=42")
        line = json.loads(logged("json"))
    assert (line["level"], line["logger"], line["message"], line["run_id"]) == (
        "INFO",
        "runs.turns",
        "A turn of Quote",
        "42",
    )
    assert logged("text").endswith("A turn of Quote")
