"""Records along relations: read in a handful of queries whatever the number of references, and only as rights allow."""

from typing import Any

import pytest

from engine.flows.answers import RecordsAnswered
from engine.flows.requests import FetchRecords, FindChoices, FindRecords
from engine.formula import Unreachable
from people.models import Profile
from records import services
from records.models import RecordObject
from records.scope import RecordScope
from runs.record_work import RecordWork

pytestmark = pytest.mark.django_db
RUN = "stagecraft_people.run_flows"


@pytest.fixture
def ann(make_user: Any) -> Any:
    return make_user("ann", RUN)


def accounts(owner: Any, count: int, sharing: str) -> list[Any]:
    obj = RecordObject.objects.get(api_name="Account")
    obj.sharing = sharing
    obj.save()
    rows = [{"Name": f"Account {number}"} for number in range(count)]
    return services.create_many(object="Account", rows=rows, by=owner)


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("sharing", "queries"), [("everyone", 1), ("private", 3)])
def test_fetching_records_as_a_person_costs_the_same_for_one_and_for_many(
    ann, django_assert_num_queries, count, sharing, queries
):
    made = accounts(ann, count, sharing)
    ids = tuple(record.id for record in made)
    work = RecordWork(user=ann, cause="")
    ann.has_perm("stagecraft_people.run_flows")  # permissions are read once for a person

    with django_assert_num_queries(queries):
        answer = work.answer(FetchRecords(ids))

    assert isinstance(answer, RecordsAnswered)
    assert len(answer.rows) == count


def test_a_person_reads_no_record_that_their_rights_hide_however_it_is_asked_for(ann, make_user):
    bob = make_user("bob", RUN)
    [secret] = accounts(bob, 1, "private")
    found = FindRecords(object="Account", fields=("Name",))
    for user, seen in ((ann, 0), (bob, 1), (None, 1)):
        work = RecordWork(user=user, cause="")
        assert len(work.answer(FetchRecords((secret.id,))).rows) == seen
        assert len(work.answer(found).rows) == seen
        assert len(work.answer(FindChoices({"Accounts": found})).offers["Accounts"]) == seen


def test_many_references_are_walked_in_a_handful_of_queries(ann, make_user, django_assert_num_queries):
    boss = make_user("boss")
    Profile.objects.update_or_create(user=ann, defaults={"manager": boss})
    [top] = accounts(ann, 1, "everyone")
    [mine] = services.create_many(object="Account", rows=[{"Name": "Mine", "ParentId": top.id}], by=ann)
    scope = RecordScope(mine, None)
    ways = ("Owner.Manager.Email", "Owner.Manager.Name", "Owner.Email", "Parent.Owner.Manager.Name", "Parent.Name")
    paths = [("$Record", *way.split(".")) for way in (*ways, "Parent.Owner.Name", "CreatedBy.Manager.Username")]

    with django_assert_num_queries(3):  # the owner and the parent, then the manager of both
        scope.prepare(paths)
        read = [scope.value(path) for path in paths]

    assert read == ["boss@example.com", "boss", "ann@example.com", "boss", "Account 0", "ann", "boss"]


def test_a_hidden_record_on_the_way_reads_as_none(ann, make_user):
    bob = make_user("bob", RUN)
    [secret] = accounts(bob, 1, "private")
    [mine] = services.create_many(object="Account", rows=[{"Name": "Mine", "ParentId": secret.id}], by=ann)

    assert RecordScope(mine, None, person=bob, as_person=True).value(("$Record", "Parent", "Name")) == "Account 0"
    with pytest.raises(Unreachable):
        RecordScope(mine, None, person=ann, as_person=True).value(("$Record", "Parent", "Name"))
