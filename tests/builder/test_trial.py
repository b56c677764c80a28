"""Formulas and conditions tried over REST: kinds, problems with their place, values and reasons on a sample."""

from time import process_time

import pytest

from builder.models import Flow
from engine.document import Definition, FlowKind, Start, dump
from engine.document.resources import Variable
from engine.document.stages import Stage
from engine.values import Kind
from people.models import Profile
from records import services
from records.models import RecordObject

pytestmark = pytest.mark.django_db
MANAGE, RUN = "stagecraft_people.manage_flows", "stagecraft_people.run_flows"
FORMULA, CONDITIONS = "/api/v1/formulas/try/", "/api/v1/conditions/try/"


@pytest.fixture
def mia(make_user):
    return make_user("mia", MANAGE, RUN)


@pytest.fixture
def api(mia, api_for):
    return api_for(mia)


@pytest.fixture
def acme(mia):
    parent = services.create(object="Account", values={"Name": "Parent", "Industry": "Energy"}, by=mia)
    return services.create(
        object="Account", values={"Name": "Acme", "AnnualRevenue": "12400", "ParentId": parent.id}, by=mia
    )


def formula(api, text, status=200, kind="", **sample):
    answer = api.post(FORMULA, {"text": text, "kind": kind, "sample": sample}, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def conditions(api, rows, status=200, logic="and", formula="", on_fields=False, **sample):
    body = {"conditions": {"logic": logic, "rows": rows, "formula": formula}, "on_fields": on_fields, "sample": sample}
    answer = api.post(CONDITIONS, body, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def row(left, operator, text, kind="text"):
    return {"left": left, "operator": operator, "right": {"type": "literal", "kind": kind, "text": text}}


def test_only_who_builds(make_user, api_for, client):
    worker = api_for(make_user("wim", RUN))
    assert worker.get("/api/v1/catalogue/").status_code == 403
    for address in (FORMULA, CONDITIONS):
        assert worker.post(address, {}, format="json").status_code == 403
        assert client.post(address, {}).status_code in (401, 403)


def test_the_catalogue_describes_the_language(api):
    told = api.get("/api/v1/catalogue/").json()

    left = next(one for one in told["functions"] if one["name"] == "LPAD")
    assert [(one["name"], one["optional"]) for one in left["parameters"]] == [
        ("text", False),
        ("length", False),
        ("pad", True),
    ]
    assert (left["returns"], left["example"], left["gives"]) == ("text", 'LPAD("7", 3, "0")', "007")
    greater = next(one for one in told["operators"] if one["operator"] == "greater_than")
    assert (greater["label"], greater["families"]) == ("is greater than", ["text", "number", "date", "time"])
    assert {one["family"]: one["operators"] for one in told["families"]}["collection"] == [
        "equal_to", "not_equal_to", "contains", "is_null", "is_empty",
    ]  # fmt: skip
    assert "$User" in [one["name"] for one in told["globals"]]
    assert "variable" in [one["resource"] for one in told["resources"]]
    assert told["limits"]["formula_characters"] == 5000


def test_a_value_its_kind_and_why_on_a_record(api, acme):
    told = formula(api, '$Record.AnnualRevenue > 10000 && $Record.Parent.Industry = "Energy"', record=acme.id)

    assert (told["ok"], told["problems"], told["kind"], told["value"]) == (True, [], "boolean", True)
    assert told["references"] == ["$Record.AnnualRevenue", "$Record.Parent.Industry"]
    assert [(part["text"], part["state"]) for part in told["explanation"]["parts"]] == [
        ("Annual revenue (12,400) > 10000", "true"),
        ("Parent Industry (Energy) = \"Energy\"", "true"),
    ]  # fmt: skip


def test_a_relation_walked_costs_the_same_for_many_references(api, acme, django_assert_max_num_queries):
    many = " & ".join(["$Record.Parent.Name", "$Record.Parent.Industry", "$Record.Owner.Name"] * 20)
    with django_assert_max_num_queries(16):
        assert formula(api, many, record=acme.id)["evaluated"]


def test_made_up_values_of_fields_and_of_other_names(api):
    told = formula(
        api,
        "$Record.AnnualRevenue * Rate & Ask.Outputs.when",
        object="Account",
        values={"AnnualRevenue": "200"},
        others={"Rate": 1.5, "Ask.Outputs.when": "now"},
    )
    assert (told["value"], told["problems"]) == ("300now", [])
    assert formula(api, "$Record.Industry", object="Account", values={"Name": "x"})["value_text"] == "empty"


def test_before_the_change(api, acme):
    changed = formula(
        api, "ISCHANGED($Record.Name) && PRIORVALUE($Record.Name) = 'Old'", record=acme.id, prior={"Name": "Old"}
    )
    assert (changed["value"], changed["problems"]) == (True, [])
    assert formula(api, "ISCHANGED($Record.Name)", record=acme.id)["value"] is False
    assert formula(api, "ISNEW()", record=acme.id)["value"] is False
    assert formula(api, "ISNEW() && ISNULL(PRIORVALUE($Record.Name))", record=acme.id, is_new=True)["value"] is True


def test_an_automation_gives_names_and_their_kinds(api, acme):
    stage = Stage(name="Sign", label="Sign")
    limit = Variable("Limit", Kind.NUMBER)
    document = dump(
        Definition(
            api_name="Deal",
            label="Deal",
            kind=FlowKind.ORCHESTRATION,
            start=Start(object="Account"),
            elements=(stage,),
            variables=(limit,),
        )
    )

    told = formula(api, 'Limit + 1 > 3 && Sign.Status = "Completed"', document=document, others={"Limit": "5"})

    assert (told["kind"], told["value"], told["problems"]) == ("boolean", False, [])
    assert told["notes"] == ["Sign.Status cannot be reached: no value is given."]
    [problem] = formula(api, "Limt + 1", document=document)["problems"]
    assert (problem["code"], problem["position"], problem["fix"]) == (
        "formula_unknown_name",
        0,
        "Did you mean Limit?",
    )
    [problem] = formula(api, 'Limit & "x" + 1', document=document, others={"Limit": 1})["problems"]
    assert (problem["code"], problem["position"]) == ("formula_kind", 12)


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("1 + ", "formula_syntax", 4),
        ("", "formula_syntax", 0),
        ("SUMM(1)", "formula_unknown_function", 0),
        ("VLOOKUP(1)", "formula_unsupported_function", 0),
        ("LEFT('a')", "formula_arguments", 0),
        ("1 + 'a' + Nothing", "formula_kind", 2),
        ("LEN($Record.Nme)", "formula_unknown_name", 4),
    ],
)
def test_problems_stand_at_their_place(api, text, code, position):
    told = formula(api, text, object="Account")
    assert (told["ok"], told["problems"][0]["code"], told["problems"][0]["position"]) == (False, code, position)


def test_the_kind_that_is_wanted(api):
    assert formula(api, "1 + 1", kind="boolean")["problems"][0]["code"] == "formula_result"
    assert formula(api, "1 + 1", kind="currency")["problems"] == []


def test_a_fault_stands_at_its_part(api):
    told = formula(api, "AND(1 < 2, 10 / (2 - 2) > 1)")

    assert (told["ok"], told["evaluated"]) == (True, False)
    assert told["fault"] == {"code": "formula_division_by_zero", "message": "Division by zero.", "position": 14}
    assert [part["state"] for part in told["explanation"]["parts"]] == ["true", "fault"]


def test_conditions_row_by_row(api, acme):
    rows = [
        row("$Record.AnnualRevenue", "greater_than", "10000", "number"),
        row("$Record.Industry", "equal_to", "Energy"),
        row("$Record.Parent.Industry", "equal_to", "Energy"),
    ]
    told = conditions(api, rows, logic="1 AND (2 OR 3)", record=acme.id)

    assert (told["ok"], told["result"]) == (True, True)
    assert [(one["text"], one["result"], one["decided"]) for one in told["conditions"]] == [
        ("Annual revenue (12,400) is greater than 10,000", True, True),
        ("Industry (empty) is “Energy”", False, False),
        ("Parent Industry (Energy) is “Energy”", True, True),
    ]


def test_conditions_on_fields_and_as_a_formula(api, acme):
    told = conditions(api, [row("Name", "starts_with", "ac")], on_fields=True, record=acme.id)
    assert (told["result"], told["conditions"][0]["text"]) == (True, "Name (Acme) starts with “ac”")
    told = conditions(api, [], logic="formula", formula="LEN($Record.Name) = 4", record=acme.id)
    assert (told["result"], told["conditions"][0]["parts"][0]["value"]) == (True, "4")


def test_problems_of_conditions(api):
    rows = [row("Nme", "equal_to", "x"), row("AnnualRevenue", "contains", "x")]
    told = conditions(api, rows, logic="1 OR (1)", on_fields=True, object="Account")
    assert {(one["code"], one["path"]) for one in told["problems"]} >= {
        ("field_unknown", "rows/0"),
        ("operator_kind", "rows/1"),
        ("logic_unused_row", "logic"),
    }
    told = conditions(api, rows, logic="1 AND (2 OR", on_fields=True, object="Account")
    assert (told["result"], told["conditions"]) == (None, [])
    assert ("logic_syntax", 11) in [(one["code"], one.get("position")) for one in told["problems"]]


@pytest.mark.parametrize(
    ("sample", "status", "code"),
    [
        ({"record": "001nothing"}, 404, "unknown_record"),
        ({"object": "Nothing"}, 404, "unknown_object"),
        ({"object": "Account", "values": {"Nope": 1}}, 422, "invalid"),
        ({"object": "Account", "values": {"AnnualRevenue": "x"}}, 422, "invalid"),
        ({"values": {"Name": "x"}}, 422, "invalid"),
        ({"others": {"a": {"b": 1}}}, 422, "invalid"),
        ({"others": {f"a{n}": 1 for n in range(300)}}, 422, "invalid"),
        ({"person": "nobody"}, 404, "not_found"),
        ({"document": {"api_name": 1}}, 422, "invalid"),
    ],
)
def test_samples_that_cannot_be_taken(api, sample, status, code):
    assert formula(api, "1", status=status, **sample)["code"] == code


def test_a_record_that_the_person_may_not_see_does_not_exist_nor_do_those_it_points_at(api, make_user, mia, acme):
    account = RecordObject.objects.get(api_name="Account")
    account.sharing = "private"
    account.save()
    other = make_user("otto", RUN)
    secret = services.create(object="Account", values={"Name": "Secret"}, by=other)
    services.update(record_id=acme.id, values={"ParentId": secret.id}, by=other)

    assert formula(api, "$Record.Name", status=404, record=secret.id)["code"] == "unknown_record"
    told = formula(api, "$Record.Parent.Name", record=acme.id)
    assert (told["value"], "you may not see it" in told["notes"][0]) == (None, True)
    as_otto = formula(api, "$Record.Parent.Name & $User.Username", record=acme.id, person="otto")
    assert as_otto["value"] == "otto"


def test_in_the_persons_language_and_zone(client_for, mia, acme):
    Profile.objects.update_or_create(user=mia, defaults={"language": "de", "time_zone": "Europe/Berlin"})
    client = client_for(mia)
    body = {"text": "$Record.AnnualRevenue", "sample": {"record": acme.id}}
    told = client.post(FORMULA, body, content_type="application/json").json()
    assert told["value_text"] == "12.400"


def test_nothing_is_kept(api, acme):
    formula(api, "$Record.Name", record=acme.id, values={"Name": "Other"})
    assert formula(api, "$Record.Name", record=acme.id)["value"] == "Acme"
    assert not Flow.objects.exists()


HOSTILE = [
    ("1" * 1_000_000, "formula_too_long"),
    ("10^10^10", None),
    ("10 ^ (10 ^ 10)", "formula_number_size"),
    ("(" * 4000, "formula_syntax"),
    ("NOT " * 1000 + "TRUE", "formula_too_deep"),
    ("ABS(" * 900 + "1" + ")" * 900, "formula_too_deep"),
    ("1 / 0", "formula_division_by_zero"),
    ('LPAD("a", 1000000000)', "formula_text_size"),
    ('REGEX("a", "((a{1000}){1000}){1000}")', "formula_pattern"),
    ('REGEX("a", "(?=a)")', "formula_pattern"),
    ("OR(" + ",".join(['REGEX(LPAD("a", 131072, "a"), "(a|aa)+b")'] * 90) + ")", "formula_too_much_work"),
    ("9" * 4000, "formula_number_size"),
    ("{!" * 2000, "formula_syntax"),
]


@pytest.mark.parametrize(("text", "code"), HOSTILE, ids=[text[:24] for text, _ in HOSTILE])
def test_a_hostile_formula_gets_a_clear_answer_and_costs_little(api, text, code):
    before = process_time()
    told = formula(api, text)

    found = [problem["code"] for problem in told["problems"]] + ([told["fault"]["code"]] if told["fault"] else [])
    assert found == ([code] if code else [])
    assert process_time() - before < 3  # some hundredths of a second, by far
    assert len(str(told)) < 200_000
    assert formula(api, "1 + 1")["value"] == 2


def test_ten_to_the_ten_to_the_ten_is_read_from_left_to_right(api):
    assert formula(api, "10^10^10")["value"] == "1E+100"


def test_hostile_conditions(api):
    rows = [row("$Record.Name", "contains", "a")] * 3
    assert conditions(api, rows, logic="(" * 1_000_000, object="Account")["problems"][0]["code"] == "logic_too_long"
    assert conditions(api, rows * 100, status=422, object="Account")["code"] == "invalid"
    assert conditions(api, [{"left": 1}], status=422)["code"] == "invalid"
    nested = {"left": "a", "operator": "equal_to", "right": {"type": "expression", "text": "10 ^ (10 ^ 10)"}}
    assert conditions(api, [nested], others={"a": 1})["fault"]["code"] == "formula_number_size"
