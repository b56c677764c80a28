"""People: roles, nested groups, assignees."""

import pytest
from django.contrib.auth.models import Group as Role
from django.core.management import call_command

from people import services
from people.errors import AssigneeEmpty, AssigneeInactive, GroupCycle
from people.models import Group
from people.selectors import emails_of, labels_of, members_of, principal_keys, resolve_assignee
from web.errors import Invalid

pytestmark = pytest.mark.django_db


def group(name, *users, inside=()):
    return services.save_group(values={"api_name": name, "label": name.title()}, users=users, groups=inside)


def queue(name, *users, inside=(), email=""):
    values = {"api_name": name, "label": name.title(), "email": email}
    return services.save_queue(values=values, users=users, groups=inside)


def test_the_three_roles_hold_their_permissions(make_user):
    def held(role):
        user = make_user(role.split()[-1])
        services.give_role(user=user, role=role)
        user = type(user).objects.get(pk=user.pk)
        return {perm.split(".")[1] for perm in user.get_all_permissions()}

    manager = {"view_all_data", "manage_runs", "reassign_work_items", "run_flows", "edit_records"}
    assert held("Stagecraft assignee") == {"run_flows", "edit_records"}
    assert held("Stagecraft manager") == manager
    assert held("Stagecraft admin") == manager | {"manage_flows", "customize_application"}


def test_migrating_again_repeats_nothing_and_takes_nothing():
    before = Role.objects.get(name="Stagecraft assignee").permissions.count()
    call_command("migrate", verbosity=0)
    assert Role.objects.filter(name__startswith="Stagecraft").count() == 3
    assert Role.objects.get(name="Stagecraft assignee").permissions.count() == before


def test_principal_keys_go_up_through_nested_groups_in_one_query(make_user, django_assert_num_queries):
    ada, other = make_user("ada"), make_user("other")
    inner = group("inner", ada)
    middle = group("middle", inside=[inner])
    outer = group("outer", other, inside=[middle])
    group("apart", other)
    own, nested = queue("own", ada), queue("nested", inside=[middle])
    queue("others", other)
    with django_assert_num_queries(1):
        keys = principal_keys(ada)
    expected = [f"user:{ada.pk}", *(f"group:{held.pk}" for held in (inner, middle, outer))]
    assert sorted(keys) == sorted([*expected, f"queue:{own.pk}", f"queue:{nested.pk}"])


def test_members_go_down_once_each_and_only_active_ones(make_user):
    ada, bob = make_user("ada"), make_user("bob")
    gone = make_user("gone", is_active=False)
    inner = group("inner", ada, gone)
    outer = group("outer", ada, bob, inside=[inner])
    waiting = queue("waiting", bob, inside=[outer])
    assert set(members_of(f"group:{inner.pk}")) == {ada}
    assert sorted(user.username for user in members_of(f"group:{outer.pk}")) == ["ada", "bob"]
    assert sorted(user.username for user in members_of(f"queue:{waiting.pk}")) == ["ada", "bob"]
    assert list(members_of(f"user:{gone.pk}")) == []


def test_mail_goes_to_the_queues_address_or_to_every_member(make_user):
    ada, bob = make_user("ada"), make_user("bob")
    bob.email = ""
    bob.save()
    assert emails_of(f"queue:{queue('mailed', ada, email='q@example.com').pk}") == ["q@example.com"]
    assert emails_of(f"queue:{queue('plain', ada, bob).pk}") == ["ada@example.com"]
    assert emails_of(f"user:{bob.pk}") == []


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("user", "ada", "user"),
        ("user", "ADA", "user"),
        ("user", "buyers", None),
        ("user", "", None),
        ("group", "buyers", "group"),
        ("group", "Buyers", "group"),
        ("queue", "buyers", None),
        ("queue", "desk", "queue"),
        ("resource", "ada", "user"),
        ("resource", "buyers", "group"),
        ("resource", "desk", "queue"),
        ("resource", "nobody", None),
        ("resource", "005nonsense", None),
    ],
)
def test_assignees_are_found_by_name(make_user, kind, name, found):
    ada = make_user("ada", first_name="Ada")
    group("buyers", ada)
    queue("desk", ada)
    resolved = resolve_assignee(kind, name)
    assert (resolved and resolved.kind) == found
    if resolved:
        assert resolved.users == [ada.pk]


def test_a_resource_may_be_the_record_id_of_a_user(make_user):
    ada = make_user("ada", first_name="Ada")
    resolved = resolve_assignee("resource", f"005{ada.pk:026d}")
    assert (resolved.key, resolved.label, resolved.name) == (f"user:{ada.pk}", "Ada", "ada")


def test_an_assignee_who_cannot_work_says_why(make_user):
    gone = make_user("gone", is_active=False)
    group("empty", gone)
    queue("deserted")
    with pytest.raises(AssigneeInactive) as refused:
        resolve_assignee("user", "gone")
    assert refused.value.reason == "inactive"
    for kind, name in (("group", "empty"), ("queue", "deserted")):
        with pytest.raises(AssigneeEmpty) as refused:
            resolve_assignee(kind, name)
        assert refused.value.reason == "empty"


def test_a_group_never_comes_to_hold_itself():
    inner = group("inner")
    middle = group("middle", inside=[inner])
    outer = group("outer", inside=[middle])
    for member in (outer, middle, inner):
        with pytest.raises(GroupCycle):
            services.add_member(holder=inner, key=f"group:{member.pk}")
    with pytest.raises(GroupCycle):
        services.save_group(group=inner, values={"label": "Inner"}, users=[], groups=[outer])
    assert Group.objects.get(pk=inner.pk).groups.count() == 0


def test_labels_of_many_keys(make_user, django_assert_num_queries):
    ada, buyers, desk = make_user("ada", first_name="Ada"), group("buyers"), queue("desk")
    with django_assert_num_queries(3):
        labels = labels_of([f"user:{ada.pk}", f"group:{buyers.pk}", f"queue:{desk.pk}", "user:999999"])
    assert labels == {f"user:{ada.pk}": "Ada", f"group:{buyers.pk}": "Buyers", f"queue:{desk.pk}": "Desk"}


def test_a_person_is_saved_whole(make_user):
    boss, buyers = make_user("boss"), group("buyers")
    person = services.save_person(
        values={"username": "new", "first_name": "N", "last_name": "", "email": "", "is_active": True, "manager": boss},
        role="Stagecraft manager",
        groups=[buyers],
        password="a long enough word",
    )
    assert person.check_password("a long enough word")
    assert person.profile.manager == boss
    assert list(person.groups.values_list("name", flat=True)) == ["Stagecraft manager"]
    services.save_person(user=person, values={"is_active": False}, role="Stagecraft assignee")
    assert list(person.groups.values_list("name", flat=True)) == ["Stagecraft assignee"]
    assert list(person.stagecraft_groups.all()) == [buyers]
    with pytest.raises(Invalid) as refused:
        services.save_person(user=person, values={"manager": person})
    assert set(refused.value.fields) == {"manager"}


def test_a_profile_is_made_once_when_asked_for(make_user):
    ada = make_user("ada")
    assert services.profile_of(ada).pk == services.profile_of(type(ada).objects.get(pk=ada.pk)).pk
