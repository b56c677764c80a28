"""What somebody asks to be moved: from which version to which, which runs, what renamed elements became."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from builder.models import Flow, FlowVersion
from builder.selectors import get_flow, version_of
from engine.document import Definition
from engine.orchestration.moving import Choices, Finding, FindingKind, Plan, Verdict, plan
from engine.values import pack
from runs import codec, selectors
from runs.errors import UnknownInput
from runs.inputs import input_variables, read_value
from runs.models import Run, RunStatus
from runs.moving.applying import NOT_BEGUN
from runs.parts import parts_of
from web.errors import Invalid

LIVE = (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED, RunStatus.ERROR)
FILTERS = ("status", "stage", "q", "record")
AT_MOST = 20_000  # runs in one batch; the newer ones are left for the next


@dataclass(frozen=True)
class Ask:
    """start: None means whatever version a run is in. runs: these only, () for all that the filters let through."""

    flow: Flow
    to: FlowVersion
    start: FlowVersion | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[int, ...] = ()
    choices: Choices = field(default_factory=Choices)

    @property
    def new(self) -> Definition:
        return parts_of(self.to.pk).defn


@dataclass(frozen=True)
class Judged:
    run: Run
    plan: Plan


@dataclass
class Open:
    """A choice that somebody must make, with how many runs wait for it."""

    finding: Finding
    runs: int = 0


@dataclass
class Summary:
    """verdicts: how many runs of each; notes: what is told of how many runs; open: choices to make"""

    verdicts: dict[str, int]
    notes: dict[str, int] = field(default_factory=dict)
    open: dict[tuple[str, str], Open] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.verdicts.values())


def ask_of(
    api_name: str,
    *,
    to: int | None,
    start: int | None = None,
    filters: Mapping[str, str] | None = None,
    runs: tuple[int, ...] = (),
    elements: Mapping[str, str] | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> Ask:
    """to: number of the version, None for the active or newest one. raises NotFound, Invalid, BadInput, UnknownInput"""
    flow = get_flow(api_name)
    version = version_of(flow, to) if to is not None else flow.active or version_of(flow)
    defn = parts_of(version.pk).defn
    if not defn.kind.is_orchestration:
        raise Invalid(summary=f"{flow.label} is not an orchestration; it has no runs to move.")
    return Ask(
        flow=flow,
        to=version,
        start=version_of(flow, start) if start is not None else None,
        filters={name: value for name, value in (filters or {}).items() if name in FILTERS and value},
        runs=runs,
        choices=Choices(dict(elements or {}), _packed(defn, inputs or {})),
    )


def runs_of(ask: Ask, user: Any) -> QuerySet[Run]:
    """The live runs that are asked for, and that the user may see. raises Invalid"""
    filters = {name: value for name, value in ask.filters.items() if name != "stage"}
    found = selectors.runs_for(user, filters).defer(None).defer("version__document")
    found = found.filter(flow=ask.flow, status__in=LIVE).exclude(version=ask.to)
    if ask.start is not None:
        found = found.filter(version=ask.start)
    if stage := ask.filters.get("stage", ""):
        found = found.filter(current_stage=stage)
    return found.filter(pk__in=ask.runs) if ask.runs else found


def judged(ask: Ask, run: Run) -> Judged:
    if not run.state:
        why = Finding(FindingKind.CANNOT, "not_begun", NOT_BEGUN)
        return Judged(run, Plan(Verdict.CANNOT, (why,)))
    return Judged(run, plan(parts_of(run.version_id).defn, ask.new, codec.load_state(run.state), ask.choices))


def summary_of(ask: Ask, user: Any) -> Summary:
    """The dry run over all of them: nothing is written."""
    made = Summary({verdict.value: 0 for verdict in Verdict})
    for one in _all(ask, user):
        made.verdicts[one.plan.verdict.value] += 1
        for finding in one.plan.findings:
            if finding.kind is FindingKind.CHOICE:
                made.open.setdefault((finding.what, finding.subject), Open(finding)).runs += 1
            elif finding.kind is FindingKind.NOTE:
                made.notes[finding.message] = made.notes.get(finding.message, 0) + 1
    return made


def versions_in_use(flow: Flow) -> dict[int, int]:
    """Live runs by number of the version they are in, newest version first."""
    rows = Run.objects.filter(flow=flow, status__in=LIVE).order_by().values_list("version__number")
    return dict(sorted(rows.annotate(Count("pk")), reverse=True))


def _all(ask: Ask, user: Any) -> Iterator[Judged]:
    for run in runs_of(ask, user).order_by("id")[:AT_MOST].iterator(chunk_size=500):
        yield judged(ask, run)


def _packed(defn: Definition, inputs: Mapping[str, Any]) -> dict[str, Any]:
    variables = {variable.name: variable for variable in input_variables(defn)}
    packed = {}
    for name, value in inputs.items():
        if name not in variables:
            raise UnknownInput(api_name=defn.api_name, name=name)
        if (read := read_value(variables[name], value)) is not None:
            packed[name] = pack(read)
    return packed
