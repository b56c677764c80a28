"""What the browser needs to draw a definition: its structure, with every text in words already (see outline.py).

The browser decides where things stand and nothing else; it knows no operator, no default and no label.
"""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from builder.checks import problems_of
from builder.outline import Exit, Outline, OutlineElement, OutlineOutcome, OutlineStep, outline_of
from builder.words import Sentence, Words
from builder.world import field_labels
from engine.document import Definition


def drawn(definition: Definition) -> dict[str, Any]:
    """The drawing and the problems of a definition, as it is now."""
    outline = outline_of(definition, Words(definition, field_labels()))
    return {"drawing": drawing_of(definition, outline), "problems": msgspec.to_builtins(problems_of(definition))}


def drawing_of(definition: Definition, outline: Outline) -> dict[str, Any]:
    """JSON of frontend/src/builder/drawing.ts, without the problems."""
    return {
        "label": definition.label,
        "start": outline.start,
        "start_when": _("if %(conditions)s") % {"conditions": outline.start_when.text} if outline.start_when else "",
        "first": definition.start.connector.target if definition.start.connector else "",
        "elements": [_element(element) for element in outline.elements],
    }


def _element(element: OutlineElement) -> dict[str, Any]:
    return {
        "name": element.name,
        "label": element.label,
        "kind": element.kind,
        "kind_label": element.kind_label,
        "icon": element.icon,
        "description": element.description,
        "steps": [_step(step) for step in element.steps],
        "outcomes": [_outcome(outcome) for outcome in element.outcomes],
        "exits": [_exit(way) for way in element.exits],
        "done": _gate(element.done, element.done_when),
        "facts": [list(fact) for fact in element.facts],
    }


def _step(step: OutlineStep) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": step.label,
        "kind": step.kind,
        "kind_label": step.kind_label,
        "icon": step.icon,
        "description": step.description,
        "calls": step.calls,
        "assignees": list(step.assignees),
        "starts": _gate(step.starts, step.starts_when),
        "done": _gate(step.done, step.done_when),
        "record": step.record,
        "inputs": [list(named) for named in step.inputs],
        "notes": list(step.notes),
    }


def _outcome(outcome: OutlineOutcome) -> dict[str, Any]:
    when = "" if outcome.sentence.how == "always" else outcome.sentence.text
    slot = f"outcome:{outcome.name}" if outcome.name else "default"
    return _exit(outcome.exit) | {"label": outcome.label, "when": when, "slot": slot}


def _exit(way: Exit) -> dict[str, Any]:
    return {"when": way.when, "target": way.target, "go_to": way.go_to}


def _gate(intro: str, sentence: Sentence | None) -> str:
    return f"{intro} {sentence.text}" if sentence else intro
