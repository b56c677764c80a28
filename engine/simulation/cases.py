"""Cases: a finding as JSON, to be played again for ever."""

from typing import Any

import msgspec

from engine.document import dump, parse
from engine.simulation.broken import Broken
from engine.simulation.campaign import Case
from engine.simulation.moves import Move
from engine.simulation.play import Opening, Play


def replay_case(case: Case) -> Broken | None:
    """The law it breaks, or None. Moves that find nothing to do are passed over."""
    try:
        play = Play(case.defn, case.opening)
        for move in case.moves:
            play.do(move)
        play.finish()
    except Broken as broken:
        return broken
    return None


def dump_case(case: Case) -> dict[str, Any]:
    return {
        "law": case.law,
        "detail": case.detail[:500],
        "seed": case.seed,
        "opening": msgspec.to_builtins(case.opening),
        "moves": msgspec.to_builtins(case.moves),
        "definition": dump(case.defn),
    }


def load_case(document: dict[str, Any]) -> Case:
    return Case(
        defn=parse(document["definition"]),
        opening=msgspec.convert(document["opening"], Opening),
        moves=msgspec.convert(document["moves"], tuple[Move, ...]),
        law=document["law"],
        detail=document["detail"],
        seed=document["seed"],
    )
