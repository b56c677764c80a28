"""The bell: how much is unread, and the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from people import notices
from web.access import signed_in
from web.pages import cursor_page


@signed_in
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """The number in the bell, a fragment."""
    return render(request, "people/notice_count.html", {"count": notices.unread(request.user)})


@signed_in
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What was said to this person, newest first."""
    page = cursor_page(request, notices.notices_of(request.user), ("-pk",))
    return render(request, "people/notices.html", {"page": page, "unread": notices.unread(request.user)})


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    notices.mark_read(request.user)
    return redirect("people:notices")


@signed_in
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and open what it is about."""
    notice = get_object_or_404(notices.notices_of(request.user), pk=pk)
    notices.mark_read(request.user, notice.pk)
    inside = notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if inside else "people:notices")
