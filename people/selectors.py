"""What others ask about people: who is behind a name, what a user belongs to, whom a mail reaches."""

from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from people.errors import AssigneeEmpty, AssigneeInactive
from people.models import Group, Queue
from people.nesting import groups_below, holders_of_user
from web.lookup import first_where

PrincipalKind = Literal["user", "group", "queue"]
USER_PREFIX = "005"  # of record ids of users


@dataclass(frozen=True)
class Resolved:
    """An assignee that exists. `key` is "user:12", "group:3" or "queue:7"; `name` is what definitions write.

    email: a user's address, "" for none; None for groups and queues (`emails_of` asks)
    """

    key: str
    label: str
    name: str
    email: str | None = None

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def users(self) -> list[int]:
        """Ids of the active users behind it, asked for when needed."""
        return list(members_of(self.key).values_list("pk", flat=True))


def principal_keys(user: Any) -> list[str]:
    """Keys of everything the user can be assigned work through: itself, its groups, its queues. One query."""
    if not getattr(user, "is_authenticated", False) or user.pk is None:
        return []
    return [f"user:{user.pk}", *(f"{kind}:{pk}" for kind, pk in holders_of_user(user.pk))]


def members_of(key: str) -> QuerySet[Any]:
    """The active users behind a key, nested groups included."""
    kind, _, pk = key.partition(":")
    users = get_user_model()._default_manager.filter(is_active=True)
    match kind:
        case "user":
            return users.filter(pk=pk)
        case "group":
            return users.filter(stagecraft_groups__in=groups_below(group_id=int(pk))).distinct()
        case "queue":
            inside = Q(stagecraft_groups__in=groups_below(queue_id=int(pk))) | Q(stagecraft_queues=pk)
            return users.filter(inside).distinct()
    raise ValueError(f"not a principal key: {key}")


def emails_of(key: str) -> list[str]:
    """Where mail for a key goes: a queue's own address if it has one, else every active member's."""
    kind, _, pk = key.partition(":")
    if kind == "queue":
        own = Queue.objects.filter(pk=pk).values_list("email", flat=True).first()
        if own:
            return [own]
    field = get_user_model().get_email_field_name()
    return sorted({address for address in members_of(key).values_list(field, flat=True) if address})


def label_of(user: Any) -> str:
    """A person's name as people read it: full name, else username."""
    return user.get_full_name().strip() or user.get_username()


def labels_of(keys: list[str]) -> dict[str, str]:
    """Labels of many keys, at most one query for each kind; keys of what is gone are left out."""
    wanted: dict[str, set[str]] = {"user": set(), "group": set(), "queue": set()}
    for key in keys:
        kind, _, pk = key.partition(":")
        wanted[kind].add(pk)
    labels: dict[str, str] = {}
    if wanted["user"]:
        users = get_user_model()._default_manager.filter(pk__in=wanted["user"])
        labels |= {f"user:{user.pk}": label_of(user) for user in users}
    for kind, model in (("group", Group), ("queue", Queue)):
        if wanted[kind]:
            rows = model.objects.filter(pk__in=wanted[kind]).values_list("pk", "label")
            labels |= {f"{kind}:{pk}": label for pk, label in rows}
    return labels


def resolve_assignee(kind: str, name: str) -> Resolved | None:
    """Who is meant by `name`; None when nobody is.

    kind:   "user" (username), "group" or "queue" (API name), or "resource": username, record id of a user, API name
            of a group, of a queue, in that order
    raises: AssigneeInactive for a user who left; AssigneeEmpty for a group or queue without active members
    """
    name = (name or "").strip()
    if not name:
        return None
    for look in _LOOKS[kind]:
        if (found := look(name)) is not None:
            return found
    return None


def user_by_username(username: str) -> AbstractBaseUser | None:
    """The user with this username: exactly so, else in another case where only one has it."""
    field = get_user_model().USERNAME_FIELD
    exact = first_where(get_user_model(), **{field: username})  # the usual case, and the one that has an index
    if exact is not None:
        return exact
    found = list(get_user_model()._default_manager.filter(**{f"{field}__iexact": username})[:2])
    return found[0] if len(found) == 1 else None


def user_by_record_id(record_id: str) -> AbstractBaseUser | None:
    digits = record_id.removeprefix(USER_PREFIX)
    if digits == record_id or not digits.isdecimal():
        return None
    return get_user_model()._default_manager.filter(pk=int(digits)).first()


def _user(name: str) -> Resolved | None:
    return _active(user_by_username(name))


def _user_of_record(name: str) -> Resolved | None:
    return _active(user_by_record_id(name))


def _active(user: Any) -> Resolved | None:
    if user is None:
        return None
    if not user.is_active:
        raise AssigneeInactive(label=label_of(user))
    address = getattr(user, user.get_email_field_name(), "") or ""
    return Resolved(f"user:{user.pk}", label_of(user), user.get_username(), address)


def _group(name: str) -> Resolved | None:
    return _holder("group", Group.objects.filter(api_name__iexact=name).first())


def _queue(name: str) -> Resolved | None:
    return _holder("queue", Queue.objects.filter(api_name__iexact=name).first())


def _holder(kind: str, holder: Group | Queue | None) -> Resolved | None:
    if holder is None:
        return None
    key = f"{kind}:{holder.pk}"
    if not members_of(key).exists():
        raise AssigneeEmpty(label=holder.label)
    return Resolved(key, holder.label, holder.api_name)


_LOOKS = {
    "user": (_user,),
    "group": (_group,),
    "queue": (_queue,),
    "resource": (_user, _user_of_record, _group, _queue),
}
