"""Published flows of others, as they are: what they give, and that none of them can break the interpreter."""

from pathlib import Path
from typing import Any

from builder.metadata.reader import read_flow
from builder.metadata.report import Rejected
from engine.document import Definition
from engine.flows.answers import ScreenAnswered
from engine.flows.outcomes import Faulted, Finished, Outcome, ShowScreen, Waiting
from engine.flows.views import CHOOSE_MANY, FieldView
from engine.values import RecordValue, pack
from tests.builder.conftest import APPROVALS, CORPUS, needs_corpus
from tests.engine.flows.world import World, answered, started

pytestmark = needs_corpus
QUOTE = RecordValue(
    "Quote",
    "0Q0a",
    {"Id": "0Q0a", "Name": "Q-1", "RLM_Approval_Level__c": None, "RLM_Payment_Terms__c": "Net 60"},
)


def approval_flow(name: str) -> Definition:
    path = APPROVALS / "flows" / f"{name}.flow-meta.xml"
    return read_flow(path.read_bytes(), path.name).definition


def world() -> World:
    return World({QUOTE.id: QUOTE})


def test_the_approval_screen_gives_what_was_chosen_and_typed():
    flow, site = approval_flow("RLM_AA_Evaluate_Approval_Request"), world()
    outcome = started(flow, {"recordId": "0Q0a"}, site)

    refused = answered(flow, outcome, ScreenAnswered("ScreenApprovalRequest", {"ApprovalDecisionComments": "Hm"}), site)
    values = {"ApprovalDecisionRadioButtons": "Reject", "ApprovalDecisionComments": "Too much"}
    done = answered(flow, refused, ScreenAnswered("ScreenApprovalRequest", values, "finish"), site)

    assert refused.view.errors == {"ApprovalDecisionRadioButtons": "This field is required."}
    assert done.outputs == {"approvalDecision": "Reject", "approvalComments": "Too much"}


def test_the_quote_data_come_from_the_first_record_and_a_null_level_stays_null():
    done = started(approval_flow("RLM_Quote_Approval_Data"), {"QuoteId": "0Q0a"}, world())

    assert done.outputs == {
        "QuoteId": "0Q0a",
        "DiscountApprovalLevel": None,
        "OriginalActionType": None,
        "PaymentTerms": "Net 60",
    }


def test_the_quote_data_keep_their_defaults_when_there_is_no_quote():
    done = started(approval_flow("RLM_Quote_Approval_Data"), {"QuoteId": "gone"}, world())

    assert done.outputs["DiscountApprovalLevel"] == pack(0)
    assert done.outputs["QuoteId"] == "gone"


def test_the_quote_status_is_written():
    site = world()

    started(approval_flow("RLM_AA_Set_Quote_Status"), {"QuoteID": "0Q0a", "Status": "Approved"}, site)

    assert site.records["0Q0a"].fields["RLM_Approval_Status__c"] == "Approved"


def test_a_flow_that_calls_other_platforms_code_faults_and_names_it():
    flow, site = approval_flow("RLM_Quote_Approval_Comments"), world()
    outcome = started(flow, {"recordId": "0Q0a"}, site)

    failed = answered(flow, outcome, ScreenAnswered("Approval_Comments", {"Comments": "Please"}), site)

    assert isinstance(failed, Faulted)
    assert (failed.element, failed.code) == ("Call_Approval", "action_not_registered")


def _flow_files() -> list[Path]:
    return sorted([*CORPUS.rglob("*.flow-meta.xml"), *CORPUS.rglob("*.flow")])


def _typed(field: FieldView) -> Any:
    if field.choices:
        return [field.choices[0].value] if field.kind in CHOOSE_MANY else field.choices[0].value
    known = {"number": "3", "currency": "3", "date": "2026-01-31", "datetime": "2026-01-31T09:30", "boolean": "on"}
    return known.get(field.kind, "" if field.kind in CHOOSE_MANY else "text")


def _to_its_end(flow: Definition) -> Outcome:
    site = World()
    outcome = started(flow, {}, site, stored=True)
    for _ in range(20):
        if not isinstance(outcome, ShowScreen):
            break
        values = {field.name: _typed(field) for field in outcome.view.inputs}
        outcome = answered(flow, outcome, ScreenAnswered(outcome.view.name, values), site, stored=True)
    return outcome


def test_every_flow_of_the_corpus_ends_shows_a_screen_or_faults_with_a_code():
    ends: dict[str, str] = {}
    for path in _flow_files():
        try:
            flow = read_flow(path.read_bytes(), path.name).definition
        except Rejected:
            continue
        if not flow.kind.is_orchestration:
            outcome = _to_its_end(flow)
            ends[path.name] = outcome.code if isinstance(outcome, Faulted) else type(outcome).__name__

    faults = set(ends.values()) - {Finished.__name__, ShowScreen.__name__, Waiting.__name__}
    assert len(ends) > 100
    of_the_flow = {"element_unsupported", "choice_unknown", "cannot_assign", "formula_unknown_name"}
    not_there = {"action_not_registered", "flow_not_active", "unknown_record"}  # this world holds nothing
    assert faults <= of_the_flow | not_there
