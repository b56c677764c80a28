"""When an automation starts by itself, in plain words: its schedule with the next times, its scheduled paths."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from engine.document import Definition
from engine.document.timing import ASYNC, Schedule, ScheduledPath
from engine.schedules import next_after
from engine.times import zone_named

SHOWN = 5


@dataclass(frozen=True)
class Coming:
    text: str
    times: list[datetime] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def coming_of(definition: Definition) -> Coming | None:
    """None where it does not start by itself at a time."""
    start = definition.start
    if start.trigger == "scheduled" and start.schedule is not None:
        return Coming(_said(start.schedule, start.object), _next(start.schedule))
    if start.paths:
        return Coming(_("Paths that run later than the save:"), paths=[_path(path) for path in start.paths])
    return None


def _said(schedule: Schedule, object_name: str) -> str:
    how = {
        "once": _("Once, on %(date)s at %(time)s"),
        "hourly": _("Every hour from %(date)s %(time)s on"),
        "daily": _("Every day from %(date)s on, at %(time)s"),
        "weekdays": _("Monday to Friday from %(date)s on, at %(time)s"),
        "weekly": _("Every week from %(date)s on, at %(time)s"),
        "monthly": _("Every month from %(date)s on, at %(time)s"),
        "yearly": _("Every year from %(date)s on, at %(time)s"),
        "on_activate": _("When it is activated"),
    }.get(schedule.frequency, _("By a schedule that cannot be read"))
    text = how % {"date": schedule.start_date, "time": schedule.start_time[:5]}
    if schedule.frequency != "on_activate":
        text += f" ({settings.TIME_ZONE})"
    return text + (
        _(", for each %(object)s that meets the conditions.") % {"object": object_name} if object_name else "."
    )


def _next(schedule: Schedule) -> list[datetime]:
    found: list[datetime] = []
    at: datetime | None = timezone.now()
    while at is not None and len(found) < SHOWN:
        try:
            at = next_after(schedule, at, zone_named(settings.TIME_ZONE))
        except ValueError:
            break
        if at is not None:
            found.append(at)
    return found


def _path(path: ScheduledPath) -> str:
    name = path.label or path.name
    if path.kind == ASYNC:
        return _("right after the save")
    says = {"name": name, "amount": abs(path.amount), "unit": path.unit, "field": path.field}
    if path.source != "record_field":
        return _("%(name)s: %(amount)s %(unit)s after the save") % says
    return (
        _("%(name)s: %(amount)s %(unit)s before %(field)s")
        if path.amount < 0
        else _("%(name)s: %(amount)s %(unit)s after %(field)s")
    ) % says
