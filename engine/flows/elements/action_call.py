"""Action: something outside the flow is asked to act; what it gives comes back."""

from engine.document.call_elements import ActionCall
from engine.flows.answers import ActionAnswered
from engine.flows.moves import Ask, Call, FlowReturned, Go, go
from engine.flows.requests import CallAction
from engine.flows.scope import FlowScope
from engine.flows.targets import prepare, put_outputs
from engine.values import pack, unpack

FLOW = "flow"  # an action that is a flow runs as a subflow does


class ActionCallHandler:
    kind = "action_call"

    def enter(self, element: ActionCall, scope: FlowScope) -> Ask | Call:
        prepare(scope, *(output.target for output in element.outputs))
        inputs = {one.name: pack(scope.resolve(one.value)) for one in element.inputs}
        if element.kind == FLOW:
            return Call(element.action, inputs)
        return Ask(CallAction(element.kind, element.action, inputs, scope.record))

    def answered(self, element: ActionCall, scope: FlowScope, answer: ActionAnswered | FlowReturned) -> Go:
        put_outputs(scope, element, {name: unpack(value) for name, value in answer.outputs.items()})
        scope.memory.note(element.name, self.kind, {"action": element.action})
        return go(element.connector)
