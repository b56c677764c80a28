"""Writing people: profiles, users, groups and queues."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from people.errors import GroupCycle
from people.models import Group, Profile, Queue
from people.nesting import groups_below
from people.roles import ROLES
from web.errors import Invalid, NotFound


def profile_of(user: Any) -> Profile:
    """The user's profile, made when it is first asked for."""
    try:
        return user.profile
    except Profile.DoesNotExist:
        user.profile, _ = Profile.objects.get_or_create(user=user)
        return user.profile


@transaction.atomic
def save_person(
    *,
    user: Any = None,
    values: dict[str, Any],
    role: str | None = None,
    groups: Iterable[Group] | None = None,
    password: str = "",
) -> Any:
    """Create or change a person. values: username, first_name, last_name, email, is_active, manager.

    role: name of one of our roles, "" for none, None to leave it. raises Invalid with fields.
    """
    user = user or get_user_model()()
    manager = values.get("manager", False)
    if manager and manager.pk == user.pk and user.pk is not None:
        raise Invalid(summary="A person cannot be their own manager.", fields={"manager": "Choose somebody else."})
    for name in ("username", "first_name", "last_name", "email", "is_active"):
        if name in values:
            setattr(user, name, values[name])
    if password:
        set_password(user=user, password=password, save=False)
    elif user.pk is None:
        user.set_unusable_password()
    user.save()
    profile = profile_of(user)
    if manager is not False:
        profile.manager = manager
        profile.save()
    if role is not None:
        give_role(user=user, role=role)
    if groups is not None:
        user.stagecraft_groups.set(groups)
    return user


def set_password(*, user: Any, password: str, save: bool = True) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        summary = "The password is not good enough."
        raise Invalid(summary=summary, fields={"password": " ".join(error.messages)}) from None
    user.set_password(password)
    if save:
        user.save(update_fields=["password"])


@transaction.atomic
def give_role(*, user: Any, role: str) -> None:
    """Make `role` the only one of our three roles the user holds; "" takes all three away."""
    user.groups.remove(*Role.objects.filter(name__in=ROLES))
    if role:
        user.groups.add(Role.objects.get(name=role))


@transaction.atomic
def save_group(
    *, group: Group | None = None, values: dict[str, Any], users: Iterable[Any], groups: Iterable[Group]
) -> Group:
    """Create or change a public group (api_name, label, description) and its members. raises GroupCycle."""
    group = group or Group()
    inner = list(groups)
    for name, value in values.items():
        setattr(group, name, value)
    if group.pk is not None:
        refuse_cycle(group, inner)
    group.save()
    group.users.set(users)
    group.groups.set(inner)
    return group


def refuse_cycle(group: Group, inner: list[Group]) -> None:
    """raises GroupCycle when `group` would come to hold itself. Locks the groups, so two edits cannot make one."""
    list(Group.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    for member in inner:
        if group.pk in groups_below(group_id=member.pk):
            raise GroupCycle(group=group.label, member=member.label)


@transaction.atomic
def save_queue(
    *, queue: Queue | None = None, values: dict[str, Any], users: Iterable[Any], groups: Iterable[Group]
) -> Queue:
    """Create or change a queue (api_name, label, description, email) and its members."""
    queue = queue or Queue()
    for name, value in values.items():
        setattr(queue, name, value)
    queue.save()
    queue.users.set(users)
    queue.groups.set(groups)
    return queue


@transaction.atomic
def add_member(*, holder: Group | Queue, key: str) -> None:
    """Add a person ("user:12") or a group ("group:3"). Repeating it is harmless. raises GroupCycle, NotFound."""
    kind, pk = _member(key)
    if kind == "user":
        holder.users.add(pk)
    else:
        if isinstance(holder, Group):
            refuse_cycle(holder, [Group.objects.get(pk=pk)])
        holder.groups.add(pk)


@transaction.atomic
def remove_member(*, holder: Group | Queue, key: str) -> None:
    kind, pk = _member(key)
    (holder.users if kind == "user" else holder.groups).remove(pk)


def _member(key: str) -> tuple[str, int]:
    kind, _, digits = key.partition(":")
    models: dict[str, Any] = {"user": get_user_model(), "group": Group}
    if kind in models and digits.isdecimal() and models[kind]._default_manager.filter(pk=digits).exists():
        return kind, int(digits)
    raise NotFound(what="member", name=key)


def save_settings(*, user: Any, language: str, time_zone: str, theme: str) -> Profile:
    """A person's own settings."""
    profile = profile_of(user)
    profile.language, profile.time_zone, profile.theme = language, time_zone, theme
    profile.save(update_fields=["language", "time_zone", "theme"])
    return profile
