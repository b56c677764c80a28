from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "runs"
    label = "stagecraft_runs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from builder.ports import on_activation, register_guard
        from records.signals import records_changed
        from runs import notices, ports, readiness, triggers
        from runs.debugging import cases
        from runs.occasions import schedule
        from web import health

        ports.register_performer("notify", notices.notify)
        register_guard("test cases", cases.guard)
        health.register("oldest_due_row", readiness.oldest_due_row)
        on_activation(schedule.keep)
        records_changed.connect(triggers.on_records_changed, dispatch_uid="runs.triggers")
