"""What one move of an interview gives."""

import msgspec

from engine.flows.requests import Request
from engine.flows.state import InterviewState
from engine.flows.views import ScreenView
from engine.values import Json


class ShowScreen(msgspec.Struct, tag="show_screen", tag_field="type", frozen=True, omit_defaults=True):
    """A person is to answer `view`. paused: they asked to go on later; what they typed is kept."""

    interview: InterviewState
    view: ScreenView
    paused: bool = False


class NeedRecords(msgspec.Struct, tag="need_records", tag_field="type", frozen=True):
    """Do `request`, then advance with RecordsAnswered or RecordsFailed."""

    interview: InterviewState
    request: Request


class Waiting(msgspec.Struct, tag="waiting", tag_field="type", frozen=True):
    """It is put aside: advance with WaitOver when one of the `events` (name -> when, UTC, "" without a time) comes."""

    interview: InterviewState
    events: dict[str, str]

    @property
    def until(self) -> str:
        """The soonest time; "" when only events without one are waited for."""
        return min((at for at in self.events.values() if at), default="")


class Finished(msgspec.Struct, tag="finished", tag_field="type", frozen=True, omit_defaults=True):
    """outputs: packed value of every output variable, null where nothing was set."""

    interview: InterviewState
    outputs: dict[str, Json] = {}


class Faulted(msgspec.Struct, tag="faulted", tag_field="type", frozen=True, omit_defaults=True):
    """It failed at `element` ("" before the first; "Call/Element" inside a subflow) and no fault path caught it.

    message: for people; fields: what stands beside single fields of the record ("" for all of it), of a custom error
    """

    interview: InterviewState
    message: str
    element: str = ""
    code: str = "fault"
    fields: dict[str, str] = {}


Outcome = ShowScreen | NeedRecords | Waiting | Finished | Faulted
