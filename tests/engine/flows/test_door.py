"""The door of the room: what is refused, what may run inside a turn, what a form gives."""

import pytest

from engine.document import parse
from engine.errors import EventRejected
from engine.flows.answers import RecordsAnswered, ScreenAnswered, posted
from engine.flows.interview import advance, begin, only_touches_records, resume
from engine.flows.limits import MAX_EXPLAINED
from engine.flows.outcomes import Faulted, Finished, ShowScreen
from engine.flows.views import ChoiceView, FieldView, ScreenView
from tests.engine.flows.world import NINE, World, answered, started

TWO_SCREENS = parse(
    {
        "api_name": "Two",
        "label": "Two",
        "kind": "screen",
        "start": {"connector": {"target": "S1"}},
        "elements": [
            {
                "type": "screen",
                "name": "S1",
                "label": "S1",
                "allow_pause": False,
                "fields": [{"name": "A", "kind": "input", "data": "text"}],
                "connector": {"target": "S2"},
            },
            {"type": "screen", "name": "S2", "label": "S2", "allow_finish": False},
        ],
    }
)


@pytest.mark.parametrize(
    "answer",
    [
        ScreenAnswered("S2"),
        ScreenAnswered("S1", move="back"),
        ScreenAnswered("S1", move="pause"),
        RecordsAnswered(),
    ],
)
def test_an_answer_that_the_screen_does_not_take_is_rejected(answer):
    outcome = begin(TWO_SCREENS, {}, at=NINE)

    with pytest.raises(EventRejected):
        advance(TWO_SCREENS, outcome.interview, answer, at=NINE)


def test_a_screen_that_forbids_going_on_can_only_be_left_backwards():
    second = answered(TWO_SCREENS, begin(TWO_SCREENS, {}, at=NINE), ScreenAnswered("S1"), World())

    with pytest.raises(EventRejected):
        advance(TWO_SCREENS, second.interview, ScreenAnswered("S2", move="finish"), at=NINE)
    back = advance(TWO_SCREENS, second.interview, ScreenAnswered("S2", move="back"), at=NINE)

    assert isinstance(back, ShowScreen)
    assert back.view.name == "S1"


def test_a_finished_interview_takes_no_answer_and_still_tells_its_outputs():
    defn = parse(
        {
            "api_name": "One",
            "label": "One",
            "kind": "autolaunched",
            "variables": [{"name": "x", "kind": "text", "is_input": True, "is_output": True}],
        }
    )
    done = started(defn, {"x": "a"}, World())

    with pytest.raises(EventRejected):
        advance(defn, done.interview, ScreenAnswered("S1"), at=NINE)
    assert isinstance(done, Finished)
    assert resume(defn, done.interview, at=NINE).outputs == {"x": "a"}


def test_a_faulted_interview_is_tried_again_at_the_element_that_failed():
    defn = parse(
        {
            "api_name": "Write",
            "label": "Write",
            "kind": "autolaunched",
            "start": {"connector": {"target": "Count"}},
            "variables": [{"name": "n", "kind": "number", "is_output": True}],
            "elements": [
                {
                    "type": "assignment",
                    "name": "Count",
                    "label": "Count",
                    "items": [
                        {"target": "n", "operator": "add", "value": {"type": "literal", "kind": "number", "text": "1"}}
                    ],
                    "connector": {"target": "Create"},
                },
                {"type": "create_records", "name": "Create", "label": "Create", "object": "Case"},
            ],
        }
    )
    failed = started(defn, {}, World(fails={"Case": "Closed for today."}))
    assert isinstance(failed, Faulted)

    repaired = World()
    again = resume(defn, failed.interview, at=NINE)
    done = advance(defn, again.interview, repaired.answer(again.request), at=NINE)

    assert isinstance(done, Finished)
    assert done.outputs == {"n": {"$number": "1"}}
    assert len(repaired.records) == 1


def test_screens_and_kinds_that_reach_outside_do_not_run_inside_a_turn():
    assert not only_touches_records(TWO_SCREENS)
    assert only_touches_records(parse({"api_name": "E", "label": "E", "kind": "autolaunched"}))
    mail = {"type": "unsupported", "name": "M", "label": "M", "feature": "actionCalls"}
    assert not only_touches_records(parse({"api_name": "E", "label": "E", "kind": "autolaunched", "elements": [mail]}))


def test_a_form_answers_every_field_it_shows_also_those_a_browser_leaves_out():
    view = ScreenView(
        "S",
        "S",
        (
            FieldView("Sec", "section", fields=(FieldView("A", "text"), FieldView("Ok", "boolean"))),
            FieldView("Many", "checkboxes", choices=(ChoiceView("a", "A"), ChoiceView("b", "B"))),
            FieldView("None_ticked", "multi_select"),
            FieldView("One", "radio"),
            FieldView("Note", "display_text"),
            FieldView("Fixed", "text", read_only=True),
        ),
    )

    values = posted(view, {"A": ["x"], "Many": ["a", "b"], "Fixed": ["sneaky"], "csrf": ["t"]})

    assert values == {"A": "x", "Ok": False, "Many": ["a", "b"], "None_ticked": [], "One": None}


def test_the_trace_is_bounded_and_says_how_much_it_dropped():
    item = {"target": "n", "operator": "add", "value": {"type": "literal", "kind": "number", "text": "1"}}
    rows = [{"left": "n", "operator": "less_than", "right": {"type": "literal", "kind": "number", "text": "300"}}]
    defn = parse(
        {
            "api_name": "Round",
            "label": "Round",
            "kind": "autolaunched",
            "start": {"connector": {"target": "Count"}},
            "variables": [{"name": "n", "kind": "number", "is_output": True}],
            "elements": [
                {
                    "type": "assignment",
                    "name": "Count",
                    "label": "Count",
                    "items": [item],
                    "connector": {"target": "More"},
                },
                {
                    "type": "decision",
                    "name": "More",
                    "label": "More",
                    "outcomes": [
                        {
                            "name": "Less",
                            "label": "Less",
                            "conditions": {"rows": rows},
                            "connector": {"target": "Count"},
                        }
                    ],
                },
            ],
        }
    )

    done = begin(defn, {}, at=NINE)

    assert done.outputs == {"n": {"$number": "300"}}
    assert (len(done.interview.trace), done.interview.trace_dropped) == (200, 400)
    decisions = [line for line in done.interview.trace if line.kind == "decision"]
    told = [line for line in decisions if line.because]
    assert told == decisions[-MAX_EXPLAINED:]  # the latest say why
    [less] = told[-1].because
    assert (less["taken"], less["rows"][0]["left_value"]) == (False, 300)
