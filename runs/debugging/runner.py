"""Try an automation: everything happens in one transaction, and none of it stays."""

import time
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from builder import drafts
from builder import services as builder
from builder.models import Flow, FlowVersion
from builder.selectors import version_of
from engine.document import Definition, parse
from engine.values import plain, unpack
from people import selectors as people
from runs import access, clock
from runs.debugging.report import Report
from runs.debugging.sample import sample_of, start_condition
from runs.debugging.screens import drive
from runs.debugging.session import Session
from runs.debugging.trial import Trial
from runs.inputs import packed_inputs
from runs.parts import parts_of
from runs.record_work import RecordWork
from runs.story.elements import ElementLine
from web.errors import Invalid, NotFound


def run_trial(*, flow: Flow, trial: Trial, by: Any) -> Report:
    """What would happen. Every row is rolled back; nudges and mail wait for a commit that never comes.

    raises: NotAllowed, NotFound, Invalid, UnknownInput, MissingInput, BadInput
    """
    access.require(by, access.BUILD, "debug automations")
    access.require(by, access.MANAGE, "debug automations")
    return play(flow=flow, trial=trial, by=by)


def play(*, flow: Flow, trial: Trial, by: Any) -> Report:
    """The same without asking who may: activation plays test cases for whoever may activate."""
    began = time.perf_counter()
    with transaction.atomic():
        try:
            report = _tried(flow, trial, by)
        finally:
            transaction.set_rollback(True)
    report.milliseconds = round((time.perf_counter() - began) * 1000)
    return report


def _tried(flow: Flow, trial: Trial, by: Any) -> Report:
    version = _version(flow, trial, by)
    defn = parts_of(version.pk).defn
    person, at = _person(trial, by), _moment(trial.at)
    if not defn.kind.is_orchestration:
        report = _flow(trial, version, defn, person, at)
    else:
        sample = sample_of(trial, defn, by=by, person=person)
        because, why_not = start_condition(defn, sample, person)
        if because is None:
            report = Report(status="not_started", kind="orchestration", version=0, label=defn.label, fault=why_not)
            report.path = ["not started"]
        else:
            with ExitStack() as clocks:
                session = Session(trial, version, person=person, sample=sample, at=at, clocks=clocks)
                session.play(because)
                report = session.report()
    report.version = version.number
    return report


def _flow(trial: Trial, version: FlowVersion, defn: Definition, person: Any, at: datetime) -> Report:
    """A flow by itself, as a person would go through it."""
    inputs = packed_inputs(defn, trial.inputs, record_id=trial.record)
    doing = RecordWork(user=person if defn.kind.value == "screen" else None, cause="debug")
    made = drive(version.pk, inputs, trial.answers, user=person, at=at, work=doing)
    status = "completed" if made.outputs is not None else "in_progress" if made.screen is not None else "error"
    report = Report(status=status, kind="flow", version=version.number, label=defn.label, at=at.isoformat())
    report.fault, report.trace, report.screen = made.fault, made.trace, made.screen
    report.path = [_element(line) for line in made.trace] + ([status] if made.screen is None else [])
    report.outputs = {name: plain(unpack(value)) for name, value in (made.outputs or {}).items()}
    return report


def _element(line: ElementLine) -> str:
    outcome = line.notes.get("outcome") if line.kind == "decision" else ""
    return f"{line.kind} {line.name}" + (f": {outcome}" if outcome else "")


def _version(flow: Flow, trial: Trial, by: Any) -> FlowVersion:
    if trial.draft:
        definition = parse(drafts.draft_of(flow, by).document)
        return builder.save_version(definition=definition, by=by)
    if trial.version is not None:
        return version_of(flow, trial.version)
    return flow.active or version_of(flow)


def _person(trial: Trial, by: Any) -> Any:
    if not trial.user:
        if by is None:
            raise Invalid(summary=_("The test case does not say who starts it."))
        return by
    person = people.user_by_username(trial.user)
    if person is None:
        raise NotFound(what="user", name=trial.user)
    return person


def _moment(text: str) -> datetime:
    if not text:
        return clock.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        words = _("This is no date and time.")
        raise Invalid(summary=words, fields={"at": words}) from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
