"""What a run waits for beside people, in plain words: flows, answers, requirements and the records they name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from builder.words import Words
from engine.document.stages import Gate
from engine.orchestration import Wait, waiting_for
from engine.orchestration.events import ContinueAsked
from records import selectors as records
from runs import facts
from runs.flow_runs import NEVER
from runs.ids import row_id
from runs.models import OutboxRow, Run, RunStatus
from runs.open_run import OpenRun
from runs.pages.preview import looked_at
from runs.performing.run_flow import RESUME
from runs.story.reasons import words_for

KINDS = ("answer", "requirement", "deadline")  # people and flows under way are told with their step


@dataclass(frozen=True)
class Pending:
    """row: primary key of the step or stage run; stuck: no record, person or flow can make it come true."""

    row: int
    text: str
    stuck: bool


def pending_of(run: Run) -> list[Pending]:
    if run.status != RunStatus.IN_PROGRESS or not run.state:
        return []
    work = looked_at(run)
    told = [_told(work, wait, words_for(work.defn)) for wait in _waits(work) if wait.kind in KINDS]
    return [*told, *_waiting_flows(run)]


def _waiting_flows(run: Run) -> list[Pending]:
    rows = OutboxRow.objects.filter(run=run, kind=RESUME).order_by("due_at")
    return [Pending(row_id(run.pk, row.payload["step"]), _until(row.due_at), False) for row in rows]


def _until(at: datetime) -> str:
    """In the reader's time zone."""
    if at >= NEVER:
        return _("Its flow waits for an event.")
    return _("Its flow waits until %(time)s.") % {"time": date_format(localtime(at), "DATETIME_FORMAT")}


def _waits(work: OpenRun) -> tuple[Wait, ...]:
    known = facts.gather(work.defn, work.state, {}, ContinueAsked(at=work.at), lambda: work.run.started_by)
    return waiting_for(work.defn, work.current, known)


def _told(work: OpenRun, wait: Wait, words: Words) -> Pending:
    values = {"name": words.label(wait.name), "what": ""}
    if wait.kind == "deadline":
        at = date_format(localtime(datetime.fromisoformat(wait.until)), "DATETIME_FORMAT")
        return Pending(work.row_of(wait.id), _("Its next deadline is %(time)s.") % {"time": at}, False)
    if wait.kind == "answer":
        return Pending(work.row_of(wait.id), _("Waiting for the answer of its evaluation flow."), False)
    gate = _gate(work, wait)
    values["what"] = words.sentence(gate.conditions).text if not gate.conditions.is_empty else ""
    if gate.evaluation is not None:
        flow = words.label(gate.evaluation.flow)
        values["what"] = " / ".join(filter(None, [values["what"], _("%(flow)s says yes") % {"flow": flow}]))
    shown = records.displays(wait.records)
    names = ", ".join(sorted(one.name for one in shown.values()))
    text = (_("Starts when %(what)s.") if wait.role == "entry" else _("Completed when %(what)s.")) % values
    if names:
        text += " " + _("Looked at again when %(names)s changes.") % {"names": names}
    return Pending(work.row_of(wait.id), text, not wait.records)


def _gate(work: OpenRun, wait: Wait) -> Gate:
    if wait.name in work.parts.stages:
        return work.parts.stages[wait.name].exit
    step = work.parts.steps[wait.name]
    return step.entry if wait.role == "entry" else step.exit
