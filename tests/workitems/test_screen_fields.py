"""Every kind of screen field is drawn by its own template and read back from the form it makes."""

import re

import pytest
from django.template import Context, Template

from engine.flows.views import ChoiceView, FieldView, ScreenView
from workitems import screen_fields
from workitems.models import WorkItem

CHOICES = (ChoiceView("a", "First"), ChoiceView("b", "Second & more"))


def draw(field: FieldView) -> str:
    template = Template("{% load workitems %}{% screen_field field %}")
    return template.render(Context({"field": field, "item": WorkItem(pk=7)}))


@pytest.mark.parametrize("kind", sorted(set(screen_fields.TEMPLATES) - {"column"}))
def test_every_kind_is_drawn_with_its_label(kind):
    field = FieldView(name="it", kind=kind, label="The label", html="<p>The label</p>", choices=CHOICES)
    html = draw(field)
    assert "The label" in html
    assert "style=" not in html
    if field.is_input:
        assert 'name="f-it"' in html


@pytest.mark.parametrize("kind", sorted(k for k in screen_fields.TEMPLATES if FieldView(name="x", kind=k).is_input))
def test_errors_and_help_are_tied_to_the_input(kind):
    html = draw(FieldView(name="it", kind=kind, label="L", error="Not so.", help="<b>Why</b>", choices=CHOICES))
    assert 'aria-describedby="item7-it-help item7-it-error"' in html
    assert 'id="item7-it-error">Not so.<' in html
    assert '<div class="form-text" id="item7-it-help"><b>Why</b></div>' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (FieldView(name="it", kind="text", value='a "b" <c>'), 'value="a &quot;b&quot; &lt;c&gt;"'),
        (FieldView(name="it", kind="number", value="12.50"), 'value="12.50"'),
        (FieldView(name="it", kind="date", value="2030-05-01"), 'type="date"'),
        (FieldView(name="it", kind="date", value="soon", error="No date."), 'value="soon"'),
        (FieldView(name="it", kind="datetime", value="2030-05-01T20:15:00+02:00"), 'value="2030-05-01T20:15"'),
        (FieldView(name="it", kind="datetime", value="soon", error="No."), 'type="text"'),
        (FieldView(name="it", kind="boolean", value=True), "checked"),
        (FieldView(name="it", kind="long_text", value="\nfirst line empty"), ">\n\nfirst line empty</textarea>"),
        (
            FieldView(name="it", kind="dropdown", value="b", choices=CHOICES),
            '<option value="b" selected>Second &amp; more',
        ),
    ],
)
def test_values_are_shown_as_they_are(field, expected):
    assert expected in draw(field)


def test_one_choice_is_checked_in_a_radio_and_many_in_checkboxes():
    assert draw(FieldView(name="it", kind="radio", value="b", choices=CHOICES)).count(" checked") == 1
    assert draw(FieldView(name="it", kind="checkboxes", value=["a", "b"], choices=CHOICES)).count(" checked") == 2


def test_sections_and_columns_hold_their_fields():
    inner = FieldView(name="deep", kind="text", label="Deep")
    column = FieldView(name="c", kind="column", width=3, fields=(inner,))
    html = draw(FieldView(name="s", kind="section", label="Part", fields=(column,)))
    assert "<legend>Part</legend>" in html
    assert "col-md-3" in html
    assert 'name="f-deep"' in html


@pytest.mark.parametrize(
    ("hostile", "gone"),
    [
        ("<script>alert(1)</script>", "alert(1)"),
        ('<p style="position:fixed">x</p>', "style"),
        ('<img src=x onerror="alert(1)">', "img"),
        ('<a href="javascript:alert(1)">x</a>', "javascript"),
        ("<form action=/x><input name=y></form>", "form"),
        ('<p class="modal">x</p>', "class"),
    ],
)
def test_rich_text_is_cleaned(hostile, gone):
    html = draw(FieldView(name="t", kind="display_text", html=f"<p>before</p>{hostile}"))
    assert "before" in html
    assert gone not in html.replace('<div class="wg-text mb-2">', "")


def test_a_form_is_read_back_by_kind_and_foreign_names_are_not_fields():
    fields = tuple(
        FieldView(name=name, kind=kind, choices=CHOICES)
        for name, kind in (("move", "text"), ("yes", "boolean"), ("no", "boolean"), ("many", "checkboxes"))
    )
    form = {"f-move": ["typed"], "move": ["next"], "revision": ["3"], "f-yes": ["true"], "f-many": ["a", "b"]}
    values = screen_fields.typed_in(ScreenView(name="S", label="S", fields=fields), form)
    assert values == {"move": "typed", "yes": "true", "no": False, "many": ["a", "b"]}


def test_what_was_typed_can_be_laid_over_a_screen():
    text, read_only = FieldView(name="a", kind="text"), FieldView(name="b", kind="text", value="x", read_only=True)
    column = FieldView(name="c", kind="column", fields=(text, read_only))
    view = screen_fields.with_typed(ScreenView(name="S", label="S", fields=(column,)), {"a": "typed", "b": "forged"})
    assert [field.value for field in view.fields[0].fields] == ["typed", "x"]


def test_kept_text_names_each_field():
    assert screen_fields.kept_text({"a": "one", "b": "", "c": ["x", "y"]}, {"a": "First"}) == "First: one\nc: x, y"


def test_every_template_of_a_field_leaves_no_tag_open():
    for kind in screen_fields.TEMPLATES:
        html = draw(FieldView(name="it", kind=kind, label="L", choices=CHOICES, html="x"))
        for tag in ("div", "fieldset", "select", "textarea", "label"):
            assert len(re.findall(f"<{tag}[ >]", html)) == html.count(f"</{tag}>"), (kind, tag)
