"""What a plan to move one run says: does it fit, what must somebody choose, why can it not be."""

from enum import StrEnum
from typing import Literal as OneOf

import msgspec

from engine.orchestration.events import Stopped
from engine.orchestration.state import RunState


class Verdict(StrEnum):
    FITS = "fits"
    NEEDS_CHOICE = "needs_choice"
    CANNOT = "cannot"


class FindingKind(StrEnum):
    NOTE = "note"  # nothing stands in the way; people should know it
    CHOICE = "choice"
    CANNOT = "cannot"


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reason, in plain words.

    subject: name of the old element (of the new variable for `what` "input") that a choice is about
    options: names it may become; `may_leave_out`: "not needed any more" is an answer as well
    """

    kind: FindingKind
    code: str
    message: str
    what: OneOf["", "stage", "step", "element", "input"] = ""
    subject: str = ""
    label: str = ""
    options: tuple[str, ...] = ()
    may_leave_out: bool = False


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """state: the run as the new version will have it, before it settles; None unless it fits.

    stopped: steps in progress that do not go along; added: names of steps that are new to the stage in progress
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    state: RunState | None = None
    stopped: tuple[Stopped, ...] = ()
    added: tuple[str, ...] = ()
