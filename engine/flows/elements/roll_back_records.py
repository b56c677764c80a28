"""Roll Back Records: what the flow wrote since it last waited is as if it had not been."""

from engine.document.data_elements import RollBackRecords
from engine.flows.answers import RecordsAnswered
from engine.flows.moves import Ask, Go, go
from engine.flows.requests import UndoWrites
from engine.flows.scope import FlowScope


class RollBackRecordsHandler:
    kind = "roll_back_records"

    def enter(self, element: RollBackRecords, scope: FlowScope) -> Ask:
        return Ask(UndoWrites())

    def answered(self, element: RollBackRecords, scope: FlowScope, answer: RecordsAnswered) -> Go:
        scope.memory.origins.clear()  # what was read may have been undone
        scope.memory.note(element.name, self.kind, {})
        return go(element.connector)
