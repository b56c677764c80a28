"""Believes what a proxy says about the caller, but only a proxy named in TRUSTED_PROXIES."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class TrustedProxyMiddleware:
    """From a trusted proxy: the caller's address, scheme and host as it forwards them. From others: forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(text, strict=False) for text in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if self.is_trusted(meta.get("REMOTE_ADDR", "")):
            if callers := meta.get("HTTP_X_FORWARDED_FOR"):
                meta["REMOTE_ADDR"] = self.nearest_stranger(callers)
            if meta.get("HTTP_X_FORWARDED_PROTO") in {"http", "https"}:
                meta["wsgi.url_scheme"] = meta["HTTP_X_FORWARDED_PROTO"]
            if host := meta.get("HTTP_X_FORWARDED_HOST"):
                meta["HTTP_HOST"] = host
        for name in FORWARDED:
            meta.pop(name, None)
        return self.get_response(request)

    def is_trusted(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self.trusted)
        except ValueError:  # a unix socket has no address
            return False

    def nearest_stranger(self, callers: str) -> str:
        """The last address of the chain that is not one of ours: what stands before it, the caller may have made up."""
        addresses = [address.strip() for address in callers.split(",")]
        strangers = [address for address in addresses if not self.is_trusted(address)]
        return strangers[-1] if strangers else addresses[0]
