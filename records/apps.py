from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save


class RecordsConfig(AppConfig):
    name = "records"
    label = "stagecraft_records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from records import user_changes
        from records.catalog import on_schema_saved
        from records.models import RecordField, RecordObject

        for model in (RecordObject, RecordField):
            post_save.connect(on_schema_saved, sender=model)
            post_delete.connect(on_schema_saved, sender=model)
        user_changes.connect()
        post_migrate.connect(_ensure_standard_objects, sender=self)


def _ensure_standard_objects(**kwargs: Any) -> None:
    from records.catalog import forget
    from records.standard import ensure_standard_objects

    ensure_standard_objects()
    forget()
