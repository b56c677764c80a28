"""Setup pages of what definitions read as $Organization, $Label and $Setup."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group as Role
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from people.choices import people_like
from people.models import CustomSetting, Label, Organization, SettingValues
from people.roles import ROLES
from people.selectors import label_of
from people.site_forms import LabelForm, OrganizationForm, SettingForm, ValuesForm, shown
from web.access import requires
from web.errors import NotFound
from web.pages import cursor_page

SET_UP = "stagecraft_people.customize_application"


@dataclass(frozen=True)
class Kept:
    """What differs between labels and settings."""

    kind: str
    model: Any
    form: Any
    title: str | Promise
    new: str | Promise
    about: str | Promise
    written: str  # how a definition names one

    icon = "sliders"

    @property
    def list_url(self) -> str:
        return reverse(f"people:setup_{self.kind}s")

    @property
    def new_url(self) -> str:
        return reverse(f"people:setup_new_{self.kind}")

    def url(self, row: Any) -> str:
        return reverse(f"people:setup_{self.kind}", args=[row.pk])

    def delete_url(self, row: Any) -> str:
        return reverse(f"people:setup_delete_{self.kind}", args=[row.pk])


KEPT = {
    "label": Kept(
        "label", Label, LabelForm, gettext_lazy("Labels"), gettext_lazy("New label"),
        gettext_lazy("Texts that automations show, each in the language of the person who reads it."), "$Label.",
    ),
    "setting": Kept(
        "setting", CustomSetting, SettingForm, gettext_lazy("Custom settings"), gettext_lazy("New setting"),
        gettext_lazy("Values that automations read: a person's own, else the role's, else the site's."), "$Setup.",
    ),
}  # fmt: skip


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def organization(request: HttpRequest) -> HttpResponse:
    row, _made = Organization.objects.get_or_create(pk=1)
    form = OrganizationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The organization is saved."))
        return redirect("people:setup_organization")
    return render(request, "people/organization.html", {"form": form}, status=422 if form.errors else 200)


@requires(SET_UP)
@require_GET
def kept_rows(request: HttpRequest, kind: str) -> HttpResponse:
    kept, find = KEPT[kind], request.GET.get("q", "").strip()
    rows = kept.model._default_manager.all()
    if find:
        rows = rows.filter(api_name__icontains=find)
    page = cursor_page(request, rows, ("api_name", "pk"))
    for row in page.rows:
        row.url = kept.url(row)
    return render(request, "people/kept_list.html", {"listing": kept, "page": page, "find": find})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def kept_row(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Create or change a label or setting."""
    kept = KEPT[kind]
    subject = None if pk is None else get_object_or_404(kept.model, pk=pk)
    form = kept.form(request.POST or None, instance=subject)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("%(name)s is saved.") % {"name": saved.api_name})
        return redirect(kept.url(saved))
    context = {"kept": kept, "form": form, "subject": subject}
    if subject is not None:
        context["delete_url"] = kept.delete_url(subject)
        if kind == "setting":
            context |= _values_of(subject, request.GET.get("q", "").strip())
    return render(request, "people/kept.html", context, status=422 if form.errors else 200)


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def delete_kept(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    kept = KEPT[kind]
    subject = get_object_or_404(kept.model, pk=pk)
    if request.method == "POST":
        subject.delete()
        messages.success(request, _("%(name)s is deleted.") % {"name": subject.api_name})
        return redirect(kept.list_url)
    context = {"kept": kept, "subject": subject, "back_url": kept.url(subject)}
    return render(request, "people/kept_delete.html", context)


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def setting_values(request: HttpRequest, pk: int, holder: str) -> HttpResponse:
    """The values of one holder: "site", "role-<pk>" or "user-<pk>"."""
    setting = get_object_or_404(CustomSetting, pk=pk)
    who, name = _holder(holder)
    row = SettingValues.objects.filter(setting=setting, **who).first()
    posted = request.POST if request.method == "POST" else None
    form = ValuesForm(posted, setting=setting, values=row.values if row else {})
    if request.method == "POST" and form.is_valid():
        values = form.packed()
        if values:
            SettingValues.objects.update_or_create(setting=setting, **who, defaults={"values": values})
        elif row is not None:
            row.delete()
        messages.success(request, _("The values of %(name)s are saved.") % {"name": name})
        return redirect("people:setup_setting", pk=pk)
    context = {"setting": setting, "form": form, "holder_name": name, "kept": KEPT["setting"]}
    return render(request, "people/setting_values.html", context, status=422 if form.errors else 200)


def _holder(holder: str) -> tuple[dict[str, Any], str]:
    kind, _dash, key = holder.partition("-")
    if kind == "site" and not key:
        return {"role": None, "user": None}, _("the whole site")
    if kind == "role" and key.isdigit():
        role = get_object_or_404(Role, pk=key, name__in=ROLES)
        return {"role": role, "user": None}, role.name
    if kind == "user" and key.isdigit():
        user = get_object_or_404(people_like("", active_only=False), pk=key)
        return {"role": None, "user": user}, label_of(user)
    raise NotFound(what="holder", name=holder)


def _values_of(setting: CustomSetting, find: str) -> dict[str, Any]:
    """Rows of the values table: the site and every role always, people who have values of their own or are found."""
    rows = {(row.role_id, row.user_id): row for row in setting.values.select_related("user")}
    names = [field["name"] for field in setting.fields]
    holders = [("site", str(_("The whole site")), rows.get((None, None)))]
    roles = Role.objects.filter(name__in=ROLES).order_by("name")
    holders += [(f"role-{role.pk}", role.name, rows.get((role.pk, None))) for role in roles]
    own = [row for (_role, user), row in rows.items() if user is not None]
    holders += [(f"user-{row.user_id}", label_of(row.user), row) for row in own]
    found = list(people_like(find, active_only=True)[:10]) if find else []
    holders += [(f"user-{one.pk}", label_of(one), None) for one in found if (None, one.pk) not in rows]
    table = [
        {
            "name": name,
            "url": reverse("people:setup_setting_values", args=[setting.pk, key]),
            "values": [(field, shown(row.values[field]) if row and field in row.values else "") for field in names],
        }
        for key, name, row in holders
    ]
    return {"holders": table, "field_names": names, "find": find}
