"""How Celery talks to each kind of broker. The broker is a doorbell: it must answer or fail fast, and may forget."""

from typing import Any


def is_embedded(url: str) -> bool:
    """The in-process broker: messages live in this process only."""
    return url.startswith("memory:")


def transport_options(url: str) -> dict[str, Any]:
    """Broker transport options. Times are seconds."""
    if is_embedded(url):
        return {"polling_interval": 0.005}
    if url.startswith(("redis:", "rediss:")):
        return {
            "socket_connect_timeout": 1,
            "socket_timeout": 5,
            "retry_on_timeout": False,
            "max_retries": 0,
            "visibility_timeout": 3600,
        }
    return {"max_retries": 0, "interval_start": 0, "interval_max": 0.2}
