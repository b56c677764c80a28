"""Map Collection: a new record for every member, its fields from values that may name the member."""

from engine.document.data_elements import MapCollection
from engine.flows.collections import collection_of, each_as
from engine.flows.moves import Go, Straight, go
from engine.flows.relations import with_field
from engine.flows.scope import FlowScope
from engine.values import RecordValue


class MapCollectionHandler(Straight):
    kind = "map_collection"

    def enter(self, element: MapCollection, scope: FlowScope) -> Go:
        items = collection_of(element.collection, scope, element.name)
        made = [_record(element, scope) for _ in each_as(element.item, items, scope)]
        scope.memory.results[element.name] = made
        scope.memory.note(element.name, self.kind, {"items": str(len(made))})
        return go(element.connector)


def _record(element: MapCollection, scope: FlowScope) -> RecordValue:
    record = RecordValue(element.object, "")
    for item in element.items:
        value = scope.resolve(item.value)
        record = with_field(record, item.target.rpartition(".")[2], value)
    return record
