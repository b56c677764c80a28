"""Setup pages of organization, labels and custom settings, and what definitions read of them."""

from typing import Any

import pytest
from django.contrib.auth.models import Group as Role

from builder.world import World
from engine.document.known import FieldFact
from engine.values import Kind
from people.models import CustomSetting, Label, Organization, SettingValues
from people.site_values import values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(make_user: Any, client_for: Any) -> Any:
    return client_for(make_user("root", "stagecraft_people.customize_application"))


def test_the_organization_is_kept(admin: Any) -> None:
    answer = admin.post("/setup/organization/", {"name": "Acme", "city": "Ulm"})
    assert answer.status_code == 302
    assert values_of(["$Organization"], None)["$Organization"]["City"] == "Ulm"
    assert values_of(["$Organization"], None)["$Organization"]["Country"] is None
    assert Organization.objects.count() == 1


def test_a_label_with_a_translation(admin: Any) -> None:
    assert admin.post("/setup/labels/new/", {"api_name": "Hi", "text": "Hello"}).status_code == 302
    label = Label.objects.get()
    url = f"/setup/labels/{label.pk}/"
    assert admin.post(url, {"text": "Hello", "language": "de", "translated": "Hallo"}).status_code == 302
    assert "Hallo" in admin.get(url).content.decode()
    assert values_of(["$Label.hi", "$Label.HI", "$Label.No"], None) == {
        "$Label.hi": {"value": "Hello"},
        "$Label.HI": {"value": "Hello"},
    }
    assert "$Label.Hi" in admin.get("/setup/labels/?q=h").content.decode()
    assert admin.post("/setup/labels/new/", {"api_name": "hI", "text": "x"}).status_code == 422
    assert admin.post("/setup/labels/new/", {"api_name": "1x", "text": "x"}).status_code == 422
    assert admin.post(f"{url}delete/").status_code == 302
    assert not Label.objects.exists()


def test_a_setting_with_values_for_the_site_a_role_and_a_person(admin: Any, make_user: Any) -> None:
    ann = make_user("ann")
    role = Role.objects.get(name="Stagecraft assignee")
    ann.groups.add(role)
    shape = "Most__c number\nOn__c boolean\nSince__c date\nNote__c"
    made = {"api_name": "Limits__c", "label": "Limits", "shape": shape}
    assert admin.post("/setup/settings/new/", made).status_code == 302
    setting = CustomSetting.objects.get()
    base = f"/setup/settings/{setting.pk}/"
    everything = {"Most__c": "5", "On__c": "true", "Since__c": "2026-01-31", "Note__c": "all"}
    for holder, values in (
        ("site", everything),
        (f"role-{role.pk}", {"Most__c": "7.5"}),
        (f"user-{ann.pk}", {"Note__c": "hers", "On__c": "false"}),
    ):
        assert admin.get(f"{base}values/{holder}/").status_code == 200
        assert admin.post(f"{base}values/{holder}/", values).status_code == 302
    read = values_of(["$Setup.Limits__c"], ann)["$Setup.Limits__c"]
    assert {name: str(value) for name, value in read.items()} == {
        "Most__c": "7.5",
        "On__c": "False",
        "Since__c": "2026-01-31",
        "Note__c": "hers",
    }
    page = admin.get(base).content.decode()
    assert "hers" in page
    assert "7.5" in page
    assert admin.post(f"{base}values/user-{ann.pk}/", {}).status_code == 302
    assert SettingValues.objects.count() == 2, "a holder without values has no row"


@pytest.mark.parametrize("shape", ["", "1x number", "A__c money", "A__c text\na__c number"])
def test_fields_that_do_not_work_are_refused(admin: Any, shape: str) -> None:
    answer = admin.post("/setup/settings/new/", {"api_name": "S__c", "label": "S", "shape": shape})
    assert answer.status_code == 422
    assert not CustomSetting.objects.exists()


@pytest.mark.parametrize("holder", ["user-x", "role-999999", "nobody", "site-1"])
def test_a_holder_that_is_not_there_is_not_found(admin: Any, holder: str) -> None:
    setting = CustomSetting.objects.create(api_name="S__c", label="S", fields=[{"name": "A__c", "kind": "text"}])
    assert admin.get(f"/setup/settings/{setting.pk}/values/{holder}/").status_code == 404


def test_only_who_sets_up_may_open_them(make_user: Any, client_for: Any) -> None:
    ann = client_for(make_user("ann", "stagecraft_people.manage_flows"))
    for url in ("/setup/organization/", "/setup/labels/", "/setup/settings/", "/setup/labels/new/"):
        assert ann.get(url).status_code == 403


def test_setup_lists_them(admin: Any) -> None:
    page = admin.get("/setup/?q=label").content.decode()
    assert "/setup/labels/" in page
    assert "/setup/settings/" not in page


def test_checks_know_what_there_is(db: None) -> None:
    Label.objects.create(api_name="Hi", text="Hello")
    CustomSetting.objects.create(api_name="Limits__c", label="L", fields=[{"name": "Most__c", "kind": "number"}])
    world = World()
    assert world.field("$Label", "hi") == FieldFact("Hi", Kind.TEXT)
    assert world.field("$Label", "Ho") is None
    assert world.field("$Setup", "Limits__c") == FieldFact("Limits__c", Kind.RECORD, "$Setup.Limits__c")
    assert world.field("$Setup.Limits__c", "Most__c") == FieldFact("Most__c", Kind.NUMBER)
    assert world.field_names("$Setup.Limits__c") == ("Most__c",)
