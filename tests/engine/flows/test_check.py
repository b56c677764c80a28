"""Problems of flows: one small flow per finding."""

from typing import Any

import pytest

from engine.document import parse
from engine.document.check_flows import check_flow
from engine.document.known import FieldFact, FlowFact
from engine.values import Kind

ASK = {"type": "screen", "name": "Ask", "label": "Ask"}
N = {"name": "n", "kind": "number"}
ONE = {"type": "literal", "kind": "number", "text": "1"}


class Site:
    """Account with Name, Amount and the lookup OwnerId; User with Email and ManagerId."""

    FIELDS = {
        "Account": {
            "Id": FieldFact("Id", Kind.TEXT),
            "Name": FieldFact("Name", Kind.TEXT),
            "Amount": FieldFact("Amount", Kind.CURRENCY),
            "OwnerId": FieldFact("OwnerId", Kind.TEXT, "User"),
            "Rating": FieldFact("Rating", Kind.PICKLIST),
        },
        "User": {"Email": FieldFact("Email", Kind.TEXT), "ManagerId": FieldFact("ManagerId", Kind.TEXT, "User")},
    }

    def has_object(self, name: str) -> bool:
        return name in self.FIELDS

    def field(self, object_name: str, field_name: str) -> FieldFact | None:
        return self.FIELDS.get(object_name, {}).get(field_name)

    def flow(self, api_name: str) -> FlowFact | None:
        return None

    def has_assignee(self, kind: str, name: str) -> bool:
        return False


def found(*elements: dict[str, Any], kind: str = "screen", source: str = "builder", **more: Any) -> list[Any]:
    start = {"connector": {"target": elements[0]["name"]}} if elements else {}
    document = {"api_name": "F", "label": "F", "kind": kind, "source": source, "start": start, **more}
    problems = check_flow(parse({**document, "elements": list(elements)}), Site())
    return [(problem.code, problem.severity, problem.path) for problem in problems]


def screen(**field: Any) -> dict[str, Any]:
    return {**ASK, "fields": [{"name": "A", "kind": "input", "data": "text", **field}]}


def assign(target: str, operator: str, value: Any) -> dict[str, Any]:
    item = {"target": target, "operator": operator, "value": value}
    return {"type": "assignment", "name": "Do", "label": "Do", "items": [item]}


def decide(**conditions: Any) -> dict[str, Any]:
    return {
        "type": "decision",
        "name": "D",
        "label": "D",
        "outcomes": [{"name": "O", "label": "O", "conditions": conditions}],
    }


def get(**more: Any) -> dict[str, Any]:
    return {"type": "get_records", "name": "G", "label": "G", "object": "Account", "store_automatically": True, **more}


def ref(path: str) -> dict[str, str]:
    return {"type": "reference", "path": path}


def offering(**choice_set: Any) -> dict[str, Any]:
    return {"elements": [screen(kind="radio", choices=["Set"])], "choice_sets": [{"name": "Set", **choice_set}]}


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        (offering(object="Nix"), [("object_unknown", "error", "choice_sets/Set")]),
        (offering(object="Account", display_field="Name", sort_field="Amount"), []),
        (offering(object="Account", display_field="Nix"), [("field_unknown", "error", "choice_sets/Set")]),
        (
            offering(object="Account", filters={"rows": [{"left": "Nix", "operator": "equal_to", "right": ONE}]}),
            [("field_unknown", "error", "choice_sets/Set/filters/0")],
        ),
        (
            offering(object="Account", outputs=[{"field": "Amount", "target": "nix"}]),
            [("name_unknown", "error", "choice_sets/Set/outputs/Amount")],
        ),
        (offering(picklist_object="Account", picklist_field="Rating", kind="picklist"), []),
        (
            offering(picklist_object="Account", picklist_field="Amount"),
            [("choice_set_source", "error", "choice_sets/Set")],
        ),
        (offering(collection="nix"), [("name_unknown", "error", "choice_sets/Set/collection")]),
        (
            {**offering(collection="n"), "variables": [N]},
            [("choice_set_source", "error", "choice_sets/Set/collection")],
        ),
        (
            {**offering(object="Account"), "variables": [{**N, "name": "set"}]},
            [("name_twice", "error", "Set")],
        ),
    ],
)
def test_sets_of_choices_are_checked(flow, wanted):
    elements = flow.pop("elements")

    assert found(*elements, **flow) == wanted


def test_a_flow_in_order_has_no_problem():
    email = {"left": "G.Owner.Manager.Email", "operator": "contains", "right": ref("A")}
    amount = {"left": "Amount", "operator": "greater_than", "right": ONE}

    assert (
        found(
            {**screen(text="Hi {!$User.Email}", visible_when={"rows": []}), "connector": {"target": "G"}},
            get(first_only=True, filters={"rows": [amount]}, connector={"target": "D"}),
            {**decide(logic="1 OR 2", rows=[email, {"left": "Ask", "operator": "was_visited"}])},
        )
        == []
    )


@pytest.mark.parametrize(
    ("flow", "wanted"),
    [
        ({"elements": []}, ("start_leads_nowhere", "warning", "start")),
        (
            {"elements": [{**ASK, "connector": {"target": "Gone"}}]},
            ("connector_target", "error", "elements/Ask/connector"),
        ),
        ({"elements": [ASK, {**ASK, "name": "Lost"}]}, ("unreachable", "warning", "elements/Lost")),
        ({"elements": [screen(name="ask")]}, ("name_twice", "error", "ask")),
        (
            {"elements": [{"type": "unsupported", "name": "M", "label": "M", "feature": "waits"}]},
            ("element_unsupported", "error", "elements/M"),
        ),
        (
            {"elements": [ASK, {"type": "unsupported", "name": "M", "label": "M", "feature": "waits"}]},
            ("element_unsupported", "warning", "elements/M"),
        ),
        (
            {"elements": [{**ASK, "allow_back": False, "allow_finish": False}]},
            ("screen_without_exit", "error", "elements/Ask"),
        ),
        ({"elements": [ASK], "kind": "autolaunched"}, ("screen_without_person", "error", "elements/Ask")),
        (
            {"elements": [screen(kind="component", component="x:y")]},
            ("field_unsupported", "warning", "elements/Ask/fields/A"),
        ),
        (
            {"elements": [screen(kind="radio", choices=["Nix"])]},
            ("choice_unknown", "error", "elements/Ask/fields/A"),
        ),
        ({"elements": [screen(kind="radio")]}, ("no_choices", "warning", "elements/Ask/fields/A")),
        ({"elements": [screen(text="{!nix}")]}, ("name_unknown", "error", "elements/Ask/fields/A")),
        (
            {"elements": [screen(validation={"formula": "LEN(", "message": ""})]},
            ("formula_syntax", "error", "elements/Ask/fields/A/validation"),
        ),
        (
            {"elements": [screen(validation={"formula": "LEN({!A})", "message": ""})]},
            ("formula_not_boolean", "error", "elements/Ask/fields/A/validation"),
        ),
        ({"elements": [assign("nix", "assign", ONE)]}, ("name_unknown", "error", "elements/Do/items/0")),
        (
            {"elements": [assign("n", "shuffle", ONE)], "variables": [N]},
            ("operator_unsupported", "error", "elements/Do/items/0"),
        ),
        (
            {"elements": [assign("C", "assign", ONE)], "constants": [{"name": "C", "kind": "number", "value": ONE}]},
            ("cannot_assign", "error", "elements/Do/items/0"),
        ),
        (
            {"elements": [assign("n", "assign", ref("$GlobalConstant.True"))], "variables": [N]},
            ("value_kind", "error", "elements/Do/items/0"),
        ),
        (
            {"elements": [assign("n", "assign", {**ONE, "text": "one"})], "variables": [N]},
            ("bad_value", "error", "elements/Do/items/0"),
        ),
        (
            {"elements": [decide(rows=[{"left": "nix.y", "operator": "is_null"}])]},
            ("name_unknown", "error", "elements/D/outcomes/O/0"),
        ),
        (
            {"elements": [decide(logic="1 AND 2", rows=[{"left": "n", "operator": "is_null"}])], "variables": [N]},
            ("logic_unknown_row", "error", "elements/D/outcomes/O/logic"),
        ),
        (
            {"elements": [decide(rows=[{"left": "n", "operator": "none"}])], "variables": [N]},
            ("no_operator", "error", "elements/D/outcomes/O/0"),
        ),
        ({"elements": [get(object="Nix")]}, ("object_unknown", "error", "elements/G")),
        ({"elements": [get(queried_fields=["Nix"])]}, ("field_unknown", "error", "elements/G")),
        (
            {"elements": [get(filters={"rows": [{"left": "Nix", "operator": "is_null"}]})]},
            ("field_unknown", "error", "elements/G/filters/0"),
        ),
        (
            {"elements": [get(first_only=True, outputs=[{"field": "Name", "target": "$User.Email"}])]},
            ("cannot_assign", "error", "elements/G/outputs/Name"),
        ),
        (
            {"elements": [{"type": "create_records", "name": "C", "label": "C", "source": "n"}], "variables": [N]},
            ("value_kind", "error", "elements/C/source"),
        ),
        (
            {"elements": [{"type": "update_records", "name": "U", "label": "U", "object": "Account"}]},
            ("update_without_filter", "warning", "elements/U"),
        ),
        (
            {"elements": [ASK], "variables": [{"name": "r", "kind": "record", "object": "Nix"}]},
            ("object_unknown", "error", "variables/r"),
        ),
        (
            {"elements": [ASK], "formulas": [{"name": "Fo", "kind": "number", "expression": "{!Fo} + 1"}]},
            ("resource_cycle", "error", "Fo"),
        ),
        (
            {"elements": [], "kind": "evaluation"},
            ("evaluation_output_missing", "error", "variables/isOrchestrationConditionMet"),
        ),
        (
            {"elements": [ASK], "variables": [{"name": "ApprovalDecision", "kind": "text", "is_output": True}]},
            ("approval_output_name", "warning", "variables/ApprovalDecision"),
        ),
        (
            {
                "elements": [screen(kind="radio", choices=["Ok"])],
                "choices": [
                    {"name": "Ok", "label": "Ok", "value": {"type": "literal", "kind": "text", "text": "approve"}}
                ],
                "variables": [{"name": "approvalDecision", "kind": "text", "is_output": True, "default": ref("A")}],
            },
            ("approval_choice_value", "warning", "variables/approvalDecision"),
        ),
    ],
)
def test_a_finding_says_where_it_is(flow: dict[str, Any], wanted: tuple[str, str, str]):
    assert wanted in found(*flow.pop("elements"), **flow)


def test_what_an_import_names_and_the_site_lacks_is_a_warning():
    imported = found(
        {**assign("nix", "assign", ONE), "connector": {"target": "G"}},
        get(object="Nix"),
        kind="evaluation",
        source="metadata",
    )

    assert {severity for _, severity, _ in imported} == {"warning"}
    assert {code for code, _, _ in imported} == {"name_unknown", "object_unknown", "evaluation_output_missing"}


def test_a_formula_that_does_not_compile_is_an_error_in_an_import_too():
    formulas = [{"name": "Fo", "kind": "number", "expression": "1 +"}]

    assert ("formula_syntax", "error", "formulas/Fo") in found(ASK, formulas=formulas, source="metadata")
