from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The house itself: the commands that serve it."""

    name = "orchestration_site"
    label = "stagecraft_site"
