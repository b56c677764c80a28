"""REST calls of the runs room, all below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from runs import api, api_debugging, api_moving

urlpatterns: list[URLPattern | URLResolver] = [
    path("orchestrations/<str:api_name>/runs/", api.StartView.as_view(), name="api-start"),
    path("runs/", api.RunsView.as_view(), name="api-runs"),
    path("runs/counts/", api.CountsView.as_view(), name="api-run-counts"),
    path("runs/<int:run_id>/", api.RunView.as_view(), name="api-run"),
    path("runs/<int:run_id>/history/", api.HistoryView.as_view(), name="api-run-history"),
    path("runs/<int:run_id>/cancel/", api.CancelView.as_view(), name="api-run-cancel"),
    path("runs/<int:run_id>/suspend/", api.SuspendView.as_view(), name="api-run-suspend"),
    path("runs/<int:run_id>/resume/", api.ResumeView.as_view(), name="api-run-resume"),
    path("runs/<int:run_id>/retry/", api.RetryView.as_view(), name="api-run-retry"),
    path("runs/<int:run_id>/migrate/", api_moving.MigrateView.as_view(), name="api-run-migrate"),
    path("orchestrations/<str:api_name>/moves/", api_moving.MovesView.as_view(), name="api-moves"),
    path("orchestrations/<str:api_name>/moves/check/", api_moving.MoveCheckView.as_view(), name="api-moves-check"),
    path(
        "orchestrations/<str:api_name>/moves/verdicts/",
        api_moving.MoveVerdictsView.as_view(),
        name="api-moves-verdicts",
    ),
    path("flows/<slug:api_name>/debug/", api_debugging.DebugView.as_view(), name="api-flow-debug"),
    path("flows/<slug:api_name>/tests/", api_debugging.CasesView.as_view(), name="api-flow-tests"),
    path("flows/<slug:api_name>/tests/run/", api_debugging.PlayView.as_view(), name="api-flow-tests-run"),
    path("flows/<slug:api_name>/tests/<int:case_id>/", api_debugging.CaseView.as_view(), name="api-flow-test"),
    path("moves/<int:batch_id>/", api_moving.MoveView.as_view(), name="api-move"),
    path("moves/<int:batch_id>/runs/", api_moving.MoveRunsView.as_view(), name="api-move-runs"),
    path("moves/<int:batch_id>/undo/", api_moving.UndoView.as_view(), name="api-move-undo"),
    path("moves/<int:batch_id>/stop/", api_moving.StopView.as_view(), name="api-move-stop"),
    path("runs/<int:run_id>/skip/", api.SkipView.as_view(), name="api-run-skip"),
    path("events/", api.EventsView.as_view(), name="api-events"),
]
