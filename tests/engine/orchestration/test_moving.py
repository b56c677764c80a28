"""Moving runs to another version and back: the verdicts, what goes along, and the laws on generated orchestrations."""

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document import Definition, Start
from engine.document.resources import Variable
from engine.errors import EventRejected
from engine.orchestration import advance, replay, start
from engine.orchestration import events as ev
from engine.orchestration.commands import OpenWorkItem, ReopenWorkItem, WithdrawWorkItem
from engine.orchestration.moving import Choices, Plan, Verdict, plan, plan_back
from engine.orchestration.state import ENDED, RunState
from engine.values import Kind
from tests.engine.orchestration.test_laws import orchestrations, possible_events
from tests.engine.orchestration.world import (
    NINE,
    Player,
    background,
    equal,
    interactive,
    orchestration,
    stage,
    to,
    when,
)

NOTHING_CHOSEN = Choices()
ASK, CHECK = interactive("Ask"), interactive("Check", who="bob")


def two_stages(*first: Any, second: str = "Last") -> Definition:
    return orchestration(stage("First", *first, connector=to(second)), stage(second, interactive("Sign")))


def move(player: Player, new: Definition, choices: Choices = NOTHING_CHOSEN) -> Plan:
    """Plan the move and, when it fits, play it; the player then goes on in the new version."""
    made = plan(player.defn, new, player.state, choices)
    if made.state is not None:
        player.defn = new
        player.play(ev.RunMoved(at=NINE, by="user:9", state=made.state, stopped=made.stopped, number=2))
    return made


def codes(made: Plan) -> list[str]:
    return [finding.code for finding in made.findings]


def test_r40_a_run_goes_along_by_name_and_a_new_stage_ahead_is_visited() -> None:
    player = Player(two_stages(ASK))
    new = orchestration(
        stage("First", ASK, connector=to("Legal")), stage("Legal", CHECK, connector=to("Last")), stage("Last")
    )
    step = player.step("Ask").id

    made = move(player, new)

    assert (made.verdict, codes(made)) == (Verdict.FITS, [])
    assert player.commands == ()
    assert player.step("Ask").id == step
    player.finish("Ask")
    assert player.opened() == ["Check"]


def test_r40_a_step_that_is_new_to_the_stage_in_progress_starts_and_is_never_skipped() -> None:
    player = Player(two_stages(ASK))

    made = move(player, two_stages(ASK, CHECK))

    assert (made.added, codes(made)) == (("Check",), ["step_added"])
    assert player.opened() == ["Check"]
    assert player.statuses() == {"Ask": "in_progress", "Check": "in_progress"}
    assert len({step.id for step in player.stage("First").steps}) == 2


def test_r40_a_stage_that_is_gone_needs_a_choice_and_goes_along_under_the_chosen_name() -> None:
    player = Player(two_stages(ASK))
    new = orchestration(stage("Renamed", ASK, connector=to("Last")), stage("Last"))

    undecided = plan(player.defn, new, player.state)
    assert (undecided.verdict, undecided.state) == (Verdict.NEEDS_CHOICE, None)
    assert undecided.findings[0].options == ("Renamed", "Last")

    assert move(player, new, Choices({"First": "Renamed"})).verdict == Verdict.FITS
    assert player.stage("Renamed").status == "in_progress"
    assert player.statuses() == {"Ask": "in_progress"}


def test_r40_a_step_in_progress_that_is_gone_needs_a_choice_and_is_withdrawn_when_left_out() -> None:
    player = Player(two_stages(ASK, CHECK))
    gone, new = player.step("Ask").id, two_stages(CHECK)

    undecided = plan(player.defn, new, player.state)
    assert [(f.code, f.subject, f.options, f.may_leave_out) for f in undecided.findings] == [
        ("step_gone", "Ask", ("Check",), True)
    ]

    move(player, new, Choices({"Ask": ""}))
    assert player.commands == (WithdrawWorkItem(step=gone, reason="run_moved"),)
    assert player.statuses() == {"Check": "in_progress"}
    player.finish("Check")
    assert player.state.status == "in_progress"
    assert player.opened() == ["Sign"]


def test_r40_a_result_for_a_step_that_was_left_out_is_refused() -> None:
    player = Player(two_stages(background("Work"), ASK))
    gone = player.step("Work").id
    move(player, two_stages(ASK), Choices({"Work": ""}))

    with pytest.raises(EventRejected, match="without such a step"):
        player.play(ev.StepFinished(at=NINE, step=gone))


def test_r40_a_step_in_progress_of_another_kind_needs_a_choice_and_begins_anew_when_chosen() -> None:
    player = Player(two_stages(ASK))
    old, new = player.step("Ask").id, two_stages(background("Ask"))

    assert codes(plan(player.defn, new, player.state)) == ["step_changed"]

    move(player, new, Choices({"Ask": "Ask"}))
    assert player.called() == ["Ask"]
    assert player.withdrawn() == [old]
    assert player.step("Ask").id != old


def test_r40_two_steps_in_progress_cannot_become_one() -> None:
    player = Player(two_stages(ASK, CHECK))
    made = plan(player.defn, two_stages(interactive("Both")), player.state, Choices({"Ask": "Both", "Check": "Both"}))

    assert (made.verdict, codes(made)) == (Verdict.NEEDS_CHOICE, ["step_taken"])


def test_r40_an_ended_run_and_one_about_another_object_cannot() -> None:
    player = Player(two_stages(ASK))
    other = msgspec.structs.replace(two_stages(ASK), start=Start(connector=to("First"), object="Case"))
    about = Player(two_stages(ASK), record="001x", record_object="Account")
    assert codes(plan(about.defn, other, about.state)) == ["other_object"]

    player.play(ev.CancelAsked(at=NINE))
    made = plan(player.defn, two_stages(ASK), player.state)
    assert (made.verdict, codes(made)) == (Verdict.CANNOT, ["run_ended"])


def test_r40_a_new_required_input_needs_a_value() -> None:
    player = Player(two_stages(ASK))
    wanted = Variable(name="limit", kind=Kind.NUMBER, is_input=True, required=True)
    new = msgspec.structs.replace(two_stages(ASK), variables=(wanted,))

    assert codes(plan(player.defn, new, player.state)) == ["input_needed"]

    move(player, new, Choices(inputs={"limit": 5}))
    assert player.state.inputs == {"limit": 5}


def test_r40_what_is_new_and_was_passed_is_told() -> None:
    player = Player(two_stages(ASK)).finish("Ask")
    new = orchestration(
        stage("Before", CHECK, connector=to("First")),
        stage("First", ASK, interactive("Late"), connector=to("Last")),
        stage("Last", interactive("Sign")),
    )

    made = plan(player.defn, new, player.state)

    assert made.verdict == Verdict.FITS
    assert [(f.code, f.subject) for f in made.findings] == [("passed_by", "Before"), ("passed_by", "Late")]


def test_r40_outputs_of_a_renamed_step_are_read_under_its_new_name() -> None:
    second = interactive("Then", entry=when(equal("Asked.Outputs.word", "yes")))
    player = Player(two_stages(ASK, interactive("Other"))).finish("Ask", word="yes")

    move(player, two_stages(interactive("Asked"), interactive("Other"), second), Choices({"Ask": "Asked"}))

    assert player.opened() == ["Then"]


def test_r40_a_failed_run_is_moved_and_repaired_in_the_new_version() -> None:
    player = Player(two_stages(background("Work"), ASK)).fail("Work")
    new = two_stages(background("Work"), ASK, CHECK)

    move(player, new)
    assert (player.state.status, player.commands) == ("error", ())

    player.play(ev.RetryAsked(at=NINE))
    assert player.statuses() == {"Work": "in_progress", "Ask": "in_progress", "Check": "in_progress"}


def test_r40_a_suspended_run_is_moved_and_settles_when_it_goes_on() -> None:
    player = Player(two_stages(ASK)).play(ev.SuspendAsked(at=NINE))

    move(player, two_stages(ASK, CHECK))
    assert (player.state.status, player.opened()) == ("suspended", [])

    player.play(ev.ResumeAsked(at=NINE))
    assert player.opened() == ["Check"]


def back(player: Player, before: RunState, old: Definition) -> str:
    made = plan_back(player.defn, player.state, before)
    if made.state is not None:
        player.defn = old
        event = ev.RunMoved(at=NINE, state=made.state, stopped=made.stopped, again=made.again, back=True)
        player.play(event)
    return made.why_not


def test_r41_taking_back_ends_what_the_move_started_and_goes_on_with_what_it_stopped() -> None:
    old = two_stages(ASK, background("Work"))
    player = Player(old)
    before = player.state
    move(player, two_stages(CHECK, background("Work")), Choices({"Ask": ""}))
    started = player.step("Check").id

    assert back(player, before, old) == ""
    assert player.commands == (
        WithdrawWorkItem(step=started, reason="move_undone"),
        ReopenWorkItem(step=before.stages[0].steps[0].id),
    )
    assert player.state == msgspec.structs.replace(before, counter=player.state.counter, entered={})
    assert player.state.counter >= started


def test_r41_a_flow_that_ran_since_cannot_be_taken_back() -> None:
    player = Player(two_stages(ASK))
    before = player.state
    move(player, two_stages(ASK, background("Work")))
    player.finish("Work")

    assert back(player, before, two_stages(ASK)) == (
        "“Work” has run since the move, and what it did cannot be taken back."
    )


def test_r41_an_ended_run_cannot_be_taken_back() -> None:
    old = two_stages(ASK, CHECK)
    player = Player(old).finish("Check")
    before = player.state
    move(player, orchestration(stage("First", CHECK)), Choices({"Ask": ""}))

    assert player.state.status == "completed"
    assert "completed" in back(player, before, old)


def same(state: RunState) -> RunState:
    """Without what every event from outside begins anew, and the numbers that are never given twice."""
    return msgspec.structs.replace(state, entered={}, answers={}, counter=0)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Definition, list[ev.Event], RunState]:
    defn = draw(orchestrations())
    events: list[ev.Event] = [ev.RunStarted(at=NINE, instance="1")]
    state = start(defn, events[0]).state
    for _ in range(draw(st.integers(0, 8))):
        if state.status in ENDED:
            break
        event = draw(possible_events(state))
        try:
            state = advance(defn, state, event).state
        except EventRejected:
            continue
        events.append(event)
    return defn, events, state


@settings(max_examples=150, deadline=None)
@given(lives())
def test_law_moving_to_the_same_version_changes_nothing(life: tuple[Definition, list[ev.Event], RunState]) -> None:
    defn, _, state = life
    made = plan(defn, defn, state)

    if state.status in ENDED:
        assert made.verdict == Verdict.CANNOT
        return
    assert (made.verdict, made.findings, made.state, made.stopped) == (Verdict.FITS, (), state, ())
    turn = advance(defn, state, ev.RunMoved(at=NINE, state=state))
    assert same(turn.state) == same(state)
    assert turn.commands == ()


@settings(max_examples=200, deadline=None)
@given(lives(), orchestrations(), st.data())
def test_law_a_move_and_its_undoing_lead_back_and_all_of_it_replays(
    life: tuple[Definition, list[ev.Event], RunState], new: Definition, data: st.DataObject
) -> None:
    defn, events, state = life
    untouched = copy.deepcopy(state)
    made = plan(defn, new, state)
    choices = {
        finding.subject: data.draw(
            st.sampled_from([*finding.options, ""] if finding.may_leave_out else finding.options)
        )
        for finding in made.findings
        if finding.kind == "choice" and (finding.options or finding.may_leave_out)
    }
    made = plan(defn, new, state, Choices(choices))
    assert state == untouched
    if made.state is None:
        return
    event = ev.RunMoved(at=NINE, state=made.state, stopped=made.stopped)
    turn = advance(new, state, event)
    now = turn.state
    _check(new, now, turn.commands)
    assert replay(defn, [*events, event], [new]) == now
    again = plan_back(new, now, state)
    if again.state is None:
        assert again.why_not
        return
    returned = ev.RunMoved(at=NINE, state=again.state, stopped=again.stopped, again=again.again, back=True)
    there = advance(defn, now, returned)
    assert same(there.state) == same(state)
    assert there.state.counter >= now.counter
    _check(defn, there.state, ())
    assert replay(defn, [*events, event, returned], [new, defn]) == there.state
    open_now = _open(now, new)
    for command in there.commands:
        if isinstance(command, WithdrawWorkItem):
            open_now.discard(command.step)
        elif isinstance(command, ReopenWorkItem | OpenWorkItem):
            assert command.step not in open_now, "opened twice"
            open_now.add(command.step)
    assert open_now == _open(state, defn)


def _check(defn: Definition, state: RunState, commands: Any) -> None:
    """Numbers are unique, at most one stage goes on, its steps are those of the definition in their order."""
    ids = [run.id for run in state.stages] + [step.id for run in state.stages for step in run.steps]
    assert len(ids) == len(set(ids))
    assert not ids or max(ids) <= state.counter
    going = [run for run in state.stages if run.status in ("in_progress", "suspended")]
    assert len(going) <= 1
    for run in going:
        wanted = next(element for element in defn.elements if element.name == run.name)
        assert [step.name for step in run.steps] == [step.name for step in wanted.steps]  # type: ignore[union-attr]
    names = set(ids)
    assert all(command.step in names for command in commands if isinstance(command, OpenWorkItem))
    for name in {run.name for run in state.stages}:
        attempts = [run.attempt for run in state.stages if run.name == name]
        assert len(attempts) == len(set(attempts))


def _open(state: RunState, defn: Definition) -> set[int]:
    """Steps with work items that the state asks for."""
    people = {s.name for e in defn.elements for s in getattr(e, "steps", ()) if s.kind == "interactive"}
    last = state.stages[-1] if state.stages else None
    if last is None or last.status not in ("in_progress", "suspended"):
        return set()
    return {s.id for s in last.steps if s.name in people and s.status == "in_progress" and not s.screens_finished}
