"""Reading flow metadata: what is understood, what is kept, what is refused."""

import pytest

from builder.metadata.reader import read_flow
from builder.metadata.report import Rejected
from engine.document import FlowKind, dump, parse
from engine.document.conditions import Operator
from engine.document.elements import Connector, Decision, Unsupported
from engine.document.operands import Literal, Reference
from engine.document.stages import Stage
from engine.values import Kind
from tests.builder.conftest import APPROVALS, CORPUS, WORK_GUIDE, flow_xml, needs_corpus


def read(inside: str, **more) -> object:
    return read_flow(flow_xml(inside=inside, **more), "Try.flow-meta.xml").definition


def test_a_flow_is_read_with_its_values_in_one_spelling():
    reading = read_flow(flow_xml(), "flows/Add_one.flow-meta.xml")
    definition = reading.definition

    assert (definition.api_name, definition.label, definition.kind) == ("Add_one", "Add one", FlowKind.AUTOLAUNCHED)
    assert (reading.status, reading.problems, definition.unsupported) == ("Active", (), ())
    assert definition.start.connector == Connector("Set_it")
    assert definition.api_version == 60
    [variable] = definition.variables
    assert variable.default == Literal(Kind.NUMBER, "12.5")
    assert variable.is_input
    assert variable.is_output
    [assignment] = definition.elements
    assert assignment.extra == {"locationX": "10", "locationY": "20"}
    assert assignment.items[0].operator == "add"
    assert parse(dump(definition)) == definition


@needs_corpus
def test_every_flow_of_the_corpus_is_read_whole():
    read_ok = 0
    for path in sorted(CORPUS.rglob("*.flow-meta.xml")):
        definition = read_flow(path.read_bytes(), path.name).definition
        assert parse(dump(definition)) == definition
        read_ok += 1
    assert read_ok > 150


@needs_corpus
def test_the_quote_approval_is_read_as_its_file_says():
    path = APPROVALS / "flows/RLM_Quote_Smart_Approval.flow-meta.xml"
    definition = read_flow(path.read_bytes(), path.name).definition

    assert definition.kind is FlowKind.APPROVAL
    assert definition.unsupported == ()
    stages = [one for one in definition.elements if isinstance(one, Stage)]
    assert [len(stage.steps) for stage in stages] == [1, 5, 1, 1]
    level_1 = stages[1]
    assert level_1.exit.conditions.logic == "((1 OR 2) AND (3 OR 4) AND (5 OR 6) AND (7 OR 8) AND 9) OR 10"
    assert len(level_1.exit.conditions.rows) == 10
    assert level_1.connector == Connector("Was_Rejected")
    director = level_1.steps[2]
    assert director.kind == "approval"
    assert director.record == Reference("recordId")
    assert [one.name for one in director.inputs] == ["recordId"]
    assert "ActionInput__ApprovalChainName" in [one.name for one in director.settings]
    assert (director.assignees[0].kind, director.assignees[0].value) == ("group", Literal(Kind.TEXT, "Director"))
    first, second = director.entry.conditions.rows
    assert (first.operator, first.right) == (Operator.GREATER_OR_EQUAL, Literal(Kind.NUMBER, "2"))
    assert second.left == "Manager_Approver.Outputs.approvalDecision"
    [requires] = [one for one in definition.elements if isinstance(one, Decision) and one.name == "Requires_Approval"]
    assert requires.outcomes[0].conditions.logic == "or"
    assert requires.default == Connector("Update_Quote_Status_to_Approved")


@needs_corpus
def test_a_record_triggered_orchestration_names_its_trigger():
    [path] = WORK_GUIDE.rglob("Test_Orchestration.flow-meta.xml")
    start = read_flow(path.read_bytes(), path.name).definition.start
    assert (start.trigger, start.object, start.on) == ("record_after_save", "Account", "create")


@needs_corpus
def test_the_form_of_2021_is_read_with_a_warning():
    [path] = CORPUS.rglob("Orchestration_Parallel_Approvals.flow-meta.xml")
    reading = read_flow(path.read_bytes(), path.name)
    [stage] = reading.definition.elements
    assert [step.kind for step in stage.steps] == ["interactive"] * 3
    assert stage.steps[2].entry.evaluation.flow == "Entry_Flow_Have_Both_Approvals_Been_Received"
    assert [one.code for one in reading.problems] == ["old_form"] * 3
    assert reading.problems[0].path == "elements/Manage_Contract_Creation/steps/Manager_Approves_or_Rejects"


def test_what_is_not_understood_is_kept_and_reported():
    definition = read(
        """<apexPluginCalls><name>Each</name><label>Each</label><apexClass>Old</apexClass>
             <connector><targetReference>Set_it</targetReference></connector></apexPluginCalls>
           <inventedThing><deep><value>1</value><value>2</value></deep></inventedThing>""",
        first="Each",
    )
    [call] = definition.elements
    assert isinstance(call, Unsupported)
    assert call.feature == "apexPluginCalls"
    assert call.connectors == {"connector": Connector("Set_it")}
    assert call.extra == {"apexClass": "Old"}
    assert definition.extra["inventedThing"] == {"deep": {"value": ["1", "2"]}}
    assert definition.unsupported == ("apexPluginCalls", "inventedThing")


def test_an_operator_nobody_knows_is_never_true_and_warned_of():
    content = flow_xml(
        inside="""<decisions><name>Ask</name><label>Ask</label><rules><name>Yes</name><label>Yes</label>
          <conditionLogic>and</conditionLogic><conditions><leftValueReference>Total</leftValueReference>
          <operator>Resembles</operator><rightValue><numberValue>3</numberValue></rightValue></conditions>
          </rules></decisions>""",
        first="Ask",
    )
    reading = read_flow(content, "Try.flow")
    row = reading.definition.elements[0].outcomes[0].conditions.rows[0]
    assert (row.operator, row.extra) == (Operator.NONE, {"operator": "Resembles"})
    assert [one.code for one in reading.problems] == ["unknown_operator"]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"<Flow><label>x</Flow>", "broken_xml", "Line 1"),
        (b"", "broken_xml", "not well-formed"),
        (b"<CustomObject/>", "wrong_root", "expected <Flow>"),
        (
            flow_xml(inside="<decisions><label>No name</label></decisions>"),
            "missing_element",
            "<decisions> has no <name>",
        ),
        (b"<Flow>" + b" " * (8 * 1024 * 1024) + b"</Flow>", "file_too_large", "8 MB"),
    ],
)
def test_broken_files_are_refused_with_the_place(content: bytes, code: str, says: str):
    with pytest.raises(Rejected) as refused:
        read_flow(content, "Try.flow-meta.xml")
    assert refused.value.code == code
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE Flow [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Flow [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Flow SYSTEM "http://127.0.0.1:9/evil.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(declaration: str):
    content = f'<?xml version="1.0"?>{declaration}<Flow><label>&secret;&b;</label></Flow>'.encode()
    with pytest.raises(Rejected) as refused:
        read_flow(content, "Try.flow-meta.xml")
    assert refused.value.code in ("dtd_refused", "broken_xml")
    assert "root:" not in str(refused.value)


def test_a_name_that_cannot_be_an_api_name_is_changed_with_a_warning():
    reading = read_flow(flow_xml(), "Loop-Bug.flow-meta.xml")
    assert reading.definition.api_name == "Loop_Bug"
    assert [one.code for one in reading.problems] == ["name_changed"]
    assert read_flow(flow_xml(), "Old_Form-12.flow").definition.api_name == "Old_Form"
