"""Setup pages of groups and queues: both hold people and groups, so they share their views."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import services
from people.choices import member_options
from people.forms import GroupForm, QueueForm
from people.models import Group, Queue
from people.selectors import members_of
from web.access import requires
from web.pages import cursor_page

SET_UP = "stagecraft_people.customize_application"


@dataclass(frozen=True)
class Holder:
    """What differs between groups and queues."""

    kind: str
    model: Any  # Group or Queue
    form: Any
    title: str | Promise
    new: str | Promise
    about: str | Promise

    icon = "inboxes"

    @property
    def list_url(self) -> str:
        return f"people:setup_{self.kind}s"

    @property
    def url(self) -> str:
        return f"people:setup_{self.kind}"

    @property
    def new_url(self) -> str:
        return reverse(f"people:setup_new_{self.kind}")

    def members_url(self, pk: int) -> str:
        return reverse(f"people:setup_{self.kind}_members", args=[pk])

    def delete_url(self, pk: int) -> str:
        return reverse(f"people:setup_delete_{self.kind}", args=[pk])


HOLDERS = {
    "group": Holder(
        "group",
        Group,
        GroupForm,
        gettext_lazy("Groups"),
        gettext_lazy("New group"),
        gettext_lazy("Work given to a group can be done by any of its people, those of groups inside it included."),
    ),
    "queue": Holder(
        "queue",
        Queue,
        QueueForm,
        gettext_lazy("Queues"),
        gettext_lazy("New queue"),
        gettext_lazy("Work in a queue waits for the first of its people who finishes it."),
    ),
}


@requires(SET_UP)
@require_GET
def holders(request: HttpRequest, kind: str) -> HttpResponse:
    holder, find = HOLDERS[kind], request.GET.get("q", "").strip()
    rows: QuerySet[Any] = holder.model._default_manager.annotate(
        people_count=Count("users", distinct=True), group_count=Count("groups", distinct=True)
    )
    if find:
        rows = rows.filter(label__icontains=find)
    page = cursor_page(request, rows, ("label", "pk"))
    return render(request, "people/holders.html", {"listing": holder, "page": page, "find": find})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def new_holder(request: HttpRequest, kind: str) -> HttpResponse:
    holder = HOLDERS[kind]
    form = holder.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = _save(kind, None, form)
        return redirect(holder.url, pk=saved.pk)
    return _page(request, holder, form, None)


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def edit_holder(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    holder = HOLDERS[kind]
    subject = get_object_or_404(holder.model, pk=pk)
    form = holder.form(request.POST or None, instance=subject)
    if request.method == "POST" and form.is_valid():
        saved = _save(kind, subject, form)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.label})
        return redirect(holder.url, pk=pk)
    return _page(request, holder, form, subject)


@requires(SET_UP)
@require_POST
def change_member(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Add (`add=user:12`) or remove (`remove=group:3`) a member. Answers the members part of the page."""
    holder = HOLDERS[kind]
    subject = get_object_or_404(holder.model, pk=pk)
    if key := request.POST.get("add", ""):
        services.add_member(holder=subject, key=key)
    elif key := request.POST.get("remove", ""):
        services.remove_member(holder=subject, key=key)
    if request.headers.get("HX-Request") != "true":
        return redirect(holder.url, pk=pk)
    return render(request, "people/members.html", _members(holder, subject))


@requires(SET_UP)
@require_GET
def options_of_members(request: HttpRequest) -> HttpResponse:
    """<option> elements of a search for people and groups."""
    options = member_options(request.GET.get("q", ""))
    return render(request, "people/widgets/options.html", {"options": options, "chosen": ""})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def delete_holder(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    holder = HOLDERS[kind]
    subject = get_object_or_404(holder.model, pk=pk)
    if request.method == "POST":
        subject.delete()
        messages.success(request, _("%(name)s is deleted.") % {"name": subject.label})
        return redirect(holder.list_url)
    return render(request, "people/holder_delete.html", {"holder": holder, "subject": subject})


def _save(kind: str, subject: Any, form: Any) -> Any:
    save = services.save_group if kind == "group" else services.save_queue
    users = subject.users.all() if subject else []
    groups = subject.groups.all() if subject else []
    values = {name: form.cleaned_data[name] for name in form.fields}
    return save(values=values, users=users, groups=groups, **{kind: subject})


def _page(request: HttpRequest, holder: Holder, form: Any, subject: Any) -> HttpResponse:
    context = {"holder": holder, "form": form, "subject": subject}
    if subject is not None:
        context |= _members(holder, subject)
    return render(request, "people/holder.html", context, status=422 if form.errors else 200)


def _members(holder: Holder, subject: Any) -> dict[str, Any]:
    return {
        "holder": holder,
        "subject": subject,
        "people": subject.users.order_by("first_name", "last_name", "pk"),
        "groups": subject.groups.order_by("label"),
        "reached": members_of(f"{holder.kind}:{subject.pk}").count(),
        "options": member_options(),
        "members_url": holder.members_url(subject.pk),
        "delete_url": holder.delete_url(subject.pk),
    }
