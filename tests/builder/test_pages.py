"""Pages of the builder room, by role."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from msgspec.structs import replace

from builder.checks import problems_of
from builder.imports.run import import_files
from builder.imports.sources import SourceFile
from builder.models import Flow
from builder.selectors import active_version
from builder.services import save_version
from engine.document import Definition, FlowKind, Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal, Named, Reference
from engine.document.resources import Formula
from engine.document.stages import Gate, Stage, Step
from engine.values import Kind
from records.models import RecordObject
from records.schema import ensure_field
from tests.builder.conftest import APPROVALS, WORK_GUIDE, flow_xml, import_folder, needs_corpus
from tests.builder.test_uploads import archive

pytestmark = pytest.mark.django_db
MANAGE = "stagecraft_people.manage_flows"


@pytest.fixture
def manager(make_user, client_for):
    return client_for(make_user("mia", MANAGE))


@pytest.fixture
def add_one() -> Flow:
    import_files([SourceFile("Add_one.flow", "flow", flow_xml())], by=None)
    return Flow.objects.get()


def addresses(flow: Flow) -> list[str]:
    return [
        reverse("builder:automations"),
        reverse("builder:import"),
        reverse("builder:flow", args=[flow.api_name]),
        reverse("builder:activate", args=[flow.api_name]),
        reverse("builder:deactivate", args=[flow.api_name]),
    ]


def test_strangers_log_in_and_others_are_refused(client, client_for, make_user, add_one):
    worker = client_for(make_user("wim", "stagecraft_people.run_flows"))
    for address in addresses(add_one):
        assert client.get(address).status_code == 302
        assert worker.get(address).status_code == 403
        assert worker.post(address).status_code == 403


def test_the_list_searches_filters_and_offers_new(manager, add_one):
    page = manager.get(reverse("builder:automations")).content.decode()
    assert "Add one" in page
    assert reverse("builder:import") in page
    assert "Add one" in manager.get(reverse("builder:automations"), {"q": "ADD_"}).content.decode()
    assert "Nothing matches" in manager.get(reverse("builder:automations"), {"status": "active"}).content.decode()
    assert "Nothing matches" in manager.get(reverse("builder:automations"), {"kind": "screen"}).content.decode()
    part = manager.get(reverse("builder:automations"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_an_empty_house_says_what_to_do(manager):
    page = manager.get(reverse("builder:automations")).content.decode()
    assert "No automations yet" in page
    assert "Upload metadata" in page


@needs_corpus
def test_the_page_of_an_automation_reads_well_without_a_picture(manager):
    import_folder(APPROVALS)
    page = manager.get(reverse("builder:flow", args=["RLM_Quote_Smart_Approval"])).content.decode()
    assert "DiscountApprovalLevel of QueryApprovalData is greater than 0" in page
    assert "((1 OR 2) AND (3 OR 4) AND (5 OR 6) AND (7 OR 8) AND 9) OR 10" in page
    assert "group Director" in page
    assert 'href="/builder/RLM_AA_Evaluate_Approval_Request/"' in page
    assert 'id="flow-definition"' in page
    data = manager.get(reverse("builder:flow", args=["RLM_Quote_Approval_Data"])).content.decode()
    assert "DiscountApprovalLevel = Approval Level" in data
    assert "unknown_standard_field" in data


def test_activation_asks_first_and_then_does(manager, add_one):
    address = reverse("builder:activate", args=["Add_one"])
    assert "Activate version 1 of Add one?" in manager.get(address).content.decode()
    assert active_version("Add_one") is None

    answer = manager.post(address, {"version": "1"})

    assert answer.status_code == 302
    assert active_version("Add_one").activated_by.username == "mia"
    assert manager.post(reverse("builder:deactivate", args=["Add_one"])).status_code == 302
    assert active_version("Add_one") is None
    assert manager.post(reverse("builder:deactivate", args=["Add_one"])).status_code == 409


def test_an_older_version_can_be_read(manager, add_one):
    import_files([SourceFile("Add_one.flow", "flow", flow_xml(label="Add two"))], by=None)
    assert "Add two" in manager.get(reverse("builder:flow", args=["Add_one"])).content.decode()
    old = manager.get(reverse("builder:flow", args=["Add_one"]), {"version": "1"}).content.decode()
    assert "Show the newest version, 2" in old
    assert manager.get(reverse("builder:flow", args=["Add_one"]), {"version": "9"}).status_code == 404
    assert manager.get(reverse("builder:flow", args=["Nope"])).status_code == 404


def test_record_triggered_ones_need_to_see_all_data(client_for, make_user, manager):
    start = Start(trigger="record_after_save", object="Account", on="create")
    definition = Definition(api_name="Watch", label="Watch", kind=FlowKind.AUTOLAUNCHED, start=start)
    save_version(definition=definition, by=None)
    address = reverse("builder:activate", args=["Watch"])
    assert manager.get(address).status_code == 403
    assert manager.post(address, {"version": "1"}).status_code == 403
    both = client_for(make_user("bea", MANAGE, "stagecraft_people.view_all_data"))
    assert both.get(address).status_code == 200


def upload(client, *files: tuple[str, bytes], **more):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("builder:import"), {"files": sent, **more})


def test_an_upload_of_files_and_zips_gives_a_report(manager):
    answer = upload(
        manager,
        ("Add_one.flow-meta.xml", flow_xml()),
        ("more.zip", archive({"flows/Add_two.flow": flow_xml(label="Add two", status="Draft")})),
        ("Broken.flow", b"<Flow>"),
        activate="active",
    )
    page = answer.content.decode()
    assert "2 imported, 0 unchanged, 1 rejected; 1 active" in page
    assert "Line 1: The file is not well-formed XML" in page
    assert reverse("builder:flow", args=["Add_two"]) in page
    assert active_version("Add_one").created_by.username == "mia"
    assert active_version("Add_two") is None


def test_an_upload_of_nothing_says_so(manager):
    answer = manager.post(reverse("builder:import"), {})
    assert answer.status_code == 422
    assert "Choose one or more files first." in answer.content.decode()


def test_an_upload_cannot_activate_what_its_user_may_not(manager):
    content = flow_xml().replace(
        b"</start>",
        b"<object>Account</object><recordTriggerType>Create</recordTriggerType>"
        b"<triggerType>RecordAfterSave</triggerType></start>",
    )
    page = upload(manager, ("Watch.flow", content), activate="all").content.decode()
    assert "activation_not_allowed" in page
    assert active_version("Watch") is None


@needs_corpus
def test_starting_is_offered_for_active_orchestrations_that_no_record_starts(manager):
    import_folder(APPROVALS)
    import_folder(WORK_GUIDE)
    page = manager.get(reverse("builder:automations"), {"kind": "orchestration"}).content.decode()
    assert "/start/RLM_Quote_Smart_Approval/" in page
    assert "Account: created" in page
    assert "/start/Test_Orchestration/" not in page
    one = manager.get(reverse("builder:flow", args=["RLM_Quote_Smart_Approval"])).content.decode()
    assert "/start/RLM_Quote_Smart_Approval/" in one
    manager.post(reverse("builder:deactivate", args=["RLM_Quote_Smart_Approval"]))
    page = manager.get(reverse("builder:automations"), {"kind": "orchestration"}).content.decode()
    assert "/start/RLM_Quote_Smart_Approval/" not in page


def test_the_page_says_what_is_read_and_what_a_change_wakes(manager):
    meets = Conditions(rows=(Condition("Industry", Operator.EQUAL_TO, Literal(Kind.TEXT, "Energy")),))
    paid = Conditions(rows=(Condition("$Record.AnnualRevenue", Operator.GREATER_THAN, Literal(Kind.NUMBER, "1")),))
    step = Step(name="Ask", label="Ask them", kind="interactive", action="Form", exit=Gate(conditions=paid))
    asked = replace(step, inputs=(Named("who", Reference("$Record.Owner.Email")),))
    definition = Definition(
        api_name="Deal",
        label="Deal",
        kind=FlowKind.ORCHESTRATION,
        start=Start(trigger="record_after_save", object="Account", on="update", filters=meets),
        elements=(Stage(name="One", label="One", steps=(asked,)),),
    )
    save_version(definition=definition, by=None)
    page = " ".join(manager.get("/builder/Deal/").content.decode().split())
    for said in (
        "What this automation reads",
        "Account · Industry",
        "decides whether a saved record starts a run",
        "Account · Annual revenue",
        "wakes a run where Ask them waits to end",
        "User · Email",
        "read by Ask them",
    ):
        assert said in page


@pytest.mark.parametrize(("source", "severity"), [("builder", "error"), ("metadata", "warning")])
def test_a_field_that_was_deleted_is_a_problem_wherever_it_is_named(manager, source, severity):
    account = RecordObject.objects.get(api_name="Account")
    field, _ = ensure_field(object=account, api_name="Region__c", label="Region", kind="text")
    definition = Definition(
        api_name="Deal",
        label="Deal",
        kind=FlowKind.ORCHESTRATION,
        source=source,
        start=Start(
            trigger="record_after_save",
            object="Account",
            on="update",
            filters=Conditions(rows=(Condition("Region__c", Operator.IS_NULL, Literal(Kind.BOOLEAN, "true")),)),
        ),
        formulas=(Formula("Where", Kind.TEXT, "{!$Record.Region__c} & 'x'"),),
    )

    def named() -> list[tuple[str, str]]:
        return [(one.severity, one.path) for one in problems_of(definition) if "Region__c" in one.message]

    assert named() == []
    field.delete()
    assert sorted(named()) == [(severity, "formulas/Where"), (severity, "start/filters/1")]
