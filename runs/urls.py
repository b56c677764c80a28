"""Pages of the runs room."""

from django.urls import URLPattern, URLResolver, path

from runs.pages import bulk, debugging, detail, listing, moving, starting, steering, testing, upcoming

app_name = "runs"
urlpatterns: list[URLPattern | URLResolver] = [
    path("runs/", listing.run_list, name="list"),
    path("runs/counts/", listing.run_counts, name="counts"),
    path("runs/upcoming/", upcoming.upcoming, name="upcoming"),
    path("runs/upcoming/<int:occasion_id>/now/", upcoming.upcoming_now, name="upcoming_now"),
    path("runs/upcoming/<int:occasion_id>/leave-out/", upcoming.upcoming_drop, name="upcoming_drop"),
    path("runs/waits/<int:row_pk>/now/", upcoming.wait_now, name="wait_now"),
    path("runs/bulk/", bulk.run_bulk, name="bulk"),
    path("runs/home-panel/", listing.home_panel, name="home_panel"),
    path("runs/record-panel/", listing.record_panel, name="record_panel"),
    path("runs/startable-panel/", starting.startable_panel, name="startable_panel"),
    path("runs/<int:run_id>/", detail.run_detail, name="detail"),
    path("runs/<int:run_id>/live/", detail.run_live, name="live"),
    path("runs/debug/<slug:api_name>/", debugging.debug, name="debug"),
    path("runs/tests/<slug:api_name>/", testing.tests, name="tests"),
    path("runs/tests/<slug:api_name>/run/", testing.tests_run, name="tests_run"),
    path("runs/tests/<slug:api_name>/require/", testing.tests_require, name="tests_require"),
    path("runs/tests/<slug:api_name>/export/", testing.tests_export, name="tests_export"),
    path("runs/tests/<slug:api_name>/import/", testing.tests_import, name="tests_import"),
    path("runs/tests/<slug:api_name>/<int:case_id>/", testing.test, name="test"),
    path("runs/move/<slug:api_name>/", moving.move, name="move"),
    path("runs/moves/<int:batch_id>/", moving.move_batch, name="move_batch"),
    path("runs/moves/<int:batch_id>/undo/", moving.move_undo, name="move_undo"),
    path("runs/moves/<int:batch_id>/stop/", moving.move_stop, name="move_stop"),
    *(path(f"runs/<int:run_id>/{act}/", steering.run_act, {"act": act}, name=act) for act in steering.ACTS),
    path("start/<str:api_name>/", starting.start_page, name="start"),
]
