"""R30: due dates and deadlines of steps."""

from datetime import date
from typing import Any

import pytest

from engine.document.operands import Reference
from engine.document.resources import Variable
from engine.document.stages import Assignee, Deadline
from engine.document.timing import Moment
from engine.errors import EventRejected
from engine.orchestration import events as ev
from engine.orchestration import start
from engine.orchestration.commands import OpenWorkItem, Remind, WantedAssignee, WithdrawWorkItem
from engine.orchestration.timers import timers_of
from engine.orchestration.waiting import waiting_for
from engine.values import Kind, pack
from tests.engine.orchestration.world import Player, background, interactive, orchestration, stage, text, to
from tests.engine.orchestration.world import _operand as number

TEN = "2026-03-02T10:00:00+00:00"
NOON = "2026-03-02T12:00:00+00:00"


def after(amount: int, unit: Any = "hours", of: Any = "start") -> Moment:
    return Moment(of=of, amount=number(amount), unit=unit)


def rung(name: str, when: Moment, then: Any, who: str = "") -> Deadline:
    return Deadline(name, when, then, Assignee("user", text(who)) if who else None)


def asked(*deadlines: Deadline, **more: Any) -> Player:
    return Player(orchestration(stage("S", interactive("Ask", deadlines=deadlines, **more))))


def fire(player: Player, name: str, at: str, step: str = "Ask") -> Player:
    found = player.step(step)
    return player.play(ev.TimerFired(at=at, timer=f"{found.id}:{found.attempt}:{name}"))


def test_r30_a_step_has_a_due_date_and_a_time_for_each_deadline() -> None:
    ladder = (rung("1", after(1), "remind"), rung("2", after(-30, "minutes", "due"), "escalate"))
    player = asked(*ladder, due=after(2, "days"))

    [item] = [c for c in player.commands if isinstance(c, OpenWorkItem)]
    assert item.due_at == "2026-03-04T09:00:00+00:00"
    assert player.step("Ask").timers == {"1": TEN, "2": "2026-03-04T08:30:00+00:00"}


def test_r30_reminds_once_and_never_before_its_time() -> None:
    player = asked(rung("1", after(1), "remind"))

    with pytest.raises(EventRejected):
        fire(player, "1", "2026-03-02T09:59:59+00:00")
    fire(player, "1", TEN)
    assert player.commands == (Remind(step=player.step("Ask").id, kind="remind"),)
    fire(player, "1", TEN)
    assert player.commands == ()


def test_r30_escalates_to_a_named_assignee() -> None:
    player = fire(asked(rung("1", after(1), "escalate", "boss")), "1", TEN)

    assert player.commands == (
        Remind(step=player.step("Ask").id, kind="escalate", assignee=WantedAssignee("user", "boss")),
    )


def test_r30_gives_the_work_to_somebody_else() -> None:
    player = fire(asked(rung("1", after(1), "reassign", "bob")), "1", TEN)

    withdrawn, opened = player.commands
    assert withdrawn == WithdrawWorkItem(step=player.step("Ask").id, reason="reassigned")
    assert isinstance(opened, OpenWorkItem)
    assert opened.assignees == (WantedAssignee("user", "bob"),)
    assert player.step("Ask").status == "in_progress"


def test_r30_fails_the_step_and_takes_the_fault_path() -> None:
    late = (rung("1", after(1), "fail"),)
    player = Player(orchestration(stage("S", interactive("Ask", deadlines=late), fault=to("T")), stage("T")))
    fire(player, "1", TEN)

    assert player.step("Ask").fault_code == "step_timed_out"
    assert [s.name for s in player.state.stages] == ["S", "T"]
    assert player.state.fault_message == "Ask was not done in time."


def test_r30_a_background_step_may_time_out() -> None:
    player = Player(orchestration(stage("S", background("Work", deadlines=(rung("1", after(1), "fail"),)))))
    fire(player, "1", TEN, "Work")

    assert (player.state.status, player.state.fault_code) == ("error", "step_timed_out")


def test_r30_an_ended_step_has_no_deadlines_and_a_retry_counts_anew() -> None:
    player = asked(rung("1", after(1), "remind"))
    first = player.step("Ask").id
    player.fail("Ask")
    assert timers_of(player.state) == {}
    player.play(ev.RetryAsked(at=NOON))

    assert timers_of(player.state) == {f"{first}:2:1": "2026-03-02T13:00:00+00:00"}
    player.play(ev.TimerFired(at=NOON, timer=f"{first}:1:1"))
    assert player.commands == ()


def test_r30_a_deadline_that_comes_while_suspended_is_carried_out_on_resume() -> None:
    player = asked(rung("1", after(1), "remind"), rung("2", after(2), "escalate", "boss"), rung("3", after(9), "fail"))
    player.play(ev.SuspendAsked(at=TEN))
    fire(player, "1", TEN)
    assert player.commands == ()
    player.play(ev.ResumeAsked(at=NOON))

    assert [c.kind for c in player.commands if isinstance(c, Remind)] == ["remind", "escalate"]
    assert list(player.step("Ask").timers) == ["3"]


def test_r30_an_empty_date_never_comes_and_history_says_so() -> None:
    none = Deadline("1", Moment(of="value", value=Reference("Other.Outputs.when")))
    player = Player(orchestration(stage("S", background("Other"), interactive("Ask", deadlines=(none,)))))

    assert player.step("Ask").timers == {}
    assert ("R30", "deadline_without_date", "Ask") in player.rules()


def test_r30_a_day_is_the_same_time_of_day_in_the_organizations_zone() -> None:
    """A day is not 24 hours when clocks change (ux.md, bug 17: P1D read as business hours)."""
    defn = orchestration(
        stage(
            "S", interactive("Ask", deadlines=(rung("d", after(1, "days"), "remind"), rung("h", after(24), "remind")))
        )
    )
    from engine.orchestration import start

    evening = "2026-03-28T20:00:00+01:00"  # clocks go forward that night
    turn = start(defn, ev.RunStarted(at=evening, instance="1", zone="Europe/Berlin"))

    assert turn.state.stages[0].steps[0].timers == {"d": "2026-03-29T18:00:00+00:00", "h": "2026-03-29T19:00:00+00:00"}


def test_r30_a_date_is_due_at_its_end_and_a_deadline_at_its_beginning() -> None:
    by = Moment(of="value", value=Reference("by"))
    defn = orchestration(
        stage("S", interactive("Ask", due=by, deadlines=(Deadline("1", by),))),
        variables=(Variable(name="by", kind=Kind.DATE, is_input=True),),
    )
    inputs = {"by": pack(date(2028, 2, 29))}
    turn = start(defn, ev.RunStarted(at=TEN, instance="1", zone="America/New_York", inputs=inputs))

    step = turn.state.stages[0].steps[0]
    assert (step.due_at, step.timers["1"]) == ("2028-03-01T04:59:59+00:00", "2028-02-29T05:00:00+00:00")


def test_r30_a_value_that_is_no_date_fails_the_step() -> None:
    wrong = Moment(of="value", value=text("soon"))
    player = asked(Deadline("1", wrong))

    assert player.step("Ask").fault_code == "deadline_value"


def test_r30_a_person_is_waited_for_without_end_unless_a_deadline_says_otherwise() -> None:
    """A machine's time-out never ends a person's wait (ux.md, bug 11)."""
    player = asked()
    player.play(ev.TimerFired(at="2036-03-02T09:00:00+00:00", timer="t"))

    assert player.statuses() == {"Ask": "in_progress"}
    assert [wait.kind for wait in waiting_for(player.defn, player.state, {})] == ["person"]


def test_r30_a_timer_of_an_earlier_visit_does_nothing_in_the_next_round() -> None:
    """A timer never resumes into a new loop turn (ux.md, bug 8)."""
    late = (rung("1", after(1), "fail"),)
    player = Player(orchestration(stage("S", interactive("Ask", deadlines=late), connector=to("S"))))
    first = player.step("Ask").id
    player.finish("Ask")
    assert player.stage("S").attempt == 2
    player.play(ev.TimerFired(at=TEN, timer=f"{first}:1:1"))

    assert player.statuses()["Ask"] == "in_progress"
    assert player.state.status == "in_progress"
