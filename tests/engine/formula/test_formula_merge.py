"""Merge fields in texts."""

from datetime import UTC, date, datetime
from decimal import Decimal

from engine.formula import Html, merge, merge_paths, to_text
from engine.values import RecordValue, pack, unpack
from tests.engine.formula.world import World

WORLD = World(
    {
        "Account.Name": "A & B <c>",
        "amount": Decimal("1200.50"),
        "nothing": None,
        "$Label.x": "Label",
        "note": "one\ntwo",
        "rich": Html("<b>bold</b>"),
        "due": date(2026, 1, 31),
        "at": datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
        "list": ["a", Decimal(1)],
        "ok": True,
        "record": RecordValue("Account", "001abc", {"Name": "Acme"}),
        "bare": RecordValue("Account", "001abc"),
    },
    missing=("Account.Owner.Name",),
)


def test_values_replace_their_fields():
    assert merge("{!Account.Name}: {! amount } {!$Label.x}", WORLD) == "A & B <c>: 1200.5 Label"
    assert merge("{!due} {!at} {!ok} {!list} {!record} {!bare}", WORLD) == (
        "2026-01-31 2026-02-01 00:30 true a, 1 Acme 001abc"
    )
    assert merge("no fields {x} {!} {!a..b}", WORLD) == "no fields {x} {!} {!a..b}"


def test_nothing_is_empty_and_unknown_stays_as_written():
    assert merge("[{!nothing}][{!Account.Owner.Name}][{!Acount.Name}]", WORLD) == "[][][{!Acount.Name}]"


def test_html_is_escaped_unless_it_is_markup_already():
    assert merge("<p>{!Account.Name}</p>{!note}{!rich}", WORLD, medium="html") == (
        "<p>A &amp; B &lt;c&gt;</p>one<br>two<b>bold</b>"
    )


def test_merged_values_are_not_merged_again():
    assert merge("{!x}", World({"x": "{!y}", "y": "secret"})) == "{!y}"


def test_the_paths_of_a_text():
    assert merge_paths("{!a.b} and {! c } and {!} {!a.b}") == {("a", "b"), ("c",)}


def test_to_text():
    assert to_text(Decimal("1E+3"), WORLD) == "1000"
    assert to_text(None, WORLD) == ""
    assert to_text(0.5, WORLD) == "0.5"


def test_markup_is_stored_as_plain_text():
    stored = pack(Html("<b>x</b>"))

    assert type(stored) is str
    assert merge("{!x}", World({"x": unpack(stored)}), medium="html") == "&lt;b&gt;x&lt;/b&gt;"
