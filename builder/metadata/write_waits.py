"""Trees of Wait elements: the reverse of elements/waits.py."""

from builder.metadata.emit import ABSENT, Tree, merged
from builder.metadata.write_parts import conditions_tree, connector_tree, named_tree, text_or_absent
from engine.document.operands import Literal, Reference
from engine.document.wait_elements import Wait, WaitEvent


def wait_tree(wait: Wait) -> Tree:
    return {
        "elementSubtype": text_or_absent(wait.subtype),
        "defaultConnector": connector_tree(wait.default),
        "defaultConnectorLabel": text_or_absent(wait.default_label),
        "faultConnector": connector_tree(wait.fault),
        "timeZoneId": text_or_absent(wait.zone),
        "waitEvents": [_event(event) for event in wait.events] or ABSENT,
    }


def _event(event: WaitEvent) -> Tree:
    date = event.date
    return merged(
        {
            "name": event.name,
            **conditions_tree(event.conditions),
            "connector": connector_tree(event.connector),
            "eventType": text_or_absent(event.event),
            "inputParameters": [named_tree(one) for one in event.inputs] or ABSENT,
            "label": text_or_absent(event.label),
            "offset": event.amount.text if isinstance(event.amount, Literal) else ABSENT,
            "offsetUnit": text_or_absent(event.unit),
            "resumeDate": date.text.replace("+00:00", "Z") if isinstance(date, Literal) else ABSENT,
            "resumeDateReference": date.path if isinstance(date, Reference) else ABSENT,
            "resumeTime": text_or_absent(event.clock),
        },
        event.extra,
    )
