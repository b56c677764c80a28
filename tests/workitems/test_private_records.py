"""A private record opens for the people whose open work is about it, and closes when the work is done."""

import pytest
from django.utils import timezone

from records import services
from records.models import RecordObject
from records.selectors import can_edit, find, visible_to
from workitems.models import WorkItemStatus

pytestmark = pytest.mark.django_db(transaction=True)


def test_open_work_opens_a_private_record_to_be_read(office):
    obj = RecordObject.objects.get(api_name="Account")
    obj.sharing = "private"
    obj.save()
    secret = services.create(object="Account", values={"Name": "Secret"}, by=office.ann)
    item = office.item(("group", "Finance"))
    item.record_object, item.record_id = "Account", secret.id
    item.save()

    assert [visible_to(user, secret) for user in (office.bea, office.cal, office.dan)] == [True, True, False]
    assert [value.id for value in find("Account", user=office.bea)] == [secret.id]
    assert find("Account", user=office.dan) == []
    assert not can_edit(office.bea, secret.id)

    item.status, item.ended_at = WorkItemStatus.COMPLETED, timezone.now()
    item.save()
    assert not visible_to(office.bea, secret)
