"""What a caller can ask of runs in vain. Codes are listed in docs/errors.md."""

from web.errors import Invalid, Refusal


class NoActiveVersion(Refusal):
    code = "no_active_version"
    status = 409
    template = "{api_name} has no active version. Activate one first."


class NotStartable(Refusal):
    code = "not_startable"
    status = 409
    template = "{api_name} cannot be started by hand: {reason}."


class UnknownInput(Refusal):
    code = "unknown_input"
    status = 422
    template = "{api_name} has no input named {name}."


class MissingInput(Refusal):
    code = "missing_input"
    status = 422
    template = "{api_name} needs the input {name}."


class BadInput(Refusal):
    code = "bad_input"
    status = 422
    template = "The input {name} is not valid: {why}."


class RunRefused(Refusal):
    """The run's status does not allow it."""

    code = "event_rejected"
    status = 409
    template = "{detail}"


class NothingFailed(Refusal):
    code = "nothing_failed"
    status = 409
    template = "Run {run} has no failed step to retry; a step, a stage or the start can be chosen while it is open."


class LiveRunExists(Refusal):
    """The automation allows one live run per record."""

    code = "live_run_exists"
    status = 409
    template = "Run {run} is still going on for {record}; only one may at a time. End it first."


class StartedTooDeep(Refusal):
    """A flow's action would start the next of a row of runs that started one another."""

    code = "started_too_deep"
    status = 409
    template = "{bound} runs have started one another; {api_name} was not started."


class NothingToStart(Refusal):
    code = "nothing_to_start"
    status = 409
    template = "No record of {object} that you may see meets the filter."


class ButtonNotForRecord(Refusal):
    """The button belongs to another object, or is not for this person."""

    code = "button_not_for_record"
    status = 409
    template = "The button {label} is not for this record, or not for you."


class StepNotOpen(Refusal):
    """The step or stage that was chosen is not part of what is open."""

    code = "step_not_open"
    status = 409
    template = "This is not a step of the stage that run {run} is in, or not its open stage. Look at the run again."


class ReasonRequired(Refusal):
    code = "reason_required"
    status = 422
    template = "Say why: the reason is kept in the run's history."


class RetryNotSupported(Refusal):
    code = "retry_not_supported"
    status = 422
    template = 'Say what to retry: {{"from": "failed"}}, "start", {{"stage": ...}} or {{"step_run": ...}}.'


class StepNotWaiting(Refusal):
    """In a try: nobody is asked for this step now."""

    code = "step_not_waiting"
    status = 409
    template = "The step {step} does not wait for anybody at this point."


class TestsFailed(Refusal):
    """`problems` lists the red test cases with what went another way."""

    __test__ = False
    code = "tests_failed"
    status = 422
    template = "{api_name} cannot be activated: {count} of its test cases fail ({names})."


class NothingToMove(Refusal):
    code = "nothing_to_move"
    status = 409
    template = "There is no run of {api_name} to move."


class MoveRefused(Refusal):
    """The run does not fit the other version."""

    code = "move_refused"
    status = 409
    template = "The run was not moved. {why}"


class VersionHasProblems(Refusal):
    code = "version_has_problems"
    status = 422
    template = "No run can be moved to version {number} of {api_name}: it has errors."


class UnknownAssignee(Refusal):
    code = "unknown_assignee"
    status = 422
    template = "There is no active {kind} named {name}."


class ActionNotRegistered(Refusal):
    """An action of the other platform, or one of this project whose function nobody has registered."""

    code = "action_not_registered"
    status = 409
    template = (
        "{action} is an action ({kind}) that nobody has registered here. "
        'Register a Python function with @stagecraft.action("{action}"), then retry.'
    )


class ManyMatch(Refusal):
    code = "many_match"
    status = 409
    template = "{count} {object} records match; the flow asks for one at most."


class FlowStoppedSave(Invalid):
    """A flow that saving a record starts has failed or refused: nothing is saved. `fields` stand beside the inputs.

    context: summary (for people), and what the flow log keeps of it: version, flow, object, record, element, trace
    """

    code = "flow_stopped_save"


class ActionFailed(Refusal):
    code = "action_failed"
    status = 409
    template = "The action {action} failed: {why}"


class WorkOver(Refusal):
    """The step is not waiting for anybody: it was withdrawn, discontinued or failed."""

    code = "work_over"
    status = 409
    template = "This work is no longer needed: the step is {status_label}."


class AlreadyCompleted(Refusal):
    """Somebody else was first. `who` names them; what was typed stays in the caller's hands (`fields` are not lost)."""

    code = "already_completed"
    status = 409
    template = "{who} completed this first. What you typed was not sent."


class ScreenMovedOn(Refusal):
    """The screen was moved on elsewhere; `context["screen"]` is the ScreenState that holds now."""

    code = "screen_moved_on"
    status = 409
    template = "This screen has moved on since it was opened. The current screen is shown."


class ScreenFaulted(Refusal):
    """The screen flow failed. Nothing was changed; the step is still in progress and can be tried again."""

    code = "screen_faulted"
    status = 409
    template = "The screen could not go on: {message} Nothing was saved; you may try again."


class OccasionOver(Refusal):
    code = "occasion_over"
    status = 409
    template = "It is not due any more: it came, or was dropped."
