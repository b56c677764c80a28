"""<orchestratedStages> with their steps; the 2021 form (steppedStages, createWorkItem) too."""

from typing import Any

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import conditions_of, connector_of, named_of, operand_of
from engine.document.operands import Named, Operand
from engine.document.stages import Assignee, AssigneeKind, EvaluationCall, Gate, Stage, Step, StepKind

STEP_KINDS: dict[str, StepKind] = {
    "stepBackground": "background",
    "stepInteractive": "interactive",
    "stepApproval": "approval",
    "stepMuleSoft": "external",
    "externalService": "external",
}
OLD_STEP_KINDS: dict[str, StepKind] = {
    "createWorkItem": "interactive",
    "flow": "background",
    "autoLaunchedFlow": "background",
}
SUBTYPES: dict[str, StepKind] = {
    "BackgroundStep": "background",
    "InteractiveStep": "interactive",
    "ApprovalStep": "approval",
    "MuleSoftStep": "external",
}
ASSIGNEES: dict[str, AssigneeKind] = {"User": "user", "Group": "group", "Queue": "queue", "Resource": "resource"}
OWN_INPUT = "ActionInput__"
RECORD_INPUT = "ActionInput__RecordId"


def read_stage(node: Node) -> Stage:
    tag = node.tag
    name, label, description = begin(node)
    if tag == "steppedStages":
        _old_form(node, f"Stage {label} is written in the 2021 form; it is read as a stage of today.")
    steps = node.take_all("stageSteps", "steppedStageSteps", "steps")
    return Stage(
        name=name,
        label=label,
        description=description,
        steps=tuple(read_step(step, node.at("steps")) for step in steps),
        exit=_gate(node, "exit"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )


def read_step(node: Node, path: str) -> Step:
    name = node.required("name")
    node.path = f"{path}/{name}"
    action_type, subtype = node.word("actionType"), node.word("stepSubtype")
    label = node.text("label") or name
    record, inputs, settings = _inputs(node)
    assignees = tuple(_assignee(item) for item in node.take_all("assignees"))
    kind = _kind(node, label, action_type, subtype)
    known = STEP_KINDS.get(action_type) == kind
    return Step(
        name=name,
        label=label,
        kind=kind,
        action=node.word("actionName"),
        description=node.text("description"),
        entry=_gate(node, "entry"),
        exit=_gate(node, "exit"),
        assignees=assignees,
        record=record,
        inputs=inputs,
        settings=settings,
        asynchronous=node.flag("requiresAsyncProcessing"),
        as_last_person=node.flag("runAsUser"),
        subtype=subtype,
        extra={**({} if known else {"actionType": action_type}), **node.rest()},
    )


def _kind(node: Node, label: str, action_type: str, subtype: str) -> StepKind:
    if action_type in STEP_KINDS:
        return STEP_KINDS[action_type]
    kind = OLD_STEP_KINDS.get(action_type) or SUBTYPES.get(subtype)
    if kind is None:
        node.report.unsupported(f"orchestratedStages.stageSteps: {action_type or 'without a type'}")
        return "unsupported"
    word = "an interactive" if kind == "interactive" else f"a {kind}"
    _old_form(node, f"Step {label} has the type {action_type or subtype}; it is read as {word} step.")
    return kind


def _old_form(node: Node, message: str) -> None:
    node.report.warn("old_form", node.path, message, "Check that it does what was meant, then save it again.")


def _gate(node: Node, side: str) -> Gate:
    """side: "entry" or "exit", the prefix of the flat child names."""
    flow = node.word(f"{side}ActionName")
    evaluation = None
    if flow:
        inputs = tuple(named_of(item) for item in node.take_all(f"{side}ActionInputParameters"))
        extra: dict[str, Any] = {}
        outputs = [item.rest(silent=True) for item in node.take_all(f"{side}ActionOutputParameters")]
        action_type = node.word(f"{side}ActionType")
        if outputs:
            extra["outputParameters"] = outputs
        if action_type and action_type.lower() != "evaluationflow":
            extra["actionType"] = action_type
        evaluation = EvaluationCall(flow, inputs, extra)
    conditions = conditions_of(node, logic=f"{side}ConditionLogic", rows=f"{side}Conditions")
    return Gate(conditions, evaluation)


def _inputs(node: Node) -> tuple[Operand | None, tuple[Named, ...], tuple[Named, ...]]:
    """The context record, the called flow's inputs, and the step's own settings."""
    record: Operand | None = None
    inputs: list[Named] = []
    settings: list[Named] = []
    for item in node.take_all("inputParameters"):
        named = named_of(item)
        if named.name == RECORD_INPUT and named.value is not None and record is None:
            record = named.value
        elif named.name.startswith(OWN_INPUT):
            settings.append(named)
        else:
            inputs.append(named)
    return record, tuple(inputs), tuple(settings)


def _assignee(node: Node) -> Assignee:
    raw = node.word("assigneeType")
    value = operand_of(node.take("assignee"))
    extra = node.rest()
    kind = ASSIGNEES.get(raw)
    if kind is None:
        kind = "resource"
        extra["assigneeType"] = raw
        if not raw.endswith("Resource"):
            node.report.warn("unknown_assignee_type", node.path, f"The assignee type {raw or '(none)'} is not known.")
    return Assignee(kind, value, extra)
