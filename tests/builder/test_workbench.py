"""The page of the formula workbench: who opens it, where it is found, what it offers."""

import pytest
from django.urls import reverse

from builder.access import MANAGE
from builder.services import save_version
from engine.document import Definition, FlowKind
from engine.document.resources import Choice, ChoiceSet, TextTemplate

pytestmark = pytest.mark.django_db
SET_UP = "stagecraft_people.customize_application"
RUN = "stagecraft_people.run_flows"


def test_builders_open_it_and_are_offered_the_objects_they_may_look_into(client_for, make_user):
    page = client_for(make_user("ada", MANAGE, RUN)).get(reverse("builder:workbench"))

    assert page.status_code == 200
    assert '"api_name": "Opportunity"' in page.content.decode()
    assert '"api_name": "User"' not in page.content.decode()


def test_others_do_not(client_for, make_user, client):
    assert client_for(make_user("bob", RUN, SET_UP)).get("/setup/workbench/").status_code == 403
    assert client.get("/setup/workbench/").status_code == 302


def test_it_is_found_in_setup_and_among_the_automations(client_for, make_user):
    browser = client_for(make_user("ada", MANAGE, SET_UP))

    assert "/setup/workbench/" in browser.get("/setup/?q=formula").content.decode()
    assert "/setup/workbench/" in browser.get("/automations/").content.decode()


def test_the_page_of_a_flow_lists_its_choices_and_templates(client_for, make_user):
    flow = Definition(
        api_name="Choosing",
        label="Choosing",
        kind=FlowKind.SCREEN,
        choices=(Choice("Red", "Deep red"),),
        choice_sets=(
            ChoiceSet("Ratings", picklist_object="Account", picklist_field="Rating"),
            ChoiceSet("All", object="Account"),
        ),
        templates=(TextTemplate("Letter", "<p>Dear {!Name}</p>"),),
    )
    save_version(definition=flow, by=None)

    page = client_for(make_user("ada", MANAGE)).get("/builder/Choosing/").content.decode()

    for words in ("Deep red", "values of Account.Rating", "Account records", "&lt;p&gt;Dear {!Name}&lt;/p&gt;"):
        assert words in page
