"""<start>: how a flow begins."""

from builder.metadata.names import snake
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of
from engine.document import Start
from engine.document.elements import Connector


def read_start(node: Node | None, first_element: str) -> Start:
    """first_element: the target of <startElementReference>, as old files name it."""
    if node is None:
        return Start(connector=Connector(first_element) if first_element else None)
    node.path = "start"
    connector = connector_of(node.take("connector"))
    trigger = snake(node.word("triggerType"))
    return Start(
        connector=connector or (Connector(first_element) if first_element else None),
        trigger="" if trigger == "none" else trigger,
        object=node.word("object"),
        on=_moment(node.word("recordTriggerType")),
        filters=filters_of(node),
        only_when_changed=node.flag("doesRequireRecordChangedToMeetCriteria"),
        extra=node.rest(),
    )


def _moment(word: str) -> str:
    return "" if word in ("", "None") else snake(word)
