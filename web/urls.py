"""Pages of the web room: home, log-in and log-out, the style guide."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, path

from web import views
from web.access import public
from web.api_docs import api_docs

log_in = auth.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True)
log_out = auth.LogoutView.as_view(next_page="login")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accounts/login/", public(log_in), name="login"),
    path("accounts/logout/", public(log_out), name="logout"),
    path("api/docs/", api_docs, name="api-docs"),
    path("setup/style/", views.style_guide, name="style-guide"),
]
