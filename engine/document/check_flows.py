"""Problems of screen, autolaunched and evaluation flows. Every problem is reported, each with where and what to do."""

from collections.abc import Iterator

from engine.document.check_choice_sets import check_choice_set
from engine.document.check_flow_elements import CHECKS
from engine.document.check_order import too_early
from engine.document.check_resources import all_names
from engine.document.check_start import start_problems
from engine.document.check_values import ValueChecks
from engine.document.definition import Definition, Element, FlowKind
from engine.document.elements import Connector, Decision, Unsupported
from engine.document.flow_elements import Screen
from engine.document.flow_names import FlowNames
from engine.document.known import Known
from engine.document.mentions import Path
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.resources import Choice, Formula, TextTemplate, Variable
from engine.document.wait_elements import Wait
from engine.flows.program import screen_fields
from engine.formula import merge_paths, references
from engine.problems import Problem
from engine.values import Kind

EVALUATION_OUTPUT = "isOrchestrationConditionMet"
APPROVAL_OUTPUTS = {"approvaldecision": "approvalDecision", "approvalcomments": "approvalComments"}
APPROVAL_VALUES = frozenset({"Approve", "Reject"})
_Defined = Formula | TextTemplate | Variable | Choice


def check_flow(defn: Definition, known: Known) -> list[Problem]:
    """Everything that is wrong with a flow; an error blocks activation."""
    checks = ValueChecks(FlowNames(defn, known))
    _names(defn, checks)
    _paths(defn, checks)
    for code, where, message, fix in start_problems(defn, known):
        checks.add(code, where, message, fix, soft=True)
    _resources(defn, checks)
    _cycles(defn, checks)
    _order(defn, checks)
    for element in defn.elements:
        check = CHECKS.get(type(element))
        if check is None:
            checks.add("element_unsupported", f"elements/{element.name}", f"{element.name} cannot stand in a flow.")
        else:
            check(element, f"elements/{element.name}", checks)
    _kind(defn, checks)
    return checks.problems


def connectors_of(element: Element) -> Iterator[tuple[str, Connector]]:
    """Every connector of an element with the path under the element."""
    if isinstance(element, Unsupported):
        yield from element.connectors.items()
        return
    if isinstance(element, Decision):
        for outcome in element.outcomes:
            if outcome.connector is not None:
                yield f"outcomes/{outcome.name}", outcome.connector
    for event in element.events if isinstance(element, Wait) else ():
        if event.connector is not None:
            yield f"events/{event.name}", event.connector
    for name in ("connector", "default", "fault", "each", "done"):
        connector = getattr(element, name, None)
        if isinstance(connector, Connector):
            yield name, connector


def _names(defn: Definition, checks: ValueChecks) -> None:
    """Names of screen fields are nobody else's, and case alone tells no names apart; the rest is check_resources."""
    fields = [
        field.name
        for element in defn.elements
        if isinstance(element, Screen)
        for field in screen_fields(element.fields)
        if field.name
    ]
    spelled: dict[str, list[str]] = {}
    for name in [*(name for name, _ in all_names(defn)), *fields]:
        spelled.setdefault(name.casefold(), []).append(name)
    for names in spelled.values():
        if len(names) > 1 and (len(set(names)) > 1 or names[0] in fields):
            message = f"{names[-1]} is used more than once; case does not tell names apart."
            checks.add("name_twice", names[-1], message, "Give one of them another name.")


def _paths(defn: Definition, checks: ValueChecks) -> None:
    """Connectors lead somewhere; elements that nothing leads to are said."""
    elements = {element.name: element for element in defn.elements}
    if not defn.start.ways:
        checks.add(
            "start_leads_nowhere", "start", "The flow does nothing: its start leads nowhere.", severity="warning"
        )
    for where, connector in defn.start.ways:
        if connector.target not in elements:
            message = f"The start leads to {connector.target}, which does not exist."
            checks.add("connector_target", f"{where}/connector", message, "Connect the start to an element.")
    for element in defn.elements:
        for where, connector in connectors_of(element):
            if connector.target not in elements:
                message = f"{element.name} leads to {connector.target}, which does not exist."
                checks.add("connector_target", f"elements/{element.name}/{where}", message, "Connect it again.")
    reached = _reached(defn, elements)
    for element in defn.elements:
        path = f"elements/{element.name}"
        if isinstance(element, Unsupported):
            message = f"{element.label or element.name} cannot run here ({element.feature})."
            fix = "The flow fails when it gets there. Replace the element, or remove it."
            blocks = element.name in reached and defn.source != "metadata"  # an imported one may run its other paths
            checks.add("element_unsupported", path, message, fix, severity="error" if blocks else "warning")
        if element.name not in reached:
            checks.add("unreachable", path, f"Nothing leads to {element.name}.", severity="warning")


def _reached(defn: Definition, elements: dict[str, Element]) -> set[str]:
    reached: set[str] = set()
    ahead = [connector.target for _, connector in defn.start.ways]
    while ahead:
        name = ahead.pop()
        if name in elements and name not in reached:
            reached.add(name)
            ahead.extend(connector.target for _, connector in connectors_of(elements[name]))
    return reached


def _resources(defn: Definition, checks: ValueChecks) -> None:
    for variable in defn.variables:
        path = f"variables/{variable.name}"
        if variable.kind is Kind.RECORD:
            checks.object(path, variable.object)
        checks.operand(f"{path}/default", variable.default)
    for constant in defn.constants:
        checks.operand(f"constants/{constant.name}/value", constant.value)
    for formula in defn.formulas:
        checks.formula(f"formulas/{formula.name}", formula.expression)
    for template in defn.templates:
        checks.text(f"templates/{template.name}", template.text)
    for choice in defn.choices:
        checks.text(f"choices/{choice.name}/label", choice.label)
        checks.operand(f"choices/{choice.name}/value", choice.value)
        if choice.input is not None:
            checks.text(f"choices/{choice.name}/input", choice.input.prompt)
            if choice.input.validation is not None:
                checks.truth(f"choices/{choice.name}/input/validation", choice.input.validation.formula)
                checks.text(f"choices/{choice.name}/input/validation/message", choice.input.validation.message)
    for choice_set in defn.choice_sets:
        check_choice_set(choice_set, f"choice_sets/{choice_set.name}", checks)
    checks.text("interview_label", defn.interview_label)


def _order(defn: Definition, checks: ValueChecks) -> None:
    """What is read before it can be there is null: a warning."""

    def ways(element: Element) -> list[str]:
        return [connector.target for _, connector in connectors_of(element)]

    program = checks.names.program

    def expand(paths: frozenset[Path]) -> frozenset[Path]:
        found: set[Path] = set()
        ahead = list(paths)
        while ahead:
            path = ahead.pop()
            if path not in found:
                found.add(path)
                resource = program.resources.get(program.name(path[0]) or "")
                ahead.extend(_read_by(resource))
        return frozenset(found)

    for where, path, maker in too_early(defn, ways, expand):
        message = f"{path} is read before {maker} can have run: it is empty here."
        fix = "Read it later on the path, or something that is there by then."
        checks.add("used_too_early", where, message, fix, severity="warning")


def _read_by(resource: object) -> frozenset[Path]:
    """What a formula or text names: reading it is reading them."""
    match resource:
        case Formula():
            return references(resource.expression)
        case TextTemplate():
            return merge_paths(resource.text)
    return frozenset()


def _cycles(defn: Definition, checks: ValueChecks) -> None:
    """Resources that are defined by themselves, over others."""
    names = checks.names.program.name
    defined: list[_Defined] = [*defn.formulas, *defn.templates, *defn.variables, *defn.choices]
    leads = {resource.name: {found for root in _roots(resource) if (found := names(root))} for resource in defined}
    for name in leads:
        if name in _closure(leads, name):
            message = f"{name} is defined by itself, over {', '.join(sorted(leads[name]))}."
            checks.add("resource_cycle", name, message, "Break the circle.")


def _roots(resource: _Defined) -> set[str]:
    match resource:
        case Formula():
            return {path[0] for path in references(resource.expression)}
        case TextTemplate():
            return {path[0] for path in merge_paths(resource.text)}
        case Choice():
            return {path[0] for path in merge_paths(resource.label)} | _operand_roots(resource.value)
        case Variable():
            return _operand_roots(resource.default)


def _operand_roots(operand: Operand | None) -> set[str]:
    match operand:
        case Reference():
            return {operand.parts[0]}
        case Expression():
            return {path[0] for path in references(operand.text)}
        case Literal(kind=Kind.TEXT):
            return {path[0] for path in merge_paths(operand.text)}
    return set()


def _closure(leads: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = list(leads[start])
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead.extend(leads.get(name, ()))
    return seen


def _kind(defn: Definition, checks: ValueChecks) -> None:
    if defn.kind in (FlowKind.AUTOLAUNCHED, FlowKind.EVALUATION):
        for element in defn.elements:
            if isinstance(element, Screen):
                message = f"The screen {element.name} stands in a flow that runs without a person."
                fix = "Make it a screen flow, or remove the screen."
                checks.add("screen_without_person", f"elements/{element.name}", message, fix)
    if defn.kind in (FlowKind.SCREEN, FlowKind.EVALUATION):
        for element in defn.elements:
            if isinstance(element, Wait):
                message = f"{element.label or element.name} waits; a flow with screens, or one that answers, cannot."
                fix = "Wait in the flow of a background step."
                checks.add("wait_not_possible", f"elements/{element.name}", message, fix, soft=True)
    if defn.kind is FlowKind.EVALUATION:
        _evaluation(defn, checks)
    if defn.kind is FlowKind.SCREEN:
        _approval(defn, checks)


def _evaluation(defn: Definition, checks: ValueChecks) -> None:
    output = next((variable for variable in defn.variables if variable.name == EVALUATION_OUTPUT), None)
    if output is None or not output.is_output or output.kind is not Kind.BOOLEAN or output.collection:
        message = f"An evaluation flow answers by the true/false output {EVALUATION_OUTPUT}; this one has none."
        fix = (
            f"Add a true/false variable {EVALUATION_OUTPUT}, available for output. Without it the answer is never yes."
        )
        checks.add("evaluation_output_missing", f"variables/{EVALUATION_OUTPUT}", message, fix, soft=True)


def _approval(defn: Definition, checks: ValueChecks) -> None:
    """A screen flow with outputs called like those of an approval decides by exact names and values."""
    for variable in defn.variables:
        wanted = APPROVAL_OUTPUTS.get(variable.name.casefold())
        if wanted is None or not variable.is_output:
            continue
        path = f"variables/{variable.name}"
        if variable.name != wanted:
            message = f"An approval step reads the output {wanted}; {variable.name} is spelled differently."
            checks.add("approval_output_name", path, message, f"Call it {wanted}.", severity="warning")
        elif wanted == "approvalDecision" and (odd := _other_values(variable, checks)):
            message = f"An approval step knows Approve and Reject only; the choices also give {', '.join(sorted(odd))}."
            checks.add("approval_choice_value", path, message, "Change the stored values.", severity="warning")


def _other_values(variable: Variable, checks: ValueChecks) -> set[str]:
    if not isinstance(variable.default, Reference):
        return set()
    program = checks.names.program
    field = program.resources.get(program.name(variable.default.parts[0]) or "")
    choices = [program.resources.get(name) for name in getattr(field, "choices", ())]
    literals = [choice.value for choice in choices if isinstance(choice, Choice)]
    return {value.text for value in literals if isinstance(value, Literal)} - APPROVAL_VALUES
