"""Filter Collection: the members that meet the conditions, as a new collection."""

from engine.document.data_elements import FilterCollection
from engine.errors import Fault
from engine.flows.collections import collection_of, each_as
from engine.flows.moves import Go, Straight, go
from engine.flows.scope import FlowScope
from engine.formula import FormulaError, judge


class FilterCollectionHandler(Straight):
    kind = "filter_collection"

    def enter(self, element: FilterCollection, scope: FlowScope) -> Go:
        try:
            compiled = scope.program.conditions(element.conditions)
        except FormulaError as error:
            message = f"The conditions of {element.label or element.name} do not compile: {error}"
            raise Fault(message=message, element=element.name, code=error.code) from error
        items = collection_of(element.collection, scope, element.name)
        kept = [item for item in each_as(element.item, items, scope) if judge(compiled, scope).result]
        scope.memory.results[element.name] = kept
        scope.memory.note(element.name, self.kind, {"items": f"{len(kept)} of {len(items)}"})
        return go(element.connector)
