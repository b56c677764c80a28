"""Problems that any definition can have: names, formulas, the start's trigger, features that are only kept."""

import re

from engine.document.conditions import Conditions
from engine.document.definition import Definition
from engine.document.elements import Decision
from engine.document.findings import Findings
from engine.document.known import Known
from engine.document.stages import Stage
from engine.formula import FormulaError, check_logic, compile_conditions, compile_formula

API_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*\Z")
TRIGGERS = frozenset({"", "record_after_save"})


def check_resources(defn: Definition, known: Known, findings: Findings) -> None:
    _check_names(defn, findings)
    for formula in defn.formulas:
        check_formula(formula.expression, f"formulas/{formula.name}", findings)
    _check_start(defn, known, findings)
    for feature in defn.unsupported:
        findings.warning("feature_kept", "", f"{feature} is kept, but does nothing here yet.")


def check_formula(text: str, path: str, findings: Findings) -> None:
    try:
        compile_formula(text)
    except FormulaError as error:
        findings.error(error.code, path, str(error), fix=error.hint, position=error.position)


def check_conditions(conditions: Conditions, path: str, findings: Findings) -> None:
    """Logic and formulas compile. Names are the caller's: they depend on what the definition can see."""
    try:
        compile_conditions(conditions)
    except FormulaError as error:
        findings.error(error.code, path, str(error), fix=error.hint, position=error.position)
        return
    for problem in check_logic(conditions.logic, len(conditions.rows)) if conditions.rows else ():
        if problem.code == "logic_mixed":
            findings.unknown(problem.code, path, problem.message, fix=problem.fix)
        else:
            findings.error(problem.code, path, problem.message, fix=problem.fix)


def all_names(defn: Definition) -> list[tuple[str, str]]:
    """(name, path) of everything that has a name of its own."""
    names = [(element.name, f"elements/{element.name}") for element in defn.elements]
    for element in defn.elements:
        if isinstance(element, Stage):
            names += [(step.name, f"elements/{element.name}/steps/{step.name}") for step in element.steps]
        elif isinstance(element, Decision):
            names += [(o.name, f"elements/{element.name}/outcomes/{o.name}") for o in element.outcomes]
    for group in ("variables", "constants", "formulas", "templates", "choices"):
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
    if start.trigger not in TRIGGERS:
        findings.warning("trigger_kept", "start", f"The trigger {start.trigger} is kept, but does not start runs yet.")
        return
    if start.trigger and not known.has_object(start.object):
        findings.error("object_unknown", "start", f"There is no object {start.object or '(none chosen)'}.")
    check_conditions(start.filters, "start/filters", findings)
    for number, row in enumerate(start.filters.rows, 1):
        if known.has_object(start.object) and known.field(start.object, row.left) is None:
            findings.unknown("field_unknown", f"start/filters/{number}", f"{start.object} has no field {row.left}.")
