"""Test cases: tries that are kept with what came of them, and played again against any version."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from builder.models import Flow, FlowVersion
from builder.selectors import get_flow
from runs import access, clock
from runs.debugging.report import Report
from runs.debugging.runner import play, run_trial
from runs.debugging.trial import Trial, trial_json, trial_of
from runs.errors import TestsFailed
from runs.models import TestCase, TestPolicy
from web.errors import Invalid, NotFound, Refusal

MOST = 200  # test cases of one automation: activation plays them all
SHAPE = "stagecraft-test-cases/1"


@dataclass
class Played:
    """diff: lines of both paths, those expected in vain with "-", those that came instead with "+"."""

    case: TestCase
    green: bool
    status: str = ""
    diff: list[tuple[str, str]] = field(default_factory=list)
    outputs: list[tuple[str, Any, Any]] = field(default_factory=list)
    problem: str = ""
    report: Report | None = None

    @property
    def why(self) -> str:
        """In one line, for lists and refusals."""
        if self.problem:
            return self.problem
        wrong = [text for sign, text in self.diff if sign != " "]
        if wrong:
            return _("The path is another: %(first)s") % {"first": wrong[0]}
        return ", ".join(name for name, _wanted, _got in self.outputs)


def cases_of(flow: Flow) -> list[TestCase]:
    return list(TestCase.objects.filter(flow=flow).order_by("name", "id"))


def case_of(flow: Flow, pk: int) -> TestCase:
    """raises: NotFound"""
    found = TestCase.objects.filter(flow=flow, pk=pk).first()
    if found is None:
        raise NotFound(what="test case", name=pk)
    return found


def expected_of(report: Report) -> dict[str, Any]:
    return {"status": report.status, "path": report.path, "outputs": report.outputs}


def expected_of_case(case: TestCase, version: FlowVersion, by: Any) -> dict[str, Any]:
    """What comes of it in this version. raises what a try raises"""
    trial = msgspec.structs.replace(trial_of(case.trial), version=version.number)
    return expected_of(run_trial(flow=version.flow, trial=trial, by=by))


def keep(*, flow: Flow, name: str, trial: Trial, by: Any, expected: dict[str, Any] | None = None) -> TestCase:
    """A try as a test case; what is expected is what comes of it now, unless it is given. One of that name is replaced.

    A version that was chosen is left out: a test is about the automation. raises: Invalid, and what a try raises
    """
    _may(by)
    name = name.strip()[:120]
    if not name:
        words = _("Give the test case a name.")
        raise Invalid(summary=words, fields={"name": words})
    person = trial.user or by.get_username()
    kept = msgspec.structs.replace(trial, version=None, draft=False, user=person)
    if not kept.at:
        kept = msgspec.structs.replace(kept, at=timezone.localtime().isoformat(timespec="seconds"))
    if expected is None:
        played = msgspec.structs.replace(kept, version=trial.version, draft=trial.draft)
        expected = expected_of(run_trial(flow=flow, trial=played, by=by))
    if TestCase.objects.filter(flow=flow).exclude(name=name).count() >= MOST:
        raise Invalid(summary=_("An automation has at most %(most)d test cases.") % {"most": MOST})
    values = {"trial": trial_json(kept), "expected": expected, "by": by, "last": {}}
    return TestCase.objects.update_or_create(flow=flow, name=name, defaults=values)[0]


def delete(*, case: TestCase, by: Any) -> None:
    _may(by)
    case.delete()


def require(*, flow: Flow, required: bool, by: Any) -> None:
    """From now on activation needs all test cases green, or no longer."""
    _may(by)
    TestPolicy.objects.update_or_create(flow=flow, defaults={"required": required})


def is_required(flow: Flow) -> bool:
    return TestPolicy.objects.filter(flow=flow, required=True).exists()


def run(*, cases: Iterable[TestCase], version: FlowVersion, by: Any) -> list[Played]:
    """Play them against a version and keep the verdicts."""
    _may(by)
    played = [played_of(case, version, by) for case in cases]
    for one in played:
        at = clock.now().isoformat()
        one.case.last = {"green": one.green, "why": one.why, "version": version.number, "at": at}
        TestCase.objects.filter(pk=one.case.pk).update(last=one.case.last)
    return played


def played_of(case: TestCase, version: FlowVersion, by: Any) -> Played:
    try:
        trial = msgspec.structs.replace(trial_of(case.trial), version=version.number)
        report = play(flow=version.flow, trial=trial, by=by)
    except Refusal as refusal:
        return Played(case, green=False, problem=refusal.detail)
    wanted = case.expected
    diff = [(line[0], line[2:]) for line in difflib.ndiff(wanted.get("path", []), report.path) if line[0] != "?"]
    outputs = [
        (name, value, report.outputs.get(name))
        for name, value in wanted.get("outputs", {}).items()
        if report.outputs.get(name) != value
    ]
    green = report.status == wanted.get("status") and report.path == wanted.get("path") and not outputs
    return Played(case, green, report.status, diff, outputs, report=report)


def guard(version: FlowVersion, by: Any) -> None:
    """An automation that requires its tests is activated only while they are green. raises: TestsFailed"""
    if not is_required(version.flow):
        return
    red = [one for case in cases_of(version.flow) if not (one := played_of(case, version, by)).green]
    if red:
        problems = [
            {"code": "test_failed", "severity": "error", "path": f"tests/{one.case.name}", "message": one.why}
            for one in red
        ]
        names = ", ".join(one.case.name for one in red[:5])
        raise TestsFailed(api_name=version.flow.api_name, count=len(red), names=names, problems=problems)


def exported(flow: Flow) -> dict[str, Any]:
    """All test cases as JSON, to be kept beside the automation's own file."""
    cases = [{"name": one.name, "trial": one.trial, "expected": one.expected} for one in cases_of(flow)]
    return {"format": SHAPE, "automation": flow.api_name, "required": is_required(flow), "cases": cases}


@transaction.atomic
def imported(*, api_name: str, document: Any, by: Any) -> int:
    """Test cases out of such JSON; one of the same name is replaced. raises: Invalid, NotAllowed, NotFound"""
    _may(by)
    flow = get_flow(api_name)
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list) or document.get("format") != SHAPE:
        raise Invalid(summary=_("These are no test cases of Stagecraft."), fields={"document": SHAPE})
    for one in cases[:MOST]:
        if not isinstance(one, dict) or not isinstance(one.get("expected"), dict):
            raise Invalid(summary=_("A test case without what is expected cannot be taken."))
        trial = trial_of(one.get("trial"))
        keep(flow=flow, name=str(one.get("name", "")), trial=trial, by=by, expected=one["expected"])
    if isinstance(document.get("required"), bool):
        require(flow=flow, required=document["required"], by=by)
    return len(cases[:MOST])


def _may(by: Any) -> None:
    access.require(by, access.BUILD, "keep test cases")
    access.require(by, access.MANAGE, "keep test cases")
