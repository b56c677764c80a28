"""<start>: how a flow begins."""

from typing import cast

from builder.metadata.names import snake
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of
from engine.document import Start
from engine.document.elements import Connector
from engine.document.timing import ASYNC, Frequency, Schedule, ScheduledPath
from engine.schedules import FREQUENCIES


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
        schedule=_schedule(node.take("schedule")),
        paths=tuple(_path(path, number) for number, path in enumerate(node.take_all("scheduledPaths"), 1)),
        extra=node.rest(),
    )


def _moment(word: str) -> str:
    return "" if word in ("", "None") else snake(word)


def _schedule(node: Node | None) -> Schedule | None:
    if node is None:
        return None
    written = node.word("frequency")
    known = snake(written) in FREQUENCIES
    if not known:
        node.report.unsupported(f"start.schedule: {written or 'without a frequency'}")
    return Schedule(
        frequency=cast(Frequency, snake(written)) if known else "",
        start_date=node.word("startDate"),
        start_time=node.word("startTime"),
        extra={**({} if known else {"frequency": written}), **node.rest()},
    )


def _path(node: Node, number: int) -> ScheduledPath:
    """Only the path that runs right after the save may be without a name."""
    kind = snake(node.word("pathType"))
    if kind not in ("", ASYNC):
        node.report.unsupported(f"start.scheduledPaths: {kind}")
    name = node.word("name")
    return ScheduledPath(
        name=name or (ASYNC if kind == ASYNC else f"path_{number}"),
        label=node.text("label"),
        connector=connector_of(node.take("connector")),
        kind=kind,
        source=snake(node.word("timeSource")),
        field=node.word("recordField"),
        amount=node.integer("offsetNumber") or 0,
        unit=node.word("offsetUnit").lower() or "days",
        batch=node.integer("maxBatchSize"),
        extra=node.rest(),
    )
