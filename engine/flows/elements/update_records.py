"""Update Records: the record or collection in a variable, or every record of an object that meets filters."""

from engine.document.flow_elements import UpdateRecords
from engine.errors import Fault
from engine.flows.answers import RecordsAnswered
from engine.flows.filters import filters_of
from engine.flows.limits import MAX_RECORDS, check_count, count_rows
from engine.flows.moves import Ask, Go, go
from engine.flows.requests import ChangeRecords
from engine.flows.scope import FlowScope
from engine.flows.targets import assign
from engine.flows.writes import changed_fields, given_fields, records_in
from engine.values import Json, RecordValue, pack, unpack

TRIGGERING = "$record"


class UpdateRecordsHandler:
    kind = "update_records"

    def enter(self, element: UpdateRecords, scope: FlowScope) -> Ask | Go:
        if element.source.casefold() == TRIGGERING:
            return self._triggering(element, scope)
        request = _of_source(element, scope) if element.source else _of_filters(element, scope)
        if request is not None:
            return Ask(request)
        scope.memory.note(element.name, self.kind, {"changed": "0"})
        return go(element.connector)

    def _triggering(self, element: UpdateRecords, scope: FlowScope) -> Ask | Go:
        """The record that started the flow: with the save itself where it is not saved yet, else like any other."""
        memory, given = scope.memory, given_fields(element.values, scope)
        if memory.saving is not None:
            for name, value in given.items():
                assign(scope, f"{TRIGGERING}.{name}", unpack(value), element.name)
        elif fields := {**{name: pack(value) for name, value in memory.changed.items()}, **given}:
            return Ask(ChangeRecords(scope.program.defn.start.object, ids=(scope.record,), rows=(fields,)))
        memory.note(element.name, self.kind, {"changed": ", ".join(given)})
        return go(element.connector)

    def answered(self, element: UpdateRecords, scope: FlowScope, answer: RecordsAnswered) -> Go:
        notes = {"changed": str(len(answer.ids) or len(answer.rows))} if answer.ids or answer.rows else {}
        count_rows(scope.memory, len(answer.ids), element.name)
        scope.memory.note(element.name, self.kind, notes)
        if element.source.casefold() == TRIGGERING:
            scope.memory.changed.clear()
        elif element.source and scope.program.writes_records_back:
            for record in records_in(scope.look_up(tuple(element.source.split(".")))):
                scope.memory.remember_record(record)
        return go(element.connector)


def _of_filters(element: UpdateRecords, scope: FlowScope) -> ChangeRecords:
    filters, logic = filters_of(element.filters, scope, element.name)
    return ChangeRecords(element.object, filters=filters, logic=logic, values=given_fields(element.values, scope))


def _of_source(element: UpdateRecords, scope: FlowScope) -> ChangeRecords | None:
    """One row per record with its changed fields; None when nothing changed."""
    records = records_in(scope.look_up(tuple(element.source.split("."))))
    check_count(len(records), MAX_RECORDS, "records", element.name)
    extra = given_fields(element.values, scope)
    rows: dict[str, dict[str, Json]] = {}
    for record in records:
        _refuse_unsaved(record, element.name)
        fields = {**changed_fields(record, scope.memory.origins.get(record.id)), **extra}
        if fields:
            rows[record.id] = fields
    if not rows:
        return None
    objects = {record.object for record in records}
    return ChangeRecords(min(objects) if len(objects) == 1 else "", ids=tuple(rows), rows=tuple(rows.values()))


def _refuse_unsaved(record: RecordValue, element: str) -> None:
    if not record.id:
        message = f"{element} would update a {record.object or 'record'} that is not saved yet: it has no Id."
        raise Fault(message=message, element=element, code="record_not_saved")
