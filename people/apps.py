from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "people"
    label = "stagecraft_people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_ensure_roles, sender=self)
        user_logged_in.connect(_remember_person)


def _ensure_roles(**kwargs: Any) -> None:
    from people.roles import ensure_roles  # models are not loaded yet when Django imports this file

    ensure_roles()


def _remember_person(request: Any, user: Any, **kwargs: Any) -> None:
    """After a log-in: the person's own language, time zone and theme, for the whole session."""
    from people.services import profile_of
    from people.views import remember

    if hasattr(request, "session"):
        remember(request, profile_of(user))
