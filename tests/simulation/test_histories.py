"""Recorded histories: what runs once lived through, in the schema of their day, leads to the same state for ever."""

import json
from pathlib import Path

import pytest

from engine.document import parse
from engine.orchestration import replay
from runs import codec

HISTORIES = sorted((Path(__file__).parents[1] / "histories").glob("*.json"))


def test_there_are_histories() -> None:
    assert len(HISTORIES) >= 8


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_law_2_a_recorded_history_replays_to_the_same_state(path: Path) -> None:
    history = json.loads(path.read_text())
    events = [event for turn in history["turns"] for event in codec.load_events(json.dumps(turn))]

    later = [parse(document) for document in history.get("later", ())]
    state = replay(parse(history["definition"]), events, later)

    assert json.loads(codec.dump_state(state)) == history["state"]
