"""The rules of docs/semantics.md carried out a second time, as plainly as can be, to compare the core with.

No code of engine/orchestration decides anything here; only its event types are used. The twin tells for every event
whether it must be taken, which trail lines it leaves, what it commands and which statuses it ends with.
"""

from typing import Any

from engine.document.elements import Connector, Decision
from engine.document.operands import Literal, Reference
from engine.document.stages import End, Gate, Stage
from engine.orchestration import events as ev
from engine.simulation import deadlines, oracle
from engine.simulation.account import Account, StageAccount, StepAccount
from engine.simulation.oracle import Says
from engine.values import unpack

MOST_ENTRIES = 50  # R18
ENDED = frozenset({"completed", "canceled"})
Line = tuple[str, str, int | str]
Wanted = tuple[str, int]


class Twin:
    """lines: (rule, what, id or name) of the event applied last; commands: (type, step or subject)."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.lines: list[Line] = []
        self.commands: list[Wanted] = []

    def takes(self, event: ev.Event) -> bool:
        account = self.account
        if account.status in ENDED:
            return False
        match event:
            case ev.StepFinished():
                return _takes_result(account.step(event.step))
            case ev.StepFailed():
                return _takes_failure(account.step(event.step))
            case ev.Published() if event.step and event.status:
                takes = _takes_failure if event.status == "error" else _takes_result
                return takes(account.step(event.step))
            case ev.TimerFired():
                found = deadlines.find(account, event.timer)
                return found is None or found[0].timers[found[1]] <= account.minute
            case ev.SuspendAsked():
                return account.status == "in_progress"
            case ev.ResumeAsked():
                return account.status == "suspended"
            case ev.RetryAsked():
                return self._takes_retry(event)
            case ev.SkipAsked():
                return self._takes_skip(event)
        return True

    def apply(self, event: ev.Event) -> None:
        """An event that `takes` says yes to."""
        self.lines, self.commands = [], []
        account = self.account
        if not isinstance(event, ev.ConditionAnswered | ev.ContinueAsked):
            account.answers.clear()
        match event:
            case ev.RunStarted():
                self._say("R1", "run_started", "")
                self._follow(account.defn.start.connector)
            case ev.StepFinished():
                self._result(event.step, event.outputs)
            case ev.StepFailed():
                self._failure(event.step)
            case ev.ConditionAnswered():
                self._answer(event)
            case ev.RecordChanged():
                account.entered.clear()
            case ev.Published():
                self._published(event)
            case ev.TimerFired():
                if (found := deadlines.find(account, event.timer)) is not None:
                    if found[0].timers[found[1]] > found[0].began:
                        account.entered.clear()
                    self._deadline(*found)
            case ev.CancelAsked():
                self._cancel()
            case ev.SuspendAsked():
                self._suspend()
            case ev.ResumeAsked():
                self._resume()
            case ev.RetryAsked():
                self._retry(event)
            case ev.SkipAsked():
                self._skip(event)
        self._settle()

    def _say(self, rule: str, what: str, subject: int | str) -> None:
        self.lines.append((rule, what, subject))

    # What events do -----------------------------------------------------------------------------------------------

    def _result(self, step_id: int, packed: dict[str, Any]) -> None:
        step, outputs = self._step(step_id), {name: unpack(item) for name, item in packed.items()}
        if step.status == "discontinued":
            step.outputs, step.late = outputs, True
            return self._say("R17", "late_outputs", step.id)
        step.outputs = {**step.outputs, **outputs}
        step.screens = step.asks
        if self.account.status == "suspended":
            step.held = True
            return self._say("R16", "result_held", step.id)
        self._finish(step)

    def _finish(self, step: StepAccount) -> None:
        if step.asks:
            self.account.entered.clear()
            if not step.wanted.exit.is_default:
                return self._say("R4", "screens_finished", step.id)
        self._complete(step, "R4" if step.asks else "R7")

    def _failure(self, step_id: int) -> None:
        step = self._step(step_id)
        if step.status == "discontinued":
            return self._say("R17", "late_failure", step.id)
        if self.account.status == "suspended":
            step.held = step.held_fault = True
            return self._say("R16", "result_held", step.id)
        self._fail_step(self.account.stage_of(step), step)

    def _answer(self, event: ev.ConditionAnswered) -> None:
        key = f"{event.role}:{event.subject}"
        if self.account.answers.get(key) == "asked":
            self.account.answers[key] = "met" if event.met else "unmet"
            self._say("R22", "evaluation_answered", event.subject)

    def _published(self, event: ev.Published) -> None:
        self.account.entered.clear()
        if not event.step or not event.status:
            self._say("R21", "event_published", "")
        elif event.status == "error":
            self._failure(event.step)
        else:
            self._result(event.step, event.outputs)

    def _cancel(self) -> None:
        last = self.account.stages[-1] if self.account.stages else None
        if last is not None and last.status in ("in_progress", "suspended"):
            self._end_running(last, "canceled", "R15")
            last.status = "canceled"
        self.account.status = "canceled"
        self._say("R15", "run_canceled", "")

    def _suspend(self) -> None:
        if (stage := self.account.stage) is not None:
            stage.status = "suspended"
        self.account.status = "suspended"
        self._say("R16", "run_suspended", "")

    def _resume(self) -> None:
        """Every result that was held is taken; one that a failure before it discontinues is kept as late (R14)."""
        self.account.status = "in_progress"
        self.account.entered.clear()
        self._say("R16", "run_resumed", "")
        stage = self.account.stages[-1] if self.account.stages else None
        if stage is None or stage.status != "suspended":
            return
        stage.status = "in_progress"
        for step in [step for step in stage.steps if step.held]:
            if not step.held:
                continue  # a failure before it discontinued it
            step.held = False
            if step.held_fault:
                step.held_fault = False
                self._fail_step(stage, step)
            else:
                self._finish(step)
        for step in stage.steps:
            for name in deadlines.overdue(self.account, step):
                if stage.status == "in_progress" and name in step.timers:
                    self._deadline(step, name)

    def _deadline(self, step: StepAccount, name: str) -> None:
        """R30"""
        if self.account.status == "suspended":
            return self._say("R30", "deadline_held", step.id)
        del step.timers[name]
        wanted = next(one for one in step.wanted.deadlines if one.name == name)
        self._say("R30", "deadline_passed", step.id)
        if wanted.then == "fail":
            return self._fail_step(self.account.stage_of(step), step)
        if not step.asks or step.screens or step.held:
            return
        if wanted.then == "reassign":
            assert wanted.assignee is not None
            step.given = self.assignee(wanted.assignee.value)
            self.commands += [("withdraw_work_item", step.id), ("open_work_item", step.id)]
        else:
            self.commands.append(("remind", step.id))

    def _takes_retry(self, event: ev.RetryAsked) -> bool:
        """From Error always; from In Progress when something was chosen; a chosen thing must be there."""
        if self.account.status not in ("error", "in_progress"):
            return False
        if event.start:
            return True
        if event.stage:
            return self.account.latest_stage(event.stage) is not None
        if event.step:
            stage = self._stage_to_repair()
            return stage is None or any(step.id == event.step for step in stage.steps)
        return self.account.status == "error"

    def _takes_skip(self, event: ev.SkipAsked) -> bool:
        stage = self._stage_to_repair()
        if self.account.status not in ("error", "in_progress") or stage is None:
            return False
        if event.stage:
            return stage.id == event.stage
        wanted = ("error",) if self.account.status == "error" else ("not_started", "in_progress")
        return any(step.id == event.step and step.status in wanted for step in stage.steps)

    def _retry(self, event: ev.RetryAsked) -> None:
        if event.start or event.stage:
            return self._begin_elsewhere(event)
        stage, element = self._stage_to_repair(), self.account.fault_element
        chosen = event.step or next((s.id for s in stage.steps if s.status == "error"), 0) if stage else 0
        self._mend(stage)
        self._say("R14", "run_retried", "")
        if stage is None:
            return self._follow(Connector(target=element))
        running = next((s for s in stage.steps if s.id == chosen and s.status == "in_progress"), None)
        if running is not None:
            running.status, running.timers = "discontinued", {}
            self._say("R14", "step_discontinued", running.id)
            self._withdraw(running)
        for step in stage.steps:
            if step.status == "error" and step.id != chosen:
                step.status, step.screens = "not_started", False
                step.attempt, step.started, step.late = step.attempt + 1, False, False
                self._say("R14", "step_waits_again", step.id)
        for step in stage.steps:
            if stage.status != "in_progress":
                return
            if step.id == chosen:
                step.outputs = {}
                step.given = event.assignee.name if event.assignee else step.given
                self._start(stage, step, "R14")
            elif step.status == "discontinued":
                self._take_up(stage, step)

    def _begin_elsewhere(self, event: ev.RetryAsked) -> None:
        self._mend(None)
        self._say("R14", "run_retried", "")
        if (stage := self.account.stage) is not None:
            self._end_running(stage, "discontinued", "R14")
            stage.status = "discontinued"
            self._say("R14", "stage_discontinued", stage.id)
        if event.stage:
            return self._follow(Connector(target=event.stage))
        self.account.outcomes.clear()
        self.account.visited.clear()
        self.account.fault_message = ""
        self._follow(self.account.defn.start.connector)

    def _skip(self, event: ev.SkipAsked) -> None:
        stage, failed = self._stage_to_repair(), self.account.status == "error"
        assert stage is not None
        self._mend(stage)
        if event.stage:
            self._say("R24", "stage_skipped", stage.id)
            self._end_running(stage, "discontinued", "R24")
            stage.status = "completed"
            return self._follow(stage.wanted.connector)
        step = self._step(event.step)
        self._say("R24", "step_skipped", step.id)
        if step.status == "in_progress":
            self._withdraw(step)
        step.status, step.timers = "completed", {}
        step.outputs = {**step.outputs, **{name: unpack(item) for name, item in event.outputs.items()}}
        for other in stage.steps if failed else ():
            if stage.status == "in_progress" and other.status == "discontinued":
                self._take_up(stage, other)

    def _mend(self, stage: StageAccount | None) -> None:
        self.account.status, self.account.fault_element = "in_progress", ""
        self.account.entered.clear()
        if stage is not None:
            stage.status = "in_progress"

    def _take_up(self, stage: StageAccount, step: StepAccount) -> None:
        """What an error discontinued: outputs that came meanwhile count, else it starts again."""
        if step.late:
            step.late = False
            self._complete(step, "R14")
        else:
            self._start(stage, step, "R14")

    # Settling: R3 -------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        while self.account.status == "in_progress" and (
            self._complete_interactive() or self._exit_stage() or self._start_steps()
        ):
            pass

    def _judge(self, gate: Gate, role: str, subject: int) -> Says:
        found = oracle.says(self.account, gate, role, subject)
        if found is Says.ASK:
            self.account.answers[f"{role}:{subject}"] = "asked"
            self.commands.append(("ask_evaluation_flow", subject))
        return found

    def _complete_interactive(self) -> bool:
        stage = self.account.stage
        for step in stage.steps if stage else ():
            if step.status != "in_progress" or not step.asks or step.wanted.exit.is_default:
                continue
            found = self._judge(step.wanted.exit, "exit", step.id)
            if found is Says.FAULT:
                assert stage is not None
                self._fail_step(stage, step)
                return True
            if found is Says.YES:
                self._complete(step, "R4")
                return True
        return False

    def _exit_stage(self) -> bool:
        stage = self.account.stage
        if stage is None:
            return False
        if stage.wanted.exit.is_default:
            found = Says.YES if all(step.status == "completed" for step in stage.steps) else Says.NO
        else:
            found = self._judge(stage.wanted.exit, "exit", stage.id)
        if found is Says.FAULT:
            self._fail_stage(stage, stage.name)
            return True
        if found is not Says.YES:
            return False
        self._end_running(stage, "discontinued", "R5")
        stage.status = "completed"
        self._say("R5", "stage_completed", stage.id)
        self._follow(stage.wanted.connector)
        return True

    def _start_steps(self) -> bool:
        """All whose turn it is, in list order; a failing one ends the pass."""
        stage, changed = self.account.stage, False
        for step in stage.steps if stage else ():
            assert stage is not None
            if step.status != "not_started":
                continue
            found = self._judge(step.wanted.entry, "entry", step.id)
            if found in (Says.YES, Says.FAULT):
                changed = True
                self._start(stage, step, "R6", faults=found is Says.FAULT)
                if stage.status != "in_progress":
                    break
        return changed

    def would_move(self) -> bool:
        """Whether a rule would fire now, questions to evaluation flows left aside. Changes nothing."""
        stage = self.account.stage
        if stage is None:
            return False
        gates = [(stage.wanted.exit, "exit", stage.id)]
        gates += [(s.wanted.entry, "entry", s.id) for s in stage.steps if s.status == "not_started"]
        gates += [(s.wanted.exit, "exit", s.id) for s in stage.steps if s.status == "in_progress" and s.asks]
        judged = [oracle.says(self.account, *gate) for gate in gates if not gate[0].is_default]
        return any(found in (Says.YES, Says.FAULT) for found in judged)

    # Steps and stages ---------------------------------------------------------------------------------------------

    def _start(self, stage: StageAccount, step: StepAccount, rule: str, *, faults: bool = False) -> None:
        step.status = "in_progress"
        if rule == "R14":
            step.attempt += step.started
            step.screens = step.late = False
        step.started = True
        self._say(rule, "step_started", step.id)
        step.began = self.account.minute
        step.timers = {} if faults else deadlines.times(self.account, step.wanted)
        if faults or self._cannot_begin(step):
            self._fail_step(stage, step)
        else:
            self.commands.append(("open_work_item" if step.asks else "run_flow", step.id))

    def _cannot_begin(self, step: StepAccount) -> bool:
        """A kind that cannot run here, or an assignee that names nobody."""
        if step.wanted.kind in ("external", "unsupported"):
            return True
        return step.asks and not step.given and any(not self.assignee(item.value) for item in step.wanted.assignees)

    def assignee(self, operand: Any) -> str:
        if isinstance(operand, Literal):
            return operand.text
        assert isinstance(operand, Reference)
        try:
            return oracle.value(self.account, operand.path) or ""
        except oracle.Nowhere:
            return ""

    def _complete(self, step: StepAccount, rule: str) -> None:
        step.status, step.timers = "completed", {}
        self._say(rule, "step_completed", step.id)
        self._withdraw(step)

    def _fail_step(self, stage: StageAccount, step: StepAccount) -> None:
        step.status, step.timers = "error", {}
        self._say("R11", "step_failed", step.id)
        self._withdraw(step)
        self._fail_stage(stage, step.name)

    def _fail_stage(self, stage: StageAccount, element: str) -> None:
        self._end_running(stage, "discontinued", "R11")
        stage.status = "error"
        self._say("R11", "stage_failed", stage.id)
        self.account.fault_message = "some"
        if stage.wanted.fault is None:
            return self._fail_run(element, stage.id)
        stage.took_fault_path = True
        self._say("R12", "fault_path_taken", stage.id)
        self._follow(stage.wanted.fault)

    def _fail_run(self, element: str, subject: int | str) -> None:
        self.account.status, self.account.fault_element, self.account.fault_message = "error", element, "some"
        self._say("R13", "run_failed", subject)
        self.commands.append(("notify", 0))

    def _end_running(self, stage: StageAccount, status: str, rule: str) -> None:
        for step in stage.steps:
            if step.status == "in_progress":
                step.status, step.timers = status, {}
                step.late = step.held and not step.held_fault and status == "discontinued"
                step.held = step.held_fault = False
                self._say(rule, f"step_{status}", step.id)
                self._withdraw(step)

    def _withdraw(self, step: StepAccount) -> None:
        if step.asks and not step.screens:
            self.commands.append(("withdraw_work_item", step.id))

    # The path -----------------------------------------------------------------------------------------------------

    def _follow(self, connector: Connector | None) -> None:
        while connector is not None:
            name = connector.target
            if connector.go_to:
                self._say("R9", "went_to", name)
            self.account.entered[name] = self.account.entered.get(name, 0) + 1
            if self.account.entered[name] > MOST_ENTRIES:
                return self._fail_run(name, name)
            match self.account.element(name):
                case Stage() as stage:
                    return self._enter(stage)
                case Decision() as decision:
                    taken = self._decide(decision)
                    if taken is None:
                        return self._fail_run(name, name)
                    [connector] = taken
                case End():
                    self._say("R10", "end_reached", name)
                    connector = None
                case _:
                    return self._fail_run(name, name)
        self.account.status = "completed"
        self._say("R10", "run_completed", "")

    def _enter(self, wanted: Stage) -> None:
        attempt = 1 + sum(stage.name == wanted.name for stage in self.account.stages)
        stage = StageAccount(self._next_id(), wanted.name, wanted, attempt, [])
        stage.steps = [StepAccount(self._next_id(), step.name, step) for step in wanted.steps]
        self.account.stages.append(stage)
        self._say("R2", "stage_started", stage.id)

    def _next_id(self) -> int:
        self.account.counter += 1
        return self.account.counter

    def _decide(self, decision: Decision) -> tuple[Connector | None] | None:
        """(connector,), or None when a condition faults."""
        taken: tuple[Connector | None] = (decision.default,)
        for number, outcome in enumerate(decision.outcomes):
            found = oracle.outcome_holds(self.account, outcome)
            if found is None:
                return None
            self.account.outcomes[outcome.name] = found
            if found:
                taken = (outcome.connector,)
                for later in decision.outcomes[number + 1 :]:
                    self.account.outcomes[later.name] = False
                break
        self.account.visited.add(decision.name)
        self._say("R8", "decision_taken", decision.name)
        return taken

    def _step(self, step_id: int) -> StepAccount:
        step = self.account.step(step_id)
        assert step is not None
        return step

    def _failed_stage(self) -> StageAccount | None:
        last = self.account.stages[-1] if self.account.stages else None
        return last if last is not None and last.status == "error" and not last.took_fault_path else None

    def _stage_to_repair(self) -> StageAccount | None:
        return self._failed_stage() if self.account.status == "error" else self.account.stage


def _takes_result(step: StepAccount | None) -> bool:
    """A running step without a result, or (late) a discontinued one. The first to finish wins (R20)."""
    return _takes_failure(step) and step is not None and (step.status == "discontinued" or not step.screens)


def _takes_failure(step: StepAccount | None) -> bool:
    """Also a step whose screens are finished and whose exit requirements are not met yet."""
    return step is not None and (step.status == "discontinued" or (step.status == "in_progress" and not step.held))
