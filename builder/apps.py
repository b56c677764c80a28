from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.setup_pages import SetupPage


class BuilderConfig(AppConfig):
    name = "builder"
    label = "stagecraft_builder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from builder.definitions import forget
        from builder.models import FlowVersion
        from people.setup_pages import register

        register(_workbench_page())
        post_save.connect(forget, sender=FlowVersion, dispatch_uid="builder.definitions.forget")


def _workbench_page() -> "SetupPage":
    from builder.access import MANAGE
    from people.setup_pages import SetupPage

    return SetupPage(
        _("Automations"),
        _("Formula workbench"),
        _("Try formulas and conditions on a record, with the reasons for what they give."),
        "calculator",
        "builder:workbench",
        "function condition logic evaluate test explain reference",
        perm=MANAGE,
    )
