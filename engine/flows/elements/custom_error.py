"""Custom Error: the flow ends with messages for people, and what it was saving is not saved."""

from engine.document.call_elements import CustomError
from engine.flows.faults import Refused
from engine.flows.moves import Go, Straight
from engine.flows.scope import FlowScope


class CustomErrorHandler(Straight):
    kind = "custom_error"

    def enter(self, element: CustomError, scope: FlowScope) -> Go:
        fields: dict[str, str] = {}
        for message in element.messages:
            text = scope.fill(message.text)
            fields[message.field] = f"{fields[message.field]} {text}" if message.field in fields else text
        said = " ".join(dict.fromkeys(fields.values())) or element.label or element.name
        raise Refused(message=said, element=element.name, fields=fields)
