"""How gunicorn serves the site, for the embedded default and for the web process of the Procfile alike.

Environment: PORT, HOST, WEB_CONCURRENCY (worker processes), WEB_THREADS.
"""

import os
import signal
from typing import Any

from orchestration_site.broker import is_embedded

EMBEDDED = is_embedded(os.environ.get("CELERY_BROKER_URL") or "memory://")

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1" if EMBEDDED else "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
forwarded_allow_ips = ""  # web.proxies decides whom to believe
control_socket_disable = True
loglevel = "warning"
proc_name = "stagecraft"


def on_starting(server: Any) -> None:
    if EMBEDDED and server.cfg.workers > 1:
        raise RuntimeError(
            "The in-memory broker works inside one process only, so there can be one web worker, not "
            f"{server.cfg.workers}. Unset WEB_CONCURRENCY, or set CELERY_BROKER_URL to Redis or RabbitMQ."
        )


def post_worker_init(worker: Any) -> None:
    if EMBEDDED:
        from orchestration_site.embedded import Background

        worker.background = Background()
        worker.background.start()  # returns at once: pages need not wait for the worker


def worker_exit(server: Any, worker: Any) -> None:
    if background := getattr(worker, "background", None):
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # we are stopping already
        if not background.stop():
            os._exit(0)  # a thread still at work would hold up the end; what it did not commit is done again
