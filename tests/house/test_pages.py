"""Cursor pages of server-rendered lists."""

import pytest
from django.test import RequestFactory

from people.models import Group
from web.pages import CursorPage, cursor_page

pytestmark = pytest.mark.django_db


def walk(ordering: tuple[str, ...], size: int = 3, queryset=None) -> list[CursorPage]:
    """Every page from the first to the last, by following next addresses."""
    url, seen = "/groups/?q=a", []
    while url:
        seen.append(cursor_page(RequestFactory().get(url), queryset or Group.objects.all(), ordering, size=size))
        url = seen[-1].next_url
    return seen


@pytest.fixture
def groups() -> list[Group]:
    made = [Group.objects.create(api_name=f"g{number}", label=f"L{number % 3}") for number in range(8)]
    return sorted(made, key=lambda group: (group.label, group.pk))


def test_following_next_shows_every_row_once_in_order(groups):
    pages = walk(("label", "id"))
    assert [row.pk for page in pages for row in page.rows] == [group.pk for group in groups]
    assert [len(page.rows) for page in pages] == [3, 3, 2]


def test_previous_leads_back_over_the_same_pages(groups):
    pages = walk(("label",))
    back = cursor_page(RequestFactory().get(pages[-1].previous_url), Group.objects.all(), ("label",), size=3)
    assert back.rows == pages[1].rows
    first = cursor_page(RequestFactory().get(back.previous_url), Group.objects.all(), ("label",), size=3)
    assert first.rows == pages[0].rows
    assert first.previous_url == ""


def test_the_other_query_parameters_are_kept(groups):
    assert "q=a" in walk(("-id",))[0].next_url


def test_descending_text_with_ties_loses_no_row(groups):
    rows = [row.pk for page in walk(("-label",), size=2) for row in page.rows]
    assert rows == [group.pk for group in sorted(groups, key=lambda group: (group.label, group.pk), reverse=True)]


@pytest.mark.parametrize("cursor", ["!!", "bm90IGpzb24", "WyJuIl0", "é"])
def test_a_mangled_cursor_shows_the_first_page(groups, cursor):
    page = cursor_page(RequestFactory().get("/groups/", {"cursor": cursor}), Group.objects.all(), ("label",), size=3)
    assert page.rows == groups[:3]


def test_empty_values_come_last_and_are_paged_over(make_user):
    people = [make_user(f"p{number}") for number in range(5)]
    for number in (1, 3):
        people[number].last_login = people[number].date_joined
        people[number].save()
    users = type(people[0]).objects.all()
    pages = walk(("-last_login",), size=2, queryset=users)
    assert [row.username for page in pages for row in page.rows] == ["p3", "p1", "p4", "p2", "p0"]
    back = cursor_page(RequestFactory().get(pages[2].previous_url), users, ("-last_login",), size=2)
    assert back.rows == pages[1].rows
