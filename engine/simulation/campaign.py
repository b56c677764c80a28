"""Many seeds, one after another: each gives an orchestration and a few runs of it."""

from collections.abc import Callable, Iterator

import msgspec

from engine.document import Definition
from engine.simulation.broken import Broken
from engine.simulation.dice import Dice
from engine.simulation.gates import WORDS
from engine.simulation.moves import Move, next_move
from engine.simulation.play import Opening, Play
from engine.simulation.worlds import orchestration

RUNS_OF_EACH = 4
MOST_MOVES = 45
SPINNING = "spinning_loop"
MOST_VISITS = 120  # runs that go round and round grow; enough is enough


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a finding needs to be played again."""

    defn: Definition
    opening: Opening
    moves: tuple[Move, ...]
    law: str = ""
    detail: str = ""
    seed: int = 0


class Report(msgspec.Struct):
    """events: those the core took or refused, as moves asked; case: the first finding."""

    seeds: int = 0
    runs: int = 0
    events: int = 0
    ended: int = 0
    case: Case | None = None


def campaign(seed: int, *, events: int | None = None, go_on: Callable[[], bool] = lambda: True) -> Report:
    """Until `events` moves are made, `go_on` says no, or a law is broken."""
    report = Report()
    while report.case is None and go_on() and (events is None or report.events < events):
        for case in play_seed(seed + report.seeds, report):
            report.case = case
        report.seeds += 1
    return report


def play_seed(seed: int, report: Report) -> Iterator[Case]:
    """The findings of one seed: at most one."""
    dice = Dice(seed * 0x632BE59BD9B4E019 + 1)
    defn = orchestration(dice)
    for _ in range(RUNS_OF_EACH):
        opening = _opening(dice, defn)
        moves: list[Move] = []
        report.runs += 1
        try:
            if _play(dice, defn, opening, moves, report) == SPINNING:
                return  # long turns that all look alike
        except Broken as broken:
            yield Case(defn, opening, tuple(moves), broken.law, broken.detail, seed)
            return


def _play(dice: Dice, defn: Definition, opening: Opening, moves: list[Move], report: Report) -> str:
    """The code of the fault the run ended in, if any."""
    report.events += 1
    play = Play(defn, opening)
    for _ in range(dice.between(6, MOST_MOVES)):
        tired = play.state.fault_code == SPINNING and dice.chance(80)
        if tired or len(play.state.stages) > MOST_VISITS or (play.is_ended and dice.chance(60)):
            break
        moves.append(next_move(dice, play))
        report.events += play.do(moves[-1])
    report.ended += play.is_ended
    play.finish()
    return play.state.fault_code


def _opening(dice: Dice, defn: Definition) -> Opening:
    if not defn.start.object:
        return Opening()
    words = tuple(dice.pick((*WORDS, None)) for _ in range(3))
    if dice.chance(50):
        return Opening(record=True, words=words)
    return Opening(record=True, words=words, prior={"Word__c": dice.pick((*WORDS, None)), "Other__c": "a00second"})
