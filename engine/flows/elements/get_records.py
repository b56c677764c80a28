"""Get Records: asks for records, then puts them where the element says."""

from decimal import Decimal
from typing import Any

from engine.document.flow_elements import GetRecords
from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.answers import RecordsAnswered
from engine.flows.filters import filters_of
from engine.flows.limits import MAX_RECORDS, check_count, count_rows
from engine.flows.moves import Ask, Go, go
from engine.flows.relations import MISSING, field_of
from engine.flows.requests import FindRecords
from engine.flows.scope import FlowScope
from engine.flows.targets import assign, keep_result, prepare
from engine.values import RecordValue, unpack


class GetRecordsHandler:
    kind = "get_records"

    def enter(self, element: GetRecords, scope: FlowScope) -> Ask:
        prepare(scope, *(output.target for output in element.outputs))
        filters, logic = filters_of(element.filters, scope, element.name)
        return Ask(
            FindRecords(
                object=element.object,
                filters=filters,
                logic=logic,
                fields=_wanted_fields(element),
                sort_field=element.sort_field,
                sort_order=element.sort_order,
                limit=_limit(element, scope),
            )
        )

    def answered(self, element: GetRecords, scope: FlowScope, answer: RecordsAnswered) -> Go:
        check_count(len(answer.rows), MAX_RECORDS, "records", element.name)
        count_rows(scope.memory, len(answer.rows), element.name)
        rows = [row for row in map(unpack, answer.rows) if isinstance(row, RecordValue)]
        if scope.program.writes_records_back:
            for row in rows:
                scope.memory.remember_record(row)
        scope.memory.note(element.name, self.kind, {"found": str(len(rows))})
        _store(element, scope, rows)
        return go(element.connector)


def _store(element: GetRecords, scope: FlowScope, rows: list[RecordValue]) -> None:
    many = _wants_many(element, scope)
    first = rows[0] if rows else None
    if element.store_automatically:
        keep_result(scope, element, rows if many else first)
    if element.output and (rows or element.null_when_none):
        assign(scope, element.output, rows if many else first, element.name)
    for output in element.outputs:
        if first is not None:
            value = field_of(first, output.field)
            assign(scope, output.target, None if value is MISSING else value, element.name)
        elif element.null_when_none:
            assign(scope, output.target, None, element.name)


def _wants_many(element: GetRecords, scope: FlowScope) -> bool:
    """Whether it gives a collection: never for the first record only or field by field; a variable says for itself."""
    if element.first_only or element.outputs:
        return False
    variable = scope.program.resources.get(scope.program.name(element.output) or "")
    return not isinstance(variable, Variable) or variable.collection


def _wanted_fields(element: GetRecords) -> tuple[str, ...]:
    """The fields to read, () for all. Id always comes."""
    named = (*element.queried_fields, *(output.field for output in element.outputs))
    return tuple(dict.fromkeys(("Id", *named))) if named else ()


def _limit(element: GetRecords, scope: FlowScope) -> int:
    """At most this many rows. One more than allowed is asked for, so that too many are noticed and not cut off."""
    if not _wants_many(element, scope):
        return 1
    limit: Any = scope.resolve(element.limit)
    if limit is None:
        return MAX_RECORDS + 1
    if not isinstance(limit, Decimal) or limit != int(limit) or limit < 1:
        message = f"{element.name} has a limit of {limit}; a whole number of at least 1 is expected."
        raise Fault(message=message, element=element.name, code="value_kind")
    return min(int(limit), MAX_RECORDS + 1)
