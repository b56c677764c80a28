"""Every address of the site. A room owns its addresses; this file only puts them together."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

API_ROOMS = ["web", "people", "records", "builder", "runs", "workitems"]

urlpatterns = [
    path("api/v1/", include([path("", include(f"{room}.api_urls")) for room in API_ROOMS])),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("django-admin/", admin.site.urls),
    path("", include("web.urls")),
    path("", include("people.urls")),
    path("", include("records.urls")),
    path("", include("builder.urls")),
    path("", include("runs.urls")),
    path("", include("workitems.urls")),
]
