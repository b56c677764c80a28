"""Trees of stages and steps: the reverse of elements/stages.py."""

from builder.metadata.elements.stages import ASSIGNEES, RECORD_INPUT
from builder.metadata.emit import ABSENT, Tree, merged
from builder.metadata.write_parts import conditions_tree, connector_tree, named_tree, text_or_absent, value_tree
from engine.document.operands import Named
from engine.document.stages import Assignee, Gate, Stage, Step

ACTION_TYPES = {
    "background": "stepBackground",
    "interactive": "stepInteractive",
    "approval": "stepApproval",
    "external": "stepMuleSoft",
    "unsupported": "",
}
ASSIGNEE_TYPES = {kind: name for name, kind in ASSIGNEES.items()}


def stage_tree(stage: Stage) -> Tree:
    return {
        **_gate(stage.exit, "exit", always=True),
        "stageSteps": [_step(step) for step in stage.steps] or ABSENT,
        "connector": connector_tree(stage.connector),
        "faultConnector": connector_tree(stage.fault),
    }


def _step(step: Step) -> Tree:
    extra = dict(step.extra)
    inputs = [Named(RECORD_INPUT, step.record)] if step.record is not None else []
    parameters = [named_tree(one) for one in (*step.inputs, *inputs, *step.settings)]
    action_type = extra.pop("actionType", ACTION_TYPES[step.kind])
    return merged(
        {
            "name": step.name,
            "label": step.label,
            "description": text_or_absent(step.description),
            "actionName": text_or_absent(step.action),
            "actionType": text_or_absent(action_type),
            "assignees": [_assignee(one) for one in step.assignees] or ABSENT,
            **_gate(step.entry, "entry", always=True),
            **_gate(step.exit, "exit", always=step.kind in ("interactive", "approval")),
            "inputParameters": parameters or ABSENT,
            "requiresAsyncProcessing": step.asynchronous,
            "runAsUser": step.as_last_person,
            "stepSubtype": text_or_absent(step.subtype),
        },
        extra,
    )


def _gate(gate: Gate, side: str, *, always: bool) -> Tree:
    tree: Tree = {}
    if always or not gate.conditions.is_empty or gate.conditions.logic != "and":
        tree |= conditions_tree(gate.conditions, logic=f"{side}ConditionLogic", rows=f"{side}Conditions")
    call = gate.evaluation
    if call is not None:
        tree[f"{side}ActionName"] = call.flow
        tree[f"{side}ActionType"] = call.extra.get("actionType", "evaluationFlow")
        tree[f"{side}ActionInputParameters"] = [named_tree(one) for one in call.inputs] or ABSENT
        tree[f"{side}ActionOutputParameters"] = call.extra.get("outputParameters", ABSENT)
    return tree


def _assignee(assignee: Assignee) -> Tree:
    extra = dict(assignee.extra)
    kind = extra.pop("assigneeType", ASSIGNEE_TYPES[assignee.kind])
    return merged({"assignee": value_tree(assignee.value), "assigneeType": text_or_absent(kind)}, extra)
