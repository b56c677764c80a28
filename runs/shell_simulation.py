"""A small simulation of the whole shell: generated orchestrations as real runs, against the configured database.

People, background work, deadlines, double answers and steering come in an order that a seed chooses. After every move
what the database holds must be what the recorded events give; after the last one nothing that is due is left behind.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.contrib.auth import get_user_model

from builder.models import Flow, FlowVersion, VersionStatus
from builder.services import save_version
from engine.document import Definition, FlowKind, Start
from engine.document.operands import Expression, Literal, Operand
from engine.document.resources import Variable
from engine.document.stages import Stage
from engine.orchestration import replay
from engine.orchestration.state import ENDED, RunState, RunStatus, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON
from engine.orchestration.timers import timers_of
from engine.simulation.broken import law
from engine.simulation.dice import Dice
from engine.simulation.worlds import PEOPLE, orchestration
from engine.values import Kind
from runs import clock, codec, ports, services
from runs.ids import row_id
from runs.look import look
from runs.models import OutboxRow, Run, RunTurn, StageRun, StepRun, Wake
from runs.parts import parts_of
from runs.timers import KIND as TIMER
from web.errors import Refusal

MOVES = 14
PREFIX = "Sim_"


@dataclass
class ShellReport:
    seeds: int = 0
    moves: int = 0
    turns: int = 0
    ended: int = 0


def simulate(seed: int, *, go_on: Callable[[ShellReport], bool]) -> ShellReport:
    """Seeds one after another until `go_on` says no. raises: Broken, with the seed in its words"""
    report = ShellReport()
    while go_on(report):
        play_seed(seed + report.seeds, report)
        report.seeds += 1
    return report


def play_seed(seed: int, report: ShellReport) -> None:
    """One orchestration, one run of it. raises: Broken"""
    dice = Dice(seed * 0x632BE59BD9B4E019 + 7)
    with ExitStack() as later:
        name = _install(dice, seed)
        run = services.start_run(api_name=name)
        for _ in range(MOVES):
            report.moves += 1
            _move(dice, run.pk, later)
            check(run.pk, f"seed {seed}")
        look(run.pk)
        check(run.pk, f"seed {seed}", at_rest=True)
    run.refresh_from_db()
    report.turns += run.turns_count
    report.ended += run.status in ENDED


def _move(dice: Dice, run_id: int, later: ExitStack) -> None:
    """A refusal is an answer like any other."""
    acts = [(30, _work), (34, _answer), (14, _time), (5, _publish), (5, _suspend), (8, _resume), (8, _retry)]
    acts += [(2, _cancel)]
    try:
        dice.weighted(acts)(dice, run_id, later)
    except Refusal:
        return


def _work(dice: Dice, run_id: int, later: ExitStack) -> None:
    look(run_id)


def _answer(dice: Dice, run_id: int, later: ExitStack) -> None:
    waiting = [item.step_id for item in ports.work_items().waiting(run_id)]
    if not waiting:
        look(run_id)
        return
    step, who = dice.pick(waiting), get_user_model()._default_manager.get(username=dice.pick(PEOPLE))
    for _ in range(2 if dice.chance(20) else 1):  # a double click is one turn
        services.finish_work(run_id=run_id, step_run_id=step, outputs={"word": dice.pick(("yes", "no"))}, by=who)


def _time(dice: Dice, run_id: int, later: ExitStack) -> None:
    """Hours go by, and what has become due is done, maybe by two who look at once."""
    later.enter_context(clock.advanced(timedelta(minutes=dice.between(1, 400))))
    for _ in range(dice.between(1, 2)):
        look(run_id)


def _publish(dice: Dice, run_id: int, later: ExitStack) -> None:
    services.publish_event(run_id=run_id)


def _suspend(dice: Dice, run_id: int, later: ExitStack) -> None:
    services.suspend_run(run_id=run_id)


def _resume(dice: Dice, run_id: int, later: ExitStack) -> None:
    services.resume_run(run_id=run_id)


def _retry(dice: Dice, run_id: int, later: ExitStack) -> None:
    services.retry_run(run_id=run_id)


def _cancel(dice: Dice, run_id: int, later: ExitStack) -> None:
    services.cancel_run(run_id=run_id)


def check(run_id: int, where: str, *, at_rest: bool = False) -> None:
    """What the database holds of the run is what its events give. raises: Broken"""
    run = Run.objects.get(pk=run_id)
    state = codec.load_state(run.state)
    turns = list(RunTurn.objects.filter(run=run).order_by("number"))
    events = [event for turn in turns for event in codec.load_events(turn.events)]
    again = replay(parts_of(run.version_id).defn, events)
    law("replay_gives_the_state", codec.dump_state(again) == run.state, where)
    law("turns_are_numbered", [turn.number for turn in turns] == list(range(1, run.turns_count + 1)), where)
    law("status_of_the_run", run.status == state.status, where)
    _check_rows(run, state, where)
    rows = dict(OutboxRow.objects.filter(run=run, kind=TIMER).values_list("payload__timer", "due_at"))
    wanted = timers_of(state)
    law("a_row_for_each_timer", rows.keys() <= wanted.keys(), f"{where}: {rows} for {wanted}")
    missing = {name for name in wanted.keys() - rows.keys() if wanted[name] > clock.now().isoformat()}
    law("no_timer_is_lost", not missing, f"{where}: {missing}")
    if at_rest:
        due = OutboxRow.objects.filter(run=run, outside=False, due_at__lte=clock.now())
        law("nothing_due_is_left", not due.exists(), f"{where}: {list(due.values())}")
    if state.status in ENDED:
        law("an_ended_run_waits_for_nothing", not rows and not Wake.objects.filter(run=run).exists(), where)


def _check_rows(run: Run, state: RunState, where: str) -> None:
    stages = dict(StageRun.objects.filter(run=run).values_list("id", "status"))
    steps = dict(StepRun.objects.filter(run=run).values_list("id", "status"))
    law("rows_of_stages", stages == {row_id(run.pk, s.id): s.status.value for s in state.stages}, where)
    held = {row_id(run.pk, step.id): step.status.value for stage in state.stages for step in stage.steps}
    law("rows_of_steps", steps == held, where)
    known = parts_of(run.version_id).steps
    asked = {
        row_id(run.pk, step.id)
        for stage in state.stages[-1:]
        for step in stage.steps
        if step.status == StepStatus.IN_PROGRESS
        and known[step.name].kind in ASKS_A_PERSON
        and not step.screens_finished
        and not step.held
    }
    waiting = {item.step_id for item in ports.work_items().waiting(run.pk)}
    law("an_item_for_each_open_step", waiting == (asked if state.status != RunStatus.ERROR else set()), where)


def _install(dice: Dice, seed: int) -> str:
    """The seed's orchestration and the flows it calls, active whatever a check says of them; gives its API name."""
    for username in PEOPLE:
        get_user_model()._default_manager.get_or_create(username=username)
    defn = orchestration(dice)
    defn = msgspec.structs.replace(defn, start=Start(connector=defn.start.connector), api_name=f"{PREFIX}{seed}")
    for stage in defn.elements:
        for gate in _gates(stage) if isinstance(stage, Stage) else ():
            if gate.evaluation is not None:
                _activate(_flow(gate.evaluation.flow, FlowKind.EVALUATION, dice))
        for step in stage.steps if isinstance(stage, Stage) else ():
            asks = step.kind in ASKS_A_PERSON
            _activate(_flow(step.action, FlowKind.SCREEN if asks else FlowKind.AUTOLAUNCHED, dice))
    _activate(defn)
    return defn.api_name


def _gates(stage: Stage) -> list[Any]:
    return [stage.exit, *(gate for step in stage.steps for gate in (step.entry, step.exit))]


def _flow(name: str, kind: FlowKind, dice: Dice) -> Definition:
    """Ends at once with outputs of its own; now and then it fails."""
    word: Operand = Literal(Kind.TEXT, dice.pick(("yes", "no")))
    if dice.chance(12) and kind is not FlowKind.SCREEN:
        word = Expression("TEXT(1 / 0)", "text")
    met = Literal(Kind.BOOLEAN, dice.pick(("true", "false")))
    outputs = (
        Variable(name="word", kind=Kind.TEXT, is_output=True, default=word),
        Variable(name="n", kind=Kind.NUMBER, is_output=True, default=Literal(Kind.NUMBER, str(dice.below(10)))),
        Variable(name="isOrchestrationConditionMet", kind=Kind.BOOLEAN, is_output=True, default=met),
    )
    return Definition(api_name=name, label=name, kind=kind, variables=outputs)


def _activate(defn: Definition) -> None:
    by: Any = None
    version = save_version(definition=defn, by=by)
    if version.status == VersionStatus.ACTIVE:
        return
    FlowVersion.objects.filter(flow_id=version.flow_id, status=VersionStatus.ACTIVE).update(
        status=VersionStatus.OBSOLETE
    )
    FlowVersion.objects.filter(pk=version.pk).update(status=VersionStatus.ACTIVE, activated_at=clock.now())
    Flow.objects.filter(pk=version.flow_id).update(active=version)
