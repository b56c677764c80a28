"""Files for the builder's tests: real ones from ../shared/corpus, small ones of our own."""

from pathlib import Path

import pytest

from builder.imports.report import ImportReport
from builder.imports.run import import_files
from builder.imports.sources import from_paths

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
APPROVALS = CORPUS / "bgaldino__rlm-base-dev/unpackaged/post_approvals"
WORK_GUIDE = CORPUS / "alexed1__LightningFlowComponents/flow_apps/WorkGuidePlus"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")

FLOW = """<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>60.0</apiVersion>
    <label>{label}</label>
    <processType>AutoLaunchedFlow</processType>
    {inside}
    <start>
        <locationX>0</locationX>
        <locationY>0</locationY>
        <connector><targetReference>{first}</targetReference></connector>
    </start>
    <status>{status}</status>
    <variables>
        <name>Total</name>
        <dataType>Number</dataType>
        <isCollection>false</isCollection>
        <isInput>true</isInput>
        <isOutput>true</isOutput>
        <value><numberValue>12.50</numberValue></value>
    </variables>
</Flow>
"""
ASSIGNMENT = """<assignments>
        <name>Set_it</name>
        <label>Set it</label>
        <locationX>10</locationX>
        <locationY>20</locationY>
        <assignmentItems>
            <assignToReference>Total</assignToReference>
            <operator>Add</operator>
            <value><numberValue>1.0</numberValue></value>
        </assignmentItems>
    </assignments>"""


def flow_xml(label: str = "Add one", inside: str = ASSIGNMENT, first: str = "Set_it", status: str = "Active") -> bytes:
    return FLOW.format(label=label, inside=inside, first=first, status=status).encode()


def import_folder(path: Path, activate: str = "active") -> ImportReport:
    return import_files(from_paths([path]), by=None, activate=activate)


@pytest.fixture
def flow_file(tmp_path: Path) -> Path:
    path = tmp_path / "Add_one.flow-meta.xml"
    path.write_bytes(flow_xml())
    return path
