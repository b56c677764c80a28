"""Object and field files: what they say, in our words. Nothing is written here."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from builder.metadata.field_types import KINDS
from builder.metadata.node import Node
from builder.metadata.report import Rejected, Report
from builder.metadata.source import root_of
from engine.problems import Problem


@dataclass(frozen=True)
class FieldReading:
    """kind "" means the file does not say (a standard field). target: the object's API name for a lookup.

    options: as records.schema.ensure_field takes them, without `target`
    """

    object: str
    api_name: str
    label: str
    kind: str
    options: dict[str, Any]
    target: str = ""
    problems: tuple[Problem, ...] = ()
    unsupported: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectReading:
    """label "" means that the file only adds fields to an object that is there."""

    api_name: str
    label: str
    plural_label: str
    description: str
    name_label: str = ""
    name_auto_number: str = ""
    fields: tuple[FieldReading, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    unsupported: tuple[str, ...] = ()


# Settings of the other platform that mean nothing here: sharing models, search layouts, feeds, buttons, ...
OBJECT_SETTINGS_KEPT_SILENT = re.compile(
    r"(enable|allow|sharing|external|search|compact|deployment|action|custom|visibility|startsWith|record|"
    r"list|fieldSets|webLinks|gender|household|historyRetention).*"
)


def read_object(content: bytes, file_name: str) -> ObjectReading:
    """A *.object-meta.xml, or a *.object with its fields inside. raises: Rejected"""
    report = Report()
    root = Node(root_of(content, expected="CustomObject"), report, feature="object")
    api_name = root.word("fullName") or _stem(file_name)
    name_field = root.take("nameField")
    name_label = name_field.text("label") if name_field else ""
    auto = name_field.word("displayFormat") if name_field and name_field.word("type") == "AutoNumber" else ""
    label = root.text("label")
    reading_fields = tuple(_read_field(node, api_name) for node in root.take_all("fields"))
    for name in root.names_left():
        if not OBJECT_SETTINGS_KEPT_SILENT.fullmatch(name) and name not in ("label", "pluralLabel", "description"):
            report.unsupported(f"object.{name}")
    return ObjectReading(
        api_name=api_name,
        label=label,
        plural_label=root.text("pluralLabel"),
        description=root.text("description"),
        name_label=name_label,
        name_auto_number=auto,
        fields=reading_fields,
        problems=tuple(report.problems),
        unsupported=report.features,
    )


def read_field(content: bytes, file_name: str) -> FieldReading:
    """objects/<Object>/fields/<Field>.field-meta.xml, or <Object>.<Field>.field-meta.xml. raises: Rejected"""
    root = Node(root_of(content, expected="CustomField"), Report(), feature="field")
    parts = PurePath(file_name).parts
    if len(parts) >= 3 and parts[-2] == "fields":
        owner = parts[-3]
    else:
        owner, dot, _ = _stem(file_name).rpartition(".")
        if not dot:
            raise Rejected(
                "unknown_object",
                "The file's place does not say which object it belongs to: put it in objects/<Object>/fields/.",
            )
    return _read_field(root, owner)


def _read_field(node: Node, owner: str) -> FieldReading:
    api_name = node.required("fullName").rpartition(".")[2]
    report = Report()
    node.report, node.path = report, f"fields/{api_name}"
    raw, label = node.word("type"), node.text("label")
    options: dict[str, Any] = {"source": {}}
    _common(node, options)
    if node.names_left() and "formula" in node.names_left():
        options["source"]["formula"] = node.text("formula")
        report.warn(
            "formula_field_editable", node.path, f"{api_name} is a formula field; it becomes an editable {raw} field."
        )
    known = KINDS.get(raw)
    if known is not None:
        kind = known(node, options)
    else:
        kind = "" if not raw else "text"
        if raw:
            report.warn("unknown_field_type", node.path, f"{api_name} has the type {raw}; it becomes a text field.")
    target = node.word("referenceTo") if kind == "lookup" else ""
    if raw == "Hierarchy":
        target = owner
    options["source"].update({"type": raw, "settings": node.rest(silent=True)} | ({"target": target} if target else {}))
    return FieldReading(owner, api_name, label, kind, options, target, tuple(report.problems), report.features)


def _common(node: Node, options: dict[str, Any]) -> None:
    help_text = node.text("inlineHelpText")
    if help_text:
        options["help"] = help_text
    if node.flag("required"):
        options["required"] = True
    if node.flag("unique"):
        options["unique"] = True
    if node.flag("externalId"):
        options["indexed"] = True


def _stem(file_name: str) -> str:
    return re.sub(r"\.(object|field)(-meta\.xml)?$", "", PurePath(file_name).name)
