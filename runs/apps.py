from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "runs"
    label = "stagecraft_runs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from builder.ports import on_activation, register_guard
        from people import setup_pages
        from records import ports as record_ports
        from records.signals import records_changed
        from runs import actions, event_flows, events, notices, ports, readiness, record_flows, triggers
        from runs.actions import send_mail
        from runs.actions.all import ACTS
        from runs.debugging import cases
        from runs.occasions import schedule
        from web import health

        ports.register_performer("notify", notices.notify)
        ports.register_performer(send_mail.KIND, send_mail.perform)
        actions.register(ACTS)
        ports.register_performer(events.KIND, event_flows.perform)
        record_ports.register(before_save=record_flows.before_save, save_refused=record_flows.save_refused)
        register_guard("test cases", cases.guard)
        health.register("oldest_due_row", readiness.oldest_due_row)
        on_activation(schedule.keep)
        setup_pages.register(
            setup_pages.SetupPage(
                _("Data"),
                _("Buttons"),
                _("Buttons on records that start an automation."),
                "hand-index",
                "runs:buttons",
                "start link action button record",
            )
        )
        records_changed.connect(triggers.on_records_changed, dispatch_uid="runs.triggers")
