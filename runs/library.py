"""The flows that other flows call (engine.flows.library.Library), as the database has them."""

from builder.selectors import definition_of
from engine.document import Definition
from runs import pins


class ActiveFlows:
    """stamp: what the caller read of the active versions; without one it is read when it is first needed."""

    def __init__(self, stamp: pins.Stamp | None = None) -> None:
        self._stamp = stamp

    def find(self, flow: str) -> tuple[str, Definition] | None:
        if self._stamp is None:
            self._stamp = pins.read_stamp()
        active = pins.active_flows(self._stamp).get(flow)
        if active is None:
            return None
        return str(active.version_id), definition_of(active.version_id)

    def get(self, version: str) -> Definition:
        return definition_of(int(version))
