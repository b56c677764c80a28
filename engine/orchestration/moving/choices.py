"""What people chose for a move: which new element an old one became, and values of new inputs."""

import msgspec

from engine.values import Json

LEAVE_OUT = ""  # as the new name of a step: it is not needed any more


class Choices(msgspec.Struct, frozen=True, omit_defaults=True):
    """elements: old name -> new name, for stages, steps, decisions, outcomes and input variables that were renamed.

    An element that is not mentioned keeps its name. inputs: packed values for inputs the run has none for.
    """

    elements: dict[str, str] = {}
    inputs: dict[str, Json] = {}

    def name_of(self, old: str) -> str:
        """The new name; an element that was left out keeps its old one, where the past is told."""
        return self.elements.get(old) or old
