"""Setup pages of people, groups and queues, and everybody's own profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import forms, services
from people.choices import people_like, person_options
from people.models import Profile
from people.roles import ROLES
from people.setup_pages import pages_for
from web import personal
from web.access import requires, signed_in
from web.context import THEMES
from web.errors import Invalid
from web.pages import cursor_page

SET_UP = "stagecraft_people.customize_application"


@requires(SET_UP)
@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """Everything that can be set up, with Quick Find."""
    find = request.GET.get("q", "").strip()
    context = {"sections": pages_for(request.user, find), "find": find}
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "people/setup_sections.html" if partial else "people/setup.html", context)


@requires(SET_UP)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    find, shown = request.GET.get("q", "").strip(), request.GET.get("show", "active")
    users = people_like(find, active_only=shown == "active")
    users = users.select_related("profile__manager").prefetch_related("groups")
    page = cursor_page(request, users, ("first_name", "last_name", "pk"))
    for user in page.rows:
        user.role_names = [forms.ROLE_LABELS[group.name] for group in user.groups.all() if group.name in ROLES]
    return render(request, "people/people.html", {"page": page, "find": find, "shown": shown})


@requires(SET_UP)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create or change a person."""
    subject = None if pk is None else get_object_or_404(get_user_model()._default_manager, pk=pk)
    form = forms.PersonForm(request.POST or None, instance=subject)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_person(
                user=subject,
                values=form.person_values(),
                role=form.cleaned_data["role"],
                groups=form.cleaned_data["groups"],
                password=form.cleaned_data["password"],
            )
        except Invalid as invalid:
            _show(form, invalid)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect("people:setup_people")
    status = 422 if form.errors else 200
    return render(request, "people/person.html", {"form": form, "subject": subject}, status=status)


@signed_in
@require_GET
def options_of_people(request: HttpRequest) -> HttpResponse:
    """<option> elements of a search for people."""
    name = request.GET.get("name", "")
    chosen_pk = request.GET.get(name, "")
    chosen = get_user_model()._default_manager.filter(pk=chosen_pk).first() if chosen_pk.isdecimal() else None
    options = person_options(request.GET.get("q", ""), chosen)
    return render(request, "people/widgets/options.html", {"options": options, "chosen": chosen_pk})


@signed_in
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own language, time zone and theme."""
    kept = services.profile_of(request.user)
    initial = {"language": kept.language, "time_zone": kept.time_zone, "theme": kept.theme}
    form = forms.SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = services.save_settings(user=request.user, **form.cleaned_data)
        remember(request, saved)
        messages.success(request, _("Your settings are saved."))
        return redirect("people:profile")
    context = {"form": form, "password_form": forms.OwnPasswordForm(request.user)}
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; other sessions of the person end."""
    form = forms.OwnPasswordForm(request.user, request.POST)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("Your password is changed."))
        return redirect("people:profile")
    kept = services.profile_of(request.user)
    initial = {"language": kept.language, "time_zone": kept.time_zone, "theme": kept.theme}
    context = {"form": forms.SettingsForm(initial=initial), "password_form": form}
    return render(request, "people/profile.html", context, status=422)


@signed_in
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """The theme switch of every page: kept for the person, nothing to show."""
    kept = services.profile_of(request.user)
    chosen = request.POST.get("theme", "")
    if chosen not in ("", *THEMES):
        raise Invalid(summary=_("There is no such theme."), fields={"theme": _("Choose light, dark or the system's.")})
    kept = services.save_settings(user=request.user, language=kept.language, time_zone=kept.time_zone, theme=chosen)
    remember(request, kept)
    return HttpResponse(status=204)


def remember(request: HttpRequest, kept: Profile) -> None:
    personal.remember(request, language=kept.language, time_zone=kept.time_zone, theme=kept.theme)


def _show(form: Any, invalid: Invalid) -> None:
    """Put what a service found wrong beside the fields."""
    for name, message in invalid.fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not invalid.fields:
        form.add_error(None, invalid.detail)
