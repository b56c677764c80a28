"""Words of the metadata and ours, both ways."""

import re

from engine.document import FlowKind
from engine.values import Kind

PROCESS_TYPES = {
    "Orchestrator": FlowKind.ORCHESTRATION,
    "ApprovalWorkflow": FlowKind.APPROVAL,
    "Flow": FlowKind.SCREEN,
    "AutoLaunchedFlow": FlowKind.AUTOLAUNCHED,
    "EvaluationFlow": FlowKind.EVALUATION,
}
DATA_TYPES = {
    "String": Kind.TEXT,
    "Number": Kind.NUMBER,
    "Currency": Kind.CURRENCY,
    "Boolean": Kind.BOOLEAN,
    "Date": Kind.DATE,
    "DateTime": Kind.DATETIME,
    "Time": Kind.TIME,
    "Picklist": Kind.PICKLIST,
    "Multipicklist": Kind.MULTIPICKLIST,
    "SObject": Kind.RECORD,
    "Apex": Kind.OPAQUE,
}
API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def snake(camel: str) -> str:
    """GreaterThanOrEqualTo -> greater_than_or_equal_to"""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", camel).lower()


def camel(snake_case: str) -> str:
    """greater_than_or_equal_to -> GreaterThanOrEqualTo"""
    return "".join(part.capitalize() for part in snake_case.split("_"))
