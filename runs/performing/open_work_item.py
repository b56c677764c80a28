"""Open a work item for every assignee of a step."""

from datetime import datetime

from engine.orchestration.commands import OpenWorkItem, WantedAssignee
from engine.orchestration.events import Event, StepFailed
from engine.orchestration.turn import TrailLine
from people import selectors as people
from people.errors import AssigneeUnusable
from records import selectors as records
from runs.open_run import OpenRun
from runs.ports import WorkItemRequest
from runs.words import ASSIGNEE_KINDS


def perform(work: OpenRun, command: OpenWorkItem) -> list[Event]:
    """An assignee nobody can be found for fails the step: a repairable error."""
    if not work.is_running(command.step):
        return []
    flow_version = work.pinned().get(command.flow)
    if command.flow and flow_version is None:
        return [_failed(work, command, "flow_not_active", f"The screen flow {command.flow} has no active version.")]
    found: list[people.Resolved] = []
    for wanted in command.assignees:
        try:
            resolved = people.resolve_assignee(wanted.kind, wanted.name)
        except AssigneeUnusable as refusal:
            return [_failed(work, command, refusal.code, refusal.detail)]
        if resolved is None:
            return [_failed(work, command, "assignee_not_found", _nobody(wanted))]
        if resolved.key not in [other.key for other in found]:
            found.append(resolved)
    record_object, record_name = _record(work, command.record)
    stage_label = work.parts.stages[work.current.stages[-1].name].label
    work.pending.requests.extend(
        WorkItemRequest(
            run_id=work.run.pk,
            step_id=work.row_of(command.step),
            kind=command.kind,
            label=command.label,
            description=command.description,
            orchestration_label=work.defn.label,
            stage_label=stage_label,
            flow_version_id=flow_version,
            assignee_key=resolved.key,
            assignee_name=resolved.label,
            at=work.now,
            inputs=command.inputs,
            record_object=record_object,
            record_id=command.record,
            record_name=record_name,
            subject=command.subject,
            body=command.body,
            has_mail=resolved.email != "",
            due_at=datetime.fromisoformat(command.due_at) if command.due_at else None,
        )
        for resolved in found
    )
    names = ", ".join(resolved.label for resolved in found)
    line = TrailLine(
        rule="R20", what="work_item_opened", subject=command.name, label=command.label, id=command.step,
        detail={"assignee": names},
    )  # fmt: skip
    work.note(line)
    return []


def _record(work: OpenRun, record_id: str) -> tuple[str, str]:
    """Object and name of the context record; what the run knows of its own record is not asked for again."""
    if not record_id:
        return "", ""
    if record_id == work.run.record_id and work.run.record_name:
        return work.run.record_object, work.run.record_name
    shown = records.display(record_id)
    return (shown.object, shown.name) if shown else ("", "")


def _failed(work: OpenRun, command: OpenWorkItem, code: str, message: str) -> Event:
    return StepFailed(at=work.at, step=command.step, message=message, code=code)


def _nobody(wanted: WantedAssignee) -> str:
    kind = ASSIGNEE_KINDS[wanted.kind]
    return f"There is no {kind} named {wanted.name}. Create it or choose another assignee, then retry."
