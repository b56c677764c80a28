"""A definition as an outline that reads well without a picture: what happens, in order, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from builder.kinds import ELEMENT_ICONS, ELEMENT_LABELS, STEP_ICONS, STEP_LABELS
from builder.outline_parts import exits_of, facts_of
from builder.words import Sentence, Words
from engine.document import Definition, Element
from engine.document.elements import Decision
from engine.document.operands import Named
from engine.document.stages import Gate, Stage, Step


@dataclass(frozen=True)
class Exit:
    """Where a path leads: `when` is "" for the ordinary way on. target "" means the path ends."""

    when: str
    target: str
    label: str
    go_to: bool = False


@dataclass(frozen=True)
class OutlineStep:
    name: str
    label: str
    kind: str
    kind_label: str
    icon: str
    description: str
    calls: str
    assignees: tuple[str, ...]
    starts: str
    starts_when: Sentence | None
    done: str
    done_when: Sentence | None
    record: str
    inputs: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OutlineOutcome:
    """name: "" for the default outcome."""

    name: str
    label: str
    sentence: Sentence
    exit: Exit
    only_when_changed: bool


@dataclass(frozen=True)
class OutlineElement:
    """reached: whether a path from the start leads here. facts: (term, text) pairs of flow elements."""

    name: str
    label: str
    kind: str
    kind_label: str
    icon: str
    description: str
    reached: bool
    steps: tuple[OutlineStep, ...] = ()
    outcomes: tuple[OutlineOutcome, ...] = ()
    done: str = ""
    done_when: Sentence | None = None
    facts: tuple[tuple[str, str], ...] = ()
    exits: tuple[Exit, ...] = field(default=())


@dataclass(frozen=True)
class Outline:
    start: str
    start_when: Sentence | None
    elements: tuple[OutlineElement, ...]


def outline_of(definition: Definition, words: Words) -> Outline:
    reached = _order(definition)
    by_name = {element.name: element for element in definition.elements}
    ordered = [by_name[name] for name in reached]
    lost = [element for element in definition.elements if element.name not in set(reached)]
    conditions = definition.start.filters
    return Outline(
        start=_start(definition, words),
        start_when=None if conditions.is_empty else words.sentence(conditions, of=definition.start.object),
        elements=tuple(_element(one, words, reached=True) for one in ordered)
        + tuple(_element(one, words, reached=False) for one in lost),
    )


def _order(definition: Definition) -> list[str]:
    """Names in the order a reader meets them: depth first, the ordinary way on before outcomes and faults."""
    by_name = {element.name: element for element in definition.elements}
    seen: list[str] = []
    stack = [definition.start.connector.target] if definition.start.connector else []
    while stack:
        name = stack.pop()
        if name in seen or name not in by_name:
            continue
        seen.append(name)
        stack.extend(connector.target for _when, connector in reversed(list(exits_of(by_name[name]))))
    return seen


def _start(definition: Definition, words: Words) -> str:
    start = definition.start
    if definition.is_record_triggered:
        moments = {
            "create": _("is created"),
            "update": _("is updated"),
            "create_and_update": _("is created or updated"),
            "delete": _("is deleted"),
        }
        moment = moments.get(start.on, _("is saved"))
        says = {"object": start.object, "moment": moment}
        if start.only_when_changed:
            return _("Starts when a record of %(object)s %(moment)s so that it now meets the conditions") % says
        return _("Starts when a record of %(object)s %(moment)s") % says
    if start.trigger == "platform_event":
        return _("Starts when the event %(event)s is published") % {"event": start.object}
    if start.trigger == "scheduled":
        return _("Starts by a schedule")
    if start.trigger:
        return _("Starts by another trigger (%(trigger)s), which is not supported here") % {"trigger": start.trigger}
    if definition.kind.is_orchestration:
        return _("Starts by a button, a link or a call")
    return _("Runs when something calls it")


def _element(element: Element, words: Words, *, reached: bool) -> OutlineElement:
    kind = element.__struct_config__.tag
    exits = tuple(
        Exit(when, one.target, words.label(one.target), one.go_to)
        for when, one in exits_of(element)
        if not isinstance(element, Decision)
    )
    done, done_when = _stage_done(element, words) if isinstance(element, Stage) else ("", None)
    return OutlineElement(
        name=element.name,
        label=element.label or element.name,
        kind=str(kind),
        kind_label=str(ELEMENT_LABELS[str(kind)]),
        icon=ELEMENT_ICONS[str(kind)],
        description=element.description,
        reached=reached,
        steps=tuple(_step(step, words) for step in element.steps) if isinstance(element, Stage) else (),
        outcomes=tuple(_outcomes(element, words)) if isinstance(element, Decision) else (),
        done=done,
        done_when=done_when,
        facts=tuple(facts_of(element, words)),
        exits=exits,
    )


def _stage_done(stage: Stage, words: Words) -> tuple[str, Sentence | None]:
    return _gate(stage.exit, words, _("Complete when all of its steps are completed"), _("Complete when"))


def _gate(gate: Gate, words: Words, default: str, prefix: str) -> tuple[str, Sentence | None]:
    if gate.evaluation is not None:
        flow = _("the evaluation flow %(flow)s says so") % {"flow": gate.evaluation.flow}
        return f"{prefix} {flow}", None
    if gate.conditions.is_empty:
        return default, None
    return prefix, words.sentence(gate.conditions)


def _step(step: Step, words: Words) -> OutlineStep:
    starts, starts_when = _gate(step.entry, words, _("Starts when the stage starts"), _("Starts when"))
    done, done_when = "", None
    if step.kind in ("interactive", "approval"):
        done, done_when = _gate(step.exit, words, _("Complete when its screens are finished"), _("Complete when"))
    notes = []
    if step.asynchronous:
        notes.append(_("Always runs in the background worker"))
    if step.as_last_person:
        notes.append(_("Acts as the last person who finished a step"))
    return OutlineStep(
        name=step.name,
        label=step.label,
        kind=step.kind,
        kind_label=str(STEP_LABELS[step.kind]),
        icon=STEP_ICONS[step.kind],
        description=step.description,
        calls=step.action,
        assignees=tuple(_assignees(step, words)),
        starts=starts,
        starts_when=starts_when,
        done=done,
        done_when=done_when,
        record=words.operand(step.record) if step.record is not None else "",
        inputs=_named(step.inputs, words),
        settings=_named(
            [Named(one.name.removeprefix("ActionInput__"), one.value) for one in step.settings if one.value], words
        ),
        notes=tuple(notes),
    )


def _assignees(step: Step, words: Words) -> Iterable[str]:
    kinds = {
        "user": _("person %(name)s"),
        "group": _("group %(name)s"),
        "queue": _("queue %(name)s"),
        "resource": _("whoever %(name)s names"),
    }
    for assignee in step.assignees:
        name = words.operand(assignee.value).strip("“”")
        yield kinds[assignee.kind] % {"name": name}


def _named(values: Iterable[Named], words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, words.operand(one.value)) for one in values)


def _outcomes(decision: Decision, words: Words) -> Iterable[OutlineOutcome]:
    for outcome in decision.outcomes:
        yield OutlineOutcome(
            name=outcome.name,
            label=outcome.label,
            sentence=words.sentence(outcome.conditions),
            exit=_exit(outcome.connector, words),
            only_when_changed=outcome.only_when_changed,
        )
    label = decision.default_label or _("Default outcome")
    yield OutlineOutcome("", label, Sentence("always"), _exit(decision.default, words), only_when_changed=False)


def _exit(connector: object, words: Words) -> Exit:
    target = getattr(connector, "target", "")
    return Exit("", target, words.label(target) if target else "", getattr(connector, "go_to", False))
