"""Who may see and edit which record. docs/adr/who-sees-which-record.md has the reasons.

| sharing  | sees                                                  | edits                              |
|----------|-------------------------------------------------------|------------------------------------|
| everyone | who may run flows, edit records or view all data      | who may edit records               |
| read     | the same                                              | of these the owner, view-all-data  |
| private  | the owner, view-all-data, people with open work on it | of these the owner, view-all-data  |

People (the User object): those who view all data or set up the application see them, the latter edit them;
everybody sees their own.
"""

from typing import Any

from django.db.models import Q

from records import ports
from records.ids import user_pk
from records.models import Record, RecordObject, Sharing
from records.users import is_users

VIEW_ALL = "stagecraft_people.view_all_data"
EDIT = "stagecraft_people.edit_records"
RUN = "stagecraft_people.run_flows"
SET_UP = "stagecraft_people.customize_application"


def _is_there(user: Any) -> bool:
    return bool(user is not None and user.is_authenticated and user.is_active)


def seen_by(user: Any, obj: RecordObject) -> Q | None:
    """The condition on the object's records that this user sees; None when the object is closed to them."""
    if not _is_there(user):
        return None
    if is_users(obj):
        return Q() if user.has_perm(VIEW_ALL) or user.has_perm(SET_UP) else None
    if user.has_perm(VIEW_ALL):
        return Q()
    if not (user.has_perm(RUN) or user.has_perm(EDIT)):
        return None
    if obj.sharing != Sharing.PRIVATE:
        return Q()
    own = Q(owner=user)
    for ids in ports.visible_records(user):
        own |= Q(pk__in=ids)
    return own


def can_see(user: Any, obj: RecordObject, record_id: str) -> bool:
    """One query, and only for private objects."""
    visible = seen_by(user, obj)
    if is_users(obj):
        return visible is not None or (_is_there(user) and user_pk(record_id) == user.pk)
    if visible is None:
        return False
    return not visible or Record.objects.filter(visible, pk=record_id).exists()


def seen_among(user: Any, obj: RecordObject, record_ids: list[str]) -> set[str]:
    """Those of the object's records that the user sees. One query, and only for private objects."""
    visible = seen_by(user, obj)
    if is_users(obj) or not visible:
        return {record_id for record_id in record_ids if can_see(user, obj, record_id)}
    return set(Record.objects.filter(visible, pk__in=record_ids).values_list("pk", flat=True))


def can_create(user: Any, obj: RecordObject) -> bool:
    return _is_there(user) and user.has_perm(SET_UP if is_users(obj) else EDIT)


def passes_locks(user: Any) -> bool:
    """Whether the user may change locked records, and unlock them: who sets up the application."""
    return _is_there(user) and user.has_perm(SET_UP)


def can_edit_row(user: Any, obj: RecordObject, owner_id: Any) -> bool:
    """Whether the user may change or delete a record with this owner."""
    if not can_create(user, obj):
        return False
    if is_users(obj) or obj.sharing == Sharing.EVERYONE:
        return True
    return user.has_perm(VIEW_ALL) or (owner_id is not None and owner_id == user.pk)
