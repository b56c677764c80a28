"""Pages of the runs room."""

from django.urls import URLPattern, URLResolver, path

from runs.pages import bulk, detail, listing, moving, starting, steering

app_name = "runs"
urlpatterns: list[URLPattern | URLResolver] = [
    path("runs/", listing.run_list, name="list"),
    path("runs/counts/", listing.run_counts, name="counts"),
    path("runs/bulk/", bulk.run_bulk, name="bulk"),
    path("runs/home-panel/", listing.home_panel, name="home_panel"),
    path("runs/record-panel/", listing.record_panel, name="record_panel"),
    path("runs/startable-panel/", starting.startable_panel, name="startable_panel"),
    path("runs/<int:run_id>/", detail.run_detail, name="detail"),
    path("runs/<int:run_id>/live/", detail.run_live, name="live"),
    path("runs/move/<slug:api_name>/", moving.move, name="move"),
    path("runs/moves/<int:batch_id>/", moving.move_batch, name="move_batch"),
    path("runs/moves/<int:batch_id>/undo/", moving.move_undo, name="move_undo"),
    path("runs/moves/<int:batch_id>/stop/", moving.move_stop, name="move_stop"),
    *(path(f"runs/<int:run_id>/{act}/", steering.run_act, {"act": act}, name=act) for act in steering.ACTS),
    path("start/<str:api_name>/", starting.start_page, name="start"),
]
