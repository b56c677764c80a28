from django.apps import AppConfig
from django.db.models.signals import post_save


class BuilderConfig(AppConfig):
    name = "builder"
    label = "stagecraft_builder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from builder.definitions import forget
        from builder.models import FlowVersion

        post_save.connect(forget, sender=FlowVersion, dispatch_uid="builder.definitions.forget")
