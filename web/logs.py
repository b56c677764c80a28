"""Logging: lines for people or JSON for machines, each with the run it belongs to."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

run_id: ContextVar[str] = ContextVar("run_id", default="")


@contextmanager
def about_run(run: object) -> Iterator[None]:
    """Every line logged inside carries this run's id."""
    token = run_id.set(str(run))
    try:
        yield
    finally:
        run_id.reset(token)


class RunIdFilter(logging.Filter):
    """Adds `run_id` to every record; `run` is the same as text for the end of a line, "" outside runs."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.run_id = run_id.get()
        record.run = f" run={run_id.get()}" if run_id.get() else ""
        return True


def logging_settings(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. style: "text" or "json"; level: a level name."""
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s %(run_id)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"run_id": {"()": RunIdFilter}},
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(run)s"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": fields,
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if style == "json" else "text",
                "filters": ["run_id"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "celery": {"level": "WARNING"},
            "kombu": {"level": "ERROR"},
        },
    }
