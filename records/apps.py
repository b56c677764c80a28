from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    label = "stagecraft_records"
    default_auto_field = "django.db.models.BigAutoField"
