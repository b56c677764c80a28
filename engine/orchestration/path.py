"""Walking the path: entering stages, taking decisions, jumping by Go To, reaching the end (R1, R2, R8 to R10, R18)."""

from engine.document.elements import Connector, Decision, Outcome
from engine.document.stages import End, Stage
from engine.errors import EngineError
from engine.formula import Verdict, judge
from engine.orchestration import transitions as move
from engine.orchestration.commands import Notify
from engine.orchestration.draft import Draft
from engine.orchestration.scope import PriorScope
from engine.orchestration.state import StageRun, StepRun

MOST_ENTRIES = 50  # how often one element may be entered with nothing from outside in between (R18)


def follow(draft: Draft, connector: Connector | None) -> None:
    """Go where the connector leads; where nothing follows the run is completed (R10)."""
    while connector is not None:
        if connector.go_to:
            draft.note("R9", "went_to", subject=connector.target, label=_label(draft, connector.target))
        element = draft.index.elements.get(connector.target)
        if _spins(draft, connector.target):
            return
        match element:
            case Stage():
                return enter_stage(draft, element)
            case Decision():
                taken = take_decision(draft, element)
                if taken is STOPPED:
                    return
                connector = taken
            case End():
                draft.note("R10", "end_reached", subject=element.name, label=element.label)
                connector = None
            case _:
                return fail_run(
                    draft,
                    message=f"The path leads to {connector.target}, which is not a stage, a decision or an end.",
                    code="element_not_runnable",
                    element=connector.target,
                )
    move.run_completes(draft.state)
    draft.note("R10", "run_completed")


def enter_stage(draft: Draft, stage: Stage) -> None:
    """R2: a new stage run, attempt n, all its steps Not Started; what starts is left to settling."""
    attempt = 1 + sum(run.name == stage.name for run in draft.state.stages)
    run = StageRun(id=draft.next_id(), name=stage.name, attempt=attempt, started_at=draft.at)
    run.steps = [StepRun(id=draft.next_id(), name=step.name) for step in stage.steps]
    draft.add_stage(run)
    draft.note("R2", "stage_started", of=run)


STOPPED = Connector(target="")  # a decision faulted: the run is in error


def take_decision(draft: Draft, decision: Decision) -> Connector | None:
    """R8: outcomes in order, the first true one wins, else the default."""
    considered: list[dict[str, object]] = []
    taken: Outcome | None = None
    for outcome in decision.outcomes:
        try:
            verdict = draft.judge(draft.index.conditions(outcome.conditions))
            holds = verdict.result and not (outcome.only_when_changed and _held_before(draft, outcome))
        except EngineError as error:
            fail_run(draft, message=str(error), code="condition_fault", element=decision.name)
            return STOPPED
        considered.append({"outcome": outcome.name, "label": outcome.label, "taken": holds, **verdict.to_json()})
        draft.state.outcomes[outcome.name] = holds
        if holds:
            taken = outcome
            break
    for later in decision.outcomes[len(considered) :]:
        draft.state.outcomes[later.name] = False
    if decision.name not in draft.state.visited:
        draft.state.visited.append(decision.name)
    draft.note(
        "R8",
        "decision_taken",
        subject=decision.name,
        label=decision.label,
        outcome=taken.name if taken else "",
        outcome_label=taken.label if taken else decision.default_label or "Default outcome",
        considered=considered,
    )
    return taken.connector if taken else decision.default


def _held_before(draft: Draft, outcome: Outcome) -> bool:
    """Whether the conditions were true for the record before the change; a create has no before and counts as false."""
    if draft.state.prior is None:
        return False
    compiled = draft.index.conditions(outcome.conditions)
    before: Verdict = judge(compiled, PriorScope(draft.scope))
    return before.result


def fail_run(draft: Draft, *, message: str, code: str, element: str) -> None:
    """R13: an error outside a stage; no fault path can catch it, a retry goes on at the element."""
    move.run_fails(draft.state, message=message, code=code, element=element)
    draft.state.fault_message = message
    draft.note("R13", "run_failed", subject=element, label=_label(draft, element), message=message, code=code)
    draft.command(Notify(kind="run_failed", message=message))


def _spins(draft: Draft, name: str) -> bool:
    """R18: stops a run that goes round without any person, wait or outside call."""
    entered = draft.state.entered
    entered[name] = entered.get(name, 0) + 1
    if entered[name] <= MOST_ENTRIES:
        return False
    ring = [_label(draft, other) for other, count in entered.items() if count >= MOST_ENTRIES]
    fail_run(
        draft,
        message=f"The run goes round in a circle with nothing to wait for: {' → '.join([*ring, ring[0]])}. "
        "Add a step that asks a person or waits, or change the condition that leads back.",
        code="spinning_loop",
        element=name,
    )
    return True


def _label(draft: Draft, name: str) -> str:
    element = draft.index.elements.get(name)
    return (element.label or name) if element is not None else name
