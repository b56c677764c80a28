"""Bugs to be planted in the core, one at a time: a patch of the text of one module each. The simulator must find all.

A patch swaps the code of the functions whose text changed, so that registries and imports elsewhere get it as well.
"""

import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

EVENTS = 60_000  # far less than a minute's worth; the slowest to be found needs a fraction of it
CORE = "engine.orchestration"


@dataclass(frozen=True)
class Bug:
    """rule: which of docs/semantics.md it breaks; module, old, new: the patch, `old` being there exactly once."""

    rule: str
    module: str
    old: str
    new: str

    @contextmanager
    def planted(self) -> Iterator[None]:
        module = importlib.import_module(f"{CORE}.{self.module}")
        source = inspect.getsource(module)
        assert source.count(self.old) == 1, f"{source.count(self.old)} places in {self.module} read {self.old!r}"
        namespace: dict[str, Any] = {"__name__": module.__name__}
        exec(compile(source.replace(self.old, self.new), module.__file__ or "", "exec"), namespace)
        swapped = [(own, own.__code__, other.__code__) for own, other in _functions(module, namespace)]
        values = {
            name: (getattr(module, name), namespace[name])
            for name, value in vars(module).items()
            if isinstance(value, int) and namespace.get(name, value) != value
        }
        assert swapped or values, "the patch changes nothing"
        try:
            for own, _, code in swapped:
                own.__code__ = code
            for name, (_, value) in values.items():
                setattr(module, name, value)
            yield
        finally:
            for own, code, _ in swapped:
                own.__code__ = code
            for name, (value, _) in values.items():
                setattr(module, name, value)


def _functions(module: ModuleType, namespace: dict[str, Any]) -> Iterator[tuple[FunctionType, FunctionType]]:
    """Functions and methods of the module beside those of the patched text, where the two differ."""
    for name, own in list(vars(module).items()):
        if getattr(own, "__module__", "") != module.__name__:
            continue
        if inspect.isclass(own):
            other = namespace[name]
            pairs = [(vars(own).get(key), vars(other).get(key)) for key in vars(own)]
        else:
            pairs = [(own, namespace.get(name))]
        for one, two in pairs:
            if inspect.isfunction(one) and inspect.isfunction(two) and one.__code__ != two.__code__:
                yield one, two


PLANTED: dict[str, Bug] = {
    "the_stage_exit_comes_before_the_interactive_exits": Bug(
        "R3",
        "rules",
        "any(rule(draft) for rule in RULES)",
        "any(rule(draft) for rule in (exit_stage, complete_interactive_steps, start_steps))",
    ),
    "steps_start_from_the_end_of_the_list": Bug(
        "R3",
        "rules",
        "    changed = False\n    for step in stage.steps:",
        "    changed = False\n    for step in stage.steps[::-1]:",
    ),
    "settling_stops_after_one_round": Bug(
        "R3",
        "rules",
        "    while draft.state.status == RunStatus.IN_PROGRESS and any(rule(draft) for rule in RULES):\n        pass",
        "    if draft.state.status == RunStatus.IN_PROGRESS:\n        any(rule(draft) for rule in RULES)",
    ),
    "finished_screens_complete_a_step_with_requirements": Bug(
        "R4", "handlers", "if not wanted.exit.is_default:", "if False:"
    ),
    "a_completed_step_keeps_its_open_item": Bug(
        "R4", "rules", '    withdraw_items(draft, step, "step_completed")\n', ""
    ),
    "a_stage_ends_when_any_step_is_completed": Bug("R5", "rules", "return all(step.status", "return any(step.status"),
    "an_early_end_leaves_steps_running": Bug(
        "R5", "rules", '    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "stage_ended")\n', ""
    ),
    "an_unsupported_step_counts_as_done": Bug(
        "R7",
        "rules",
        "        fail_step(draft, stage, step, message=str(error), code=code)\n        return\n    draft",
        "        complete_step(draft, step, rule='R7')\n        return\n    draft",
    ),
    "the_last_true_outcome_wins": Bug(
        "R8", "path", "            taken = outcome\n            break", "            taken = outcome"
    ),
    "outcomes_not_reached_keep_their_old_answer": Bug(
        "R8", "path", "        draft.state.outcomes[later.name] = False", "        pass"
    ),
    "only_when_changed_is_overlooked": Bug(
        "R8", "path", "and not (outcome.only_when_changed and _held_before(draft, outcome))", ""
    ),
    "a_second_visit_is_counted_as_the_first": Bug(
        "R9", "path", "1 + sum(run.name == stage.name for run in draft.state.stages)", "1"
    ),
    "the_first_visit_is_read": Bug(
        "R9",
        "scope",
        "    for stage in reversed(state.stages):\n        for step in stage.steps:\n            if step.name",
        "    for stage in state.stages:\n        for step in stage.steps:\n            if step.name",
    ),
    "siblings_of_a_failed_step_run_on": Bug(
        "R11", "failures", '    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "run_failed")\n', ""
    ),
    "the_fault_path_is_not_taken": Bug("R12", "failures", "if fault_path is not None:", "if False:"),
    "nobody_is_told_of_an_error": Bug(
        "R13", "failures", '    draft.command(Notify(kind="run_failed", message=message))\n', ""
    ),
    "a_retry_forgets_the_siblings": Bug(
        "R14",
        "retry",
        "        elif step.status == StepStatus.DISCONTINUED:\n            _take_up(draft, stage, step)",
        "        elif step.status == StepStatus.DISCONTINUED:\n            pass",
    ),
    "a_chosen_step_leaves_the_failed_one_in_error": Bug(
        "R14", "retry", "            move.step_waits_again(step)\n", "            pass\n"
    ),
    "a_chosen_running_step_keeps_its_open_item": Bug(
        "R14", "retry", '        withdraw_items(draft, chosen, "run_retried")\n', ""
    ),
    "a_step_that_runs_again_keeps_its_old_outputs": Bug("R14", "retry", "    step.outputs = {}\n", ""),
    "a_retry_of_a_stage_leaves_what_runs": Bug(
        "R14",
        "retry",
        '        end_running_steps(draft, current, StepStatus.DISCONTINUED, "run_retried")\n',
        "",
    ),
    "a_retry_from_the_start_remembers_decisions": Bug("R14", "retry", "    draft.state.outcomes.clear()\n", ""),
    "a_put_back_step_keeps_its_attempt": Bug(
        "R14",
        "transitions",
        "    step.attempt += 1\n    step.started_at = step.ended_at",
        "    step.started_at = step.ended_at",
    ),
    "a_skipped_step_keeps_its_open_item": Bug(
        "R24", "skip", '        withdraw_items(draft, step, "step_skipped")', "        pass"
    ),
    "a_skip_forgets_the_siblings": Bug("R24", "skip", "        take_up_siblings(draft, stage)", "        pass"),
    "a_skipped_stage_leaves_steps_running": Bug(
        "R24", "skip", '    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "stage_skipped")\n', ""
    ),
    "a_completed_step_can_be_skipped": Bug("R24", "skip", "step is None or step.status not in wanted", "step is None"),
    "a_retry_asks_the_old_assignee": Bug(
        "R14", "retry", "step.given_kind, step.given_name = event.assignee.kind, event.assignee.name", "pass"
    ),
    "canceling_leaves_items_open": Bug(
        "R15", "handlers", '        end_running_steps(draft, stage, StepStatus.CANCELED, "run_canceled")\n', ""
    ),
    "a_suspended_run_goes_on": Bug(
        "R16",
        "handlers",
        "    if draft.state.status == RunStatus.SUSPENDED:\n        step.held = True\n",
        "    if False:\n        step.held = True\n",
    ),
    "a_resume_drops_what_was_held": Bug(
        "R16",
        "handlers",
        "            _finish(draft, step)\n    _fire_overdue",
        "            pass\n    _fire_overdue",
    ),
    "a_late_result_counts": Bug(
        "R17", "handlers", "        step.outputs, step.late = outputs, True", "        step.outputs = outputs"
    ),
    "a_circle_is_noticed_too_late": Bug("R18", "path", "MOST_ENTRIES = 50", "MOST_ENTRIES = 60"),
    "the_second_finisher_wins": Bug("R20", "handlers", " or step.held or step.screens_finished:  #", ":  #"),
    "an_empty_assignee_is_asked": Bug("R20", "steps.interactive", "    if not name:\n", "    if False:\n"),
    "an_old_answer_is_used_again": Bug("R22", "advance", "        draft.state.answers.clear()", "        pass"),
    "an_evaluation_flow_is_asked_in_every_round": Bug(
        "R22", "gates", "    if answer is None:\n", '    if answer in (None, "asked"):\n'
    ),
    "a_deadline_comes_twice": Bug(
        "R30",
        "timers",
        "    step.timers = {other: at for other, at in step.timers.items() if other != name}\n",
        "",
    ),
    "a_deadline_comes_before_its_time": Bug(
        "R30", "timers", "return moment(step.timers[name]) <= moment(at)", "return True"
    ),
    "a_deadline_is_lost_while_suspended": Bug("R30", "handlers", "and is_due(step, name, draft.at)", "and False"),
    "a_deadline_of_the_last_attempt_counts": Bug(
        "R30", "timers", "name in step.timers and str(step.attempt) == attempt", "name in step.timers"
    ),
    "an_ended_step_keeps_its_deadlines": Bug("R30", "transitions", "    step.timers = {}\n", ""),
    "a_retry_keeps_the_old_clock": Bug(
        "R30", "timers", '    step.due_at, step.timers = "", {}\n', "    if step.due_at: return\n"
    ),
    "handing_over_leaves_the_old_item": Bug(
        "R30", "timers", '    draft.command(WithdrawWorkItem(step=step.id, reason="reassigned"))\n', ""
    ),
    "a_field_of_a_related_record_is_not_watched": Bug(
        "R21", "references", "for length in range(1, len(rest)):", "for length in range(0):"
    ),
    "requirements_of_waiting_steps_are_not_watched": Bug(
        "R21", "references", "            gates.append(step.entry)", "            pass"
    ),
    "a_stage_is_changed_in_place": Bug(
        "laws", "draft", "        copy = msgspec.structs.replace(stage, steps=steps)", "        copy = stage"
    ),
    "an_ended_run_takes_events": Bug(
        "R15", "advance", "state.status in ENDED or isinstance(event, RunStarted)", "isinstance(event, RunStarted)"
    ),
    "ids_are_given_twice": Bug(
        "laws", "draft", "self.state.counter += 1", "self.state.counter += len(self.state.stages) < 3"
    ),
}
