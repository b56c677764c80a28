"""REST calls of the records room, all below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from records import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("objects/", api.ObjectList.as_view(), name="api-objects"),
    path("objects/<str:api_name>/", api.ObjectDetail.as_view(), name="api-object"),
    path("records/<str:object>/", api.RecordList.as_view(), name="api-records"),
    path("records/<str:object>/<str:record_id>/", api.RecordDetail.as_view(), name="api-record"),
]
