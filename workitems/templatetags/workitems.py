"""Template tags of work items: screen fields, due dates in words."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Engine
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.flows.views import FieldView, ScreenView
from web.statuses import look_of
from web.templatetags.stagecraft import icon
from workitems import inbox, screen_fields
from workitems.models import WorkItem

register = template.Library()


@register.simple_tag(takes_context=True)
def screen_field(context: template.Context, field: FieldView) -> SafeString:
    """One field of a screen, by its kind; sections and columns draw what they hold."""
    item = context["item"]
    own = {
        "field": field,
        "item": item,
        "id": f"item{item.pk}-{field.name}",
        "name": f"{screen_fields.PREFIX}{field.name}",
        "described_by": _described_by(item, field),
    }
    return Engine.get_default().get_template(screen_fields.template_of(field.kind)).render(context.new(own))


def _described_by(item: WorkItem, field: FieldView) -> str:
    ids = [(field.help, f"item{item.pk}-{field.name}-help"), (field.error, f"item{item.pk}-{field.name}-error")]
    return " ".join(found for text, found in ids if text)


@register.filter
def safe_html(html: str) -> SafeString:
    return mark_safe(screen_fields.clean_html(html))  # noqa: S308 - cleaned by an allowlist


@register.filter
def chosen(field: FieldView, value: str) -> bool:
    return screen_fields.chosen(field, value)


@register.filter
def label_of(view: ScreenView, name: str) -> str:
    return next((field.label for field in view.inputs if field.name == name), "") or name


@register.filter
def local_datetime(value: Any) -> str:
    return screen_fields.local_datetime(value)


@register.filter
def count_text(count: int) -> str:
    return inbox.count_text(count)


@register.simple_tag
def due_chip(item: WorkItem, now: datetime | None = None) -> SafeString:
    """The due date in words, "" without one: "Overdue 2 d", "Due today 17:00", "Due in 3 d", "Due 4 May"."""
    if item.due_at is None or not item.is_open:
        return SafeString("")
    now = now or timezone.now()
    words, tone, picture = _due_words(item.due_at, now)
    full = date_format(timezone.localtime(item.due_at), "DATETIME_FORMAT")
    return format_html(
        '<span class="sc-pill sc-pill-{}" title="{}">{}<span>{}</span></span>', tone, full, icon(picture), words
    )


def _due_words(due: datetime, now: datetime) -> tuple[str, str, str]:
    local, today = timezone.localtime(due), timezone.localtime(now).date()
    if due < now:
        return _("Overdue %(time)s") % {"time": _span((now - due).total_seconds())}, "bad", look_of("overdue").icon
    days = (local.date() - today).days
    if days == 0:
        return _("Due today %(time)s") % {"time": time_format(local, "TIME_FORMAT")}, "warn", "clock"
    if days == 1:
        return _("Due tomorrow"), "info", "clock"
    if days <= 14:
        return ngettext("Due in %(days)d day", "Due in %(days)d days", days) % {"days": days}, "quiet", "calendar-event"
    return _("Due %(date)s") % {"date": date_format(local, "MONTH_DAY_FORMAT")}, "quiet", "calendar-event"


def _span(seconds: float) -> str:
    """Roughly how long, short: "5 min", "3 h", "2 d"."""
    if seconds < 3600:
        return _("%(n)d min") % {"n": max(1, seconds // 60)}
    if seconds < 86400:
        return _("%(n)d h") % {"n": seconds // 3600}
    return _("%(n)d d") % {"n": seconds // 86400}
