"""One sentence for each kind of move. Words in the trail are stable; sentences may change and are translated."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from engine.orchestration.turn import TrailLine


def sentence(line: TrailLine, who: str) -> str:
    """A plain sentence; a word we do not know (an old or new trail) is shown as it is."""
    pattern = _sentences(bool(who)).get(line.what)
    if pattern is None:
        return f"{line.label or line.subject} {line.what.replace('_', ' ')}".strip().capitalize()
    text = pattern % _values(line, who)
    attempt = line.detail.get("attempt")
    if attempt and line.what in ("stage_started", "step_started"):
        text = _("%(sentence)s (attempt %(number)s)") % {"sentence": text, "number": attempt}
    reason = line.detail.get("reason")
    if line.what == "run_retried":
        text = _corrected(text, line.detail)
    if reason and line.what.startswith(("run_", "step_skipped", "stage_skipped")):
        text = _("%(sentence)s Reason: %(reason)s") % {"sentence": text, "reason": reason}
    return text


def _values(line: TrailLine, who: str) -> dict[str, Any]:
    detail = line.detail
    return {
        "who": who,
        "name": line.label or line.subject,
        "message": detail.get("message", ""),
        "outcome": detail.get("outcome_label") or detail.get("outcome") or _("the default"),
        "number": detail.get("number", ""),
        "from_number": detail.get("from_number", ""),
        "target": detail.get("target", ""),
        "assignee": detail.get("assignee", ""),
        "from_name": detail.get("from", ""),
        "to_name": detail.get("to", ""),
        "answer": _("yes") if detail.get("met") else _("no"),
        "until": _until(str(detail.get("until", ""))),
        "then": _thens().get(str(detail.get("then", "")), ""),
        "origin": _origin(line),
        "why": _whys().get(str(detail.get("why", "")), ""),
    }


def _origin(line: TrailLine) -> str:
    """What was retried. A line of before there was a choice says nothing: it was the failed step."""
    name = line.label or line.subject
    match line.detail.get("origin"):
        case "step":
            return _("step “%(name)s”") % {"name": name}
        case "stage":
            return _("stage “%(name)s”") % {"name": name}
        case "start":
            return _("from the start")
    return _("the failed step")


def _corrected(text: str, detail: dict[str, Any]) -> str:
    """What a retry was given."""
    if detail.get("assignee"):
        text = _("%(sentence)s Asked instead: %(assignee)s.") % {"sentence": text, "assignee": detail["assignee"]}
    if detail.get("inputs"):
        text = _("%(sentence)s Corrected: %(inputs)s.") % {"sentence": text, "inputs": detail["inputs"]}
    return text


def _whys() -> dict[str, str]:
    return {
        "stage_ended": _("the stage has ended"),
        "run_canceled": _("the run was canceled"),
        "run_moved": _("it does not go along to the other version"),
        "move_undone": _("the move that started it was taken back"),
        "run_failed": _("the run has stopped with an error"),
        "reassigned": _("a deadline gave it to somebody else"),
        "run_retried": _("somebody began elsewhere"),
        "step_skipped": _("the step was skipped"),
        "stage_skipped": _("the stage was skipped"),
    }


def _until(at: str) -> str:
    """In the reader's time zone."""
    if not at:
        return _("for an event")
    return _("until %(time)s") % {"time": date_format(localtime(datetime.fromisoformat(at)), "DATETIME_FORMAT")}


def _thens() -> dict[str, str]:
    return {
        "remind": _("its assignees are reminded"),
        "escalate": _("those responsible are told"),
        "reassign": _("somebody else is asked"),
        "fail": _("it counts as failed"),
    }


def _sentences(by_person: bool) -> dict[str, str]:
    return {
        "run_started": _("%(who)s started the run.") if by_person else _("The run was started."),
        "run_completed": _("The run is completed."),
        "run_failed": _("The run has stopped at “%(name)s”: %(message)s"),
        "run_canceled": _("%(who)s canceled the run.") if by_person else _("The run was canceled."),
        "run_suspended": _("%(who)s suspended the run.") if by_person else _("The run was suspended."),
        "run_resumed": _("%(who)s resumed the run.") if by_person else _("The run was resumed."),
        "run_moved": (
            _("%(who)s moved the run from version %(from_number)s to version %(number)s.")
            if by_person
            else _("The run was moved from version %(from_number)s to version %(number)s.")
        ),
        "run_moved_back": (
            _("%(who)s took the move back: the run is in version %(number)s again.")
            if by_person
            else _("The move was taken back: the run is in version %(number)s again.")
        ),
        "step_stopped": _("Step “%(name)s” was stopped: %(why)s."),
        "step_goes_on": _("Step “%(name)s” goes on."),
        "run_retried": _("%(who)s retried %(origin)s.") if by_person else _("Retried: %(origin)s."),
        "stage_started": _("Stage “%(name)s” started."),
        "stage_discontinued": _("Stage “%(name)s” was left."),
        "stage_skipped": _("%(who)s skipped the rest of stage “%(name)s”.")
        if by_person
        else _("The rest of stage “%(name)s” was skipped."),
        "stage_completed": _("Stage “%(name)s” is completed."),
        "stage_failed": _("Stage “%(name)s” failed: %(message)s"),
        "step_started": _("Step “%(name)s” started."),
        "step_completed": _("%(who)s completed “%(name)s”.") if by_person else _("Step “%(name)s” is completed."),
        "step_failed": _("Step “%(name)s” failed: %(message)s"),
        "step_skipped": _("%(who)s skipped “%(name)s”.") if by_person else _("Step “%(name)s” was skipped."),
        "step_waits_again": _("Step “%(name)s” will start again when its entry requirements are met."),
        "step_discontinued": _("Step “%(name)s” was discontinued."),
        "step_canceled": _("Step “%(name)s” was canceled."),
        "screens_finished": (
            _("%(who)s finished the screens of “%(name)s”; its exit requirements decide when it is completed.")
            if by_person
            else _("The screens of “%(name)s” are finished; its exit requirements decide when it is completed.")
        ),
        "decision_taken": _("Decision “%(name)s”: %(outcome)s."),
        "went_to": _("The run went to “%(name)s”."),
        "end_reached": _("The path ended at “%(name)s”."),
        "fault_path_taken": _("Stage “%(name)s” took its fault path."),
        "result_held": _("The result of “%(name)s” is kept until the run is resumed."),
        "late_outputs": _("“%(name)s” finished after it was discontinued; its result is kept and changes nothing."),
        "late_failure": _("“%(name)s” failed after it was discontinued: %(message)s"),
        "event_published": _("%(who)s published an event.") if by_person else _("An event was published."),
        "evaluation_answered": _("The evaluation flow of “%(name)s” answered %(answer)s."),
        "evaluation_failed": _("The evaluation flow “%(name)s” failed, which counts as no: %(message)s"),
        "flow_waits": _("The flow of “%(name)s” waits %(until)s"),
        "flow_sent_on": _("%(who)s let the flow of “%(name)s” go on.") if by_person else _("“%(name)s” goes on."),
        "deadline_passed": _("“%(name)s” was not done by a deadline: %(then)s."),
        "deadline_held": _("A deadline of “%(name)s” has come; it waits until the run is resumed."),
        "deadline_failed": _("A deadline of “%(name)s” could not be carried out: %(message)s"),
        "deadline_without_date": _("A deadline of “%(name)s” has no date, so it never comes."),
        "work_item_opened": _("“%(name)s” is waiting for %(assignee)s."),
        "work_item_reassigned": (
            _("%(who)s handed “%(name)s” over from %(from_name)s to %(to_name)s.")
            if by_person
            else _("“%(name)s” was handed over from %(from_name)s to %(to_name)s.")
        ),
        "work_item_routed": _("A flow gave “%(name)s” from %(from_name)s to %(to_name)s."),
        "work_item_withdrawn": _("The work item of “%(name)s” was withdrawn: %(why)s."),
    }
