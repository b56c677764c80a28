"""Field types of the reference product and the kinds they become here, each with what is lost as a warning."""

from collections.abc import Callable
from typing import Any

from builder.metadata.node import Node

Options = dict[str, Any]
Reader = Callable[[Node, Options], str]
LONGEST_TEXT = 255


def _name(node: Node) -> str:
    return node.path.rpartition("/")[2]


def _text(node: Node, options: Options) -> str:
    options["length"] = min(node.integer("length") or LONGEST_TEXT, LONGEST_TEXT)
    _default(node, options)
    return "text"


def _long_text(node: Node, options: Options) -> str:
    length = node.integer("length")
    if length:
        options["length"] = length
    return "long_text"


def _html(node: Node, options: Options) -> str:
    node.report.warn(
        "rich_text_as_text", node.path, f"{_name(node)} is rich text; it becomes a long text that shows its markup."
    )
    return _long_text(node, options)


def _numeric(kind: str) -> Reader:
    def read(node: Node, options: Options) -> str:
        for name in ("precision", "scale"):
            value = node.integer(name)
            if value is not None:
                options[name] = value
        _default(node, options)
        return kind

    return read


def _checkbox(node: Node, options: Options) -> str:
    options["default"] = "true" if node.word("defaultValue").lower() == "true" else "false"
    return "checkbox"


def _plain(kind: str) -> Reader:
    def read(node: Node, options: Options) -> str:
        _default(node, options)
        return kind

    return read


def _picklist(node: Node, options: Options) -> str:
    """Values of its own, or the name of a shared value set, which an import does not bring: an open picklist."""
    values = node.take("valueSet")
    old = node.take("picklist")
    if values is not None:
        shared = values.word("valueSetName")
        restricted = values.flag("restricted")
        definition = values.take("valueSetDefinition")
        entries = definition.take_all("value") if definition else []
        if shared:
            options["source"]["value_set"] = shared
            node.report.warn(
                "value_set_missing",
                node.path,
                f"{_name(node)} takes its values from the shared set {shared}, which is not here: "
                "it becomes an open picklist that takes any text.",
                "Add its values on the object's setup page.",
            )
            restricted = False
    else:
        restricted = old.flag("restrictedPicklist") if old is not None else False
        entries = old.take_all("picklistValues") if old is not None else []
    options["choices"] = [choice for entry in entries if (choice := _choice(entry, options))]
    options["restricted"] = restricted and bool(options["choices"])
    return "picklist"


def _choice(entry: Node, options: Options) -> dict[str, str] | None:
    value = entry.text("fullName")
    if entry.word("isActive") == "false" or not value:
        return None
    if entry.flag("default"):
        options["default"] = value
    return {"value": value, "label": entry.text("label") or value}


def _multi_picklist(node: Node, options: Options) -> str:
    node.report.warn(
        "multi_picklist_as_text",
        node.path,
        f"{_name(node)} takes several values; it becomes a text field that holds them with semicolons between.",
    )
    return "long_text"


def _lookup(node: Node, options: Options) -> str:
    return "lookup"


def _master_detail(node: Node, options: Options) -> str:
    options["required"] = True
    return "lookup"


def _summary(node: Node, options: Options) -> str:
    source = node.word("summarizedField") or node.word("summaryForeignKey")
    options["source"]["summary"] = {
        "operation": node.word("summaryOperation"), "field": source, "via": node.word("summaryForeignKey"),
    }  # fmt: skip
    options.update(precision=18, scale=2)
    node.report.warn(
        "summary_source_missing",
        node.path,
        f"{_name(node)} sums up {source}, which is not here: it becomes a number that people can edit.",
    )
    return "number"


def _auto_number(node: Node, options: Options) -> str:
    options["auto_number"] = node.word("displayFormat") or "{0}"
    return "text"


def _as_text(node: Node, options: Options) -> str:
    node.report.warn("field_type_as_text", node.path, f"{_name(node)} has a type that is kept as text here.")
    return "text"


def _default(node: Node, options: Options) -> None:
    """Simple written-down defaults; a formula is kept and reported."""
    text = node.text("defaultValue").strip()
    if not text:
        return
    quoted = len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'"
    if quoted or text.replace(".", "", 1).lstrip("-").isdecimal():
        options["default"] = text[1:-1] if quoted else text
        return
    options["source"]["default_formula"] = text
    node.report.unsupported("field.defaultValue: formula")
    message = f"{_name(node)} has a default that is a formula; it starts empty here."
    node.report.warn("default_formula_dropped", node.path, message)


KINDS: dict[str, Reader] = {
    "Text": _text,
    "TextArea": _long_text,
    "LongTextArea": _long_text,
    "EncryptedText": _text,
    "Html": _html,
    "Number": _numeric("number"),
    "Currency": _numeric("currency"),
    "Percent": _numeric("percent"),
    "Checkbox": _checkbox,
    "Date": _plain("date"),
    "DateTime": _plain("datetime"),
    "Time": _as_text,
    "Location": _as_text,
    "Picklist": _picklist,
    "MultiselectPicklist": _multi_picklist,
    "Lookup": _lookup,
    "MasterDetail": _master_detail,
    "Hierarchy": _lookup,
    "Email": _plain("email"),
    "Phone": _plain("phone"),
    "Url": _plain("url"),
    "Summary": _summary,
    "AutoNumber": _auto_number,
}
