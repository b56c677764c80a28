"""import_metadata: order, statuses, repetition, activation."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from builder.imports.run import import_files
from builder.imports.sources import SourceFile, from_paths
from builder.models import Flow, FlowVersion
from builder.selectors import active_version
from people.models import Group
from records.models import RecordField, RecordObject
from tests.builder.conftest import APPROVALS, CORPUS, WORK_GUIDE, flow_xml, import_folder, needs_corpus

pytestmark = pytest.mark.django_db

OBJECT = b"""<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Room</label><pluralLabel>Rooms</pluralLabel>
    <fields><fullName>Seats__c</fullName><label>Seats</label><type>Number</type><precision>4</precision><scale>0</scale></fields>
    <fields><fullName>House__c</fullName><label>House</label><type>Lookup</type><referenceTo>House__c</referenceTo></fields>
    <nameField><displayFormat>R-{0000}</displayFormat><label>Room number</label><type>AutoNumber</type></nameField>
</CustomObject>"""


def command(*args: str) -> dict:
    out = io.StringIO()
    call_command("import_metadata", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def by_name(answer: dict) -> dict[str, dict]:
    return {file["api_name"]: file for file in answer["files"]}


@needs_corpus
def test_the_quote_approval_is_imported_and_active(make_user):
    for name in ("Manager", "Director", "VP"):
        Group.objects.create(api_name=name, label=name).users.add(make_user(name.lower()))

    answer = command(str(APPROVALS), "--activate")

    assert answer["totals"] == {
        "files": 8, "imported": 8, "unchanged": 0, "rejected": 0, "activated": 5, "errors": 0,
        "warnings": answer["totals"]["warnings"],
    }  # fmt: skip
    files = by_name(answer)
    assert set(files["RLM_Quote_Smart_Approval"]) == {
        "path", "api_name", "kind", "status", "activated", "problems", "unsupported",
    }  # fmt: skip
    assert files["RLM_Quote_Smart_Approval"]["kind"] == "approval"
    codes = {(name, one["code"]) for name, file in files.items() for one in file["problems"]}
    assert ("Quote.RLM_Approval_Level__c", "summary_source_missing") in codes
    assert ("Quote.RLM_Approval_Status__c", "value_set_missing") in codes
    assert ("Quote.RLM_Payment_Terms__c", "value_set_missing") in codes
    assert ("RLM_Quote_Approval_Data", "unknown_standard_field") in codes
    fields = {one.api_name: one for one in RecordField.objects.filter(object__api_name="Quote")}
    level = fields["RLM_Approval_Level__c"]
    assert (level.kind, level.label) == ("number", "Approval Level")
    assert (fields["RLM_Payment_Terms__c"].kind, fields["RLM_Payment_Terms__c"].restricted) == ("picklist", False)
    assert fields["OriginalActionType"].kind == "text"
    assert active_version("RLM_Quote_Smart_Approval").number == 1


@needs_corpus
def test_a_second_import_changes_nothing():
    command(str(APPROVALS), "--activate")
    versions = list(FlowVersion.objects.values_list("pk", "status"))

    answer = command(str(APPROVALS), "--activate")

    assert answer["totals"]["unchanged"] == 8
    assert answer["totals"]["imported"] == 0
    assert list(FlowVersion.objects.values_list("pk", "status")) == versions


@needs_corpus
def test_an_assignee_who_is_nobody_is_a_warning_and_blocks_nothing():
    report = import_folder(WORK_GUIDE)
    [orchestration] = [file for file in report.files if file.api_name == "Test_Orchestration"]
    assert orchestration.activated
    assert orchestration.errors == []
    assert any("sahib.gadzhiev-4kxj@force.com" in one.message for one in orchestration.warnings)
    assert active_version("Test_Orchestration").trigger_object == "Account"


@needs_corpus
def test_the_whole_corpus_is_read_twice_without_a_crash():
    first = import_folder(CORPUS)
    assert first.totals["files"] > 250
    rejected = [file for file in first.files if file.status == "rejected"]
    assert [file.problems[-1].code for file in rejected] == ["broken_xml"]
    assert "Line 2" in rejected[0].problems[-1].message
    again = import_folder(CORPUS)
    assert again.totals["imported"] == 0


def test_drafts_stay_drafts_unless_all_are_asked_for(flow_file):
    flow_file.write_bytes(flow_xml(status="Draft"))
    assert command(str(flow_file))["totals"]["activated"] == 0
    assert command(str(flow_file), "--activate")["totals"]["activated"] == 0
    [file] = command(str(flow_file), "--activate=all")["files"]
    assert (file["status"], file["activated"]) == ("unchanged", True)


def test_a_changed_file_is_a_new_version(flow_file):
    command(str(flow_file), "--activate")
    flow_file.write_bytes(flow_xml(label="Add two"))
    [file] = command(str(flow_file))["files"]
    assert file["status"] == "imported"
    assert [one.number for one in Flow.objects.get().versions.order_by("number")] == [1, 2]
    assert active_version("Add_one").number == 1


def test_an_object_with_its_fields_and_an_unknown_lookup():
    report = import_files([SourceFile("objects/Room__c.object", "object", OBJECT)], by=None)
    [file] = report.files
    assert (file.status, file.api_name, file.kind) == ("imported", "Room__c", "object")
    assert [one.code for one in file.problems] == ["lookup_target_missing"]
    room = RecordObject.objects.get(api_name="Room__c")
    assert room.plural_label == "Rooms"
    assert room.fields.get(api_name="Seats__c").precision == 4
    assert room.fields.get(api_name="Name").label == "Room number"
    again = import_files([SourceFile("objects/Room__c.object", "object", OBJECT)], by=None)
    assert again.files[0].status == "unchanged"


def test_a_rejected_file_stops_no_other(tmp_path, flow_file):
    (tmp_path / "Broken.flow-meta.xml").write_bytes(b"<Flow><label>")
    (tmp_path / "Twin").mkdir()
    (tmp_path / "Twin" / "Add_one.flow-meta.xml").write_bytes(flow_xml(label="Twin"))
    answer = command(str(tmp_path))
    assert [(file["status"], [one["code"] for one in file["problems"]]) for file in answer["files"]] == [
        ("imported", []),
        ("rejected", ["broken_xml"]),
        ("rejected", ["duplicate_name"]),
    ]


def test_a_field_needs_its_object(tmp_path):
    content = b'<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>A__c</fullName></CustomField>'
    files = [SourceFile("objects/Nowhere/fields/A__c.field-meta.xml", "field", content)]
    files.append(SourceFile("A__c.field-meta.xml", "field", content))
    report = import_files(files, by=None)
    assert [file.problems[0].code for file in report.files] == ["unknown_object", "unknown_object"]


def test_a_path_that_is_not_there_is_said_plainly():
    with pytest.raises(CommandError, match="no file or folder"):
        command("nowhere.flow-meta.xml")


def test_check_flow_prints_the_problems(flow_file):
    command(str(flow_file))
    out = io.StringIO()
    call_command("check_flow", "Add_one", stdout=out)
    assert "Add_one version 1" in out.getvalue()
    with pytest.raises(CommandError, match="no automation Nope"):
        call_command("check_flow", "Nope")


def test_folders_are_searched_and_files_taken_once(tmp_path, flow_file):
    (tmp_path / "readme.txt").write_text("no metadata")
    assert [file.path for file in from_paths([tmp_path, flow_file])] == [str(flow_file)]
    [odd] = from_paths([tmp_path / "readme.txt"])
    assert odd.error.code == "unknown_file_type"
