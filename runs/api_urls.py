"""REST calls of the runs room, all below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from runs import api

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
    path("events/", api.EventsView.as_view(), name="api-events"),
]
