"""Pages of the builder room."""

from django.urls import URLPattern, URLResolver

app_name = "builder"
urlpatterns: list[URLPattern | URLResolver] = []
