"""Every page of the picture table, with the demo in it: wide, on a phone, in the dark. Nothing is too wide, nothing
is hard to read, nothing is refused by the content policy."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from runs.sweep import drain
from tests.browser.drive import axe, no_sideways_scroll
from tests.browser.pictures import PAGES, SHAPES, go_on


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", verbosity=0)
    drain()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_is_accessible_and_fits(visit, demo, shape):
    width, theme = SHAPES[shape]
    people = {user.get_username(): user for user in get_user_model().objects.all()}
    pages, wrong = {}, []  # one window for each person
    for picture in PAGES:
        if picture.who not in pages:
            pages[picture.who] = visit(user=people.get(picture.who), width=width, theme=theme)
        page = pages[picture.who]
        page.goto(picture.path)
        go_on(page, picture)
        try:
            axe(page)
            no_sideways_scroll(page)
        except AssertionError as error:
            wrong.append(f"{picture.name}: {error}")
    assert wrong == [], "\n".join(wrong)
