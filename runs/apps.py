from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "runs"
    label = "stagecraft_runs"
    default_auto_field = "django.db.models.BigAutoField"
