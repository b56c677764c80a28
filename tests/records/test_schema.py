"""Setting up objects and fields, and the indexes behind them."""

import pytest
from django.db import connection

from engine.document.conditions import Operator
from records import schema, services
from records.errors import FieldKindFixed
from records.filters import read_filter
from records.indexes import index_name
from records.models import Record, RecordObject
from records.query import ordering, records_of, where
from records.selectors import field_of, fields_of, find, get_object
from web.errors import Invalid


def indexes():
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, Record._meta.db_table))


@pytest.mark.django_db
def test_ensuring_twice_changes_nothing(loan):
    first = schema.ensure_object(api_name="Car__c", label="Car", plural_label="Cars", description="Drives")
    again = schema.ensure_object(api_name="Car__c", label="Car", plural_label="Cars", description="Drives")
    other = schema.ensure_object(api_name="car__c", label="Motor car", plural_label="Cars")
    assert [state for _obj, state in (first, again, other)] == ["created", "unchanged", "changed"]
    assert other[0].description == "Drives"

    field = schema.ensure_field(object=first[0], api_name="Doors__c", label="Doors", kind="number", precision=2)
    again = schema.ensure_field(object=first[0], api_name="Doors__c", label="Doors", kind="number")
    other = schema.ensure_field(object=first[0], api_name="doors__C", label="Doors", kind="number", required=True)
    assert [state for _field, state in (field, again, other)] == ["created", "unchanged", "changed"]
    assert (other[0].precision, other[0].required, other[0].is_custom) == (2, True, True)
    assert [item.api_name for item in fields_of("Car__c")][:3] == ["Name", "OwnerId", "Doors__c"]


@pytest.mark.django_db
def test_custom_objects_get_prefixes_of_their_own(loan):
    second, _ = schema.ensure_object(api_name="Car__c", label="Car")
    assert (loan.key_prefix, second.key_prefix) == ("a00", "a01")
    made = services.create(object="Car__c", values={"Name": "Beetle"}, by=None)
    assert made.id.startswith("a01")
    assert len(made.id) == 29


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"kind": "lookup"}, "target"),
        ({"kind": "long_text", "indexed": True}, "indexed"),
        ({"kind": "number", "precision": 3, "scale": 4}, "scale"),
        ({"kind": "text", "length": 300}, "length"),
        ({"kind": "picklist", "choices": [{"value": "a"}, {"value": "a"}]}, "choices"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_fields_that_do_not_fit_together_are_refused(loan, options, field):
    with pytest.raises(Invalid) as refused:
        schema.add_field(object=loan, api_name="X__c", label="X", **options)
    assert set(refused.value.fields) == {field}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "1a", "a b", "x'; DROP TABLE", "é", "a" * 81, "a\n"])
def test_names_that_could_hurt_are_refused(loan, name):
    with pytest.raises(Invalid):
        schema.add_field(object=loan, api_name=name, label="X", kind="text")
    with pytest.raises(Invalid):
        schema.ensure_object(api_name=name, label="X")


@pytest.mark.django_db
def test_a_kind_changes_while_nothing_is_stored_and_between_alike_kinds(loan, field_of_kind):
    schema.change_field(field=field_of_kind("text"), kind="number")
    schema.change_field(field=field_of_kind("text"), kind="text")
    services.create(object="Loan__c", values={"Name": "1", "text__c": "ten", "number__c": 1}, by=None)
    assert schema.change_field(field=field_of_kind("number"), kind="currency", scale=2) == "changed"
    with pytest.raises(FieldKindFixed):
        schema.change_field(field=field_of_kind("text"), kind="number")


@pytest.mark.django_db
def test_an_index_comes_and_goes_with_its_mark(loan, field_of_kind):
    field = field_of_kind("email")
    assert index_name(field) not in indexes()
    services.create(object="Loan__c", values={"Name": "1", "email__c": "a@x.org"}, by=None)  # rows owe their checks
    schema.change_field(field=field, indexed=True)
    assert index_name(field) in indexes()
    schema.change_field(field=field, unique=True)
    assert index_name(field) in indexes()
    schema.change_field(field=field, indexed=False, unique=False)
    assert index_name(field) not in indexes()


@pytest.mark.django_db
def test_unique_is_refused_while_values_repeat(loan, field_of_kind):
    rows = [{"Name": "1", "phone__c": "a"}, {"Name": "2", "phone__c": "A"}]
    services.create_many(object="Loan__c", rows=rows, by=None)
    with pytest.raises(Invalid) as refused:
        schema.change_field(field=field_of_kind("phone"), unique=True)
    assert set(refused.value.fields) == {"unique"}


@pytest.mark.django_db(transaction=True)
def test_indexes_are_built_outside_a_transaction_too():
    obj, _ = schema.ensure_object(api_name="Boat__c", label="Boat")
    field = schema.add_field(object=obj, api_name="Sail__c", label="Sail", kind="text", indexed=True)
    assert index_name(field) in indexes()
    schema.change_field(field=field, indexed=False)
    assert index_name(field) not in indexes()
    schema.delete_field(field=field)
    assert field_of("Boat__c", "Sail__c") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "operator", "value"),
    [
        ("text__c", Operator.EQUAL_TO, "abc"),
        ("text__c", Operator.STARTS_WITH, "abc"),
        ("number__c", Operator.GREATER_THAN, 5),
        ("datetime__c", Operator.LESS_THAN, "2026-01-01T00:00:00+00:00"),
    ],
)
def test_filters_and_sorting_use_the_index(loan, name, operator, value):
    obj = get_object("Loan__c")
    field = field_of(obj, name)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    rows = records_of(obj).filter(where(read_filter(obj, [(name, operator, value)])))
    assert index_name(field) in rows.explain()
    assert index_name(field) in rows.order_by(*ordering(field, "asc"))[:10].explain()


@pytest.mark.django_db
def test_a_deleted_field_is_unseen_and_its_values_come_back(loan, field_of_kind):
    services.create(object="Loan__c", values={"Name": "1", "text__c": "kept"}, by=None)
    schema.delete_field(field=field_of_kind("text"))
    [found] = find("Loan__c")
    assert "text__c" not in found.fields
    schema.add_field(object=loan, api_name="text__c", label="Text", kind="text")
    [found] = find("Loan__c")
    assert found.fields["text__c"] == "kept"


@pytest.mark.django_db
def test_standard_fields_stay(db):
    field = RecordObject.objects.get(api_name="Account").fields.get(api_name="Name")
    with pytest.raises(Invalid):
        schema.delete_field(field=field)
