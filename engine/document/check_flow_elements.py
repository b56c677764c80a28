"""Problems of single elements of flows; one function per kind, one registry."""

from collections.abc import Callable
from typing import Any

from engine.document.check_call_elements import CALL_CHECKS
from engine.document.check_data_elements import DATA_CHECKS
from engine.document.check_targets import collection_at, records_at, target_of
from engine.document.check_values import ValueChecks
from engine.document.check_waits import check_wait
from engine.document.elements import Decision, Unsupported
from engine.document.flow_elements import (
    Assignment,
    CreateRecords,
    GetRecords,
    Loop,
    Screen,
    ScreenField,
    UpdateRecords,
)
from engine.document.flow_names import Meaning
from engine.document.operands import Named
from engine.document.resources import Choice, ChoiceSet
from engine.document.wait_elements import Wait
from engine.flows.operators import OPERATIONS
from engine.flows.screens.fields import view_kind
from engine.flows.views import CHOOSE_MANY, CHOOSE_ONE
from engine.values import Kind

_GROUPS = {
    Kind.NUMBER: "number",
    Kind.CURRENCY: "number",
    Kind.BOOLEAN: "true/false",
    Kind.DATE: "date",
    Kind.DATETIME: "date",
    Kind.TIME: "time",
    Kind.RECORD: "record",
}


def _screen(element: Screen, path: str, checks: ValueChecks) -> None:
    if not element.allow_back and not element.allow_finish:
        message = f"Nobody can leave the screen {element.name}: neither Back nor Next is allowed."
        checks.add("screen_without_exit", path, message, "Allow Back or Next.")
    for text in (element.label, element.help, element.back_label, element.next_label, element.pause_label):
        checks.text(path, text)
    for field in element.fields:
        _field(field, f"{path}/fields/{field.name}", checks)


def _field(field: ScreenField, path: str, checks: ValueChecks) -> None:
    kind = view_kind(field)
    if kind == "unsupported":
        what = field.component or field.extra.get("fieldType") or field.kind
        message = f"The field {field.name} ({what}) cannot be shown here; people see a note in its place."
        checks.add("field_unsupported", path, message, "Use an input field instead.", severity="warning")
        return
    checks.text(path, field.text)
    checks.text(f"{path}/help", field.help)
    checks.operand(f"{path}/default", field.default)
    checks.conditions(f"{path}/visible_when", field.visible_when)
    if field.validation is not None:
        checks.truth(f"{path}/validation", field.validation.formula)
        checks.text(f"{path}/validation/message", field.validation.message)
    if kind in CHOOSE_ONE or kind in CHOOSE_MANY:
        _choices(field, path, checks)
    for inner in field.fields:
        _field(inner, f"{path}/{inner.name}", checks)


def _choices(field: ScreenField, path: str, checks: ValueChecks) -> None:
    if not field.choices:
        checks.add("no_choices", path, f"The field {field.name} offers nothing to choose.", severity="warning")
    program = checks.names.program
    for name in field.choices:
        if not isinstance(program.resources.get(program.name(name) or ""), Choice | ChoiceSet):
            message = f"The field {field.name} offers {name}, which is not a choice of this flow."
            checks.add("choice_unknown", path, message, "Add the choice, or take it out of the field.")
    if field.default_choice and field.default_choice not in field.choices:
        message = f"The default {field.default_choice} is not among the choices of {field.name}."
        checks.add("choice_unknown", path, message, "Choose one of its choices.", soft=True)


def _assignment(element: Assignment, path: str, checks: ValueChecks) -> None:
    for number, item in enumerate(element.items):
        where = f"{path}/items/{number}"
        given = checks.operand(where, item.value)
        if item.operator not in OPERATIONS:
            message = f"{element.name} uses the operator {item.operator}, which does not exist."
            checks.add("operator_unsupported", where, message)
        target = target_of(item.target, where, checks)
        if item.operator == "assign" and target is not None and given is not None:
            _fits(target, given, item.target, where, checks)


def _fits(target: Meaning, given: Meaning, name: str, path: str, checks: ValueChecks) -> None:
    wanted, got = _GROUPS.get(target.kind or Kind.OPAQUE), _GROUPS.get(given.kind or Kind.OPAQUE)
    if wanted is None or got is None or wanted == got:
        return
    checks.add("value_kind", path, f"{name} holds a {wanted} value and is given a {got} value.", soft=True)


def _decision(element: Decision, path: str, checks: ValueChecks) -> None:
    for outcome in element.outcomes:
        checks.conditions(f"{path}/outcomes/{outcome.name}", outcome.conditions)


def _get(element: GetRecords, path: str, checks: ValueChecks) -> None:
    known = checks.object(path, element.object)
    checks.conditions(f"{path}/filters", element.filters, filtered=element.object if known else "")
    checks.operand(f"{path}/limit", element.limit)
    if element.filters.formula:
        checks.add("filter_unsupported", f"{path}/filters", f"{element.name} filters by a formula.", "Use conditions.")
    if known:
        named = (*element.queried_fields, *(output.field for output in element.outputs), element.sort_field)
        for field in dict.fromkeys(name for name in named if name):
            checks.field(path, element.object, field)
    for output in element.outputs:
        target_of(output.target, f"{path}/outputs/{output.field}", checks)
    if element.output:
        target_of(element.output, f"{path}/output", checks)


def _create(element: CreateRecords, path: str, checks: ValueChecks) -> None:
    _source_or_object(element, path, checks)
    if element.matching is not None:
        known = checks.names.known.has_object(element.object)
        filtered = element.object if known else ""
        checks.conditions(f"{path}/matching", element.matching.filters, filtered=filtered)
        if filtered and element.matching.field:
            checks.field(f"{path}/matching", filtered, element.matching.field)
    if element.id_to:
        target_of(element.id_to, f"{path}/id_to", checks)


def _update(element: UpdateRecords, path: str, checks: ValueChecks) -> None:
    _source_or_object(element, path, checks)
    if not element.source:
        known = checks.names.known.has_object(element.object)
        checks.conditions(f"{path}/filters", element.filters, filtered=element.object if known else "")
        if element.filters.is_empty:
            message = f"{element.name} changes every record of {element.object}: it has no filter."
            checks.add("update_without_filter", path, message, "Add a filter.", severity="warning")


def _loop(element: Loop, path: str, checks: ValueChecks) -> None:
    collection_at(f"{path}/collection", element.name, element.collection, checks)
    if element.target:
        target_of(element.target, f"{path}/target", checks)


def _source_or_object(element: CreateRecords | UpdateRecords, path: str, checks: ValueChecks) -> None:
    if element.source:
        records_at(f"{path}/source", element.name, element.source, checks)
        _values(element.values, "", path, checks)
    elif checks.object(path, element.object):
        _values(element.values, element.object, path, checks)


def _values(values: tuple[Named, ...], object_name: str, path: str, checks: ValueChecks) -> None:
    for value in values:
        where = f"{path}/values/{value.name}"
        if object_name:
            checks.field(where, object_name, value.name)
        checks.operand(where, value.value)


def _nothing(element: Unsupported, path: str, checks: ValueChecks) -> None:
    """Said where the paths are followed: what matters is whether it is reached."""


CHECKS: dict[type, Callable[[Any, str, ValueChecks], None]] = {
    Screen: _screen,
    Assignment: _assignment,
    Decision: _decision,
    GetRecords: _get,
    CreateRecords: _create,
    UpdateRecords: _update,
    Loop: _loop,
    Wait: check_wait,
    Unsupported: _nothing,
    **DATA_CHECKS,
    **CALL_CHECKS,
}
