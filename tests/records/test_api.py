"""REST calls of objects and records."""

import pytest

from records import services
from records.models import Record, RecordObject

pytestmark = pytest.mark.django_db
RUN, EDIT = "stagecraft_people.run_flows", "stagecraft_people.edit_records"


@pytest.fixture
def worker(make_user):
    return make_user("wanda", RUN, EDIT, first_name="Wanda")


@pytest.fixture
def api(api_for, worker):
    return api_for(worker)


@pytest.fixture
def acme(worker):
    return services.create(object="Account", values={"Name": "Acme", "AnnualRevenue": 12}, by=worker)


def test_strangers_get_nothing(client):
    for path in ("objects/", "objects/Account/", "records/Account/"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code in (401, 403)
        assert set(response.json()) == {"code", "detail"}


def test_objects_and_their_fields(api):
    listed = api.get("/api/v1/objects/").json()
    assert set(listed) == {"results", "next", "previous"}
    assert "Account" in [obj["api_name"] for obj in listed["results"]]
    account = api.get("/api/v1/objects/Account/").json()
    industry = next(field for field in account["fields"] if field["api_name"] == "Industry")
    assert (industry["kind"], industry["indexed"]) == ("picklist", True)
    assert {"value": "Energy", "label": "Energy"} in industry["choices"]
    assert api.get("/api/v1/objects/Nope/").json()["code"] == "unknown_object"


def test_a_record_has_the_shape_of_the_contract(api, acme, worker):
    response = api.get(f"/api/v1/records/Account/{acme.id}/")
    body = response.json()
    assert set(body) == {"id", "object", "name", "url", "owner", "created_at", "modified_at", "version", "fields"}
    assert (body["id"], body["object"], body["name"], body["version"]) == (acme.id, "Account", "Acme", 1)
    assert body["url"] == f"/records/Account/{acme.id}/"
    assert body["owner"] == {"id": f"005{worker.pk:026d}", "username": "wanda", "name": "Wanda"}
    assert (body["fields"]["AnnualRevenue"], body["fields"]["Phone"]) == (12, None)
    assert response["ETag"] == '"1"'


def test_create_change_delete(api, worker):
    made = api.post("/api/v1/records/Account/", {"fields": {"Name": "Borg", "AnnualRevenue": 1.5}}, format="json")
    assert made.status_code == 201
    address = f"/api/v1/records/Account/{made.json()['id']}/"
    assert made["Location"].endswith(address)
    changed = api.patch(address, {"fields": {"Phone": "12"}}, format="json")
    assert (changed.status_code, changed.json()["version"], changed["ETag"]) == (200, 2, '"2"')
    assert changed.json()["fields"]["AnnualRevenue"] == 2  # no decimals in this field
    assert api.delete(address).status_code == 204
    assert api.get(address).json()["code"] == "unknown_record"


def test_mistakes_are_told_by_field(api):
    wrong = api.post("/api/v1/records/Account/", {"fields": {"AnnualRevenue": "x", "Nope": 1}}, format="json")
    assert wrong.status_code == 422
    assert (wrong.json()["code"], set(wrong.json()["fields"])) == ("invalid", {"AnnualRevenue", "Nope", "Name"})
    assert api.post("/api/v1/records/Account/", {"Name": "x"}, format="json").status_code == 422
    assert api.post("/api/v1/records/Account/", [1], format="json").status_code == 422


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", "1"])
def test_if_match_lets_the_version_that_was_read_through(api, acme, tag):
    address = f"/api/v1/records/Account/{acme.id}/"
    assert api.patch(address, {"fields": {"Phone": "1"}}, format="json", headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize("tag", ['"1"', '"other"'])
def test_if_match_refuses_a_stale_version(api, acme, tag):
    services.update(record_id=acme.id, values={"Phone": "1"}, by=None)
    address = f"/api/v1/records/Account/{acme.id}/"
    refused = api.patch(address, {"fields": {"Phone": "2"}}, format="json", headers={"If-Match": tag})
    assert (refused.status_code, refused.json()["code"]) == (412, "record_changed")
    assert api.delete(address, headers={"If-Match": tag}).status_code == 412
    assert Record.objects.get(pk=acme.id).values["Phone"] == "1"


def test_lists_page_and_filter(api, worker):
    rows = [{"Name": f"Firm {number}", "Industry": "Energy" if number % 2 else "Retail"} for number in range(5)]
    services.create_many(object="Account", rows=rows, by=worker)
    first = api.get("/api/v1/records/Account/?limit=2").json()
    assert len(first["results"]) == 2
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    names = [row["name"] for page in (first, second, third) for row in page["results"]]
    assert sorted(names) == [f"Firm {number}" for number in range(5)]
    assert third["next"] is None
    found = api.get("/api/v1/records/Account/?Industry=energy&limit=10").json()["results"]
    assert sorted(row["name"] for row in found) == ["Firm 1", "Firm 3"]
    assert len(api.get("/api/v1/records/Account/?Phone=").json()["results"]) == 5
    assert api.get("/api/v1/records/Account/?Nope=1").json()["code"] == "unknown_field"


def test_a_page_of_records_costs_no_query_per_row(api, worker, django_assert_max_num_queries):
    services.create_many(object="Account", rows=[{"Name": str(number)} for number in range(20)], by=worker)
    api.get("/api/v1/records/Account/")
    with django_assert_max_num_queries(4):
        assert len(api.get("/api/v1/records/Account/").json()["results"]) == 20


def test_rights_hold_per_object_and_record(api_for, make_user, acme):
    nobody, reader = api_for(make_user("nobody")), api_for(make_user("rita", RUN))
    address = f"/api/v1/records/Account/{acme.id}/"
    assert nobody.get("/api/v1/records/Account/").status_code == 403
    assert nobody.get(address).status_code == 404
    assert reader.get(address).status_code == 200
    assert reader.patch(address, {"fields": {"Phone": "1"}}, format="json").status_code == 403
    assert reader.post("/api/v1/records/Account/", {"fields": {"Name": "x"}}, format="json").status_code == 403
    assert reader.delete(address).status_code == 403
    assert reader.get("/api/v1/records/User/").status_code == 403
    obj = RecordObject.objects.get(api_name="Account")
    obj.sharing = "private"
    obj.save()
    assert reader.get(address).status_code == 404
    assert reader.get("/api/v1/records/Account/").json()["results"] == []


def test_a_record_is_not_found_under_another_object(api, acme):
    address = f"/api/v1/records/Contact/{acme.id}/"
    assert api.get(address).status_code == 404
    assert api.patch(address, {"fields": {"Phone": "1"}}, format="json").status_code == 404
    assert api.delete(address).status_code == 404


def test_people_are_records_for_those_who_may(api_for, make_user):
    root = make_user("root", "stagecraft_people.customize_application")
    ada = make_user("ada", first_name="Ada")
    api = api_for(root)
    listed = api.get("/api/v1/records/User/?Username=ada").json()["results"]
    assert [row["name"] for row in listed] == ["Ada"]
    changed = api.patch(
        f"/api/v1/records/User/{listed[0]['id']}/", {"fields": {"LastName": "Byron"}}, format="json",
        headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert (changed.json()["name"], changed.json()["version"]) == ("Ada Byron", 2)
    ada.refresh_from_db()
    assert ada.last_name == "Byron"


def test_the_visibility_port_opens_private_records(api_for, make_user, acme, monkeypatch):
    from records import ports

    obj = RecordObject.objects.get(api_name="Account")
    obj.sharing = "private"
    obj.save()
    helper = make_user("hal", RUN, EDIT)
    monkeypatch.setattr(ports, "_visible", [lambda user: [acme.id] if user == helper else []])
    address = f"/api/v1/records/Account/{acme.id}/"
    assert api_for(helper).get(address).status_code == 200
    assert len(api_for(helper).get("/api/v1/records/Account/").json()["results"]) == 1
    assert api_for(helper).patch(address, {"fields": {"Phone": "1"}}, format="json").status_code == 403
