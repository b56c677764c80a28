"""Who answers in the benchmark: somebody without an address, so that mail is no part of the figures."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from runs import access

USERNAME = "bench.worker"


def worker() -> Any:
    users = get_user_model()
    user, _made = users._default_manager.get_or_create(None, **{users.USERNAME_FIELD: USERNAME})
    app_label, codename = access.START.split(".")
    user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return user
