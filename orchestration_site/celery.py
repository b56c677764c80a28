"""The Celery application. Celery carries only "look at run X": docs/adr says why."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration_site.settings")

app = Celery("stagecraft", fixups={"orchestration_site.connections:fixup"})
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
