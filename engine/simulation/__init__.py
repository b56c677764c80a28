"""Generated orchestrations, events and accidents, played against the core; what breaks a law shrinks and is kept."""

from engine.simulation.campaign import Case, Report, campaign
from engine.simulation.cases import dump_case, load_case, replay_case
from engine.simulation.shrink import shrink

__all__ = ["Case", "Report", "campaign", "dump_case", "load_case", "replay_case", "shrink"]
