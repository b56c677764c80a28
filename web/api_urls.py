"""REST calls of the web room, all below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from web.token_api import TokenView

urlpatterns: list[URLPattern | URLResolver] = [path("token/", TokenView.as_view(), name="api-token")]
