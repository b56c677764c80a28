"""Template tags of every page: pills, icons, times, headings, empty states, problems. `{% load stagecraft %}`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from web.assets import asset_tags
from web.statuses import look_of

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of frontend/icons.json. Decoration, unless it has a `label`: its name for a screen reader."""
    sprite = static("dist/icons.svg")
    css = f"sc-icon {css}".strip()
    if label:
        pattern = '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>'
        return format_html(pattern, css, label, sprite, name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', css, sprite, name)


@register.simple_tag
def status_pill(value: Any, label: str = "") -> SafeString:
    """The coloured pill of a snake_case status; the words say it too, colour is never alone."""
    look = look_of(str(value))
    return format_html(
        '<span class="sc-pill sc-pill-{}">{}<span>{}</span></span>', look.tone, icon(look.icon), label or look.label
    )


@register.simple_tag
def time_ago(moment: datetime | None) -> SafeString:
    """Relative ("3 hours ago"), with the full time in the person's zone as title; nothing for None."""
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment)
    full = f"{date_format(local, 'DATETIME_FORMAT')} ({timezone.get_current_timezone_name()})"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, naturaltime(moment))


@register.simple_block_tag(end_name="end_page_header")
def page_header(content: SafeString, title: str, subtitle: str = "", overline: str = "") -> SafeString:
    """The heading row of a page; what is between the tags are its actions, at the right."""
    return render_to_string(
        "partials/page_header.html", {"title": title, "subtitle": subtitle, "overline": overline, "actions": content}
    )


@register.simple_block_tag(end_name="end_empty_state")
def empty_state(content: SafeString, title: str, text: str = "", icon_name: str = "inbox") -> SafeString:
    """What a list shows when there is nothing in it, and what to do about it (between the tags)."""
    return render_to_string(
        "partials/empty_state.html", {"title": title, "text": text, "icon_name": icon_name, "actions": content}
    )


@register.inclusion_tag("partials/problems_list.html")
def problems_list(problems: Iterable[Any]) -> dict[str, Any]:
    """Engine problems, errors first; takes Problem structs or their JSON."""
    rows = [_problem_row(problem) for problem in problems]
    rows.sort(key=lambda row: row["severity"] != "error")
    return {"rows": rows, "errors": sum(row["severity"] == "error" for row in rows)}


def _problem_row(problem: Any) -> dict[str, str]:
    def read(name: str) -> str:
        found = problem.get(name, "") if isinstance(problem, dict) else getattr(problem, name, "")
        return str(found or "")

    severity = read("severity") or "error"
    words = pgettext("severity of a problem", "Error") if severity == "error" else _("Warning")
    fields = {name: read(name) for name in ("code", "path", "message", "fix")}
    return {"severity": severity, "icon": look_of(severity).icon, "words": words, **fields}


@register.simple_tag
def site_assets(entry: str) -> SafeString:
    """The script and style tags of a front-end entry, e.g. "src/site/main.ts"."""
    return asset_tags(entry)
