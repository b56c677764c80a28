"""Writing records: validation, versions, history, the signal, and what it costs."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engine.values import unpack
from records import ports, services
from records.errors import RecordChanged, RecordInUse, UnknownObject, UnknownRecord
from records.models import Record, RecordChange, RecordField, RecordObject
from records.selectors import display, fields_of, get_object, load, object_of_id, relation_of
from records.signals import records_changed
from web.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(db):
    return services.create(object="Account", values={"Name": "Acme", "AnnualRevenue": "1200"}, by=None)


def wrong_fields(object_name, **values):
    with pytest.raises(Invalid) as refused:
        services.create(object=object_name, values=values, by=None)
    return refused.value.fields


def test_every_kind_keeps_its_value(loan, acme):
    values = {
        "text__c": " spaced ",
        "long_text__c": "two\nlines",
        "number__c": "12.3456",
        "currency__c": 7,
        "percent__c": Decimal("12.5"),
        "checkbox__c": "true",
        "date__c": "2026-02-28",
        "datetime__c": "2026-02-28T10:00:00+02:00",
        "picklist__c": "a",
        "lookup__c": acme.id,
        "email__c": "a@example.com",
        "phone__c": "+49 30 1",
        "url__c": "example.com/x",
    }
    made = services.create(object="Loan__c", values={"Name": "One", **values}, by=None)
    expected = values | {
        "text__c": "spaced",
        "number__c": Decimal("12.346"),
        "currency__c": Decimal("7.00"),
        "checkbox__c": True,
        "date__c": date(2026, 2, 28),
        "datetime__c": datetime(2026, 2, 28, 8, tzinfo=UTC),
        "url__c": "https://example.com/x",
    }
    assert {name: made.fields[name] for name in values} == expected
    assert load([made.id])[made.id] == made


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("text__c", "x" * 41),
        ("number__c", "1234567890123456"),
        ("number__c", "ten"),
        ("number__c", True),
        ("number__c", "Infinity"),
        ("currency__c", "123456789"),
        ("checkbox__c", "maybe"),
        ("date__c", "2026-02-30"),
        ("datetime__c", "soon"),
        ("picklist__c", "c"),
        ("lookup__c", "003" + "0" * 26),
        ("lookup__c", "001" + "0" * 26),
        ("email__c", "nobody"),
        ("url__c", "javascript://x y"),
        ("text__c", ["a"]),
    ],
)
def test_values_that_do_not_fit_are_refused_by_field(loan, field, bad):
    assert set(wrong_fields("Loan__c", Name="x", **{field: bad})) == {field}
    assert not Record.objects.exists()


def test_all_mistakes_are_told_at_once(loan):
    found = wrong_fields("Loan__c", number__c="x", date__c="y", Nope="z")
    assert set(found) == {"Name", "number__c", "date__c", "Nope"}


def test_required_fields_cannot_be_emptied_later(acme):
    with pytest.raises(Invalid) as refused:
        services.update(record_id=acme.id, values={"Name": "  "}, by=None)
    assert set(refused.value.fields) == {"Name"}
    assert load([acme.id])[acme.id].fields["Name"] == "Acme"


def test_unique_ignores_case_and_empties_and_oneself(loan, field_of_kind):
    field = field_of_kind("email")
    field.unique = True
    field.save()
    one, _two = services.create_many(
        object="Loan__c", rows=[{"Name": "1", "email__c": "a@x.org"}, {"Name": "2"}], by=None
    )
    assert set(wrong_fields("Loan__c", Name="3", email__c="A@X.org")) == {"email__c"}
    assert services.update(record_id=one.id, values={"email__c": "A@x.org"}, by=None).fields["email__c"] == "A@x.org"
    with pytest.raises(Invalid):
        services.create_many(
            object="Loan__c", rows=[{"Name": "4", "email__c": "b@x.org"}, {"Name": "5", "email__c": "B@x.org"}], by=None
        )


def test_defaults_numbers_and_composed_names(acme):
    first = services.create(object="Case", values={"Subject": "Broken"}, by=None)
    second = services.create(object="Case", values={"Subject": "Late"}, by=None)
    assert (first.fields["Status"], first.fields["Priority"]) == ("New", "Medium")
    assert int(second.fields["CaseNumber"]) == int(first.fields["CaseNumber"]) + 1
    assert second.fields["Name"] == f"{second.fields['CaseNumber']} Late"
    contact = services.create(object="Contact", values={"FirstName": "Ada", "LastName": "Byron"}, by=None)
    changed = services.update(record_id=contact.id, values={"LastName": "King"}, by=None)
    assert changed.fields["Name"] == "Ada King"
    with pytest.raises(Invalid):
        services.update(record_id=contact.id, values={"Name": "Somebody"}, by=None)
    assert services.update(record_id=contact.id, values=dict(changed.fields), by=None) == changed


def test_versions_count_and_a_stale_one_is_refused(acme):
    services.update(record_id=acme.id, values={"Phone": "1"}, by=None, expected_version=1)
    with pytest.raises(RecordChanged) as refused:
        services.update(record_id=acme.id, values={"Phone": "2"}, by=None, expected_version=1)
    assert (refused.value.code, refused.value.context["version"]) == ("record_changed", 2)
    assert load([acme.id])[acme.id].fields["Phone"] == "1"


def test_the_signal_tells_what_was_and_what_is(acme, heard, make_user):
    user = make_user("ada")
    heard.clear()
    services.update(record_id=acme.id, values={"AnnualRevenue": 5, "Phone": "1"}, by=user, cause="run:7")
    [said] = heard
    [change] = said["changes"]
    assert (said["by"], said["cause"], said["depth"]) == (user, "run:7", 0)
    assert (change.object, change.record_id) == ("Account", acme.id)
    assert unpack(change.before["AnnualRevenue"]) == Decimal(1200)
    assert unpack(change.after["AnnualRevenue"]) == Decimal(5)
    assert unpack(change.after["Id"]) == acme.id
    assert change.after["LastModifiedById"] == f"005{user.pk:026d}"


def test_creates_and_deletes_and_bulk_writes_are_one_list_each(acme, heard):
    services.create_many(object="Contact", rows=[{"LastName": "A"}, {"LastName": "B"}], by=None)
    contacts = [change.record_id for change in heard[0]["changes"]]
    services.update_many([(contacts[0], {"Phone": "1"}), (acme.id, {"Phone": "2"})], by=None)
    services.delete(record_id=contacts[1], by=None)
    assert [[(c.object, c.before is None, c.after is None) for c in said["changes"]] for said in heard] == [
        [("Contact", True, False), ("Contact", True, False)],
        [("Contact", False, False), ("Account", False, False)],
        [("Contact", False, True)],
    ]


def test_a_save_that_changes_nothing_says_and_writes_nothing(acme, heard):
    services.update(record_id=acme.id, values={"Name": "Acme", "AnnualRevenue": Decimal("1200.0")}, by=None)
    assert heard == []
    assert Record.objects.get().version == 1
    assert RecordChange.objects.count() == 1


def test_a_receiver_that_fails_takes_the_save_back(acme):
    def refuse(**kwargs):
        raise NotAllowed(act="do this")

    records_changed.connect(refuse)
    try:
        with pytest.raises(NotAllowed), transaction.atomic():
            services.update(record_id=acme.id, values={"Phone": "1"}, by=None)
    finally:
        records_changed.disconnect(refuse)
    assert load([acme.id])[acme.id].fields["Phone"] is None
    assert RecordChange.objects.filter(action="updated").count() == 0


def test_a_refusal_does_not_spoil_the_callers_transaction(acme):
    with transaction.atomic():
        with pytest.raises(Invalid):
            services.update(record_id=acme.id, values={"AnnualRevenue": "x"}, by=None)
        services.update(record_id=acme.id, values={"Phone": "1"}, by=None)
    assert load([acme.id])[acme.id].fields["Phone"] == "1"


def test_nested_saves_say_how_deep_they_are(acme, heard):
    def follow(changes, depth, **kwargs):
        if depth == 0:
            services.create(object="Contact", values={"LastName": "Follower"}, by=None)

    records_changed.connect(follow)
    try:
        services.update(record_id=acme.id, values={"Phone": "1"}, by=None)
    finally:
        records_changed.disconnect(follow)
    assert sorted((said["changes"][0].object, said["depth"]) for said in heard) == [("Account", 0), ("Contact", 1)]


def test_before_save_may_alter_or_refuse(acme, monkeypatch):
    seen = []

    def shout(saves, *, by, cause):
        for save in saves:
            seen.append((save.object, save.before is None, dict(save.values)))
            if save.values.get("Name") == "forbidden":
                raise NotAllowed(act="use this name")
            save.values["Name"] = str(save.values.get("Name", save.before and save.before.fields["Name"])).upper()

    monkeypatch.setattr(ports, "_before_save", [shout])
    made = services.create(object="Account", values={"Name": "quiet"}, by=None)
    changed = services.update(record_id=acme.id, values={"Phone": "1"}, by=None)
    with pytest.raises(NotAllowed):
        services.update(record_id=acme.id, values={"Name": "forbidden"}, by=None)
    assert (made.fields["Name"], changed.fields["Name"]) == ("QUIET", "ACME")
    assert seen[1] == ("Account", False, {"Phone": "1"})


def test_history_keeps_who_why_before_and_after(acme, make_user):
    user = make_user("ada")
    services.update(record_id=acme.id, values={"OwnerId": f"005{user.pk:026d}", "Phone": "1"}, by=user, cause="run:1")
    services.delete(record_id=acme.id, by=user)
    created, updated, deleted = RecordChange.objects.filter(record_id=acme.id).order_by("pk")
    assert created.changes == {"Name": [None, "Acme"], "AnnualRevenue": [None, "1200"]}
    assert (updated.by, updated.cause) == (user, "run:1")
    assert updated.changes == {"OwnerId": [None, f"005{user.pk:026d}"], "Phone": [None, "1"]}
    assert deleted.changes["Name"] == ["Acme", None]


def test_unknown_things_are_refused(db):
    with pytest.raises(UnknownObject):
        services.create(object="Nope", values={}, by=None)
    with pytest.raises(UnknownRecord):
        services.update(record_id="001" + "0" * 26, values={"Name": "x"}, by=None)
    with pytest.raises(UnknownRecord):
        services.delete(record_id="001" + "0" * 26, by=None)


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    said = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    own = [sql.split()[0] for sql in said if "stagecraft_records" in sql or "auth_user" in sql]
    assert len(said) - len(own) <= 1, said  # what listens to the signal may ask once
    return own


def test_what_a_save_costs(acme):
    """One select, one update, one line of history; no lookups, no unique fields in play."""
    get_object("Account")  # the catalog is warm, as in a running process
    with transaction.atomic():
        update = statements(lambda: services.update(record_id=acme.id, values={"Phone": "1"}, by=None))
        create = statements(lambda: services.create(object="Account", values={"Name": "B"}, by=None))
        rows = [(record.pk, {"Phone": "3"}) for record in Record.objects.all()]
        many = statements(lambda: services.update_many(rows, by=None))
        loading = statements(lambda: load([acme.id, "005" + "0" * 25 + "1"]))
    assert update == ["SELECT", "UPDATE", "INSERT"]
    assert create == ["INSERT", "INSERT"]
    assert many == ["SELECT", "UPDATE", "INSERT"]
    assert loading == ["SELECT", "SELECT"]


def test_users_are_records(make_user, heard):
    manager = make_user("max", first_name="Max")
    heard.clear()
    made = services.create(
        object="User",
        values={"Username": "ada", "LastName": "Byron", "ManagerId": f"005{manager.pk:026d}", "Title": "Countess"},
        by=manager,
    )
    user = get_user_model().objects.get(username="ada")
    assert (user.last_name, user.profile.manager, user.has_usable_password()) == ("Byron", manager, False)
    services.update(record_id=made.id, values={"IsActive": False, "Title": None}, by=manager, cause="run:3")
    user.refresh_from_db()
    assert user.is_active is False
    assert user.profile.custom_values == {}
    told = [(said["by"], said["cause"], len(said["changes"])) for said in heard]
    assert told == [(manager, "", 1), (manager, "run:3", 1)]
    assert RecordChange.objects.filter(record_id=made.id).order_by("-pk").first().changes["Title"] == ["Countess", None]
    assert display(made.id).name == "Byron"
    with pytest.raises(Invalid):
        services.create(object="User", values={"Username": "ADA"}, by=None)
    with pytest.raises(Invalid):
        services.update(record_id=made.id, values={"ManagerId": made.id}, by=None)
    with pytest.raises(RecordInUse):
        services.delete(record_id=made.id, by=None)


def test_a_user_saved_anywhere_is_a_change_of_a_record(make_user, heard):
    user = make_user("ada", first_name="Ada")
    heard.clear()
    user.first_name = "Augusta"
    user.save()
    user.last_login = datetime(2026, 1, 1, tzinfo=UTC)
    user.save(update_fields=["last_login"])
    [said] = heard
    change = said["changes"][0]
    assert (change.before["FirstName"], change.after["FirstName"]) == ("Ada", "Augusta")
    assert RecordChange.objects.filter(record_id=change.record_id, action="updated").count() == 1


def test_ids_say_their_object_and_relationships_their_field(acme, loan):
    assert object_of_id(acme.id).api_name == "Account"
    assert object_of_id("zzz" + "0" * 26) is None
    assert relation_of("Contact", "Account").api_name == "AccountId"
    assert relation_of("Account", "Owner").api_name == "OwnerId"
    assert relation_of("Loan__c", "lookup__r").api_name == "lookup__c"
    assert relation_of("Account", "Phone") is None


def test_standard_objects_are_there(db):
    assert set(RecordObject.objects.filter(is_standard=True).values_list("api_name", flat=True)) == {
        "Account", "Contact", "Opportunity", "Case", "Quote", "User",
    }  # fmt: skip
    names = {field.api_name for field in fields_of("Quote")}
    assert {"Name", "OwnerId", "QuoteNumber", "Status", "TotalPrice", "GrandTotal", "ExpirationDate", "Id"} <= names
    assert RecordField.objects.get(object__api_name="User", api_name="ManagerId").target.api_name == "User"
