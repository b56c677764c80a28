"""The laws: what must hold after every turn, whatever the orchestration. Each raises Broken with its own word."""

from typing import TYPE_CHECKING

from engine.orchestration.commands import Command, OpenWorkItem, RunFlow, WithdrawWorkItem
from engine.orchestration.state import RunState, StageRun, StageStatus, StepRun
from engine.orchestration.turn import Turn
from engine.orchestration.waiting import waiting_for
from engine.simulation.account import ASKS, StageAccount, StepAccount
from engine.simulation.broken import Broken, law
from engine.simulation.happening import time_of
from engine.simulation.records import Facts
from engine.simulation.twin import Twin

if TYPE_CHECKING:
    from engine.simulation.play import Play

OPEN = (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED)
FINAL_STEPS = frozenset({"completed", "canceled"})  # a retry that chooses a Completed step may start it again
FINAL_STAGES = frozenset({"completed", "canceled", "discontinued"})
OF_RUN = (
    "run_started",
    "run_completed",
    "event_published",
    "run_canceled",
    "run_suspended",
    "run_resumed",
    "run_retried",
)


def check_trail(turn: Turn, twin: Twin) -> None:
    """Every change has its line, with the number of the rule, in the order of settling (R3)."""
    seen = [
        (line.rule, line.what, "" if line.what in OF_RUN else line.id or line.subject)
        for line in turn.trail
        if line.what != "gate_checked"
    ]
    if seen != twin.lines:
        place = next((i for i, pair in enumerate(zip(seen, twin.lines, strict=False)) if pair[0] != pair[1]), None)
        at = min(len(seen), len(twin.lines)) if place is None else place
        raise Broken("the_rules_in_order", f"line {at}: {seen[at : at + 2]}, the rules say {twin.lines[at : at + 2]}")


def check_commands(state: RunState, turn: Turn, twin: Twin) -> None:
    commands = [(type(c).__struct_config__.tag, getattr(c, "step", getattr(c, "subject", 0))) for c in turn.commands]
    named = {stage.id for stage in state.stages} | {step.id for stage in state.stages for step in stage.steps}
    for tag, subject in commands:
        law("commands_name_what_there_is", not subject or subject in named, f"{tag} {subject}")
    law("commands_of_the_rules", commands == twin.commands, f"{commands}, the rules say {twin.commands}")


def check_state(before: RunState | None, state: RunState, twin: Twin, again: int = 0) -> None:
    """The state is what the rules give, and what had ended stays as it was; again: the step a retry has chosen."""
    account = twin.account
    law("status_of_the_run", state.status == account.status, f"{state.status}, the rules say {account.status}")
    law("outcomes", state.outcomes == account.outcomes, f"{state.outcomes}, the rules say {account.outcomes}")
    law("answers", state.answers == account.answers, f"{state.answers}, the rules say {account.answers}")
    law("visits", len(state.stages) == len(account.stages), len(state.stages))
    old = before.stages if before is not None else []
    for number, stage in enumerate(state.stages):
        same = number < len(old) and old[number] is stage
        if not same or number == len(state.stages) - 1:
            _check_stage(stage, account.stages[number])
        if not same and number < len(old):
            _check_ended(old[number], stage, again)
    going = [stage.name for stage in state.stages if stage.status in OPEN]
    law("one_stage_at_a_time", len(going) <= 1, going)
    law("nothing_goes_on_after_the_end", not going or state.status in ("in_progress", "suspended"), going)


def _check_stage(stage: StageRun, known: StageAccount) -> None:
    law(
        "status_of_a_stage",
        (stage.id, stage.name, stage.status, stage.attempt) == (known.id, known.name, known.status, known.attempt),
        f"{stage.name} {stage.status} {stage.attempt}, the rules say {known.status} {known.attempt}",
    )
    law("steps_of_a_stage", len(stage.steps) == len(known.steps), stage.name)
    for step, account in zip(stage.steps, known.steps, strict=True):
        _check_step(step, account)


def _check_step(step: StepRun, known: StepAccount) -> None:
    seen = (step.id, step.name, step.status, step.attempt, step.late, step.screens_finished)
    wanted = (known.id, known.name, known.status, known.attempt, known.late, known.screens)
    law("status_of_a_step", seen == wanted, f"{seen}, the rules say {wanted}")
    law("times_of_a_step", bool(step.ended_at) == (step.status not in ("not_started", "in_progress")), step)
    timers = {name: time_of(at) for name, at in known.timers.items()}
    law("timers_of_a_step", step.timers == timers, f"{step.name} {step.timers}, the rules say {timers}")
    law("faults_of_a_step", bool(step.fault) == (step.status == "error" or known.held_fault), step)


def _check_ended(before: StageRun, after: StageRun, again: int) -> None:
    law("an_ended_stage_stays", before.status not in FINAL_STAGES or before.status == after.status, after.name)
    for old, new in zip(before.steps, after.steps, strict=True):
        law(
            "an_ended_step_stays", old.status not in FINAL_STEPS or old == new or new.id == again, f"{old} became {new}"
        )


def check_outstanding(play: "Play") -> None:
    """Open items, running flows and open questions, kept from the commands alone, are what the state asks for."""
    items: dict[int, int] = {}
    jobs: set[int] = set()
    last = play.state.stages[-1] if play.state.stages else None
    for step in last.steps if last is not None and last.status in OPEN else ():
        wanted = play.steps[step.name]
        if step.status != "in_progress" or step.held:
            continue
        if wanted.kind not in ASKS:
            jobs.add(step.id)
        elif not step.screens_finished:
            items[step.id] = 1 if step.given_kind else len(wanted.assignees)
    law("one_item_for_each_assignment", play.items == items, f"{play.items}, the state asks for {items}")
    running = {step_id for step_id in play.jobs if _runs(play, step_id)}
    law("one_flow_for_each_step", running == jobs, f"{running}, the state asks for {jobs}")


def _runs(play: "Play", step_id: int) -> bool:
    step = play.account.step(step_id)
    return step is not None and step.status == "in_progress" and not step.held


def check_waiting(play: "Play", facts: Facts) -> None:
    """A run that is In Progress waits for something that people can be told."""
    if play.state.status == "in_progress":
        law("no_silent_stall", waiting_for(play.defn, play.state, facts), "it waits for nothing")


def take_commands(play: "Play", commands: tuple[Command, ...]) -> None:
    """What a shell would do with them; opening twice breaks a law."""
    for command in commands:
        match command:
            case OpenWorkItem():
                law("items_are_opened_once", command.step not in play.items, command.name)
                law("somebody_is_asked", command.assignees and all(a.name for a in command.assignees), command.name)
                play.items[command.step] = len(command.assignees)
            case WithdrawWorkItem():
                play.items.pop(command.step, None)  # a step that could not begin has none
            case RunFlow():
                play.jobs.add(command.step)
            case _:
                pass
