"""What the simulator once found stays found: every case is played again, for ever."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from engine.simulation import Case, campaign, dump_case, load_case, replay_case, shrink
from engine.simulation.campaign import play_seed
from engine.simulation.dice import Dice
from engine.simulation.play import Play
from tests.simulation import planted

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_of_the_past_breaks_no_law(path: Path) -> None:
    case = load_case(json.loads(path.read_text()))

    broken = replay_case(case)

    assert broken is None, str(broken)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_move_of_a_case_still_finds_something_to_do(path: Path) -> None:
    """A case whose moves go past would prove nothing."""
    case = load_case(json.loads(path.read_text()))
    play = Play(case.defn, case.opening)

    idle = [move for move in case.moves if not play.do(move)]

    assert idle == []


def test_law_1_generated_runs_break_no_law() -> None:
    report = campaign(1, events=12_000)

    assert report.case is None, dump_case(report.case)
    assert report.events >= 12_000
    assert report.ended > 100, "runs must also come to an end"


def test_the_same_seed_plays_the_same_runs() -> None:
    first, second, other = campaign(5, events=500), campaign(5, events=500), campaign(6, events=500)

    assert first == second
    assert first != other


def test_the_dice_are_the_same_on_every_machine() -> None:
    dice = Dice(1)

    assert [dice.next() for _ in range(3)] == [10451216379200822465, 13757245211066428519, 17911839290282890590]


@pytest.fixture
def finding() -> Case:
    with planted.PLANTED["a_late_result_counts"].planted():
        case = campaign(1, events=planted.EVENTS).case
    assert case is not None
    return case


def test_a_finding_shrinks_and_still_breaks_the_same_law(finding: Case) -> None:
    bug = planted.PLANTED["a_late_result_counts"]
    with bug.planted():
        small = shrink(finding)
        broken = replay_case(small)

    assert broken is not None
    assert broken.law == finding.law == small.law
    assert len(small.moves) <= len(finding.moves)
    assert len(json.dumps(dump_case(small))) < len(json.dumps(dump_case(finding)))
    assert replay_case(small) is None, "without the bug the case breaks nothing"


def test_a_case_survives_its_json(finding: Case) -> None:
    assert load_case(json.loads(json.dumps(dump_case(finding)))) == finding


def test_the_command_writes_a_case_and_fails(tmp_path: Path) -> None:
    with planted.PLANTED["a_late_result_counts"].planted(), pytest.raises(CommandError) as failure:
        call_command("simulate", events=planted.EVENTS, keep=str(tmp_path), stdout=StringIO())

    [kept] = tmp_path.glob("*.json")
    assert str(kept) in str(failure.value)
    case = load_case(json.loads(kept.read_text()))
    assert replay_case(case) is None
    with planted.PLANTED["a_late_result_counts"].planted():
        assert replay_case(case) is not None


def test_the_command_says_how_fast_it_was() -> None:
    out = StringIO()

    call_command("simulate", events=300, seed=3, stdout=out)

    assert "events a minute of processor time" in out.getvalue()


def test_a_seed_can_be_played_by_itself() -> None:
    from engine.simulation import Report

    assert list(play_seed(17, Report())) == []
