"""A flow file as a definition."""

import re
from dataclasses import dataclass
from pathlib import PurePath

import msgspec

from builder.metadata import resources
from builder.metadata.elements import READERS
from builder.metadata.names import API_NAME, PROCESS_TYPES
from builder.metadata.node import Node
from builder.metadata.notes import follow_notes, take_notes
from builder.metadata.report import Rejected, Report
from builder.metadata.source import root_of
from builder.metadata.start import read_start
from engine.document import Definition, FlowKind
from engine.problems import Problem

LONGEST_NAME = 120


@dataclass(frozen=True)
class FlowReading:
    """status: as the file says: "Active", "Draft", "Obsolete", "InvalidDraft", ..."""

    definition: Definition
    status: str
    problems: tuple[Problem, ...]


def read_flow(content: bytes, file_name: str) -> FlowReading:
    """file_name: "<ApiName>.flow-meta.xml" or "<ApiName>[-<version>].flow"; a <fullName> in the file wins.

    raises: Rejected
    """
    report = Report()
    root = Node(root_of(content, expected="Flow"), report)
    api_name = _api_name(root.word("fullName") or api_name_of(file_name), report)
    status = root.word("status")
    elements = tuple(READERS[node.tag](node) for node in root.take_all(*READERS))
    process_type = root.word("processType")
    kind = PROCESS_TYPES.get(process_type, FlowKind.OTHER)
    if kind is FlowKind.OTHER:
        report.unsupported(f"processType: {process_type or 'none'}")
    made = Definition(
        api_name=api_name,
        label=root.text("label") or api_name,
        kind=kind,
        description=root.text("description"),
        start=read_start(root.take("start"), root.word("startElementReference")),
        elements=elements,
        variables=tuple(resources.read_variable(node) for node in root.take_all("variables")),
        constants=tuple(resources.read_constant(node) for node in root.take_all("constants")),
        formulas=tuple(resources.read_formula(node) for node in root.take_all("formulas")),
        templates=tuple(resources.read_template(node) for node in root.take_all("textTemplates")),
        choices=tuple(resources.read_choice(node) for node in root.take_all("choices")),
        choice_sets=tuple(resources.read_choice_set(node) for node in root.take_all("dynamicChoiceSets")),
        interview_label=root.text("interviewLabel"),
        api_version=_version(root),
        trigger_order=root.integer("triggerOrder") or 0,
        process_type=process_type,
        run_in_mode=root.word("runInMode"),
        source="metadata",
    )
    notes, extra = take_notes(root.rest())
    definition = follow_notes(msgspec.structs.replace(made, extra=extra, unsupported=report.features), notes)
    return FlowReading(definition, status, tuple(report.problems))


def api_name_of(file_name: str) -> str:
    name = PurePath(file_name).name
    name = re.sub(r"\.flow(-meta\.xml)?$", "", name)
    return re.sub(r"-\d+$", "", name)


def _api_name(name: str, report: Report) -> str:
    """The name itself, or one that can be an API name made from it, with a warning. raises: Rejected"""
    if API_NAME.fullmatch(name) and len(name) <= LONGEST_NAME:
        return name
    made = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")[:LONGEST_NAME]
    if not API_NAME.fullmatch(made):
        raise Rejected("bad_name", f"{name!r} is not an API name: a letter, then letters, digits and underscores.")
    report.warn("name_changed", "", f"{name!r} is not an API name; it is imported as {made}.")
    return made


def _version(root: Node) -> float:
    word = root.word("apiVersion")
    try:
        return float(word) if word else 0
    except ValueError:
        root.report.warn("bad_value", "", f"<apiVersion> is not a number: {word!r}.")
        return 0
