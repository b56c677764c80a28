"""Delete Records: those in a variable, or those that meet filters."""

from engine.document.data_elements import DeleteRecords
from engine.errors import Fault
from engine.flows import requests
from engine.flows.answers import RecordsAnswered
from engine.flows.filters import filters_of
from engine.flows.limits import MAX_RECORDS, check_count, count_rows
from engine.flows.moves import Ask, Go, go
from engine.flows.scope import FlowScope
from engine.flows.writes import records_in


class DeleteRecordsHandler:
    kind = "delete_records"

    def enter(self, element: DeleteRecords, scope: FlowScope) -> Ask | Go:
        if not element.source:
            filters, logic = filters_of(element.filters, scope, element.name)
            return Ask(requests.DeleteRecords(element.object, filters=filters, logic=logic))
        held = scope.look_up(tuple(element.source.split(".")))
        records = records_in(held)
        check_count(len(records), MAX_RECORDS, "records", element.name)
        ids = [record.id for record in records] or _texts(held)
        if "" in ids:
            message = f"{element.name} would delete a record that is not saved: it has no Id."
            raise Fault(message=message, element=element.name, code="record_not_saved")
        if not ids:
            scope.memory.note(element.name, self.kind, {"deleted": "0"})
            return go(element.connector)
        object_name = records[0].object if records else element.object
        return Ask(requests.DeleteRecords(object_name, ids=tuple(dict.fromkeys(ids))))

    def answered(self, element: DeleteRecords, scope: FlowScope, answer: RecordsAnswered) -> Go:
        count_rows(scope.memory, len(answer.ids), element.name)
        scope.memory.note(element.name, self.kind, {"deleted": str(len(answer.ids))})
        return go(element.connector)


def _texts(held: object) -> list[str]:
    """Ids in place of records."""
    members = held if isinstance(held, list) else [held]
    return [str(member) for member in members if isinstance(member, str) and member]
