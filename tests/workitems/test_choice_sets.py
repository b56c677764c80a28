"""Sets of choices on a screen of the Work Guide: what the database offers, to whom, and what comes back."""

from typing import Any

import pytest

from engine.document import Definition, FlowKind
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.flow_elements import OutputField, Screen, ScreenField
from engine.document.operands import Literal, Reference
from engine.document.resources import Choice, ChoiceInput, ChoiceSet, Variable
from engine.values import Kind
from records import services
from records.models import RecordObject
from runs.models import StepRun
from runs.services import start_run
from tests.workitems import definitions
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = Conditions(rows=(Condition("Type", Operator.EQUAL_TO, Literal(Kind.TEXT, "Customer")),))


def choosing() -> Definition:
    fields = (
        ScreenField(name="account", kind="dropdown", text="Account", choices=("Accounts",), required=True),
        ScreenField(name="rating", kind="radio", text="Rating", choices=("Ratings", "Other")),
    )
    return Definition(
        api_name=definitions.SCREENS,
        label="Choosing",
        kind=FlowKind.SCREEN,
        start=Start(connector=Connector("Choose")),
        elements=(Screen(name="Choose", label="Choose", fields=fields),),
        choices=(Choice("Other", "Something else", input=ChoiceInput("Which?", required=True)),),
        choice_sets=(
            ChoiceSet(
                "Accounts",
                object="Account",
                filters=CUSTOMERS,
                display_field="Name",
                sort_field="Name",
                outputs=(OutputField("BillingCity", "city"),),
            ),
            ChoiceSet("Ratings", Kind.PICKLIST, picklist_object="Account", picklist_field="Rating"),
        ),
        variables=(
            Variable("chosen", Kind.TEXT, is_output=True, default=Reference("account")),
            Variable("rated", Kind.TEXT, is_output=True, default=Reference("rating")),
            Variable("city", Kind.TEXT, is_output=True),
        ),
    )


@pytest.fixture
def accounts(office: Any) -> dict[str, Any]:
    made = {}
    for name, kind, owner in (("Bolt", "Customer", "bea"), ("Acme", "Customer", "cal"), ("Core", "Partner", "bea")):
        values = {"Name": name, "Type": kind, "BillingCity": f"{name} City"}
        made[name] = services.create(object="Account", values=values, by=getattr(office, owner))
    return made


@pytest.fixture
def item(office: Any, accounts: Any) -> WorkItem:
    definitions.install(choosing())
    definitions.install(definitions.orchestration((("user", "bea"),), kind="interactive"))
    run = start_run(api_name=definitions.NAME, by=office.ann)
    return WorkItem.objects.get(run=run)


def screen_of(office: Any, item: WorkItem) -> dict[str, Any]:
    return office.api(office.bea).get(f"/api/v1/work-items/{item.pk}/screen/").json()


def answer(office: Any, item: WorkItem, revision: int, **values: Any) -> Any:
    body = {"revision": revision, "values": values, "move": "finish"}
    return office.api(office.bea).post(f"/api/v1/work-items/{item.pk}/screen/", body, format="json")


def test_records_and_picklist_values_are_offered_and_the_chosen_record_gives_its_fields(office, accounts, item):
    shown = screen_of(office, item)

    assert [one["label"] for one in shown["fields"][0]["choices"]] == ["Acme", "Bolt"]
    assert [one["label"] for one in shown["fields"][1]["choices"]] == ["Hot", "Warm", "Cold", "Something else"]
    assert answer(office, item, shown["revision"], account=accounts["Bolt"].id, rating="Warm").json()["finished"]
    outputs = StepRun.objects.get(pk=item.step_id).outputs
    assert outputs == {"chosen": accounts["Bolt"].id, "rated": "Warm", "city": "Bolt City"}


def test_an_answer_that_is_not_offered_is_refused_whoever_posts_it(office, accounts, item):
    shown = screen_of(office, item)

    refused = answer(office, item, shown["revision"], account=accounts["Core"].id, rating="Boiling")

    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == {"account", "rating"}


def test_a_person_is_offered_only_the_records_they_may_see(office, accounts, item):
    obj = RecordObject.objects.get(api_name="Account")
    obj.sharing = "private"
    obj.save()

    shown = screen_of(office, item)

    assert [one["label"] for one in shown["fields"][0]["choices"]] == ["Bolt"]
    assert answer(office, item, shown["revision"], account=accounts["Acme"].id).status_code == 422


def test_an_answer_stays_valid_when_the_record_changes_meanwhile(office, accounts, item):
    shown = screen_of(office, item)
    services.update(record_id=accounts["Bolt"].id, values={"Type": "Partner"}, by=office.bea)

    again = screen_of(office, item)

    assert again["fields"][0]["choices"] == shown["fields"][0]["choices"]
    assert answer(office, item, again["revision"], account=accounts["Bolt"].id).json()["finished"]


def test_the_page_takes_the_text_that_goes_with_a_choice(office, accounts, item):
    browser = office.browser(office.bea)
    page = browser.get(f"/work-items/{item.pk}/").content.decode()
    assert 'name="f-rating.Other"' in page
    assert "Which?" in page

    form = {"f-account": accounts["Acme"].id, "f-rating": "Something else", "f-rating.Other": "Lukewarm"}
    revision = screen_of(office, item)["revision"]
    browser.post(f"/work-items/{item.pk}/screen/", {**form, "revision": revision, "move": "finish"})

    assert StepRun.objects.get(pk=item.step_id).outputs["rated"] == "Lukewarm"
