"""R19 to R23: nothing, people, waking, evaluation flows, automatic outputs."""

from decimal import Decimal

from engine.document.operands import Named, Reference
from engine.document.stages import EvaluationCall, Gate
from engine.orchestration import events as ev
from engine.orchestration import missing_records, replay, watched_records
from engine.orchestration.commands import AskEvaluationFlow
from engine.values import RecordValue
from tests.engine.orchestration.world import (
    NINE,
    Player,
    above,
    background,
    done,
    equal,
    interactive,
    orchestration,
    stage,
    text,
    when,
)


def test_r19_a_condition_whose_resource_cannot_be_reached_is_false_and_says_so():
    waiting = background("B", entry=when(equal("$Record.Owner.Email", "x")))
    run = Player(orchestration(stage("One", background("A"), waiting)))

    assert run.statuses()["B"] == "not_started"


def test_r20_inputs_of_an_interactive_step_have_a_bound():
    asks = interactive("Ask", inputs=(Named("much", text("x" * 40_000)),))
    run = Player(orchestration(stage("One", asks)))

    assert run.state.fault_code == "inputs_too_long"
    assert run.statuses() == {"Ask": "error"}


def test_r21_a_record_change_lets_a_waiting_step_start():
    waiting = background("B", entry=when(equal("$Record.Stage", "Won")))
    defn = orchestration(stage("One", background("A"), waiting))
    run = Player(defn, record="006x", record_object="Opportunity", facts={"006x": {"Stage": "Open"}})
    assert watched_records(defn, run.state, {"006x": {"Stage": "Open"}}) == {"006x"}

    run.play(ev.RecordChanged(at=NINE, record="006x", facts={"006x": {"Stage": "Won"}}))
    assert run.called() == ["B"]


def test_r21_an_event_with_a_step_completes_it():
    run = Player(orchestration(stage("One", background("A"))))
    run.play(ev.Published(at=NINE, step=run.step("A").id, status="completed", outputs={"x": "1"}))

    assert run.state.status == "completed"


def test_r22_an_evaluation_flow_is_asked_once_per_event():
    waiting = background("B", entry=Gate(evaluation=EvaluationCall("Is_It_Time")))
    run = Player(orchestration(stage("One", background("A"), waiting)))
    [asked] = [c for c in run.commands if isinstance(c, AskEvaluationFlow)]

    run.play(ev.ConditionAnswered(at=NINE, subject=asked.subject, role="entry", met=False))
    assert run.statuses()["B"] == "not_started"
    assert run.commands == ()

    run.finish("A")
    assert [type(c) for c in run.commands] == [AskEvaluationFlow]
    run.play(ev.ConditionAnswered(at=NINE, subject=asked.subject, role="entry", met=True))
    assert run.called() == ["B"]


def test_r23_records_in_outputs_are_read_afresh():
    later = background("B", entry=when(above("A.Outputs.deal.Amount", 10)))
    defn = orchestration(stage("One", background("A"), background("Tick"), later))
    run = Player(defn)
    run.finish("A", deal=RecordValue("Opportunity", "006x", {"Amount": Decimal(1)}))
    assert run.statuses()["B"] == "not_started"
    assert missing_records(defn, run.state, {}) == {"006x"}

    step = run.step("Tick").id
    run.play(ev.StepFinished(at=NINE, step=step, facts={"006x": {"Amount": {"$number": "99"}}}))
    assert run.called() == ["B"]


def test_r23_relations_are_walked_one_load_at_a_time():
    asks = background("B", inputs=(Named("mail", Reference("$Record.Owner.Manager.Email")),), entry=done("A"))
    defn = orchestration(stage("One", background("A"), asks))
    began = ev.RunStarted(at=NINE, instance="1", record="006x", record_object="Opportunity")
    facts: dict = {}
    loaded = []
    world = {
        "006x": {"OwnerId": "005a"},
        "005a": {"ManagerId": "005b"},
        "005b": {"Email": "boss@example.com"},
    }
    while wanted := missing_records(defn, None, facts, began):
        loaded.append(wanted)
        facts.update({key: world[key] for key in wanted})
    assert loaded == [{"006x"}, {"005a"}, {"005b"}]

    run = Player(defn, record="006x", record_object="Opportunity", facts=facts)
    run.play(ev.StepFinished(at=NINE, step=run.step("A").id, facts=facts))
    assert run.commands[0].inputs == {"mail": "boss@example.com"}


def test_replaying_the_events_gives_the_same_state():
    run = Player(orchestration(stage("One", background("A"), interactive("Ask"), background("B", entry=done("Ask")))))
    run.finish("Ask", word="x").fail("A").play(ev.RetryAsked(at=NINE)).finish("A")

    assert replay(run.defn, run.events) == run.state
