"""Subflow: another flow runs with variables of its own; its outputs come back."""

from engine.document.call_elements import Subflow
from engine.flows.moves import Call, FlowReturned, Go, go
from engine.flows.scope import FlowScope
from engine.flows.targets import prepare, put_outputs
from engine.values import pack, unpack


class SubflowHandler:
    kind = "subflow"

    def enter(self, element: Subflow, scope: FlowScope) -> Call:
        prepare(scope, *(output.target for output in element.outputs))
        return Call(element.flow, {one.name: pack(scope.resolve(one.value)) for one in element.inputs})

    def answered(self, element: Subflow, scope: FlowScope, answer: FlowReturned) -> Go:
        put_outputs(scope, element, {name: unpack(value) for name, value in answer.outputs.items()})
        scope.memory.note(element.name, self.kind, {"flow": element.flow})
        return go(element.connector)
