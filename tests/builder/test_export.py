"""Export: import of an export changes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from builder.imports.run import import_files
from builder.imports.sources import SourceFile
from builder.metadata.reader import read_flow
from builder.metadata.writer import write_flow
from builder.services import fingerprint_of, save_version
from engine.document import Definition, FlowKind, Start, dump
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Connector, Decision, Outcome
from engine.document.operands import Expression, Literal, Named, Reference
from engine.document.resources import Variable
from engine.document.stages import Assignee, End, EvaluationCall, Gate, Stage, Step
from engine.values import Kind
from tests.builder.conftest import CORPUS, flow_xml, needs_corpus

BIG = Condition("Ask.Outputs.amount", Operator.GREATER_OR_EQUAL, Literal(Kind.NUMBER, "100"))
OURS = Definition(
    api_name="Ours",
    label="Ours & theirs",
    kind=FlowKind.ORCHESTRATION,
    start=Start(
        connector=Connector("First"),
        trigger="record_after_save",
        object="Case",
        on="create_and_update",
        filters=Conditions("formula", formula='ISNEW() && {!$Record.Status} <> "Closed"'),
        only_when_changed=True,
    ),
    elements=(
        Stage(
            name="First",
            label="First",
            steps=(
                Step(
                    name="Ask",
                    label="Ask",
                    kind="interactive",
                    action="Screens",
                    assignees=(Assignee("queue", Literal(Kind.TEXT, "Desk")), Assignee("resource", Reference("who"))),
                    record=Reference("$Record.Id"),
                    inputs=(Named("day", Literal(Kind.DATE, "2026-01-31")), Named("sum", Expression("1+1", "number"))),
                    entry=Gate(evaluation=EvaluationCall("Ready", (Named("x", Literal(Kind.BOOLEAN, "true")),))),
                ),
                Step(name="Do", label="Do", kind="background", action="Auto", asynchronous=True, as_last_person=True),
            ),
            connector=Connector("Which"),
            fault=Connector("Over"),
        ),
        End(name="Over", label="Over"),
        Decision(
            name="Which",
            label="Which",
            outcomes=(Outcome("Big", "Big", Conditions("1 AND NOT(2)", (BIG, BIG)), Connector("First", go_to=True)),),
            default=Connector("Over"),
            default_label="No",
        ),
    ),
    variables=(Variable("who", Kind.TEXT, is_input=True, required=True),),
)


CHOICES = """<choices>
        <name>Other</name>
        <choiceText>Other</choiceText>
        <dataType>String</dataType>
        <userInput>
            <isRequired>true</isRequired>
            <promptText>Which?</promptText>
            <validationRule>
                <errorMessage>Longer</errorMessage>
                <formulaExpression>LEN({!Other}) &gt; 2</formulaExpression>
            </validationRule>
        </userInput>
    </choices>
    <dynamicChoiceSets>
        <name>Markets</name>
        <dataType>String</dataType>
        <displayField>Name</displayField>
        <filterLogic>and</filterLogic>
        <filters>
            <field>State__c</field>
            <operator>EqualTo</operator>
            <value>
                <elementReference>Total</elementReference>
            </value>
        </filters>
        <limit>20</limit>
        <object>Market__c</object>
        <outputAssignments>
            <assignToReference>Total</assignToReference>
            <field>Size__c</field>
        </outputAssignments>
        <sortField>Name</sortField>
        <sortOrder>Asc</sortOrder>
        <valueField>Id</valueField>
    </dynamicChoiceSets>
    <dynamicChoiceSets>
        <name>Members</name>
        <collectionReference>Get_Accounts</collectionReference>
        <dataType>String</dataType>
        <displayField>Name</displayField>
        <object>Account</object>
        <valueField>Id</valueField>
    </dynamicChoiceSets>
    <dynamicChoiceSets>
        <name>Ratings</name>
        <dataType>Picklist</dataType>
        <displayField xsi:nil="true"/>
        <object xsi:nil="true"/>
        <picklistField>Rating</picklistField>
        <picklistObject>Account</picklistObject>
    </dynamicChoiceSets>"""


def test_choices_and_sets_of_them_come_back_as_they_were():
    whole = flow_xml(inside=CHOICES).replace(b"<Flow ", b'<Flow xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ')
    definition = read_flow(whole, "Try.flow").definition

    assert definition.unsupported == ()
    markets, members, ratings = definition.choice_sets
    assert (markets.object, markets.limit, markets.outputs[0].target) == ("Market__c", 20, "Total")
    assert (members.collection, members.display_field) == ("Get_Accounts", "Name")
    assert (ratings.kind, ratings.picklist_field) == (Kind.PICKLIST, "Rating")
    assert definition.choices[0].input.validation.formula == "LEN({!Other}) > 2"
    assert CHOICES in write_flow(definition)


@needs_corpus
def test_every_flow_of_the_corpus_comes_back_the_same():
    for path in sorted(CORPUS.rglob("*.flow-meta.xml")):
        reading = read_flow(path.read_bytes(), path.name)
        text = write_flow(reading.definition, status=reading.status)
        again = read_flow(text.encode(), f"{reading.definition.api_name}.flow-meta.xml")
        assert again.definition == reading.definition, path.name
        assert fingerprint_of(dump(again.definition)) == fingerprint_of(dump(reading.definition))
        assert again.status == reading.status
        assert write_flow(again.definition, status=again.status) == text


def test_one_of_our_own_comes_back_the_same():
    again = read_flow(write_flow(OURS, status="Active").encode(), "Ours.flow-meta.xml").definition
    assert again.variables == OURS.variables
    assert [one.name for one in again.elements] == ["First", "Over", "Which"]
    assert again.source == "builder"
    assert again.elements == OURS.elements
    assert again == OURS


def test_equal_documents_have_one_fingerprint():
    written_out = dump(OURS) | {"source": "builder"}
    assert fingerprint_of(written_out) == fingerprint_of(dump(OURS))
    assert fingerprint_of(dump(OURS) | {"label": "Other"}) != fingerprint_of(dump(OURS))


@pytest.mark.django_db
def test_import_of_an_export_changes_nothing():
    save_version(definition=OURS, by=None)
    import_files([SourceFile("Add_one.flow", "flow", flow_xml())], by=None)
    for name in ("Ours", "Add_one"):
        out = io.StringIO()
        call_command("export_metadata", name, stdout=out)
        content = out.getvalue().encode()
        report = import_files([SourceFile(f"{name}.flow-meta.xml", "flow", content)], by=None)
        assert [(file.api_name, file.status) for file in report.files] == [(name, "unchanged")]


@pytest.mark.django_db
def test_a_version_can_be_asked_for():
    for label in ("One", "Two"):
        save_version(definition=Definition(api_name="V", label=label, kind=FlowKind.SCREEN), by=None)
    out = io.StringIO()
    call_command("export_metadata", "V", "--version", "1", stdout=out)
    assert "<label>One</label>" in out.getvalue()
    assert "<status>Draft</status>" in out.getvalue()
    with pytest.raises(CommandError, match="no version"):
        call_command("export_metadata", "V", "--version", "7")


@pytest.mark.django_db
def test_the_page_gives_the_file(make_user, client_for):
    save_version(definition=OURS, by=None)
    client = client_for(make_user("mia", "stagecraft_people.manage_flows"))
    answer = client.get(reverse("builder:export", args=["Ours"]), {"version": "1"})
    assert answer["Content-Type"] == "application/xml"
    assert 'filename="Ours.flow-meta.xml"' in answer["Content-Disposition"]
    assert "Ours &amp; theirs" in answer.content.decode()
    assert client_for(make_user("wim")).get(reverse("builder:export", args=["Ours"])).status_code == 403
