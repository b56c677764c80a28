"""Pages in a person's own language and time zone, and the catalogues behind them."""

import gettext
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.house.source import ROOT, files, name
from web import personal
from web.middleware import PersonalMiddleware

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def seen(**preferences: str) -> dict[str, str]:
    """What a view would write for somebody with these preferences."""
    request, found = RequestFactory().get("/"), {}
    request.session = {}
    personal.remember(request, **preferences)

    def view(request):
        found["clock"] = Template("{{ noon|date:'H:i' }}").render(Context({"noon": NOON}))
        found["runs"] = translation.gettext("Runs")
        return translation_answer()

    def translation_answer():
        from django.http import HttpResponse

        return HttpResponse()

    found["language"] = PersonalMiddleware(view)(request).headers["Content-Language"]
    return found


@pytest.mark.parametrize(
    ("preferences", "clock", "runs", "language"),
    [
        ({}, "12:00", "Runs", "en"),
        ({"time_zone": "Europe/Vienna"}, "14:00", "Runs", "en"),
        ({"time_zone": "America/New_York", "language": "de"}, "08:00", "Läufe", "de"),
        ({"time_zone": "Nowhere/Land", "language": "xx"}, "12:00", "Runs", "en"),
        ({"time_zone": "../etc/passwd"}, "12:00", "Runs", "en"),
    ],
)
def test_everybody_sees_their_own_language_and_time(preferences, clock, runs, language):
    assert seen(**preferences) == {"clock": clock, "runs": runs, "language": language}


def test_one_persons_choice_does_not_leak_into_the_next_request():
    before = (translation.get_language(), timezone.get_current_timezone_name())
    seen(language="de", time_zone="Europe/Vienna")
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


@pytest.mark.django_db
def test_a_saved_profile_changes_the_next_page(make_user, client_for):
    alice = make_user("alice", "stagecraft_people.run_flows")
    client = client_for(alice)
    assert "Skip to content" in client.get("/").content.decode()
    answer = client.post("/accounts/profile/", {"language": "de", "time_zone": "Europe/Vienna", "theme": ""})
    assert answer.status_code == 302
    page = client.get("/").content.decode()
    assert '<html lang="de"' in page
    assert "Zum Inhalt springen" in page
    assert "Läufe" in page


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_a_language_offered_has_a_compiled_catalogue_of_its_text(code):
    folder = ROOT / "locale" / code / "LC_MESSAGES"
    text = (folder / "django.po").read_text()
    plain = re.findall(r'(?<!")\nmsgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)  # without a context or a plural
    written = {one.replace(r"\"", '"'): other.replace(r"\"", '"') for one, other in plain}
    with (folder / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert len(written) > 250
    assert {text: catalogue.gettext(text) for text in written} == written, "run: manage.py compilemessages"


BLOCKS = r"{%\s*blocktrans.*?endblocktrans\w*\s*%}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->"
UNSPOKEN = r"<(script|style|kbd|code)\b.*?</\1>|{#.*?#}|{%.*?%}|{{.*?}}"


def test_templates_hold_no_text_outside_the_catalogue():
    """Words between tags stand in {% translate %} or come from a variable. Names are names."""
    loose = []
    for path in files(".html", inside=("templates",)):
        if path.name == "style.html":  # the style guide shows made-up companies
            continue
        text = re.sub(UNSPOKEN, "", re.sub(BLOCKS, "", path.read_text(), flags=re.DOTALL), flags=re.DOTALL)
        for words in re.findall(r">([^<>]+)<", text):
            if re.search(r"[A-Za-z]{3,}", re.sub(r"Stagecraft|[A-Z]+(_[A-Z]+)+", "", words)):
                loose.append(f"{name(path)}: {' '.join(words.split())}")
    assert loose == []
