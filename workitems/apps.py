from django.apps import AppConfig


class WorkitemsConfig(AppConfig):
    name = "workitems"
    label = "stagecraft_workitems"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from runs import ports
        from workitems import mail
        from workitems.port import MAIL, WorkItems

        ports.register(work_items=WorkItems())
        ports.register_performer(MAIL, mail.perform)
