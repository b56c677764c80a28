"""Kinds of elements, one file each, behind one registry. A kind more is a file, a line here and its test."""

from engine.document.elements import Decision, Unsupported
from engine.document.flow_elements import Assignment, CreateRecords, GetRecords, Loop, Screen, UpdateRecords
from engine.document.wait_elements import Wait
from engine.flows.elements.assignment import AssignmentHandler
from engine.flows.elements.create_records import CreateRecordsHandler
from engine.flows.elements.decision import DecisionHandler
from engine.flows.elements.get_records import GetRecordsHandler
from engine.flows.elements.loop import LoopHandler
from engine.flows.elements.screen import ScreenHandler
from engine.flows.elements.unsupported import UnsupportedHandler
from engine.flows.elements.update_records import UpdateRecordsHandler
from engine.flows.elements.wait import WaitHandler
from engine.flows.moves import Handler

HANDLERS: dict[type, Handler] = {
    Assignment: AssignmentHandler(),
    CreateRecords: CreateRecordsHandler(),
    Decision: DecisionHandler(),
    GetRecords: GetRecordsHandler(),
    Loop: LoopHandler(),
    Screen: ScreenHandler(),
    Unsupported: UnsupportedHandler(),
    UpdateRecords: UpdateRecordsHandler(),
    Wait: WaitHandler(),
}
"""Kinds that work with values and records only: a flow of these may run inside a turn."""
RECORD_WORK = frozenset({Assignment, CreateRecords, Decision, GetRecords, Loop, UpdateRecords})
