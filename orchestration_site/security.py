"""What browsers are told: where content may come from, and that this site is reached by HTTPS."""

from typing import Any

from csp.constants import NONCE, NONE, SELF


def content_security_policy(*, vite_dev: bool) -> dict[str, Any]:
    """Everything from this site only; no inline script or style without the answer's nonce, no eval, no framing."""
    dev = ["http://localhost:5173"] if vite_dev else []
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [SELF, NONCE, *dev],
            "style-src": [SELF, NONCE, *(["'unsafe-inline'"] if vite_dev else [])],
            "img-src": [SELF, "data:"],
            "font-src": [SELF, "data:"],
            "connect-src": [SELF, *dev, *(["ws://localhost:5173"] if vite_dev else [])],
            "object-src": [NONE],
            "base-uri": [NONE],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
        }
    }


def https_settings(site_url: str, *, behind_proxy: bool) -> dict[str, Any]:
    """Secure cookies and HSTS where people come by HTTPS. Redirecting needs a trusted proxy that says what it got."""
    if not site_url.startswith("https://"):
        return {}
    return {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": behind_proxy,
    }
