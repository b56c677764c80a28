"""REST calls about flows."""

import pytest

from builder.models import FlowDraft
from builder.services import save_version
from engine.document import Definition, FlowKind, Start, dump

pytestmark = pytest.mark.django_db
MANAGE = "stagecraft_people.manage_flows"
BASE = "/api/v1/flows/"


def hello(label: str = "Hello", **more) -> Definition:
    return Definition(api_name="Hello", label=label, kind=FlowKind.EVALUATION, **more)


@pytest.fixture
def api(make_user, api_for):
    return api_for(make_user("mia", MANAGE))


@pytest.fixture
def flow():
    return save_version(definition=hello(), by=None).flow


def test_others_are_refused(api_for, make_user, client, flow):
    worker = api_for(make_user("wim", "stagecraft_people.run_flows"))
    for address in ("", "Hello/", "Hello/draft/", "Hello/versions/"):
        assert worker.get(BASE + address).status_code == 403
        assert client.get(BASE + address).status_code in (401, 403)
    for address in ("Hello/check/", "Hello/activate/", "Hello/deactivate/"):
        assert worker.post(BASE + address, {}, format="json").json()["code"] == "permission_denied"


def test_a_flow_is_made_listed_and_read(api):
    made = api.post(BASE, {"document": dump(hello())}, format="json")
    assert made.status_code == 201
    assert made.json()["status"] == "draft"
    assert made.json()["latest_version"] == 1

    again = api.post(BASE, {"document": dump(hello())}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "flow_exists")
    [row] = api.get(BASE).json()["results"]
    assert (row["api_name"], row["status_label"], row["url"]) == ("Hello", "Draft", "/builder/Hello/")
    assert api.get(BASE, {"q": "nothing"}).json()["results"] == []
    read = api.get(f"{BASE}Hello/").json()
    assert read["document"] == dump(hello())
    assert api.get(f"{BASE}Nope/").json()["code"] == "not_found"


@pytest.mark.parametrize(
    "document", ["text", {"api_name": "Hello"}, dump(hello()) | {"kind": "dance"}, dump(hello()) | {"api_name": "1 x"}]
)
def test_a_document_that_is_none_is_422(api, document):
    answer = api.post(BASE, {"document": document}, format="json")
    assert answer.status_code == 422
    assert "document" in answer.json()["fields"]


def test_a_draft_is_ones_own_and_guarded_by_its_etag(api, api_for, make_user, flow):
    read = api.get(f"{BASE}Hello/draft/")
    assert read["ETag"] == '"v1"'
    assert read.json()["modified_at"] is None

    saved = api.put(
        f"{BASE}Hello/draft/", {"document": dump(hello("Mine"))}, format="json", headers={"If-Match": read["ETag"]}
    )
    assert saved.status_code == 200
    assert saved["ETag"] != read["ETag"]

    stale = api.put(
        f"{BASE}Hello/draft/", {"document": dump(hello("Other"))}, format="json", headers={"If-Match": read["ETag"]}
    )
    body = stale.json()
    assert (stale.status_code, body["code"]) == (412, "draft_moved_on")
    assert body["base"]["document"]["label"] == "Hello"
    assert body["theirs"]["document"]["label"] == "Mine"
    assert body["theirs"]["etag"] == saved.json()["etag"]
    other = api_for(make_user("bob", MANAGE))
    assert other.get(f"{BASE}Hello/draft/").json()["document"]["label"] == "Hello"
    wrong = dump(hello()) | {"api_name": "Bye"}
    assert api.put(f"{BASE}Hello/draft/", {"document": wrong}, format="json").status_code == 422


def test_a_draft_becomes_a_version(api, flow):
    api.put(f"{BASE}Hello/draft/", {"document": dump(hello("Mine"))}, format="json")
    made = api.post(f"{BASE}Hello/versions/", {"note": "better"}, format="json")
    assert (made.status_code, made.json()["number"]) == (201, 2)
    assert not FlowDraft.objects.exists()
    rows = api.get(f"{BASE}Hello/versions/").json()["results"]
    assert [(row["number"], row["note"], row["created_by"]) for row in rows] == [(2, "better", "mia"), (1, "", None)]


def test_record_triggered_ones_need_to_see_all_data(api):
    start = Start(trigger="record_after_save", object="Account", on="create")
    save_version(definition=hello(start=start), by=None)
    answer = api.post(f"{BASE}Hello/activate/", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_deactivating_what_is_not_active_is_409(api, flow):
    answer = api.post(f"{BASE}Hello/deactivate/", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_active")


def test_the_schema_knows_the_calls(api):
    schema = api.get("/api/schema/", headers={"Accept": "application/json"})
    assert schema.status_code == 200
    assert "/api/v1/flows/{api_name}/draft/" in schema.content.decode()
