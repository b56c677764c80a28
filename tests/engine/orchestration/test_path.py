"""R8 to R10, R18: decisions, Go To, end, spinning."""

from engine.document.stages import End
from tests.engine.orchestration.world import (
    Player,
    above,
    background,
    decision,
    equal,
    go_to,
    interactive,
    orchestration,
    outcome,
    stage,
    to,
)


def routed() -> Player:
    return Player(
        orchestration(
            stage("Ask", background("Look"), connector=to("Size")),
            decision(
                "Size",
                outcome("Huge", above("Look.Outputs.amount", 100), leads=to("Board")),
                outcome("Big", above("Look.Outputs.amount", 10), leads=to("Boss")),
                default=to("Done"),
            ),
            stage("Board", background("B1")),
            stage("Boss", background("B2"), connector=to("Done")),
            End("Done", "Done"),
        )
    )


def test_r8_the_first_true_outcome_is_taken():
    run = routed().finish("Look", amount=1000)

    assert run.state.outcomes == {"Huge": True, "Big": False}
    assert [s.name for s in run.state.stages] == ["Ask", "Board"]


def test_r8_else_the_default_and_the_trail_says_why():
    run = routed().finish("Look", amount=3)

    line = next(line for line in run.turns[-1].trail if line.what == "decision_taken")
    assert [c["outcome"] for c in line.detail["considered"]] == ["Huge", "Big"]
    assert line.detail["considered"][1]["rows"][0]["left_value"] == 3
    assert run.state.status == "completed"


def test_r8_only_if_updated_to_meet_compares_with_the_record_before():
    watch = decision(
        "Check",
        outcome("Won", equal("$Record.Stage", "Won"), leads=to("Party"), only_when_changed=True),
        default=to("Nothing"),
    )
    defn = orchestration(watch, stage("Party", background("Cake")), stage("Nothing", background("Rest")))
    facts = {"006x": {"Stage": "Won"}}

    def began(prior):
        return Player(defn, record="006x", record_object="Opportunity", prior=prior, facts=facts)

    assert began({"Stage": "Open"}).state.stages[0].name == "Party"
    assert began({"Stage": "Won"}).state.stages[0].name == "Nothing"
    assert began(None).state.stages[0].name == "Party"


def test_r9_going_back_makes_a_new_stage_run_and_outputs_read_the_latest():
    defn = orchestration(
        stage("Ask", interactive("Answer"), connector=to("Ok")),
        decision("Ok", outcome("Again", equal("Answer.Outputs.word", "again"), leads=go_to("Ask")), default=to("Last")),
        stage("Last", background("Fin")),
    )
    run = Player(defn).finish("Answer", word="again")

    assert [(s.name, s.attempt, s.status) for s in run.state.stages] == [
        ("Ask", 1, "completed"),
        ("Ask", 2, "in_progress"),
    ]
    assert ("R9", "went_to", "Ask") in run.rules()

    run.finish("Answer", word="fine")
    assert run.state.stages[-1].name == "Last"


def test_r10_a_path_that_ends_completes_the_run():
    assert Player(orchestration(stage("One", background("A")))).finish("A").state.status == "completed"


def test_r18_a_circle_with_nothing_to_wait_for_stops_and_is_named():
    defn = orchestration(decision("A", default=to("B")), decision("B", default=go_to("A")))
    run = Player(defn)

    assert run.state.status == "error"
    assert run.state.fault_code == "spinning_loop"
    assert "A → B → A" in run.state.fault
