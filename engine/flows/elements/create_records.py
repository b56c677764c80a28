"""Create Records: from a record or a collection in a variable, or one record from a list of values."""

from typing import Any

from engine.document.flow_elements import CreateRecords, Matching
from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.answers import RecordsAnswered
from engine.flows.filters import filters_of
from engine.flows.limits import MAX_RECORDS, check_count, count_rows
from engine.flows.moves import Ask, Go, go
from engine.flows.relations import with_field
from engine.flows.requests import InsertRecords, Match, UpsertRecords
from engine.flows.scope import FlowScope
from engine.flows.targets import assign, keep_result, prepare
from engine.flows.writes import given_fields, new_fields, records_in
from engine.values import RecordValue


class CreateRecordsHandler:
    kind = "create_records"

    def enter(self, element: CreateRecords, scope: FlowScope) -> Ask | Go:
        prepare(scope, element.id_to)
        if element.matching is not None:
            return _upserted(element, scope)
        if not element.source:
            return Ask(InsertRecords(element.object, (given_fields(element.values, scope),)))
        records = records_in(scope.look_up(tuple(element.source.split("."))))
        if not records:
            scope.memory.note(element.name, self.kind, {"created": "0"})
            return go(element.connector)
        check_count(len(records), MAX_RECORDS, "records", element.name)
        _refuse_saved(records, element.name)
        return Ask(InsertRecords(_object_of(records, element.name), tuple(new_fields(record) for record in records)))

    def answered(self, element: CreateRecords, scope: FlowScope, answer: RecordsAnswered) -> Go:
        count_rows(scope.memory, len(answer.ids), element.name)
        scope.memory.note(element.name, self.kind, {"created": ", ".join(answer.ids[:5])})
        if element.source:
            _write_back(element, scope, answer.ids)
        first = (answer.ids[0] or None) if answer.ids else None
        if element.id_to:
            assign(scope, element.id_to, first, element.name)
        if element.store_automatically:
            keep_result(scope, element, first)
        return go(element.connector)


def _upserted(element: CreateRecords, scope: FlowScope) -> Ask | Go:
    """Those that are there are changed: looked for by id, by a field's value, or by filters."""
    matching = element.matching or Matching()
    filters, logic = filters_of(matching.filters, scope, element.name)
    match = Match(matching.field, filters, logic, matching.none, matching.one, matching.many)
    if not element.source:
        return Ask(UpsertRecords(element.object, (given_fields(element.values, scope),), match=match))
    records = records_in(scope.look_up(tuple(element.source.split("."))))
    if not records:
        scope.memory.note(element.name, "create_records", {"created": "0"})
        return go(element.connector)
    check_count(len(records), MAX_RECORDS, "records", element.name)
    rows = tuple(new_fields(record) for record in records)
    ids = tuple(record.id for record in records)
    return Ask(UpsertRecords(_object_of(records, element.name), rows, ids, match if match.field else None))


def _write_back(element: CreateRecords, scope: FlowScope, ids: tuple[str, ...]) -> None:
    """The records in the source get their new ids."""
    name = scope.program.name(element.source)
    if name is None or not isinstance(scope.program.resources[name], Variable):
        return
    held = scope.read(name)
    created = [with_field(record, "Id", new) for record, new in zip(records_in(held), ids, strict=False)]
    value: Any = created if isinstance(held, list) else created[0] if created else held
    scope.memory.variables[name] = value
    if scope.program.writes_records_back:
        for record in created:
            scope.memory.remember_record(record)


def _refuse_saved(records: list[RecordValue], element: str) -> None:
    saved = next((record for record in records if record.id), None)
    if saved is not None:
        message = f"{element} would create the {saved.object} {saved.id}, which exists already."
        raise Fault(message=message, element=element, code="record_exists")


def _object_of(records: list[RecordValue], element: str) -> str:
    objects = {record.object for record in records}
    if len(objects) != 1:
        message = f"{element} would create records of several objects at once: {', '.join(sorted(objects))}."
        raise Fault(message=message, element=element, code="mixed_objects")
    return objects.pop()
