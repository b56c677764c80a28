"""Problems of orchestrations: the path, stages and steps, what they call, whom they ask, what their conditions name."""

from collections import Counter

from engine.document.check_conditions import check_rows
from engine.document.check_deadlines import check_timing
from engine.document.check_order import too_early
from engine.document.check_path import check_path, leads_to
from engine.document.check_resources import add_rows, check_conditions, check_formula, given, meaning
from engine.document.check_start import start_problems
from engine.document.conditions import Conditions, Operator
from engine.document.definition import Definition, FlowKind
from engine.document.elements import Decision
from engine.document.findings import Findings
from engine.document.globals import global_named
from engine.document.index import Index
from engine.document.known import FlowFact, Known
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.run_names import RunNames
from engine.document.stages import Assignee, Gate, Stage, Step
from engine.formula import UnknownName, merge_paths
from engine.formula.errors import nearest
from engine.values import Kind

MOST_REQUIREMENTS = 10
CALLS: dict[str, tuple[str, ...]] = {
    "background": (FlowKind.AUTOLAUNCHED,),
    "interactive": (FlowKind.SCREEN,),
    "approval": (FlowKind.SCREEN,),
}


def check_orchestration(defn: Definition, known: Known, findings: Findings) -> None:
    Checker(defn, known, findings).run()


class Checker:
    """One pass over one orchestration."""

    def __init__(self, defn: Definition, known: Known, findings: Findings) -> None:
        self.defn, self.known, self.findings = defn, known, findings
        self.index = Index(defn)
        self.names = RunNames(defn, known, self.index)

    def run(self) -> None:
        check_path(self.defn, self.findings)
        for code, where, message, fix in start_problems(self.defn, self.known):
            self.findings.unknown(code, where, message, fix=fix)
        if not self.index.stages:
            self.findings.error("no_stage", "", "There is no stage.", fix="Add a stage with at least one step.")
        for element in self.defn.elements:
            if isinstance(element, Stage):
                self._stage(element)
            elif isinstance(element, Decision):
                self._decision(element)
        for formula in self.defn.formulas:
            check_formula(formula.expression, f"formulas/{formula.name}", self.findings, self.names)
        for template in self.defn.templates:
            self._text(template.text, f"templates/{template.name}")
        for variable in self.defn.variables:
            self._operand(variable.default, f"variables/{variable.name}")
        self._order()

    def _order(self) -> None:
        """What is read before it can be there is null, never a fault: a warning."""

        def ways(element: object) -> list[str]:
            return [connector.target for _, connector in leads_to(element)]  # type: ignore[arg-type]

        for where, path, maker in too_early(self.defn, ways, self.index.expand):
            message = f"{path} is read before {maker} can have run: it is empty here."
            fix = "Read it later on the path, or something that is there by then."
            self.findings.warning("used_too_early", where, message, fix=fix)

    def _stage(self, stage: Stage) -> None:
        path = f"elements/{stage.name}"
        if not stage.steps:
            self.findings.error("stage_empty", path, f"The stage {_called(stage)} has no step.", fix="Add a step.")
        self._gate(stage.exit, f"{path}/exit")
        for step in stage.steps:
            self._step(step, f"{path}/steps/{step.name}")

    def _step(self, step: Step, path: str) -> None:
        if step.kind in ("external", "unsupported"):
            self.findings.error(
                "step_kind_unsupported",
                path,
                f"{_called(step)} is a step of a kind that cannot run here ({step.subtype or step.kind}).",
                fix="Replace it by a background or interactive step.",
            )
        self._gate(step.entry, f"{path}/entry")
        if step.kind in ("interactive", "approval"):
            self._gate(step.exit, f"{path}/exit")
            self._assignees(step, path)
        for named in (*step.inputs, *step.settings):
            self._operand(named.value, f"{path}/inputs/{named.name}")
        self._operand(step.record, f"{path}/record")
        check_timing(step, path, self.findings, self._operand)
        if step.kind in CALLS:
            self._called_flow(step, path)

    def _assignees(self, step: Step, path: str) -> None:
        if not step.assignees:
            self.findings.error(
                "assignee_missing", path, f"{_called(step)} asks nobody.", fix="Choose a user, group or queue."
            )
        for number, assignee in enumerate(step.assignees):
            self._assignee(step, assignee, f"{path}/assignees/{number}")

    def _assignee(self, step: Step, assignee: Assignee, path: str) -> None:
        self._operand(assignee.value, path)
        if not isinstance(assignee.value, Literal) or assignee.kind == "resource":
            return
        name = assignee.value.text
        if not self.known.has_assignee(assignee.kind, name):
            self.findings.unknown(
                "assignee_unknown",
                path,
                f"{_called(step)} is assigned to the {assignee.kind} {name}, which does not exist or is not active.",
                fix=f"Create {name}, or choose another assignee.",
            )

    def _called_flow(self, step: Step, path: str) -> None:
        if not step.action:
            self.findings.error("flow_missing", path, f"{_called(step)} calls no flow.", fix="Choose a flow.")
            return
        flow = self.known.flow(step.action)
        if flow is None:
            self.findings.unknown(
                "flow_unknown",
                path,
                f"{_called(step)} calls the flow {step.action}, which does not exist.",
                fix=f"Create or import {step.action}.",
            )
            return
        if flow.kind not in CALLS[step.kind]:
            wanted = " or ".join(CALLS[step.kind])
            self.findings.error(
                "flow_kind", path, f"{_called(step)} needs a flow of kind {wanted}; {step.action} is {flow.kind}."
            )
        if not flow.is_active:
            self.findings.warning(
                "flow_inactive", path, f"{step.action}, which {_called(step)} calls, has no active version yet."
            )
        self._inputs(step, flow, path)

    def _inputs(self, step: Step, flow: FlowFact, path: str) -> None:
        passed = Counter(named.name for named in step.inputs)
        for name, times in passed.items():
            if name not in flow.inputs:
                self.findings.warning(
                    "input_unknown", f"{path}/inputs/{name}", f"{flow.api_name} takes no input {name}; it is left out."
                )
            if times > 1:
                self.findings.error("input_twice", f"{path}/inputs/{name}", f"The input {name} is given twice.")
        for variable in flow.inputs.values():
            if variable.required and variable.name not in passed:
                self.findings.error(
                    "input_missing", path, f"{_called(step)} must give {flow.api_name} the input {variable.name}."
                )
        if step.kind == "approval" and "approvalDecision" not in flow.outputs:
            self.findings.warning(
                "approval_output_missing",
                path,
                f"{flow.api_name} gives no output approvalDecision; only the Approve and Reject buttons will decide.",
            )

    def _decision(self, decision: Decision) -> None:
        path = f"elements/{decision.name}"
        if not decision.outcomes:
            self.findings.error("decision_empty", path, f"The decision {_called(decision)} has no outcome.")
        for outcome in decision.outcomes:
            where = f"{path}/outcomes/{outcome.name}"
            if outcome.conditions.is_empty:
                self.findings.warning(
                    "outcome_always", where, f"{_called(outcome)} has no condition: it is always taken."
                )
            self._conditions(outcome.conditions, where)

    def _gate(self, gate: Gate, path: str) -> None:
        if len(gate.conditions.rows) > MOST_REQUIREMENTS:
            self.findings.error(
                "requirements_too_many", path, f"There are {len(gate.conditions.rows)} requirements; 10 are allowed."
            )
        self._conditions(gate.conditions, path)
        if gate.evaluation is not None:
            self._evaluation(gate.evaluation.flow, path)
            for named in gate.evaluation.inputs:
                self._operand(named.value, f"{path}/{named.name}")

    def _evaluation(self, name: str, path: str) -> None:
        flow = self.known.flow(name)
        if flow is None:
            self.findings.unknown("flow_unknown", path, f"The evaluation flow {name} does not exist.")
        elif flow.kind != FlowKind.EVALUATION:
            self.findings.unknown("flow_kind", path, f"{name} is not an evaluation flow.")
        elif not _answers(flow):
            self.findings.unknown(
                "evaluation_output",
                path,
                f"{name} has no Boolean output isOrchestrationConditionMet, so this condition never comes true.",
                fix="Rename its output variable.",
            )

    def _conditions(self, conditions: Conditions, path: str) -> None:
        check_conditions(conditions, path, self.findings, self.names)
        for number, row in enumerate(conditions.rows, 1):
            self._name(row.left, f"{path}/{number}")
            self._operand(row.right, f"{path}/{number}")
            if row.operator is Operator.NONE:
                message = f"The condition on {row.left} has no operator and is never true."
                self.findings.unknown("no_operator", f"{path}/{number}", message, fix="Choose an operator.")
        found = check_rows(
            conditions,
            lambda row: meaning(self.names, tuple(row.left.split("."))),
            lambda right: given(self.names, right),
        )
        add_rows(found, path, self.findings)

    def _operand(self, operand: Operand | None, path: str) -> None:
        match operand:
            case Reference():
                self._name(operand.path, path)
            case Expression():
                check_formula(operand.text, path, self.findings, self.names)
            case Literal(text=text) if "{!" in text:
                self._text(text, path)
            case Literal():
                try:
                    _ = operand.value
                except ValueError:
                    self.findings.error("value_kind", path, f"{operand.text} is not a {operand.kind}.")

    def _text(self, text: str, path: str) -> None:
        for written in sorted(merge_paths(text)):
            self._name(".".join(written), path)

    def _name(self, dotted: str, path: str) -> None:
        """What a path names exists; what is wrong with it has its own code by what it names."""
        parts = tuple(dotted.split("."))
        if self._is_record_without_start(parts, dotted, path):
            return
        try:
            self.names.meaning(parts)
        except UnknownName as error:
            self._unknown(parts, dotted, path, nearest(dotted, error.known))

    def _unknown(self, parts: tuple[str, ...], dotted: str, path: str, hint: str) -> None:
        root, *rest = parts
        index = self.index
        if root in index.steps and rest[:1] == ["Outputs"] and len(rest) > 1:
            if index.steps[root].kind in CALLS:
                flow = index.steps[root].action
                message = f"{dotted}: the flow {flow} has no output {rest[1]}."
                self.findings.unknown("output_unknown", path, message, fix=hint)
        elif root in index.steps:
            message = f"{dotted}: a step has Status and Outputs only."
            self.findings.unknown("name_unknown", path, message, fix=hint)
        elif root.casefold() in ("$record", "$record__prior"):
            message = f"{self.defn.start.object} has no field {'.'.join(rest)}."
            self.findings.unknown("field_unknown", path, message, fix=hint)
        elif global_named(root) is not None or not self._knows(root):
            message = f"There is nothing called {dotted if root[:1] == '$' else root} in this orchestration."
            self.findings.unknown("name_unknown", path, message, fix=hint)
        else:
            self.findings.unknown("name_unknown", path, f"{dotted}: {root} has nothing of that name.", fix=hint)

    def _is_record_without_start(self, parts: tuple[str, ...], dotted: str, path: str) -> bool:
        """$Record where no record starts it: said, and nothing more to say about the path."""
        is_record = parts[0].casefold() in ("$record", "$record__prior") and len(parts) > 1
        if is_record and not self.defn.start.object:
            message = f"{dotted}: only a record-triggered orchestration has {parts[0]}."
            self.findings.unknown("record_unavailable", path, message)
            return True
        return False

    def _knows(self, root: str) -> bool:
        index = self.index
        groups = (index.elements, index.outcomes, index.variables, index.constants, index.formulas, index.templates)
        return any(root in group for group in groups)


def _answers(flow: FlowFact) -> bool:
    """Whether an evaluation flow has the output that is read, spelled so and true/false."""
    output = flow.outputs.get("isOrchestrationConditionMet")
    return output is not None and output.kind is Kind.BOOLEAN and not output.collection


def _called(thing: object) -> str:
    return getattr(thing, "label", "") or getattr(thing, "name", "")
