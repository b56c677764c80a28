"""Other people's work, runs and records; requests without a token; links that lead away; names that hold markup."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from records import services
from runs.models import Run
from runs.sweep import drain
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
NASTY = '<script>alert(1)</script><img src=x onerror="alert(2)">{!$User.Email}={1+1}'


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", verbosity=0)


def signed_in(username, **options):
    client = Client(**options)
    client.force_login(get_user_model().objects.get(username=username))
    return client


@pytest.fixture
def item(demo):
    """Work of the Procurement queue, which carol is not in."""
    return WorkItem.objects.filter(status="assigned").latest("pk")


def test_somebody_elses_work_cannot_be_seen_or_done(item):
    carol = signed_in("carol")
    answer = {"decision": "approve", "move": "finish", "revision": 0}
    for base in (f"/work-items/{item.pk}/", f"/api/v1/work-items/{item.pk}/"):
        got = {carol.get(base).status_code, carol.get(f"{base}screen/").status_code}
        posted = {
            carol.post(f"{base}{act}/", answer).status_code
            for act in ("screen", "decide", "claim", "release", "reassign")
        }
        assert got == {404}
        assert posted <= {403, 404, 405}
    assert carol.get(f"/work-items/?item={item.pk}").content.decode().count(f"work-{item.pk}") == 0
    item.refresh_from_db()
    assert (item.status, item.claimed_by_id) == ("assigned", None)


def test_a_run_is_managed_only_by_who_may(item):
    alice = signed_in("alice")
    before = list(Run.objects.order_by("pk").values_list("pk", "status", "turns_count"))
    for act in ("cancel", "retry", "suspend", "resume"):
        assert alice.post(f"/runs/{item.run_id}/{act}/").status_code in {403, 404}
        assert alice.post(f"/api/v1/runs/{item.run_id}/{act}/", {}, "application/json").status_code in {403, 404}
    assert list(Run.objects.order_by("pk").values_list("pk", "status", "turns_count")) == before


@pytest.mark.parametrize("path", ["/automations/", "/automations/import/", "/setup/", "/setup/people/", "/setup/mail/",
                                  "/setup/objects/", "/builder/Supplier_Onboarding/", "/django-admin/"])  # fmt: skip
def test_an_assignee_does_not_build_or_set_up(demo, path):
    assert signed_in("alice").get(path).status_code in {302, 403}
    assert Client().get(path)["Location"].startswith(("/accounts/login/", "/django-admin/login/"))


def test_nothing_changes_without_the_token_of_the_page(item):
    admin = signed_in("admin", enforce_csrf_checks=True)
    for path in (
        f"/work-items/{item.pk}/screen/",
        f"/work-items/{item.pk}/claim/",
        f"/runs/{item.run_id}/cancel/",
        "/records/Account/new/",
        "/setup/people/new/",
        "/automations/import/",
        "/accounts/logout/",
    ):
        assert admin.post(path, {"move": "finish"}).status_code == 403, path
    for path in (
        f"/api/v1/runs/{item.run_id}/cancel/",
        "/api/v1/records/Account/",
        f"/api/v1/work-items/{item.pk}/claim/",
    ):
        assert admin.post(path, "{}", "application/json").status_code == 403, path
    assert Run.objects.get(pk=item.run_id).status == "in_progress"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
                                  "https:evil.example", "\thttps://evil.example", "///evil.example"])  # fmt: skip
def test_no_link_leads_to_another_site(demo, import_metadata, corpus, away):
    import_metadata(corpus / "bgaldino__rlm-base-dev/unpackaged/post_approvals")
    login = Client().post(f"/accounts/login/?next={away}", {"username": "alice", "password": "demo", "next": away})
    assert login["Location"] == "/"
    admin = signed_in("admin")
    start = "/start/RLM_Quote_Smart_Approval/"
    assert "evil" not in admin.get(start, {"retURL": away}).content.decode()
    assert "alert(1)" not in admin.get(start, {"retURL": away}).content.decode()
    quote = services.create(object="Quote", values={"Name": "Q"}, by=None).id
    started = admin.post(start, {"retURL": away, "recordId": quote})
    assert started["Location"].startswith("/runs/")


def test_markup_in_names_is_only_text(demo):
    alice = get_user_model().objects.get(username="alice")
    record = services.create(object="Account", values={"Name": NASTY, "Type": "Supplier"}, by=alice).id
    drain()
    item = WorkItem.objects.get(record_id=record)
    admin, worker = signed_in("admin"), signed_in("alice")
    pages = [
        worker.get(path)
        for path in (
            "/",
            "/work-items/",
            f"/work-items/{item.pk}/",
            "/work-items/home-panel/",
            f"/records/Account/{record}/",
            "/records/Account/",
            "/records/-/recent/",
        )
    ]
    pages += [
        admin.get(path) for path in ("/runs/", f"/runs/{item.run_id}/", f"/records/Account/{record}/?tab=history")
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "alice@example.com" not in text.replace("<br><span>alice@example.com", "")
