"""How each kind of screen field is drawn: one template per kind. A new kind is a template, a line here and its test."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import nh3

from engine.document import Definition
from engine.document.flow_elements import Screen, ScreenField
from engine.flows.answers import Raw, posted
from engine.flows.views import CHOOSE_MANY, ChoiceView, FieldView, ScreenView

PREFIX = "f-"  # of input names, so that a field called "move" or "revision" is only a field

TEMPLATES = {
    "text": "text.html",
    "number": "number.html",
    "currency": "number.html",
    "boolean": "boolean.html",
    "date": "date.html",
    "datetime": "datetime.html",
    "time": "time.html",
    "long_text": "long_text.html",
    "password": "password.html",
    "radio": "radio.html",
    "dropdown": "dropdown.html",
    "checkboxes": "checkboxes.html",
    "multi_select": "multi_select.html",
    "display_text": "display_text.html",
    "section": "section.html",
    "column": "column.html",
    "unsupported": "unsupported.html",
}

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li"),
    *("ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr"),
    *("u", "ul"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}


def template_of(kind: str) -> str:
    return f"workitems/fields/{TEMPLATES.get(kind, TEMPLATES['unsupported'])}"


def clean_html(html: str) -> str:
    """Rich text of a definition, safe to show: known tags, links to the web or mail, no style, no script."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"})


def plain_words(html: str) -> str:
    """The text of rich text, on one line."""
    return " ".join(nh3.clean(re.sub(r"<(br|/p|/li|/div)[^>]*>", " ", html), tags=set()).split())


def typed_in(view: ScreenView, form: Mapping[str, Sequence[str]]) -> dict[str, Raw]:
    """The screen's answer in a posted form."""
    own = {name[len(PREFIX) :]: texts for name, texts in form.items() if name.startswith(PREFIX)}
    return posted(view, own)


def typed_blindly(form: Mapping[str, Sequence[str]]) -> dict[str, Raw]:
    """What was posted, where the screen it belonged to is gone: a text, or texts where there were several."""
    found: dict[str, Raw] = {}
    for name, texts in form.items():
        if name.startswith(PREFIX) and any(texts):
            found[name[len(PREFIX) :]] = texts[0] if len(texts) == 1 else [text for text in texts if text]
    return found


def with_typed(view: ScreenView, values: Mapping[str, Raw]) -> ScreenView:
    """The view holding what somebody typed, errors left out: shown when the answer could not be taken."""
    return msgspec.structs.replace(view, fields=_typed(view.fields, values))


def _typed(fields: tuple[FieldView, ...], values: Mapping[str, Raw]) -> tuple[FieldView, ...]:
    return tuple(_one(field, values) for field in fields)


def _one(field: FieldView, values: Mapping[str, Raw]) -> FieldView:
    if field.fields:
        return msgspec.structs.replace(field, fields=_typed(field.fields, values))
    field = msgspec.structs.replace(field, choices=tuple(_with_text(choice, values) for choice in field.choices))
    if not field.is_input or field.name not in values:
        return field
    value: Any = values[field.name]
    if field.kind == "boolean":
        value = str(value).lower() in {"true", "on", "1"}
    return msgspec.structs.replace(field, value=value)


def _with_text(choice: ChoiceView, values: Mapping[str, Raw]) -> ChoiceView:
    if choice.input is None or choice.input.name not in values:
        return choice
    typed = msgspec.structs.replace(choice.input, value=str(values[choice.input.name] or ""))
    return msgspec.structs.replace(choice, input=typed)


def kept_text(values: Mapping[str, Raw], labels: Mapping[str, str] | None = None) -> str:
    """What somebody typed, as text to copy: a line or paragraph for each field that held something."""
    known = labels or {}
    lines = []
    for name, value in values.items():
        if value in (None, "", False, []):
            continue
        text = ", ".join(value) if isinstance(value, list) else str(value)
        lines.append(f"{known.get(name, name)}: {text}")
    return "\n".join(lines)


def labels_in(definition: Definition) -> dict[str, str]:
    """Labels of every field of a flow's screens by name."""
    found: dict[str, str] = {}
    waiting: list[ScreenField] = [
        field for element in definition.elements if isinstance(element, Screen) for field in element.fields
    ]
    while waiting:
        field = waiting.pop()
        found[field.name] = plain_words(field.text) or field.name
        waiting.extend(field.fields)
    return found


def local_datetime(value: Any) -> str:
    """For `<input type="datetime-local">`: the wall clock of an ISO text; "" when it is none."""
    try:
        return datetime.fromisoformat(str(value)).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return ""


def chosen(field: FieldView, value: str) -> bool:
    if field.kind in CHOOSE_MANY:
        return isinstance(field.value, list) and value in field.value
    return field.value == value
