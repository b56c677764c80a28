"""Reports and test cases as plain JSON."""

from typing import Any

import msgspec

from runs import presenting
from runs.debugging.cases import Played
from runs.debugging.report import Open, Report, StepTried
from runs.models import TestCase


def report_json(report: Report) -> dict[str, Any]:
    return {
        "status": report.status,
        "version": report.version,
        "fault": report.fault or None,
        "at": report.at or None,
        "path": report.path,
        "outputs": report.outputs,
        "steps": [_step(step) for step in report.steps],
        "trace": [line.to_json() for line in report.trace],
        "lines": [presenting.history_line(line) for line in report.lines],
        "waiting": [_open(one) for one in report.waiting],
        "screen": msgspec.to_builtins(report.screen) if report.screen is not None else None,
        "mails": report.mails,
        "problems": report.problems,
        "next_due": report.next_due or None,
        "milliseconds": report.milliseconds,
    }


def _step(step: StepTried) -> dict[str, Any]:
    return {**vars(step), "trace": [line.to_json() for line in step.trace]}


def _open(one: Open) -> dict[str, Any]:
    return {
        "step": one.step,
        "label": one.label,
        "kind": one.kind,
        "assignees": one.assignees,
        "given": one.given,
        "problem": one.problem or None,
        "screen": msgspec.to_builtins(one.screen) if one.screen is not None else None,
    }


def case_json(case: TestCase) -> dict[str, Any]:
    return {
        "id": case.pk,
        "name": case.name,
        "trial": case.trial,
        "expected": case.expected,
        "last": case.last or None,
        "modified_at": case.modified_at,
    }


def played_json(one: Played) -> dict[str, Any]:
    return {
        "id": one.case.pk,
        "name": one.case.name,
        "green": one.green,
        "status": one.status,
        "why": one.why,
        "diff": [f"{sign} {text}" for sign, text in one.diff],
        "outputs": [{"name": name, "expected": wanted, "actual": got} for name, wanted, got in one.outputs],
    }
