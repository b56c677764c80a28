"""Setup pages of people, and one's own profile."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from people import services
from people.models import CustomSetting, Group, Queue

pytestmark = pytest.mark.django_db
SET_UP = "stagecraft_people.customize_application"
PAGES = ["", "people/", "people/new/", "groups/", "groups/new/", "queues/", "queues/new/", "mail/", "objects/"]


@pytest.fixture
def root(make_user):
    return make_user("root", SET_UP, first_name="Ruth")


@pytest.fixture
def browser(client_for, root):
    return client_for(root)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("page", PAGES)
def test_setup_is_for_those_who_set_up(client, client_for, make_user, browser, page):
    assert client.get(f"/setup/{page}").status_code == 302
    assert client_for(make_user("wanda", "stagecraft_people.run_flows")).get(f"/setup/{page}").status_code == 403
    assert browser.get(f"/setup/{page}").status_code == 200


def test_quick_find_narrows_setup(browser):
    found = text_of(browser.get("/setup/?q=picklist", headers={"HX-Request": "true"}))
    assert "Objects and fields" in found
    assert "Queues" not in found
    assert "Nothing in Setup" in text_of(browser.get("/setup/?q=zzz"))


def test_a_person_is_created_and_deactivated(browser, root):
    buyers = Group.objects.create(api_name="buyers", label="Buyers")
    typed = {
        "username": "ada",
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.com",
        "is_active": "on",
        "role": "Stagecraft assignee",
        "manager": root.pk,
        "groups": [buyers.pk],
        "password": "a long enough word",
    }
    assert browser.post("/setup/people/new/", typed)["Location"] == "/setup/people/"
    ada = get_user_model().objects.get(username="ada")
    assert (ada.profile.manager, list(ada.stagecraft_groups.all())) == (root, [buyers])
    listed = text_of(browser.get("/setup/people/"))
    assert "Ada Byron" in listed
    assert "Assignee: does work items" in listed

    left = {name: value for name, value in typed.items() if name not in ("is_active", "password")}
    browser.post(f"/setup/people/{ada.pk}/", left)
    ada.refresh_from_db()
    assert (ada.is_active, ada.check_password("a long enough word")) == (False, True)
    assert "Ada Byron" not in text_of(browser.get("/setup/people/"))
    assert "Ada Byron" in text_of(browser.get("/setup/people/?show=all&q=byron"))


def test_a_wrong_person_comes_back_with_what_was_typed(browser):
    answer = browser.post("/setup/people/new/", {"username": "root", "first_name": "Typed", "password": "1"})
    assert answer.status_code == 422
    assert "username" in answer.context["form"].errors
    assert 'value="Typed"' in answer.content.decode()
    answer = browser.post("/setup/people/new/", {"username": "fresh", "password": "1"})
    assert "password" in answer.context["form"].errors
    assert not get_user_model().objects.filter(username="fresh").exists()


def test_a_group_gets_members_and_refuses_a_cycle(browser, root):
    made = browser.post("/setup/groups/new/", {"label": "Buyers", "api_name": "buyers"})
    buyers = Group.objects.get(api_name="buyers")
    assert made["Location"] == f"/setup/groups/{buyers.pk}/"
    inner = Group.objects.create(api_name="inner", label="Inner")
    members = f"/setup/groups/{buyers.pk}/members/"
    browser.post(members, {"add": f"user:{root.pk}"})
    answer = browser.post(members, {"add": f"group:{inner.pk}"}, headers={"HX-Request": "true"})
    assert "Inner" in text_of(answer)
    assert "reaches 1 active person" in text_of(answer)
    refused = browser.post(f"/setup/groups/{inner.pk}/members/", {"add": f"group:{buyers.pk}"})
    assert refused.status_code == 422
    browser.post(members, {"remove": f"user:{root.pk}"})
    assert list(buyers.users.all()) == []
    assert browser.post(members, {"add": "user:9999"}).status_code == 404


def test_a_queue_keeps_its_members_when_its_label_changes(browser, root):
    browser.post("/setup/queues/new/", {"label": "Desk", "api_name": "desk", "email": "desk@example.com"})
    desk = Queue.objects.get(api_name="desk")
    services.add_member(holder=desk, key=f"user:{root.pk}")
    browser.post(f"/setup/queues/{desk.pk}/", {"label": "Front desk", "api_name": "other", "email": ""})
    desk.refresh_from_db()
    assert (desk.label, desk.api_name, desk.email, list(desk.users.all())) == ("Front desk", "desk", "", [root])
    browser.post(f"/setup/queues/{desk.pk}/delete/")
    assert not Queue.objects.exists()


def test_people_are_searched_in_selects(browser, make_user):
    make_user("ada", first_name="Ada", last_name="Byron")
    chosen = make_user("bob")
    found = browser.get("/setup/people/options/", {"q": "byr", "name": "manager", "manager": chosen.pk})
    assert "Ada Byron (ada)" in found.content.decode()
    assert f'value="{chosen.pk}" selected' in found.content.decode()
    assert "Ada Byron (ada)" in browser.get("/setup/members/options/?q=ada").content.decode()


def test_the_mail_page_sends_a_test_message(browser):
    browser.post("/setup/mail/")
    assert [message.to for message in mail.outbox] == [["root@example.com"]]


def test_a_profile_changes_language_zone_and_theme(client_for, make_user):
    ada = make_user("ada")
    client = client_for(ada)
    client.post("/accounts/profile/", {"language": "en", "time_zone": "Asia/Tokyo", "theme": "dark"})
    kept = services.profile_of(get_user_model().objects.get(pk=ada.pk))
    assert (kept.language, kept.time_zone, kept.theme) == ("en", "Asia/Tokyo", "dark")
    page = client.get("/accounts/profile/")
    assert 'data-bs-theme="dark"' in page.content.decode()
    assert '<option value="Asia/Tokyo" selected>' in page.content.decode()
    assert client.post("/accounts/profile/", {"time_zone": "Mars/Olympus"}).status_code == 422


def test_a_password_is_changed_by_its_owner(client_for, make_user):
    ada = make_user("ada")
    client = client_for(ada)
    wrong = {"old_password": "no", "new_password1": "a long enough word", "new_password2": "a long enough word"}
    assert client.post("/accounts/profile/password/", wrong).status_code == 422
    assert client.post("/accounts/profile/password/", {**wrong, "old_password": "pass"}).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("a long enough word")
    assert client.get("/accounts/profile/").status_code == 200


def test_settings_are_remembered_at_log_in(client, make_user):
    ada = make_user("ada")
    services.save_settings(user=ada, language="", time_zone="Asia/Tokyo", theme="dark")
    client.post("/accounts/login/", {"username": "ada", "password": "pass"})
    assert client.session["personal"]["time_zone"] == "Asia/Tokyo"


def test_a_search_that_finds_nothing_says_so(browser):
    Queue.objects.create(api_name="desk", label="Desk")
    assert "Nothing matches" in text_of(browser.get("/setup/queues/?q=zzz"))
    assert "Nothing here yet" in text_of(browser.get("/setup/groups/"))


def test_cancel_leads_back_from_the_values_of_a_setting(browser):
    fields = [{"name": "Limit", "kind": "number"}]
    setting = CustomSetting.objects.create(api_name="Rules__c", label="Rules", fields=fields)
    page = browser.get(f"/setup/settings/{setting.pk}/values/site/").content.decode()
    assert f'href="/setup/settings/{setting.pk}/">Cancel</a>' in page
