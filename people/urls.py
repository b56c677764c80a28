"""Pages of the people room."""

from django.urls import URLPattern, URLResolver, path

from people import holder_views, mail_views, notice_views, site_views, views

app_name = "people"


def _holders(kind: str) -> list[URLPattern]:
    """The pages of groups, or of queues."""
    base, same = f"setup/{kind}s/", {"kind": kind}
    return [
        path(base, holder_views.holders, same, name=f"setup_{kind}s"),
        path(f"{base}new/", holder_views.new_holder, same, name=f"setup_new_{kind}"),
        path(f"{base}<int:pk>/", holder_views.edit_holder, same, name=f"setup_{kind}"),
        path(f"{base}<int:pk>/members/", holder_views.change_member, same, name=f"setup_{kind}_members"),
        path(f"{base}<int:pk>/delete/", holder_views.delete_holder, same, name=f"setup_delete_{kind}"),
    ]


def _kept(kind: str) -> list[URLPattern]:
    """The pages of labels, or of custom settings."""
    base, same = f"setup/{kind}s/", {"kind": kind}
    return [
        path(base, site_views.kept_rows, same, name=f"setup_{kind}s"),
        path(f"{base}new/", site_views.kept_row, same, name=f"setup_new_{kind}"),
        path(f"{base}<int:pk>/", site_views.kept_row, same, name=f"setup_{kind}"),
        path(f"{base}<int:pk>/delete/", site_views.delete_kept, same, name=f"setup_delete_{kind}"),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("setup/", views.setup, name="setup"),
    path("setup/people/", views.people, name="setup_people"),
    path("setup/people/new/", views.person, name="setup_new_person"),
    path("setup/people/<int:pk>/", views.person, name="setup_person"),
    path("setup/people/options/", views.options_of_people, name="person_options"),
    path("setup/members/options/", holder_views.options_of_members, name="member_options"),
    *_holders("group"),
    *_holders("queue"),
    path("setup/organization/", site_views.organization, name="setup_organization"),
    *_kept("label"),
    *_kept("setting"),
    path("setup/settings/<int:pk>/values/<slug:holder>/", site_views.setting_values, name="setup_setting_values"),
    path("setup/mail/", mail_views.mail, name="setup_mail"),
    path("notices/", notice_views.index, name="notices"),
    path("notices/count/", notice_views.count, name="notice_count"),
    path("notices/read/", notice_views.read_all, name="notices_read"),
    path("notices/<int:pk>/read/", notice_views.read, name="notice_read"),
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/theme/", views.theme, name="theme"),
    path("accounts/profile/password/", views.password, name="password"),
]
