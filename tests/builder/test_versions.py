"""Versions: numbers, fingerprints, one active at a time."""

import pytest

from builder.errors import NotActive
from builder.models import FlowVersion
from builder.selectors import active_version, definition_of, triggers_for
from builder.services import activate, deactivate, save, save_version
from engine.document import Definition, FlowKind, Start

pytestmark = pytest.mark.django_db


def flow(label: str = "Hello", **changes) -> Definition:
    return Definition(api_name="Hello", label=label, kind=FlowKind.AUTOLAUNCHED, **changes)


def test_numbers_count_up_and_the_same_document_is_no_new_version():
    first = save(definition=flow(), by=None)
    again = save(definition=flow(), by=None)
    second = save(definition=flow("Hello again"), by=None)

    assert (first.created, again.created, second.created) == (True, False, True)
    assert again.version.pk == first.version.pk
    assert [first.version.number, second.version.number] == [1, 2]
    assert len(first.version.fingerprint) == 64
    assert definition_of(second.version.pk) == flow("Hello again")


def test_one_version_is_active_and_names_its_flow():
    first = save_version(definition=flow(), by=None)
    activate(version=first, by=None)
    second = save_version(definition=flow("Hello again"), by=None)
    assert first.flow.versions.count() == 2
    assert active_version("Hello").pk == first.pk
    assert active_version("Hello").flow.label == "Hello"

    activate(version=second, by=None)

    assert active_version("Hello").pk == second.pk
    assert active_version("Hello").flow.label == "Hello again"
    assert FlowVersion.objects.get(pk=first.pk).status == "obsolete"

    deactivate(flow=second.flow, by=None)
    assert active_version("Hello") is None
    with pytest.raises(NotActive):
        deactivate(flow=second.flow, by=None)


def test_triggers_are_found_by_object_and_moment(django_assert_num_queries):
    def triggered(name: str, on: str) -> FlowVersion:
        start = Start(trigger="record_after_save", object="Account", on=on)
        definition = Definition(api_name=name, label=name, kind=FlowKind.AUTOLAUNCHED, start=start)
        return FlowVersion.objects.get(pk=save_version(definition=definition, by=None).pk)

    versions = [triggered("A", "create"), triggered("B", "update"), triggered("C", "create_and_update")]
    triggered("Draft", "create")
    FlowVersion.objects.filter(pk__in=[version.pk for version in versions]).update(status="active")

    with django_assert_num_queries(1):
        assert [version.flow.api_name for version in triggers_for("Account", "create")] == ["A", "C"]
    assert [version.flow.api_name for version in triggers_for("Account", "update")] == ["B", "C"]
    assert triggers_for("Contact", "create") == []


def test_a_definition_is_read_once_and_forgotten_when_its_id_comes_again(django_assert_num_queries):
    version = save_version(definition=flow(), by=None)
    definition_of(version.pk)
    with django_assert_num_queries(0):
        assert definition_of(version.pk).label == "Hello"

    number, pk, owner = version.number, version.pk, version.flow
    version.delete()
    FlowVersion.objects.create(
        pk=pk,
        flow=owner,
        number=number,
        fingerprint="x",
        document={"api_name": "Hello", "label": "New", "kind": "screen"},
    )
    assert definition_of(pk).label == "New"
