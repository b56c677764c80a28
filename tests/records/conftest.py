"""What tests of records share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from records.models import RecordField, RecordObject
from records.schema import ensure_field, ensure_object
from records.signals import records_changed


@pytest.fixture
def loan(db: None) -> RecordObject:
    """An object with a field of every kind."""
    obj, _ = ensure_object(api_name="Loan__c", label="Loan", plural_label="Loans")
    account = RecordObject.objects.get(api_name="Account")
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("text", {"length": 40, "indexed": True}),
        ("long_text", {}),
        ("number", {"precision": 18, "scale": 3, "indexed": True}),
        ("currency", {"precision": 10, "scale": 2}),
        ("percent", {"precision": 5, "scale": 2}),
        ("checkbox", {}),
        ("date", {}),
        ("datetime", {"indexed": True}),
        ("picklist", {"choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}], "restricted": True}),
        ("lookup", {"target": account}),
        ("email", {}),
        ("phone", {}),
        ("url", {}),
    ]
    for kind, options in kinds:
        ensure_field(object=obj, api_name=f"{kind}__c", label=kind.capitalize(), kind=kind, **options)
    return RecordObject.objects.get(pk=obj.pk)


@pytest.fixture
def field_of_kind(loan: RecordObject) -> Callable[[str], RecordField]:
    return lambda kind: RecordField.objects.get(object=loan, api_name=f"{kind}__c")


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """Everything `records_changed` said during the test."""
    said: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        said.append({name: kwargs[name] for name in ("changes", "by", "cause", "depth")})

    records_changed.connect(listen)
    yield said
    records_changed.disconnect(listen)
