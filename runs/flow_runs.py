"""Running a flow nobody answers to its end: the flow of a background step, or an evaluation flow."""

from typing import Any

from builder.selectors import definition_of
from engine.document import Definition
from engine.errors import Fault
from engine.flows import interview as flows
from engine.flows.outcomes import Faulted, Finished, NeedRecords
from engine.values import Json
from runs.record_work import RecordWork

MOVES = 2000  # requests one flow may make before it is called endless

_inline: dict[int, tuple[Any, bool]] = {}


def only_touches_records(version_id: int) -> bool:
    """Whether the flow may run inside a turn. Kept per version."""
    defn = definition_of(version_id)
    found = _inline.get(version_id)
    if found is None or found[0] is not defn:
        found = _inline[version_id] = (defn, flows.only_touches_records(defn))
    return found[1]


def run_to_end(
    version_id: int,
    inputs: dict[str, Json],
    *,
    at: str,
    work: RecordWork,
    defn: Definition | None = None,
    **begun: Any,
) -> dict[str, Json]:
    """The flow's outputs. What it wrote is kept when it ends well and undone when it faults.

    defn: instead of the version's own (a scheduled path); begun: more of what engine.flows.interview.begin takes

    raises: Fault
    """
    defn = defn or definition_of(version_id)
    with work:
        outcome = flows.begin(defn, inputs, at=at, **begun)
        for _ in range(MOVES):
            if not isinstance(outcome, NeedRecords):
                break
            outcome = flows.advance(defn, outcome.interview, work.answer(outcome.request), at=at)
        if isinstance(outcome, Finished):
            work.keep()
            return outcome.outputs
    if isinstance(outcome, Faulted):
        raise Fault(message=outcome.message, element=outcome.element, code=outcome.code)
    if isinstance(outcome, NeedRecords):
        raise Fault(message=f"{defn.label} asked for records {MOVES} times without an end.", code="flow_endless")
    raise Fault(message=f"{defn.label} shows a screen; a background step cannot.", code="flow_has_screen")
