"""Pages of the records room."""

from django.urls import URLPattern, URLResolver, path

from records import edit_views, feed, setup_views, views

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("records/", views.objects, name="objects"),
    path("records/-/recent/", views.home_panel, name="home_panel"),
    path("records/-/lookup/<str:object>/", views.lookup, name="lookup"),
    path("records/-/id/<str:record_id>/", views.by_id, name="by_id"),
    path("records/<str:object>/", views.record_list, name="list"),
    path("records/<str:object>/new/", edit_views.new, name="new"),
    path("records/<str:object>/<str:record_id>/", views.record_detail, name="detail"),
    path("records/<str:object>/<str:record_id>/edit/", edit_views.edit, name="edit"),
    path("records/<str:object>/<str:record_id>/delete/", edit_views.delete, name="delete"),
    path("records/<str:object>/<str:record_id>/comment/", feed.write, name="comment"),
    path("records/<str:object>/<str:record_id>/unlock/", feed.unlock, name="unlock"),
    path("setup/objects/", setup_views.objects, name="setup_objects"),
    path("setup/objects/new/", setup_views.new_object, name="setup_new_object"),
    path("setup/objects/<str:api_name>/", setup_views.object_page, name="setup_object"),
    path("setup/objects/<str:api_name>/edit/", setup_views.edit_object, name="setup_edit_object"),
    path("setup/objects/<str:api_name>/fields/new/", setup_views.new_field, name="setup_new_field"),
    path("setup/objects/<str:api_name>/fields/<str:field>/", setup_views.edit_field, name="setup_field"),
    path(
        "setup/objects/<str:api_name>/fields/<str:field>/delete/", setup_views.delete_field, name="setup_delete_field"
    ),
]
