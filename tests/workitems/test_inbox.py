"""The inbox: what each view holds for whom, its order, pages, counts, and what arrived."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from runs.models import StepRun
from workitems import inbox
from workitems.models import NO_DUE, WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def add(office):
    """`add("user:1", due=timedelta(...), ...)`: one more open item, beside the run of a real one."""
    first = office.item(("queue", "Desk"))
    WorkItem.objects.all().delete()
    step = StepRun.objects.get(pk=first.step_id)

    def make(key, *, due=None, label="Check it", at=None, **values):
        now = at or timezone.now()
        when = now + due if due is not None else None
        return WorkItem.objects.create(
            run_id=step.run_id,
            step=step,
            kind="approval",
            label=label,
            orchestration_label="Ask the office",
            assignee_key=key,
            assignee_name=key,
            due_at=when,
            due_order=when or NO_DUE,
            created_at=now,
            assigned_at=now,
            **values,
        )

    return make


@pytest.fixture
def keys(office):
    return {"bea": f"user:{office.bea.pk}", "group": f"group:{office.group.pk}", "desk": f"queue:{office.queue.pk}"}


def ids(office, user, view, **options):
    return [row.pk for row in inbox.page(office.viewer(user), inbox.VIEWS[view], **options).rows]


def test_each_view_holds_what_it_says(office, add, keys):
    mine = add(keys["bea"], due=timedelta(days=2))
    late = add(keys["group"], due=timedelta(days=-1))
    claimed = add(keys["group"], claimed_by=office.bea)
    theirs = add(keys["desk"], due=timedelta(minutes=1))
    done = add(keys["bea"], status="completed", ended_by=office.bea, ended_why="finished", ended_at=timezone.now())
    add(keys["group"], status="completed", ended_by=office.cal, ended_why="finished", ended_at=timezone.now())

    assert ids(office, office.bea, "all") == [late.pk, mine.pk, claimed.pk]
    assert ids(office, office.bea, "mine") == [mine.pk, claimed.pk]
    assert ids(office, office.bea, "queues") == [late.pk, claimed.pk]
    assert ids(office, office.bea, "overdue") == [late.pk]
    assert ids(office, office.bea, "done") == [done.pk]
    assert ids(office, office.bea, "team") == []
    assert ids(office, office.ann, "team") == [late.pk, theirs.pk, mine.pk, claimed.pk]
    assert inbox.counts(office.viewer(office.bea)) == {"all": 3, "mine": 2, "queues": 2, "overdue": 1, "today": 0}


def test_due_today_is_the_persons_own_day(office, add, keys):
    noon = timezone.now().replace(hour=12, minute=0)
    early = add(keys["bea"], at=noon.replace(hour=1), due=timedelta())
    late = add(keys["bea"], at=noon.replace(hour=23), due=timedelta())
    assert ids(office, office.bea, "today", now=noon) == [early.pk, late.pk]
    with timezone.override("Asia/Tokyo"):  # nine hours ahead: 23:00 UTC is tomorrow there
        assert ids(office, office.bea, "today", now=noon) == [early.pk]


@pytest.mark.parametrize("sort", ["due", "newest", "record"])
def test_pages_show_every_item_once_in_order_and_lead_back(office, add, keys, sort):
    now = timezone.now()
    for number in range(11):
        key = (keys["bea"], keys["group"])[number % 2]
        due = timedelta(hours=number // 3) if number % 4 else None
        add(key, due=due, at=now - timedelta(minutes=number), record_name=f"R{number % 3}")
    whole = ids(office, office.bea, "all", sort=sort)
    assert len(set(whole)) == 11
    viewer, view, cursor, seen, pages = office.viewer(office.bea), inbox.VIEWS["all"], "", [], []
    while True:
        page = inbox.page(viewer, view, sort=sort, cursor=cursor, size=4)
        pages.append(page)
        seen += [row.pk for row in page.rows]
        if not page.next:
            break
        cursor = page.next
    assert seen == whole
    back = inbox.page(viewer, view, sort=sort, cursor=pages[2].previous, size=4)
    assert [row.pk for row in back.rows] == [row.pk for row in pages[1].rows]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJuIiwiZHVlX29yZGVyIiwibm9uc2Vuc2UiLDFd"])
def test_a_mangled_cursor_shows_the_first_page(office, add, keys, cursor):
    item = add(keys["bea"])
    assert ids(office, office.bea, "all", cursor=cursor) == [item.pk]


def test_search_looks_in_names_of_record_step_and_stage(office, add, keys):
    acme = add(keys["bea"], record_name="Acme 500", label="Check discount")
    add(keys["bea"], record_name="Acme 501", label="Check contract")
    assert ids(office, office.bea, "all", search="acme discount") == [acme.pk]


def test_the_page_names_the_record_the_step_and_who_it_is_for(office, add, keys):
    add(keys["group"], due=timedelta(days=-2, minutes=-1), record_name="Acme 500", stage_label="Review")
    text = office.browser(office.bea).get("/work-items/").content.decode()
    for words in ("Acme 500", "Check it · Ask the office › Review", "Group: group:", "Overdue 2 d"):
        assert words in text, words


def test_empty_views_say_so(office):
    bea = office.browser(office.bea)
    assert "You are all caught up" in bea.get("/work-items/").content.decode()
    assert "Nothing is overdue" in bea.get("/work-items/?view=overdue").content.decode()
    assert "Nothing matches" in bea.get("/work-items/?q=zebra").content.decode()


def test_the_team_view_is_for_managers(office, add, keys):
    add(keys["desk"], label="Desk work")
    assert office.browser(office.bea).get("/work-items/?view=team").status_code == 403
    assert "Desk work" in office.browser(office.ann).get("/work-items/?view=team").content.decode()


def test_new_work_is_announced_not_mixed_in(office, add, keys):
    add(keys["bea"])
    htmx = office.htmx(office.bea)
    page = htmx.get("/work-items/", headers={"HX-Target": "inbox"})
    poll = page.context["changes_url"]
    assert "new work item" not in htmx.get(poll).content.decode()
    add(keys["group"])
    add(keys["desk"])  # not hers
    handed = add(keys["desk"], at=timezone.now() - timedelta(days=1))
    WorkItem.objects.filter(pk=handed.pk).update(assignee_key=keys["bea"], assigned_at=timezone.now())
    assert "2 new work items" in htmx.get(poll).content.decode()


def test_a_mangled_mark_of_the_stream_is_no_error(office):
    assert office.htmx(office.bea).get(f"/work-items/changes/?{urlencode({'cursor': '[1'})}").status_code == 200


def test_the_count_of_the_navigation_is_open_work(office, add, keys):
    bea = office.htmx(office.bea)
    assert bea.get("/work-items/count/").content.decode().strip() == ""
    add(keys["bea"])
    add(keys["group"])
    assert ">2<" in bea.get("/work-items/count/").content.decode()


def test_strangers_are_sent_to_the_login(client, transactional_db):
    for path in ("", "count/", "panel/", "home-panel/", "changes/", "1/"):
        answer = client.get(f"/work-items/{path}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_an_inbox_page_costs_few_statements_however_many_items(office, add, keys, django_assert_max_num_queries):
    for number in range(30):
        add((keys["bea"], keys["group"])[number % 2], claimed_by=office.cal if number % 3 else None)
    client = office.htmx(office.bea)
    with django_assert_max_num_queries(
        10
    ):  # session, user, profile, permissions (2), keys, page, arrivals, counts, names
        client.get("/work-items/", headers={"HX-Target": "inbox"})


def test_an_assignee_reads_german_where_the_profile_says_so(office):
    client = office.browser(office.bea)
    client.post("/accounts/profile/", {"language": "de", "time_zone": "Europe/Vienna", "theme": ""})
    item = office.item()

    inbox, page = (client.get(address).content.decode() for address in ("/work-items/", f"/work-items/{item.pk}/"))

    assert all(word in inbox for word in ("Meine Arbeit", "Überfällig", "Gruppe: Finance team"))
    assert all(word in page for word in ("Genehmigen", "Ablehnen", "Übernehmen", "Bisher", "Für später speichern"))
