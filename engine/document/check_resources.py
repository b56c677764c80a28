"""Problems that any definition can have: names, formulas, the start's trigger, features that are only kept."""

import re
from collections.abc import Iterable

from engine.document.check_conditions import Found, check_rows
from engine.document.conditions import Condition, Conditions
from engine.document.definition import Definition
from engine.document.elements import Decision
from engine.document.findings import Findings
from engine.document.known import Known
from engine.document.names import Meaning, Names, is_event
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.stages import Stage
from engine.formula import (
    CompiledFormula,
    FormulaError,
    UnknownName,
    check_logic,
    compile_conditions,
    compile_formula,
)
from engine.formula.functions import FUNCTIONS
from engine.formula.tree import Call, walk
from engine.values import Kind

API_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*\Z")
TRIGGERS = frozenset({"", "record_after_save"})  # of orchestrations
FLOW_TRIGGERS = TRIGGERS | {"record_before_save", "record_before_delete", "platform_event"}
OLD_API = 58


def check_resources(defn: Definition, known: Known, findings: Findings) -> None:
    _check_names(defn, findings)
    _check_start(defn, known, findings)
    if defn.source == "metadata" and 0 < defn.api_version < OLD_API:
        message = (
            f"It was made for API version {defn.api_version:g}: there records kept the values they were first read "
            "with. Here they are read afresh at each event."
        )
        findings.warning("records_refresh", "", message, fix="Look at conditions that compare with an earlier value.")
    for feature in defn.unsupported:
        findings.warning("feature_kept", "", f"{feature} is kept, but does nothing here yet.")


def check_formula(text: str, path: str, findings: Findings, names: Names, *, start: bool = False) -> Kind | None:
    """The kind a formula gives, None where unknown. One that does not compile is an error whatever its origin; names
    and kinds that do not fit are warnings in an import.

    start: in a start condition, where ISNEW and its like work
    """
    try:
        bare = compile_formula(text)
    except FormulaError as error:
        findings.error(error.code, path, str(error), fix=error.hint, position=error.position)
        return None
    for position, message in () if start else start_only(bare):
        findings.warning("start_only_function", path, message, position=position)
    try:
        return compile_formula(text, kind_of=names.kind_of).kind
    except FormulaError as error:
        findings.unknown(error.code, path, error.message, fix=error.hint, position=error.position)
        return None


def start_only(formula: CompiledFormula) -> list[tuple[int, str]]:
    """(position, message) of each function that works in start conditions only."""
    calls = [node for node in walk(formula.tree) if isinstance(node, Call) and FUNCTIONS[node.name].start_only]
    return [(call.at, f"{call.name} works in start conditions only: nothing was changed just now.") for call in calls]


def check_truth(text: str, path: str, findings: Findings, names: Names, *, start: bool = False) -> None:
    """A formula that is to give true or false."""
    kind = check_formula(text, path, findings, names, start=start)
    if kind not in (None, Kind.BOOLEAN, Kind.OPAQUE):
        message = f"The formula gives {kind.value if kind else kind}, not true or false."
        findings.unknown("formula_not_boolean", path, message)


def check_conditions(
    conditions: Conditions, path: str, findings: Findings, names: Names, *, start: bool = False
) -> bool:
    """Logic and formulas compile and fit. Rows are the caller's (`add_rows`). Returns whether they compile."""
    if conditions.logic == "formula" or (conditions.formula and not conditions.rows):
        check_truth(conditions.formula, path, findings, names, start=start)
        return True
    try:
        compile_conditions(conditions)
    except FormulaError as error:
        findings.error(error.code, path, str(error), fix=error.hint, position=error.position)
        return False
    for problem in check_logic(conditions.logic, len(conditions.rows)) if conditions.rows else ():
        if problem.code == "logic_mixed":
            findings.unknown(problem.code, path, problem.message, fix=problem.fix)
        else:
            findings.error(problem.code, path, problem.message, fix=problem.fix)
    return True


def add_rows(found: Iterable[Found], path: str, findings: Findings) -> None:
    for one in found:
        where = f"{path}/{one.row}" if one.row else path
        (findings.unknown if one.soft else findings.warning)(one.code, where, one.message, fix=one.fix)


def all_names(defn: Definition) -> list[tuple[str, str]]:
    """(name, path) of everything that has a name of its own."""
    names = [(element.name, f"elements/{element.name}") for element in defn.elements]
    for element in defn.elements:
        if isinstance(element, Stage):
            names += [(step.name, f"elements/{element.name}/steps/{step.name}") for step in element.steps]
        elif isinstance(element, Decision):
            names += [(o.name, f"elements/{element.name}/outcomes/{o.name}") for o in element.outcomes]
    for group in ("variables", "constants", "formulas", "templates", "choices", "choice_sets"):
        names += [(resource.name, f"{group}/{resource.name}") for resource in getattr(defn, group)]
    return names


def _check_names(defn: Definition, findings: Findings) -> None:
    seen: set[str] = set()
    for name, path in all_names(defn):
        if not name:
            findings.error("name_missing", path, "Something here has no API name.", fix="Give it an API name.")
        elif not API_NAME.match(name):
            findings.warning(
                "name_form",
                path,
                f"{name} is not an API name: letters, digits and single underscores, beginning with a letter.",
            )
        if name in seen:
            findings.error("name_twice", path, f"{name} is used more than once.", fix="Give one of them another name.")
        seen.add(name)


def _check_start(defn: Definition, known: Known, findings: Findings) -> None:
    start = defn.start
    if start.trigger == "scheduled" and not start.object:
        return  # the schedule itself is looked at in check_start
    allowed = (*(TRIGGERS if defn.kind.is_orchestration else FLOW_TRIGGERS), "scheduled")
    if start.trigger not in allowed:
        findings.warning("trigger_kept", "start", f"The trigger {start.trigger} is kept, but does not start runs yet.")
        return
    if start.trigger and not known.has_object(start.object) and not is_event(start.object):
        message = f"There is no object {start.object or '(none chosen)'}."
        findings.unknown("object_unknown", "start", message, fix="Create or import it; nothing starts until then.")
    names = Names(known, start.object)
    check_conditions(start.filters, "start/filters", findings, names, start=True)
    for number, row in enumerate(start.filters.rows, 1):
        if not row.left.startswith("$") and known.has_object(start.object) and not _names_field(names, row.left):
            findings.unknown("field_unknown", f"start/filters/{number}", f"{start.object} has no field {row.left}.")
    found = check_rows(start.filters, lambda row: _start_meaning(names, row), lambda right: given(names, right))
    add_rows(found, "start/filters", findings)


def _names_field(names: Names, written: str) -> bool:
    try:
        names.along(Meaning(Kind.RECORD, names.object), tuple(written.split(".")), (written,))
    except UnknownName:
        return False
    return True


def _start_meaning(names: Names, row: Condition) -> Meaning | None:
    path = tuple(row.left.split("."))
    return meaning(names, path if row.left.startswith("$") else ("$Record", *path))


def meaning(names: Names, path: tuple[str, ...]) -> Meaning | None:
    """None where nothing is called so: that is a problem of its own."""
    try:
        return names.meaning(path)
    except UnknownName:
        return None


def given(names: Names, operand: Operand | None) -> Meaning | None:
    """What an operand gives; None where that is not known."""
    match operand:
        case Reference():
            return meaning(names, operand.parts)
        case Expression():
            try:
                return Meaning(compile_formula(operand.text, kind_of=names.kind_of).kind)
            except FormulaError:
                return None
        case Literal():
            return Meaning(operand.kind)
    return None
