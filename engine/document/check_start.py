"""Problems of schedules and scheduled paths: errors in a new definition, warnings in an imported one."""

from collections.abc import Iterator
from datetime import UTC

from engine.document.definition import Definition
from engine.document.known import Known
from engine.document.timing import ASYNC, ScheduledPath
from engine.schedules import begins
from engine.times import UNITS
from engine.values import Kind

Found = tuple[str, str, str, str]  # code, path, message, fix
SOURCES = ("record_trigger_event", "record_field")


def start_problems(defn: Definition, known: Known) -> Iterator[Found]:
    start = defn.start
    if start.trigger == "scheduled":
        yield from _schedule(defn)
    for path in start.paths:
        yield from _path(defn, path, known)


def _schedule(defn: Definition) -> Iterator[Found]:
    schedule = defn.start.schedule
    if schedule is None or not schedule.frequency:
        message = "It starts by a schedule, but the schedule says not how often."
        yield "schedule_unreadable", "start/schedule", message, "Choose how often it starts, and from when."
    elif schedule.frequency != "on_activate":
        try:
            begins(schedule, UTC)
        except ValueError:
            message = f"The schedule begins at {schedule.start_date} {schedule.start_time}, which is no date and time."
            yield "schedule_unreadable", "start/schedule", message, "Choose a date and a time of day."
    if any(variable.required for variable in defn.variables):
        yield (
            "schedule_inputs",
            "variables",
            "Nobody gives a scheduled start its required inputs.",
            "Make them optional.",
        )


def _path(defn: Definition, path: ScheduledPath, known: Known) -> Iterator[Found]:
    where, called = f"start/paths/{path.name}", path.label or path.name
    if defn.start.trigger != "record_after_save":
        message = f"The path {called} runs later than a save, and no save starts this."
        yield "path_without_record", where, message, "Start it after a record is saved."
    if path.kind == ASYNC:
        return
    if path.kind or path.source not in SOURCES or path.unit not in UNITS:
        message = (
            f"When the path {called} runs cannot be told ({path.kind or path.source or 'no source'}, {path.unit})."
        )
        yield "path_unreadable", where, message, "Choose a date field, or the save, and how much later."
    elif path.source == "record_field":
        fact = known.field(defn.start.object, path.field) if known.has_object(defn.start.object) else None
        if known.has_object(defn.start.object) and (fact is None or fact.kind not in (Kind.DATE, Kind.DATETIME)):
            message = f"The path {called} counts from {path.field}, which is no date of {defn.start.object}."
            yield "path_unreadable", where, message, "Choose a date field."
    if defn.start.filters.is_empty and not defn.start.only_when_changed and defn.start.on != "create":
        message = f"The path {called} begins with every save: there is no condition."
        yield "path_for_every_save", where, message, "Add a condition that says which records it is for."
