"""One try of an orchestration: a run like any other, with a clock of its own, inside a transaction that goes away."""

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from engine.orchestration.events import RunStarted
from engine.orchestration.state import ENDED, RunState, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON
from engine.values import Json, pack, plain, unpack
from people import selectors as people
from records import services as record_services
from runs import clock, codec, due, finishing, outbox, pins
from runs.debugging.mocking import Performer
from runs.debugging.report import Open, Report, StepTried, outputs_of, path_of
from runs.debugging.sample import Sample
from runs.debugging.screens import Driven, drive
from runs.debugging.trial import Act, Trial
from runs.errors import StepNotWaiting
from runs.flushing import flush
from runs.inputs import packed_inputs
from runs.models import OutboxRow, Run, RunTurn
from runs.open_run import OpenRun
from runs.record_work import RecordWork
from runs.story import lines_of
from runs.wakes import KIND as WAKE
from web.errors import NotFound, Refusal

MOST_ROWS = 500  # due rows one act may do


class Session:
    """Play it with `play`; the caller rolls back."""

    def __init__(
        self, trial: Trial, version: Any, *, person: Any, sample: Sample | None, at: datetime, clocks: ExitStack
    ) -> None:
        self.trial, self.person, self.sample = trial, person, sample
        self.clocks = clocks
        self.performer = Performer(trial.mocks)
        self.problems: list[str] = []
        self.half: dict[int, Driven] = {}  # steps whose screens were answered in part
        stamp, run_id = pins.read_stamp_and_next_run()
        self.run = Run(
            id=run_id,
            flow_id=version.flow_id,
            version_id=version.pk,
            started_by=person,
            started_at=at,
            record_object=sample.object if sample else "",
            record_id=sample.record_id if sample else "",
            record_name=sample.name if sample else "",
        )
        self.work = OpenRun(self.run, stamp, self.performer)
        self._clock(at)

    def play(self, because: dict[str, Any] | None) -> None:
        """raises: UnknownInput, MissingInput, BadInput"""
        record = self.sample if self.sample and self.work.defn.is_record_triggered else None
        event = RunStarted(
            at=self.work.at,
            by=f"user:{self.person.pk}",
            instance=str(self.run.pk),
            inputs=self._inputs(),
            record=record.record_id if record else "",
            record_object=record.object if record else "",
            prior=record.before if record else None,
            because=because or {},
        )
        self.work.apply(event, "start", self.person.pk)
        self._settle()
        for number, act in enumerate(self.trial.acts, start=1):
            try:
                self._act(act)
                self._settle()
            except Refusal as refusal:
                self.problems.append(f"{number}. {refusal.detail}")
                return

    def _inputs(self) -> dict[str, Json]:
        if self.work.defn.is_record_triggered:
            return {}
        record_id = self.sample.record_id if self.sample else ""
        return packed_inputs(self.work.defn, self.trial.inputs, record_id=record_id)

    def _clock(self, at: datetime) -> None:
        self.work.now, self.work.at = at, at.isoformat()
        self.clocks.enter_context(clock.advanced(at - clock.now()))

    def _settle(self, until: datetime | None = None) -> None:
        """Write what is pending, then do what is due, as workers would: first what was due first."""
        flush(self.work)
        for _number in range(MOST_ROWS):
            moment = until or self.work.now
            # a record that was saved wakes the run at once, whatever the real clock says
            OutboxRow.objects.filter(run_id=self.run.pk, kind=WAKE).update(due_at=self.work.now)
            row = OutboxRow.objects.filter(run_id=self.run.pk, outside=False, due_at__lte=moment)
            first = row.order_by("due_at", "id").values_list("id", "due_at").first()
            if first is None:
                break
            self._clock(max(self.work.now, first[1]))
            for claimed in outbox.claim(self.run.pk, now=self.work.now, only=first[0]):
                with self.performer.watching(claimed.payload.get("step", 0)):
                    due.handle(self.work, claimed)
            flush(self.work)
        if until is not None:
            self._clock(until)

    def _act(self, act: Act) -> None:
        match act.kind:
            case "wait":
                self._settle(self.work.now + timedelta(minutes=act.minutes))
            case "change":
                record_id = act.record or (self.sample.record_id if self.sample else "")
                record_services.update(record_id=record_id, values=act.fields, by=self.person)
                self.work.forget_facts()
            case _:
                self._complete(act)

    def _complete(self, act: Act) -> None:
        step = next((s for s in self._steps() if s.name == act.step and self._waits(s)), None)
        if step is None:
            raise StepNotWaiting(step=act.step)
        who = people.user_by_username(act.who) if act.who else self.person
        if who is None:
            raise NotFound(what="user", name=act.who)
        outputs = {name: pack(value) for name, value in act.outputs.items()}
        if act.decision:
            outputs |= {"approvalDecision": act.decision, "approvalComments": act.comments or None}
        made = self._screens(step, list(act.values), who) if not act.decision and not act.outputs else None
        if made is not None:
            if made.outputs is None:
                self.half[step.id] = made
                return
            outputs |= made.outputs
        self.half.pop(step.id, None)
        finishing.finish(self.work, self.work.row_of(step.id), outputs, who)

    def _screens(self, step: StepRun, answers: list[dict[str, Any]], who: Any) -> Driven | None:
        """None when the step calls no flow."""
        asked = self.performer.asked.get(step.id)
        version_id = self.work.pinned().get(asked.flow) if asked is not None and asked.flow else None
        if asked is None or version_id is None:
            return None
        doing = RecordWork(user=who, cause=self.work.cause)
        made = drive(version_id, asked.inputs, answers, user=who, at=self.work.now, work=doing)
        self.performer.traces[step.id] = made.trace
        if doing.wrote:
            self.work.forget_facts()
        return made

    def _steps(self) -> list[StepRun]:
        return [step for stage in self.work.current.stages for step in stage.steps]

    def _waits(self, step: StepRun) -> bool:
        kind = self.work.parts.steps[step.name].kind
        return step.status == StepStatus.IN_PROGRESS and kind in ASKS_A_PERSON and not step.screens_finished

    def report(self) -> Report:
        state = self.work.current
        turns = list(RunTurn.objects.filter(run_id=self.run.pk).order_by("number"))
        trail = [line for turn in turns for line in codec.load_trail(turn.trail)]
        rows = OutboxRow.objects.filter(run_id=self.run.pk)
        later = rows.filter(outside=False).order_by("due_at").values_list("due_at", flat=True).first()
        return Report(
            status=state.status.value,
            kind="orchestration",
            version=0,
            label=self.work.defn.label,
            at=self.work.at,
            fault=state.fault,
            path=path_of(trail),
            steps=self._tried(state),
            outputs=outputs_of(state),
            lines=lines_of(self.run, turns),
            waiting=[] if state.status in ENDED else [self._open(step) for step in self._steps() if self._waits(step)],
            mails=_mails(rows),
            problems=self.problems,
            next_due=timezone.localtime(later).isoformat() if later else "",
        )

    def _tried(self, state: RunState) -> list[StepTried]:
        seen, parts = self.performer, self.work.parts
        return [
            StepTried(
                name=step.name,
                label=parts.steps[step.name].label or step.name,
                kind=parts.steps[step.name].kind,
                status=step.status.value,
                stage=parts.stages[stage.name].label or stage.name,
                attempt=step.attempt,
                started_at=step.started_at,
                ended_at=step.ended_at,
                milliseconds=seen.milliseconds.get(step.id),
                mocked=step.id in seen.mocked,
                inputs=seen.inputs.get(step.id, {}),
                outputs={name: plain(unpack(value)) for name, value in step.outputs.items()},
                fault=step.fault,
                trace=seen.traces.get(step.id, []),
            )
            for stage in state.stages
            for step in stage.steps
        ]

    def _open(self, step: StepRun) -> Open:
        wanted = self.work.parts.steps[step.name]
        asked = self.performer.asked.get(step.id)
        names = []
        for one in asked.assignees if asked else ():
            resolved = people.resolve_assignee(one.kind, one.name)
            names.append(resolved.label if resolved else one.name)
        made = self.half.get(step.id)
        if made is None and wanted.kind != "approval":
            made = self._screens(step, [], self.person)
        shown = Open(step.name, wanted.label or step.name, wanted.kind, names)
        if made is not None:
            shown.screen, shown.given, shown.problem = made.screen, made.given, made.fault
        return shown


def _mails(rows: Any) -> list[str]:
    """What a worker would send after the commit that never comes."""
    told = []
    for row in rows.filter(outside=True).order_by("id"):
        to = str(row.payload.get("to", ""))
        label = people.labels_of([to]).get(to, to) if ":" in to else ""
        about = str(row.payload.get("about") or row.payload.get("what") or row.kind).replace("_", " ")
        told.append(_("%(about)s, to %(who)s") % {"about": about, "who": label} if label else about)
    return told
