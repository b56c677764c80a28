"""What can happen to a simulated run: moves, told by names, so that a case survives the removal of its other parts."""

from typing import TYPE_CHECKING, Any

import msgspec

from engine.simulation.dice import Dice
from engine.simulation.gates import WORDS
from engine.simulation.records import IDS
from engine.simulation.worlds import DEADLINES

if TYPE_CHECKING:
    from engine.simulation.play import Play

WRITTEN = (*WORDS, None, "bob")


class Move(msgspec.Struct, frozen=True, omit_defaults=True):
    """do:   finish (an open work item), work (a background flow ends), answer (an evaluation flow), write (a record),
          wake (the run is told of a written record), result (of any step run, wanted or not), publish, suspend,
          resume, cancel, retry, skip, continue, timer (`word`: the deadline, `n`: of how many attempts ago),
          clock (`n` minutes on, or back), reload (the process dies between two turns)
    step: the step or stage it is about; visit: which run of it (0: the latest)
    fails: the flow ends badly; word, n: outputs, or what is written; role, met: of an answer
    role: also what a retry or skip is about ("stage", "start")
    who:  a person's number, or the new assignee's
    lost: the process dies before the commit, and the event is delivered again
    again: the same delivery comes a second time
    """

    do: str
    step: str = ""
    visit: int = 0
    fails: bool = False
    word: str | None = None
    n: int | None = None
    role: str = ""
    met: bool = False
    who: int = 1
    record: str = ""
    lost: bool = False
    again: bool = False


def next_move(dice: Dice, play: "Play") -> Move:
    """Mostly what brings the run on; now and then what nobody expects."""
    options: list[tuple[int, Any]] = [(5, _result), (5, _publish), (1, _continue), (2, _timer), (2, _reload)]
    options += [(30, _finish)] * bool(play.items)
    options += [(35, _work)] * bool(play.jobs)
    options += [(40, _answer)] * bool(play.questions)
    options += [(20, _wake)] * bool(play.wakes)
    options += [(12, _clock), (16, _due_timer)] * bool(play.timers)
    options += [(14, _write)] * bool(play.account.record)
    status = play.state.status
    options += [(12, _resume)] if status == "suspended" else [(3, _suspend)]
    options += [(30, _retry), (6, _skip)] if status == "error" else [(4, _retry), (3, _skip)]
    options += [(1, _cancel)] if dice.chance(50) else []
    move: Move = dice.weighted(options)(dice, play)
    chaos = dice.below(100)
    return msgspec.structs.replace(move, lost=True) if chaos < 4 else _twice(move) if chaos < 8 else move


def _twice(move: Move) -> Move:
    return msgspec.structs.replace(move, again=True)


def _outputs(dice: Dice) -> dict[str, Any]:
    word = dice.weighted(((50, "yes"), (50, dice.pick(WRITTEN))))
    return {"word": word, "n": dice.below(10) if dice.chance(60) else None, "who": dice.between(1, 3)}


def _finish(dice: Dice, play: "Play") -> Move:
    step = play.account.step(dice.pick(sorted(play.items)))
    assert step is not None
    return Move("finish", step=step.name, visit=play.visit_of(step), **_outputs(dice))


def _work(dice: Dice, play: "Play") -> Move:
    step = play.account.step(dice.pick(sorted(play.jobs)))
    assert step is not None
    return Move("work", step=step.name, visit=play.visit_of(step), fails=dice.chance(14), **_outputs(dice))


def _answer(dice: Dice, play: "Play") -> Move:
    role, subject = dice.pick(sorted(play.questions))
    name, visit = play.named(subject)
    return Move("answer", step=name, visit=visit, role=role, met=dice.chance(55))


def _wake(dice: Dice, play: "Play") -> Move:
    return Move("wake", record=dice.pick(sorted(play.wakes)))


def _write(dice: Dice, play: "Play") -> Move:
    if dice.chance(12):
        return Move("point", record=dice.pick(IDS[:2]), word=dice.pick((*IDS, None)))
    return Move("write", record=dice.pick(IDS), word=dice.pick(WRITTEN))


def _any_step(dice: Dice, play: "Play") -> dict[str, Any]:
    steps = [step for stage in play.account.stages[-4:] for step in stage.steps]
    if not steps:
        return {"step": "Nothing"}
    step = dice.pick(steps)
    return {"step": step.name, "visit": play.visit_of(step)}


def _result(dice: Dice, play: "Play") -> Move:
    return Move("result", **_any_step(dice, play), fails=dice.chance(40), **_outputs(dice))


def _publish(dice: Dice, play: "Play") -> Move:
    if dice.chance(30):
        return Move("publish")
    return Move(
        "publish",
        **_any_step(dice, play),
        role=dice.weighted(((60, "completed"), (25, "error"), (15, ""))),
        **_outputs(dice),
    )


def _retry(dice: Dice, play: "Play") -> Move:
    match dice.below(20):
        case 0:
            return Move("retry", role="start")
        case 1 | 2:
            return Move("retry", step=_any_stage(dice, play), role="stage")
    about = _any_step(dice, play) if dice.chance(35) or play.state.status == "in_progress" else {}
    return Move("retry", **about, who=dice.weighted(((60, 0), (40, dice.between(1, 3)))))


def _skip(dice: Dice, play: "Play") -> Move:
    if dice.chance(20):
        stages = play.account.stages[-2:]
        name = dice.pick(stages).name if stages else "Nothing"
        return Move("skip", step=name, role="stage")
    return Move("skip", **_any_step(dice, play), **_outputs(dice))


def _any_stage(dice: Dice, play: "Play") -> str:
    names = [stage.name for stage in play.account.stages[-6:]]
    return dice.pick(names) if names and dice.chance(90) else "Nothing"


def _suspend(dice: Dice, play: "Play") -> Move:
    return Move("suspend")


def _resume(dice: Dice, play: "Play") -> Move:
    return Move("resume")


def _cancel(dice: Dice, play: "Play") -> Move:
    return Move("cancel")


def _continue(dice: Dice, play: "Play") -> Move:
    return Move("continue")


def _timer(dice: Dice, play: "Play") -> Move:
    """Nobody's, or one that may have fired, or is not due, or belongs to another attempt."""
    if dice.chance(50):
        return Move("timer")
    return Move("timer", **_any_step(dice, play), word=dice.pick(DEADLINES), n=dice.below(2) or None)


def _due_timer(dice: Dice, play: "Play") -> Move:
    """What a shell does: the first that is due; where none is, the clock goes on to the next."""
    at, step_id, name = min(play.timers)
    if at > play.account.minute:
        return Move("clock", n=at - play.account.minute)
    step = play.account.step(step_id)
    assert step is not None
    return Move("timer", step=step.name, visit=play.visit_of(step), word=name)


def _clock(dice: Dice, play: "Play") -> Move:
    """Mostly on, now and then a little back, as clocks are corrected."""
    return Move("clock", n=-dice.between(1, 30) if dice.chance(15) else dice.between(1, 200))


def _reload(dice: Dice, play: "Play") -> Move:
    return Move("reload")
