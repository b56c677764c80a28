"""The feed of a record for its page, newest first, and what people write there."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.selectors import label_of
from records import comments, desk
from records.desk import Sheet
from records.history_lines import cause_of
from records.models import RecordComment
from web.access import signed_in
from web.errors import Invalid
from web.pages import CursorPage, cursor_page


@dataclass(frozen=True)
class Post:
    """cause_label and cause_url: the run that wrote it, when one did."""

    at: datetime
    who: str
    text: str
    cause_label: str
    cause_url: str


def feed_page(request: HttpRequest, sheet: Sheet) -> CursorPage:
    rows = RecordComment.objects.filter(record_id=sheet.id).select_related("by")
    page = cursor_page(request, rows, ("-pk",), size=25)
    return replace(page, rows=[_post(row) for row in page.rows])


def _post(row: RecordComment) -> Post:
    label, url = cause_of(row.cause)
    return Post(row.at, label_of(row.by) if row.by else _("System"), row.text, label, url)


@signed_in
@require_POST
def write(request: HttpRequest, object: str, record_id: str) -> HttpResponse:
    """Whoever sees the record may say something about it."""
    sheet = desk.open_record(request.user, record_id, object)
    try:
        comments.post(record_id=sheet.id, text=request.POST.get("text", ""), by=request.user)
    except Invalid as invalid:
        messages.error(request, invalid.detail)
    return redirect(f"{sheet.url}?tab=feed")


@signed_in
@require_POST
def unlock(request: HttpRequest, object: str, record_id: str) -> HttpResponse:
    """Lift a lock by hand."""
    sheet = desk.open_record(request.user, record_id, object)
    desk.unlock(request.user, record_id=sheet.id)
    messages.success(request, _("%(name)s can be changed again.") % {"name": sheet.name})
    return redirect(sheet.url)
