"""Pages of records, by role."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from records import services
from records.models import Record, RecordChange, RecordField, RecordObject
from records.selectors import load
from web.errors import Invalid

pytestmark = pytest.mark.django_db
RUN, EDIT = "stagecraft_people.run_flows", "stagecraft_people.edit_records"
ALL, SET_UP = "stagecraft_people.view_all_data", "stagecraft_people.customize_application"


@pytest.fixture
def worker(make_user):
    return make_user("wanda", RUN, EDIT, first_name="Wanda", last_name="Worker")


@pytest.fixture
def acme(worker):
    return services.create(
        object="Account", values={"Name": "Acme", "Industry": "Energy", "AnnualRevenue": 1234567}, by=worker
    )


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def set_sharing(object_name, sharing):
    obj = RecordObject.objects.get(api_name=object_name)
    obj.sharing = sharing
    obj.save()


@pytest.mark.parametrize(
    "address",
    ["/records/", "/records/Account/", "/records/Account/new/", "/setup/objects/", "/setup/objects/Account/"],
)
def test_strangers_are_sent_to_the_log_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_person_without_a_role_sees_no_records(client_for, make_user, acme):
    nobody = client_for(make_user("nobody"))
    assert "No records are open to you" in text_of(nobody.get("/records/"))
    assert nobody.get("/records/Account/").status_code == 403
    assert nobody.get(f"/records/Account/{acme.id}/").status_code == 404


def test_a_worker_sees_lists_but_neither_people_nor_setup(client_for, worker):
    client = client_for(worker)
    overview = text_of(client.get("/records/"))
    assert "Accounts" in overview
    assert "Users" not in overview
    assert client.get("/records/User/").status_code == 403
    assert client.get("/setup/objects/").status_code == 403


def test_people_are_shown_to_those_with_the_right_and_everybody_sees_their_own(client_for, worker, make_user):
    manager = make_user("max", RUN, ALL)
    own = f"/records/User/{load_id(worker)}/"
    assert "Wanda Worker" in text_of(client_for(manager).get("/records/User/"))
    assert client_for(worker).get(own).status_code == 200
    assert client_for(worker).get(f"/records/User/{load_id(manager)}/").status_code == 404
    assert "/edit/" not in client_for(manager).get(own).content.decode()


def load_id(user):
    return f"005{user.pk:026d}"


def test_the_list_searches_filters_sorts_and_pages(client_for, worker):
    rows = [{"Name": f"Firm {number:03d}", "Industry": "Energy", "AnnualRevenue": number} for number in range(60)]
    services.create_many(object="Account", rows=[*rows, {"Name": "Oddity", "Industry": "Retail"}], by=worker)
    client = client_for(worker)

    first = client.get("/records/Account/?f_Industry=Energy&sort=-AnnualRevenue")
    assert [row[0].html for _url, row in first.context["lines"]][:2] == ["Firm 059", "Firm 058"]
    second = client.get(first.context["page"].next_url)
    assert len(second.context["lines"]) == 10
    assert [row[0].html for _url, row in second.context["lines"]][-1] == "Firm 000"

    found = client.get("/records/Account/?q=odd")
    assert [row[0].html for _url, row in found.context["lines"]] == ["Oddity"]
    assert "Nothing fits" in text_of(client.get("/records/Account/?q=odd&f_Industry=Energy"))


def test_only_mine_and_a_followed_lookup_narrow_the_list(client_for, worker, make_user, acme):
    other = make_user("olga", RUN, EDIT)
    services.create(object="Contact", values={"LastName": "Ng", "AccountId": acme.id}, by=worker)
    services.create(object="Contact", values={"LastName": "Po", "AccountId": acme.id}, by=other)
    services.create(object="Contact", values={"LastName": "Qu"}, by=other)
    client = client_for(other)
    found = client.get(f"/records/Contact/?f_AccountId={acme.id}")
    assert [row[0].html for _url, row in found.context["lines"]] == ["Ng", "Po"]
    assert "Account: Acme" in text_of(found)
    found = client.get(f"/records/Contact/?f_AccountId={acme.id}&mine=1")
    assert [row[0].html for _url, row in found.context["lines"]] == ["Po"]


def test_a_record_is_created_in_the_browser(client_for, worker):
    account = services.create(object="Account", values={"Name": "Acme"}, by=worker)
    form = client_for(worker).get(f"/records/Opportunity/new/?AccountId={account.id}")
    assert f'<option value="{account.id}" selected>Acme</option>' in form.content.decode()

    typed = {
        "Name": "Big deal", "AccountId": account.id, "StageName": "Prospecting", "CloseDate": "2026-03-31",
        "Amount": "1250.50", "IsWon": "on", "OwnerId": load_id(worker),
    }  # fmt: skip
    response = client_for(worker).post("/records/Opportunity/new/", typed)

    record = Record.objects.get(name="Big deal")
    assert response["Location"] == f"/records/Opportunity/{record.pk}/"
    assert record.owner == worker
    assert record.values["Amount"] == "1250.50"
    assert record.values["IsWon"] is True
    assert record.values["CloseDate"] == "2026-03-31"


def test_a_form_with_mistakes_comes_back_with_what_was_typed(client_for, worker):
    typed = {"Name": "Big deal", "StageName": "", "CloseDate": "2026-03-31", "Amount": "much"}
    response = client_for(worker).post("/records/Opportunity/new/", typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"StageName", "Amount"}
    assert 'value="Big deal"' in response.content.decode()
    assert not Record.objects.filter(name="Big deal").exists()


def test_a_refusal_of_the_service_stands_beside_the_field(client_for, worker, loan):
    field = RecordField.objects.get(object=loan, api_name="text__c")
    field.unique = True
    field.save()
    services.create(object="Loan__c", values={"Name": "One", "text__c": "same"}, by=None)
    response = client_for(worker).post("/records/Loan__c/new/", {"Name": "Two", "text__c": "SAME"})
    assert response.status_code == 422
    assert response.context["form"].errors["text__c"] == ["Another record has this value already."]


def test_the_record_page_shows_fields_related_lists_and_links(client_for, worker, acme):
    contact = services.create(object="Contact", values={"LastName": "Ng", "AccountId": acme.id}, by=worker)
    page = client_for(worker).get(f"/records/Account/{acme.id}/")
    assert "1,234,567" in text_of(page)
    assert f"/records/Contact/{contact.id}/" in page.content.decode()
    assert f"/records/Contact/new/?AccountId={acme.id}" in page.content.decode()
    back = client_for(worker).get(f"/records/Contact/{contact.id}/").content.decode()
    assert f'<a href="/records/Account/{acme.id}/">Acme</a>' in back


def test_the_history_says_who_changed_what_from_what_to_what(client_for, worker, acme):
    services.update(record_id=acme.id, values={"Industry": "Retail"}, by=worker)
    services.update(record_id=acme.id, values={"Phone": "12"}, by=None, cause="run:42")
    page = client_for(worker).get(f"/records/Account/{acme.id}/?tab=history")
    newest, middle, oldest = page.context["page"].rows
    assert (newest.who, newest.cause_label) == ("System", "Run 42")
    assert (middle.who, middle.changes[0].label) == ("Wanda Worker", "Industry")
    assert (middle.changes[0].before, middle.changes[0].after) == ("Energy", "Retail")
    assert oldest.action == "Created"


def test_two_people_editing_lose_nothing(client_for, worker, acme):
    client = client_for(worker)
    address = f"/records/Account/{acme.id}/edit/"
    opened = client.get(address)
    version = opened.context["form"].initial["version"]
    services.update(record_id=acme.id, values={"Phone": "111"}, by=None)

    mine = {"Name": "Acme & Sons", "Phone": "222", "version": version, "OwnerId": load_id(worker)}
    refused = client.post(address, mine)
    assert refused.status_code == 409
    assert "Somebody else saved this record" in text_of(refused)
    assert 'value="Acme &amp; Sons"' in refused.content.decode()
    assert {"label": "Phone", "current": '<a href="tel:111">111</a>'} in refused.context["conflict"]
    assert load([acme.id])[acme.id].fields["Name"] == "Acme"

    again = client.post(address, {**mine, "version": refused.context["form"].data["version"]})
    assert again.status_code == 302
    assert load([acme.id])[acme.id].fields["Name"] == "Acme & Sons"


def test_only_those_who_may_edit_do(client_for, make_user, worker, acme):
    reader = client_for(make_user("rita", RUN))
    assert "/edit/" not in reader.get(f"/records/Account/{acme.id}/").content.decode()
    assert reader.get(f"/records/Account/{acme.id}/edit/").status_code == 403
    assert reader.post(f"/records/Account/{acme.id}/delete/").status_code == 403
    assert reader.get("/records/Account/new/").status_code == 403
    set_sharing("Account", "read")
    other = client_for(make_user("olga", RUN, EDIT))
    assert other.get(f"/records/Account/{acme.id}/edit/").status_code == 403
    assert client_for(worker).get(f"/records/Account/{acme.id}/edit/").status_code == 200


def test_private_records_are_for_owners_and_those_who_view_all(client_for, make_user, worker, acme):
    set_sharing("Account", "private")
    other, manager = client_for(make_user("olga", RUN, EDIT)), client_for(make_user("max", RUN, ALL))
    assert other.get(f"/records/Account/{acme.id}/").status_code == 404
    assert "Acme" not in text_of(other.get("/records/Account/"))
    assert "Acme" not in other.get("/records/-/lookup/Account/?q=ac").content.decode()
    assert client_for(worker).get(f"/records/Account/{acme.id}/").status_code == 200
    assert manager.get(f"/records/Account/{acme.id}/").status_code == 200


def test_a_record_under_the_wrong_object_is_not_found(client_for, worker, acme):
    assert client_for(worker).get(f"/records/Contact/{acme.id}/").status_code == 404
    assert client_for(worker).get(f"/records/account/{acme.id}/")["Location"] == f"/records/Account/{acme.id}/"


def test_deleting_asks_first_and_keeps_the_history(client_for, worker, acme):
    client = client_for(worker)
    assert "Delete Acme?" in text_of(client.get(f"/records/Account/{acme.id}/delete/"))
    assert client.post(f"/records/Account/{acme.id}/delete/")["Location"] == "/records/Account/"
    assert client.get(f"/records/Account/{acme.id}/").status_code == 404
    assert RecordChange.objects.filter(record_id=acme.id, action="deleted").count() == 1


def test_lookups_search_by_name_and_keep_the_chosen_one(client_for, worker, acme):
    services.create(object="Account", values={"Name": "Borg"}, by=None)
    address = reverse("records:lookup", args=["Account"])
    found = client_for(worker).get(address, {"q": "BOR", "name": "AccountId", "AccountId": acme.id}).content.decode()
    assert f'<option value="{acme.id}" selected>Acme</option>' in found
    assert ">Borg</option>" in found
    people = client_for(worker).get(reverse("records:lookup", args=["User"]), {"q": "wan"}).content.decode()
    assert "Wanda Worker (wanda)" in people


def test_date_times_are_typed_and_shown_in_the_persons_zone(client_for, worker, loan):
    client = client_for(worker)
    session = client.session
    session["personal"] = {"language": "", "time_zone": "Asia/Tokyo", "theme": ""}
    session.save()
    client.post("/records/Loan__c/new/", {"Name": "One", "datetime__c": "2026-01-02T08:00"})
    record = Record.objects.get(name="One")
    assert load([record.pk])[record.pk].fields["datetime__c"] == datetime(2026, 1, 1, 23, tzinfo=UTC)
    assert "01/02/2026 8 a.m." in text_of(client.get(f"/records/Loan__c/{record.pk}/"))


def test_values_are_escaped(client_for, worker):
    bad = "<script>alert(1)</script>"
    made = services.create(object="Account", values={"Name": bad, "Description": bad, "Phone": bad}, by=worker)
    page = client_for(worker).get(f"/records/Account/{made.id}/").content.decode()
    assert bad not in page
    assert bad not in client_for(worker).get("/records/Account/").content.decode()
    assert bad not in client_for(worker).get(f"/records/Account/{made.id}/?tab=history").content.decode()


def test_the_home_panel_shows_what_one_changed_last(client_for, worker, acme):
    assert "Acme" in text_of(client_for(worker).get("/records/-/recent/"))


def test_setting_up_an_object_and_a_field(client_for, make_user):
    client = client_for(make_user("root", SET_UP, EDIT, RUN))
    made = client.post(
        "/setup/objects/new/",
        {"label": "Loan", "plural_label": "Loans", "api_name": "Loan", "sharing": "read",
         "name_auto_number": "L-{000}"},
    )  # fmt: skip
    assert made["Location"] == "/setup/objects/Loan__c/"
    client.post(
        "/setup/objects/Loan__c/fields/new/",
        {"label": "Size", "api_name": "Size", "kind": "picklist", "choices": "s | Small\nl", "restricted": "on",
         "indexed": "on"},
    )  # fmt: skip
    field = RecordField.objects.get(object__api_name="Loan__c", api_name="Size__c")
    assert field.choices == [{"value": "s", "label": "Small"}, {"value": "l", "label": "l"}]
    assert client.post("/records/Loan__c/new/", {"Size__c": "s"}).status_code == 302
    record = Record.objects.get(object__api_name="Loan__c")
    assert (record.name, record.values["Size__c"]) == ("L-001", "s")

    changed = client.post("/setup/objects/Loan__c/fields/Size__c/", {"label": "Size", "kind": "number"})
    assert changed.status_code == 422
    assert "holds values" in text_of(changed)
    client.post("/setup/objects/Loan__c/fields/Size__c/delete/")
    assert not RecordField.objects.filter(api_name="Size__c").exists()


def test_a_wrong_field_is_explained(client_for, make_user):
    client = client_for(make_user("root", SET_UP))
    answer = client.post("/setup/objects/Account/fields/new/", {"label": "X", "api_name": "1 x", "kind": "lookup"})
    assert answer.status_code == 422
    assert "not an API name" in text_of(answer) or "api_name" in answer.context["form"].errors


def test_people_are_links_only_for_those_who_may_see_them(client_for, worker, make_user, acme):
    link = f'href="/records/User/{load_id(worker)}/"'
    address = f"/records/Account/{acme.id}/"
    assert link not in client_for(worker).get(address).content.decode()
    assert "Wanda Worker" in text_of(client_for(worker).get(address))
    assert link in client_for(make_user("max", RUN, ALL)).get(address).content.decode()


def test_empty_related_lists_are_one_row_of_buttons(client_for, worker, acme):
    services.create(object="Contact", values={"LastName": "Ng", "AccountId": acme.id}, by=worker)
    related = client_for(worker).get(f"/records/Account/{acme.id}/").context["related"]
    assert [item.object.api_name for item in related["full"]] == ["Contact"]
    assert {"Case", "Opportunity", "Quote"} <= {item.object.api_name for item in related["empty"]}


def test_the_last_activity_is_kept_by_the_system_and_not_typed(client_for, worker, acme):
    form = client_for(worker).get(f"/records/Account/{acme.id}/edit/").content.decode()
    assert 'name="Website"' in form
    assert "LastActivityDate" not in form
    with pytest.raises(Invalid):
        services.update(record_id=acme.id, values={"LastActivityDate": "2026-01-01"}, by=worker)
