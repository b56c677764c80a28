from django.apps import AppConfig


class WorkitemsConfig(AppConfig):
    name = "workitems"
    label = "stagecraft_workitems"
    default_auto_field = "django.db.models.BigAutoField"
