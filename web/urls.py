"""Pages of the web room: home, log-in and log-out, the style guide."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, path

from web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path(
        "accounts/login/",
        auth.LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("accounts/logout/", auth.LogoutView.as_view(next_page="login"), name="logout"),
]
