"""Reading settings from the environment. What makes no sense is refused, in words."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MAIL_BACKENDS = {
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "dummy": "django.core.mail.backends.dummy.EmailBackend",
}


def flag(name: str, default: bool) -> bool:
    """An on/off variable: 1, true, yes, on (any case) mean on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it is to be a whole number, 0 or more.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, divided by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def email_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings from one address.

    smtp://user:password@host:587?tls=1   smtps://user:password@host:465   file:///folder   console:   memory:   dummy:
    """
    parts = urlsplit(url)
    if parts.scheme not in MAIL_BACKENDS:
        raise ImproperlyConfigured(f"EMAIL_URL starts with {parts.scheme!r}; it can be {', '.join(MAIL_BACKENDS)}.")
    settings: dict[str, Any] = {"EMAIL_BACKEND": MAIL_BACKENDS[parts.scheme], "EMAIL_TIMEOUT": 10}
    if parts.scheme == "file":
        settings["EMAIL_FILE_PATH"] = unquote(parts.path)
    if parts.scheme in {"smtp", "smtps"}:
        secure = parts.scheme == "smtps"
        settings |= {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if secure else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": secure,
            "EMAIL_USE_TLS": not secure and parse_qs(parts.query).get("tls", ["0"])[0] in {"1", "true", "yes"},
        }
    return settings


def secret_key(var: Path, *, embedded: bool, debug: bool) -> str:
    """SECRET_KEY, or a key generated once for the embedded default; real servers have to bring their own."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not embedded and not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. With a database or broker of your own, set it to a long random text, the same for "
            "every process, for example: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        fresh = var / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)  # the first process wins; the others read its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def database_options(engine: str) -> dict[str, Any]:
    """OPTIONS of the database connection.

    SQLite takes its write lock at BEGIN, so that two writers queue up. PostgreSQL binds values itself and prepares what
    comes again, a fifth less time for a turn; a pooler between must know prepared statements (PgBouncer 1.21 does).
    """
    if engine.endswith("postgresql"):
        return {"server_side_binding": True, "prepare_threshold": 5}
    if not engine.endswith("sqlite3"):
        return {}
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
    }


def static_storage(*, debug: bool) -> str:
    """Hashed and compressed files, as collectstatic left them; in development straight from where they are written."""
    if debug:
        return "django.contrib.staticfiles.storage.StaticFilesStorage"
    return "orchestration_site.static.HashedFiles"
