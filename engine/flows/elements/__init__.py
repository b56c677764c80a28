"""Kinds of elements, one file each, behind one registry. A kind more is a file, a line here and its test."""

from engine.document.call_elements import ActionCall, CustomError, Subflow
from engine.document.data_elements import (
    DeleteRecords,
    FilterCollection,
    MapCollection,
    RollBackRecords,
    SortCollection,
    Transform,
)
from engine.document.elements import Decision, Unsupported
from engine.document.flow_elements import Assignment, CreateRecords, GetRecords, Loop, Screen, UpdateRecords
from engine.document.wait_elements import Wait
from engine.flows.elements.action_call import ActionCallHandler
from engine.flows.elements.assignment import AssignmentHandler
from engine.flows.elements.create_records import CreateRecordsHandler
from engine.flows.elements.custom_error import CustomErrorHandler
from engine.flows.elements.decision import DecisionHandler
from engine.flows.elements.delete_records import DeleteRecordsHandler
from engine.flows.elements.filter_collection import FilterCollectionHandler
from engine.flows.elements.get_records import GetRecordsHandler
from engine.flows.elements.loop import LoopHandler
from engine.flows.elements.map_collection import MapCollectionHandler
from engine.flows.elements.roll_back_records import RollBackRecordsHandler
from engine.flows.elements.screen import ScreenHandler
from engine.flows.elements.sort_collection import SortCollectionHandler
from engine.flows.elements.subflow import SubflowHandler
from engine.flows.elements.transform import TransformHandler
from engine.flows.elements.unsupported import UnsupportedHandler
from engine.flows.elements.update_records import UpdateRecordsHandler
from engine.flows.elements.wait import WaitHandler
from engine.flows.moves import Handler

HANDLERS: dict[type, Handler] = {
    ActionCall: ActionCallHandler(),
    Assignment: AssignmentHandler(),
    CreateRecords: CreateRecordsHandler(),
    CustomError: CustomErrorHandler(),
    Decision: DecisionHandler(),
    DeleteRecords: DeleteRecordsHandler(),
    FilterCollection: FilterCollectionHandler(),
    GetRecords: GetRecordsHandler(),
    Loop: LoopHandler(),
    MapCollection: MapCollectionHandler(),
    RollBackRecords: RollBackRecordsHandler(),
    Screen: ScreenHandler(),
    SortCollection: SortCollectionHandler(),
    Subflow: SubflowHandler(),
    Transform: TransformHandler(),
    Unsupported: UnsupportedHandler(),
    UpdateRecords: UpdateRecordsHandler(),
    Wait: WaitHandler(),
}
"""Kinds that work with values and records only: a flow of these may run inside a turn."""
RECORD_WORK = frozenset(
    {Assignment, CreateRecords, CustomError, Decision, DeleteRecords, FilterCollection, GetRecords, Loop}
    | {MapCollection, RollBackRecords, SortCollection, Transform, UpdateRecords}
)
