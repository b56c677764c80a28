"""Problems of the path: where connectors lead, what is never reached, circles with nothing to wait for."""

from engine.document.definition import Definition, Element
from engine.document.elements import Connector, Decision, Unsupported
from engine.document.findings import Findings
from engine.document.stages import Stage


def check_path(defn: Definition, findings: Findings) -> None:
    elements = {element.name: element for element in defn.elements}
    if not defn.start.ways:
        findings.error("start_leads_nowhere", "start", "The start leads to no element.", fix="Add a stage after it.")
    for path, connector in _connectors(defn):
        if connector.target not in elements:
            findings.error(
                "connector_target",
                path,
                f"A connector leads to {connector.target or 'nothing'}, which is not in this definition.",
            )
    for element in defn.elements:
        if isinstance(element, Unsupported):
            findings.error(
                "element_unsupported",
                f"elements/{element.name}",
                f"{element.label or element.name} is of the kind {element.feature}, which cannot run here.",
            )
    reached = _reached(defn, elements)
    for name in elements:
        if name not in reached and defn.start.ways:
            findings.warning("unreachable", f"elements/{name}", f"{name} is never reached.")
    _check_circles(elements, findings)


def leads_to(element: Element) -> list[tuple[str, Connector]]:
    """(name of the way out, connector) in order; ways that lead nowhere are left out."""
    ways: list[tuple[str, Connector | None]] = []
    if isinstance(element, Stage):
        ways = [("connector", element.connector), ("fault", element.fault)]
    elif isinstance(element, Decision):
        ways = [(f"outcomes/{outcome.name}", outcome.connector) for outcome in element.outcomes]
        ways.append(("default", element.default))
    elif isinstance(element, Unsupported):
        ways = list(element.connectors.items())
    return [(name, connector) for name, connector in ways if connector is not None]


def _connectors(defn: Definition) -> list[tuple[str, Connector]]:
    found = list(defn.start.ways)
    for element in defn.elements:
        found += [(f"elements/{element.name}/{way}", connector) for way, connector in leads_to(element)]
    return found


def _reached(defn: Definition, elements: dict[str, Element]) -> set[str]:
    reached: set[str] = set()
    waiting = [connector.target for _, connector in defn.start.ways]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in elements:
            continue
        reached.add(name)
        waiting += [connector.target for _, connector in leads_to(elements[name])]
    return reached


def _check_circles(elements: dict[str, Element], findings: Findings) -> None:
    """A circle of elements none of which can ask a person would only end by its conditions."""
    for start in elements:
        circle = _circle_from(start, elements)
        if circle and start == min(circle):
            findings.warning(
                "circle_without_wait",
                f"elements/{start}",
                f"Nothing waits in the circle {' → '.join([*circle, circle[0]])}: a run may go round and round.",
                fix="Ask a person in it, or make sure that a condition ends it.",
            )


def _circle_from(start: str, elements: dict[str, Element]) -> list[str]:
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        element = elements.get(path[-1])
        if element is None or _asks(element):
            continue
        for _, connector in leads_to(element):
            if connector.target == start:
                return path
            if connector.target not in seen:
                seen.add(connector.target)
                waiting.append([*path, connector.target])
    return []


def _asks(element: Element) -> bool:
    return isinstance(element, Stage) and any(step.kind in ("interactive", "approval") for step in element.steps)
