"""Driving an interview with answers given beforehand, as far as they go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from builder.selectors import definition_of
from engine.document import Definition
from engine.errors import EventRejected
from engine.flows import interview as flows
from engine.flows.answers import ScreenAnswered, WaitOver
from engine.flows.outcomes import Faulted, Finished, NeedRecords, Outcome, ShowScreen, Waiting
from engine.flows.state import InterviewState
from engine.flows.views import ScreenView
from engine.values import Json
from records.ids import user_record_id
from runs.flow_runs import MOVES
from runs.record_work import RecordWork
from runs.story.elements import ElementLine, elements_of
from runs.story.reasons import words_for


@dataclass
class Driven:
    """outputs: packed, None while it is not finished; screen: the one that wants an answer; fault: it cannot go on."""

    outputs: dict[str, Json] | None = None
    screen: ScreenView | None = None
    given: int = 0
    fault: str = ""
    fault_code: str = ""
    trace: list[ElementLine] = field(default_factory=list)


def drive(
    version_id: int,
    inputs: dict[str, Json],
    answers: Sequence[dict[str, Any]],
    *,
    user: Any,
    at: datetime,
    work: RecordWork,
) -> Driven:
    """What it wrote stays when it finished and is undone else: it is then played again from its start."""
    defn = definition_of(version_id)
    identity = (user_record_id(user.pk) or "") if user is not None else ""
    zone, now = timezone.get_current_timezone_name(), at.isoformat()
    waiting = list(answers)
    made = Driven()
    with work:
        outcome: Outcome = flows.begin(defn, inputs, at=now, user=identity, zone=zone)
        for _round in range(MOVES):
            if isinstance(outcome, NeedRecords):
                outcome = flows.advance(defn, outcome.interview, work.answer(outcome.request), at=now)
            elif isinstance(outcome, ShowScreen) and waiting:
                outcome = _answered(defn, outcome, waiting.pop(0), now)
                made.given += 1
            elif isinstance(outcome, Waiting) and outcome.until:
                now = max(now, outcome.until)  # the clock of a try goes on by itself to where a flow waits for
                outcome = flows.advance(defn, outcome.interview, WaitOver(""), at=now)
            else:
                break
        made.trace = trace_of(defn, outcome.interview)
        if isinstance(outcome, Finished):
            work.keep()
            made.outputs = outcome.outputs
        elif isinstance(outcome, ShowScreen):
            made.screen = outcome.view
        elif isinstance(outcome, Faulted):
            made.fault, made.fault_code = outcome.message, outcome.code
        elif isinstance(outcome, Waiting):
            made.fault, made.fault_code = _("It waits for an event."), "flow_waits"
        else:
            made.fault, made.fault_code = f"It asked for records {MOVES} times without an end.", "flow_endless"
    return made


def trace_of(defn: Definition, interview: InterviewState) -> list[ElementLine]:
    return elements_of(interview.trace, words_for(defn))


def _answered(defn: Any, shown: ShowScreen, values: dict[str, Any], now: str) -> Outcome:
    move = "next" if shown.view.can_next else "finish"
    try:
        return flows.advance(defn, shown.interview, ScreenAnswered(shown.view.name, values, move), at=now)  # type: ignore[arg-type]
    except EventRejected as error:
        return Faulted(shown.interview, str(error), shown.view.name, error.code)
