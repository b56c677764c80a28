"""R12, R18, R19, R21 to R23: what wakes a run, what its conditions can name, what a fault path knows."""

from decimal import Decimal
from typing import Any

import pytest

from engine.document import Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Outcome
from engine.document.operands import Literal, Reference
from engine.document.resources import Formula
from engine.document.stages import Deadline, EvaluationCall, Gate
from engine.document.timing import Moment
from engine.orchestration import events as ev
from engine.orchestration import watched_records
from engine.orchestration.commands import AskEvaluationFlow
from engine.values import Json, Kind, RecordValue, pack
from tests.engine.orchestration.world import (
    NINE,
    Player,
    background,
    decision,
    done,
    equal,
    go_to,
    interactive,
    orchestration,
    outcome,
    stage,
    to,
    when,
)

World = dict[str, dict[str, Json]]
HERE: World = {"006x": {"OwnerId": "005a", "Amount": {"$number": "5"}}, "005a": {"Email": "a@x", "IsActive": True}}
TRUE = Literal(Kind.BOOLEAN, "true")


def waiting(gate: Gate, facts: World | None = None, **more: Any) -> Player:
    """B waits for the gate; A is under way. About the record 006x."""
    defn = orchestration(stage("One", background("A"), background("B", entry=gate)), **more)
    about = {"record": "006x", "record_object": "Opportunity", "facts": HERE if facts is None else facts}
    return Player(defn, **about)


def changed(player: Player, record: str, **fields: Json) -> Player:
    facts = {**HERE, record: {**HERE.get(record, {}), **fields}}
    return player.play(ev.RecordChanged(at=NINE, record=record, facts=facts))


def test_r21_a_field_of_a_related_record_wakes() -> None:
    player = waiting(when(equal("$Record.Owner.Email", "b@x")))

    assert watched_records(player.defn, player.state, HERE) == {"006x", "005a"}
    assert changed(player, "005a", Email="b@x").called() == ["B"]


def test_r21_a_formula_wakes_by_every_field_it_reads() -> None:
    formula = Formula("Big", Kind.BOOLEAN, "{!$Record.Amount} > 10 && {!$Record.Owner.IsActive}")
    player = waiting(when(equal("Big", True)), formulas=(formula,))

    assert watched_records(player.defn, player.state, HERE) == {"006x", "005a"}
    assert changed(player, "006x", Amount={"$number": "11"}).called() == ["B"]


def test_r21_a_relation_that_leads_elsewhere_now_is_watched_anew() -> None:
    player = waiting(when(equal("$Record.Owner.Email", "c@x")))
    facts: World = {**HERE, "006x": {"OwnerId": "005c"}, "005c": {"Email": "no"}}
    player.play(ev.RecordChanged(at=NINE, record="006x", facts=facts))

    assert watched_records(player.defn, player.state, facts) == {"006x", "005c"}


def test_r21_an_answer_that_comes_before_anybody_waits_for_it_counts() -> None:
    """The change is made before the run reaches its wait (ux.md, bug 6)."""
    defn = orchestration(
        stage("One", background("A"), connector=to("Two")),
        stage("Two", background("B", entry=when(equal("$Record.S", "y")))),
    )
    player = Player(defn, record="006x", record_object="Opportunity", facts={"006x": {"S": "n"}})
    facts: World = {"006x": {"S": "y"}}
    player.play(ev.RecordChanged(at=NINE, record="006x", facts=facts))
    player.play(ev.StepFinished(at=NINE, step=player.step("A").id, facts=facts))

    assert player.called() == ["B"]


def test_r22_an_evaluation_flow_is_asked_again_by_each_event_and_both_parts_must_hold() -> None:
    gate = Gate(when(equal("$Record.S", "y")).conditions, EvaluationCall("Ready"))
    player = waiting(gate, {"006x": {"S": "n"}})
    assert not any(isinstance(c, AskEvaluationFlow) for c in player.commands)
    player.play(ev.RecordChanged(at=NINE, record="006x", facts={"006x": {"S": "y"}}))
    [asked] = [c for c in player.commands if isinstance(c, AskEvaluationFlow)]
    player.play(
        ev.ConditionAnswered(at=NINE, subject=asked.subject, role="entry", met=True, facts={"006x": {"S": "y"}})
    )

    assert player.called() == ["B"]


def test_r12_a_fault_path_sees_the_message_the_error_and_what_was_visited() -> None:
    rows = (
        equal("$Flow.FaultMessage", "It broke."),
        Condition("One", Operator.HAS_ERROR, TRUE),
        Condition("A", Operator.HAS_ERROR, TRUE),
        Condition("One", Operator.WAS_VISITED, TRUE),
        Condition("Never", Operator.WAS_VISITED, Literal(Kind.BOOLEAN, "false")),
        equal("One.Status", "Error"),
        equal("One", False),
    )
    sort = decision("Sort", outcome("Broke", *rows, leads=to("Mend")))
    one = stage("One", background("A"), fault=to("Sort"))
    player = Player(orchestration(one, sort, stage("Mend", background("M")), stage("Never", background("N")))).fail("A")

    assert player.stage("Mend").status == "in_progress"


def test_r18_a_person_in_the_circle_makes_it_no_spin() -> None:
    back = decision("Again", outcome("More", equal("Ask.Outputs.more", "yes"), leads=go_to("One")))
    player = Player(orchestration(stage("One", interactive("Ask"), connector=to("Again")), back))
    for _ in range(60):
        player.finish("Ask", more="yes")
    assert player.stage("One").attempt == 61  # and every visit is kept (ux.md, bug 16)
    assert [run.attempt for run in player.state.stages] == list(range(1, 62))


def test_r18_the_fault_names_the_circle() -> None:
    back = decision("Again", Outcome("Always", "Always", Conditions(), go_to("Turn")))
    turn = decision("Turn", Outcome("Round", "Round", Conditions(), go_to("Again")))
    player = Player(orchestration(back, turn, stage("One", background("A"))))

    assert (player.state.status, player.state.fault_code) == ("error", "spinning_loop")
    assert "Again → Turn → Again" in player.state.fault


def test_r18_a_deadline_that_is_due_at_once_does_not_hide_a_circle() -> None:
    at_once = Deadline("1", Moment(amount=Literal(Kind.NUMBER, "0")), "fail")
    player = Player(orchestration(stage("One", background("A", deadlines=(at_once,)), fault=go_to("One"))))
    for _ in range(60):
        if player.state.status != "in_progress":
            break
        step = player.step("A")
        player.play(ev.TimerFired(at=NINE, timer=f"{step.id}:1:1"))

    assert player.state.fault_code == "spinning_loop"


GLOBALS = [
    ("$Orchestration.Instance", "1"),
    ("$Flow.CurrentRecord", "006x"),
    ("$Flow.InterviewGuid", "1"),
    ("$Record.Amount", 5),
    ("$GlobalConstant.EmptyString", ""),
    ("$GlobalConstant.True", True),
]


@pytest.mark.parametrize(("path", "value"), GLOBALS)
def test_r23_conditions_read_what_the_run_itself_knows(path: str, value: Any) -> None:
    assert waiting(when(equal(path, value))).called() == ["A", "B"]


def test_r23_conditions_read_the_systems_first_moment() -> None:
    first = Condition("$System.OriginDateTime", Operator.EQUAL_TO, Literal(Kind.DATETIME, "1900-01-01T00:00:00+00:00"))
    later = Condition("$Flow.CurrentDateTime", Operator.GREATER_THAN, Reference("$System.OriginDateTime"))
    assert waiting(when(first, later)).called() == ["A", "B"]


def test_r23_the_record_before_is_what_it_was_at_the_start_and_never_read_afresh() -> None:
    gate = when(equal("$Record__Prior.Stage", "Old"), equal("$Record.Stage", "New"))
    defn = orchestration(
        stage("One", background("A"), background("B", entry=gate)),
        start=Start(connector=to("One"), object="Opportunity", trigger="record_after_save", on="update"),
    )
    about = {"record": "006x", "record_object": "Opportunity", "prior": {"Stage": "Old"}}
    player = Player(defn, **about, facts={"006x": {"Stage": "Old"}})
    player.play(ev.RecordChanged(at=NINE, record="006x", facts={"006x": {"Stage": "Middle"}}))
    assert player.called() == []
    player.play(ev.RecordChanged(at=NINE, record="006x", facts={"006x": {"Stage": "New"}}))
    assert player.called() == ["B"]


def test_r23_today_is_the_organizations() -> None:
    gate = when(Condition("$Flow.CurrentDate", Operator.EQUAL_TO, Literal(Kind.DATE, "2026-03-03")))
    defn = orchestration(stage("One", background("A", entry=gate)))
    from engine.orchestration import start

    late = "2026-03-02T23:30:00+00:00"
    berlin = start(defn, ev.RunStarted(at=late, instance="1", zone="Europe/Berlin"))
    assert [c.name for c in berlin.commands] == ["A"]
    assert start(defn, ev.RunStarted(at=late, instance="1")).commands == ()


def test_r8_only_if_updated_to_meet_counts_a_new_record_as_not_meeting_before() -> None:
    changed_to = Outcome("Won", "Won", Conditions(rows=(equal("$Record.S", "won"),)), to("Yes"), only_when_changed=True)
    defn = orchestration(decision("D", changed_to), stage("Yes", background("A")))
    facts: World = {"006x": {"S": "won"}}

    def visited(prior: dict[str, Json] | None) -> bool:
        player = Player(defn, record="006x", record_object="Opportunity", prior=prior, facts=facts)
        return bool(player.state.stages)

    assert (visited(None), visited({"S": "open"}), visited({"S": "won"})) == (True, True, False)


def test_r4_interactive_exit_by_evaluation_flow_and_r5_stage_exit_by_requirements_end_what_runs() -> None:
    ask = interactive("Ask", exit=Gate(evaluation=EvaluationCall("Enough")))
    exit_ = when(equal("Ask.Status", "Completed"))
    player = Player(orchestration(stage("One", ask, background("Long"), exit=exit_)))
    player.finish("Ask")
    [asked] = [c for c in player.commands if isinstance(c, AskEvaluationFlow)]
    assert player.statuses() == {"Ask": "in_progress", "Long": "in_progress"}
    player.play(ev.ConditionAnswered(at=NINE, subject=asked.subject, role="exit", met=True))

    assert player.statuses() == {"Ask": "completed", "Long": "discontinued"}
    assert player.state.status == "completed"


def test_r20_a_rejection_is_an_answer_and_no_error() -> None:
    """Rejecting never takes the fault path (ux.md, bug 5)."""
    decide = decision("D", outcome("No", equal("Ask.Outputs.approvalDecision", "Reject"), leads=to("Sorry")))
    one = stage("One", interactive("Ask"), connector=to("D"), fault=to("Broken"))
    stages = (stage("Sorry", background("S")), stage("Broken", background("F")))
    player = Player(orchestration(one, decide, *stages)).finish("Ask", approvalDecision="Reject")

    assert player.stage("One").status == "completed"
    assert player.called() == ["S"]


def test_r23_records_in_outputs_keep_their_id_and_read_new_fields() -> None:
    gate = when(equal("A.Outputs.deal.Owner.Email", "a@x"))
    defn = orchestration(stage("One", background("A"), background("B", entry=gate), background("C", entry=done("B"))))
    deal = pack(RecordValue("Opportunity", "006x", {"Amount": Decimal(1)}))
    player = Player(defn)
    player.play(ev.StepFinished(at=NINE, step=player.step("A").id, outputs={"deal": deal}, facts=HERE))

    assert player.called() == ["B"]
