"""The Celery application. Celery carries only "look at run X": docs/adr says why."""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration_site.settings")

app = Celery("stagecraft", fixups=["orchestration_site.connections:fixup"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def leave_logging_to_django(**_: Any) -> None:
    """Celery sets up no logging of its own where somebody listens to this: settings.LOGGING holds everywhere."""
