from django.apps import AppConfig


class WorkitemsConfig(AppConfig):
    name = "workitems"
    label = "stagecraft_workitems"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from records import ports as records_ports
        from runs import ports
        from workitems import mail, reminders
        from workitems.port import MAIL, WorkItems
        from workitems.selectors import records_with_open_work

        ports.register(work_items=WorkItems())
        ports.register_performer(MAIL, mail.perform)
        ports.register_performer(reminders.KIND, reminders.perform)
        records_ports.register(visible_records=records_with_open_work)
