"""Results that are read before what makes them can have run: on no way from the start does it come first."""

from collections.abc import Callable, Iterator

from engine.document.definition import Definition, Element
from engine.document.elements import Decision
from engine.document.mentions import Path, mentions
from engine.document.stages import Stage, Step

Ways = Callable[[Element], list[str]]


def reachable(defn: Definition, ways: Ways) -> dict[str, frozenset[str]]:
    """For each element: those that can come after it, itself only when a circle leads back to it."""
    leads = {element.name: ways(element) for element in defn.elements}
    return {name: _closure(leads, name) for name in leads}


def _closure(leads: dict[str, list[str]], start: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(leads.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name in leads and name not in seen:
            seen.add(name)
            waiting.extend(leads[name])
    return frozenset(seen)


def too_early(
    defn: Definition, ways: Ways, expand: Callable[[frozenset[Path]], frozenset[Path]]
) -> Iterator[tuple[str, str, str]]:
    """(where, the path read, the element whose result it is), for each reading that can only find nothing."""
    after = reachable(defn, ways)
    makers = _makers(defn)
    for element in defn.elements:
        for where, part, own in _parts(element):
            for path in sorted(expand(mentions(part))):
                maker = makers.get(path[0].casefold())
                if maker is None:
                    continue
                same = maker == element.name and path[0].casefold() != own.casefold()
                comes_first = same or element.name in after[maker]
                if not comes_first:
                    yield where, ".".join(path), maker


def _makers(defn: Definition) -> dict[str, str]:
    """Names whose value only an element gives: its own, its steps', its outcomes', its screen fields'."""
    makers: dict[str, str] = {}
    for element in defn.elements:
        makers[element.name.casefold()] = element.name
        inner = [step.name for step in element.steps] if isinstance(element, Stage) else []
        if isinstance(element, Decision):
            inner = [outcome.name for outcome in element.outcomes]
        for name in (*inner, *_screen_fields(getattr(element, "fields", ()))):
            makers[name.casefold()] = element.name
    return makers


def _screen_fields(fields: object) -> Iterator[str]:
    for field in fields if isinstance(fields, tuple) else ():
        if getattr(field, "name", ""):
            yield field.name
        yield from _screen_fields(getattr(field, "fields", ()))


def _parts(element: Element) -> Iterator[tuple[str, object, str]]:
    """(path, part, name whose own result it cannot read). Steps may read others of their stage."""
    path = f"elements/{element.name}"
    if isinstance(element, Stage):
        yield f"{path}/exit", element.exit, ""
        for step in element.steps:
            yield from _step_parts(step, f"{path}/steps/{step.name}")
    elif isinstance(element, Decision):
        for outcome in element.outcomes:
            yield f"{path}/outcomes/{outcome.name}", outcome.conditions, outcome.name
    else:
        yield path, element, element.name


def _step_parts(step: Step, path: str) -> Iterator[tuple[str, object, str]]:
    yield f"{path}/entry", step.entry, step.name
    yield f"{path}/exit", step.exit, ""
    yield path, (step.assignees, step.record, step.inputs, step.settings), step.name
