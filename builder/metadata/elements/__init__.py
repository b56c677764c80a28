"""Readers of flow elements by their XML name: one file per kind, one registry."""

from collections.abc import Callable

from builder.metadata.elements.assignments import read_assignment
from builder.metadata.elements.calls import read_action, read_custom_error, read_subflow
from builder.metadata.elements.collections import read_processor, read_transform
from builder.metadata.elements.decisions import read_decision
from builder.metadata.elements.ends import read_end
from builder.metadata.elements.loops import read_loop
from builder.metadata.elements.record_creates import read_create
from builder.metadata.elements.record_deletes import read_delete, read_rollback
from builder.metadata.elements.record_lookups import read_lookup
from builder.metadata.elements.record_updates import read_update
from builder.metadata.elements.screens import read_screen
from builder.metadata.elements.stages import read_stage
from builder.metadata.elements.unsupported import UNSUPPORTED, read_unsupported
from builder.metadata.elements.waits import read_wait
from builder.metadata.node import Node
from engine.document import Element

READERS: dict[str, Callable[[Node], Element]] = {
    "orchestratedStages": read_stage,
    "steppedStages": read_stage,  # the 2021 form
    "decisions": read_decision,
    "screens": read_screen,
    "assignments": read_assignment,
    "recordLookups": read_lookup,
    "recordCreates": read_create,
    "recordUpdates": read_update,
    "loops": read_loop,
    "waits": read_wait,
    "recordDeletes": read_delete,
    "recordRollbacks": read_rollback,
    "collectionProcessors": read_processor,
    "transforms": read_transform,
    "subflows": read_subflow,
    "actionCalls": read_action,
    "customErrors": read_custom_error,
    "ends": read_end,
    **dict.fromkeys(UNSUPPORTED, read_unsupported),
}
