"""The builder's page and calls: a new orchestration, its draft, what the server says of a document."""

import pytest

from builder.models import Flow, FlowDraft
from engine.document import Definition, FlowKind, dump, parse
from engine.document.stages import Stage

pytestmark = pytest.mark.django_db
MANAGE = "stagecraft_people.manage_flows"
NEW = {"label": "Order approval", "start": "autolaunched", "on": "create"}


@pytest.fixture
def ada(make_user):
    return make_user("ada", MANAGE)


@pytest.fixture
def page(client_for, ada):
    return client_for(ada)


def test_a_new_orchestration_is_named_and_opened(page):
    made = page.post("/automations/new/", NEW)
    assert (made.status_code, made.url) == (302, "/builder/Order_approval/edit/")
    flow = Flow.objects.get()
    assert (flow.label, flow.kind, flow.versions.get().status) == ("Order approval", "orchestration", "draft")
    assert page.get(made.url).status_code == 200


def test_one_that_records_start_needs_an_object(page):
    refused = page.post("/automations/new/", NEW | {"start": "record"})
    assert refused.status_code == 422
    assert "Choose the object" in refused.content.decode()
    page.post("/automations/new/", NEW | {"start": "record", "object": "Account", "on": "update"})
    start = parse(Flow.objects.get().versions.get().document).start
    assert (start.trigger, start.object, start.on) == ("record_after_save", "Account", "update")


@pytest.mark.parametrize(
    ("label", "name", "words"),
    [
        ("Order", "9x", "begins with a letter"),
        ("???", "", "begins with a letter"),
        ("Order", "order_approval", "already"),
    ],
)
def test_names_that_cannot_be_are_refused(page, label, name, words):
    page.post("/automations/new/", NEW)
    refused = page.post("/automations/new/", NEW | {"label": label, "api_name": name})
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert Flow.objects.count() == 1


def test_only_builders_come_in(client_for, make_user, page, client):
    page.post("/automations/new/", NEW)
    wim = client_for(make_user("wim", "stagecraft_people.run_flows"))
    for address in ("/automations/new/", "/builder/Order_approval/edit/"):
        assert wim.get(address).status_code == 403
        assert client.get(address).status_code == 302


def test_other_flows_are_read_not_drawn(page):
    from builder.services import save_version

    save_version(definition=Definition(api_name="Hello", label="Hello", kind=FlowKind.EVALUATION), by=None)
    assert page.get("/builder/Hello/edit/").url == "/builder/Hello/"


def test_the_server_says_what_a_document_shows_and_what_is_wrong(page, api_for, ada):
    page.post("/automations/new/", NEW)
    definition = parse(Flow.objects.get().versions.get().document)
    changed = dump(definition) | {"elements": [dump_stage()], "start": {"connector": {"target": "Check"}}}
    said = api_for(ada).post("/api/v1/flows/Order_approval/draw/", {"document": changed}, format="json").json()
    [element] = said["drawing"]["elements"]
    assert (element["label"], element["kind_label"], said["drawing"]["first"]) == ("Check it", "Stage", "Check")
    assert [one["path"] for one in said["problems"] if one["severity"] == "error"] == ["elements/Check"]


def test_a_draft_can_be_thrown_away(page, api_for, ada):
    page.post("/automations/new/", NEW)
    api = api_for(ada)
    document = api.get("/api/v1/flows/Order_approval/draft/").json()["document"]
    api.put("/api/v1/flows/Order_approval/draft/", {"document": document | {"label": "Mine"}}, format="json")
    assert FlowDraft.objects.count() == 1
    assert api.delete("/api/v1/flows/Order_approval/draft/").status_code == 204
    assert api.get("/api/v1/flows/Order_approval/draft/").json()["document"]["label"] == "Order approval"


def dump_stage() -> dict:
    import msgspec

    return msgspec.to_builtins(Stage(name="Check", label="Check it"))
