"""Pages of the builder room."""

from django.urls import path

from builder.views.automations import automations
from builder.views.edit import edit, new
from builder.views.flow import activate, deactivate, export, flow
from builder.views.imports import import_page
from builder.views.workbench import workbench

app_name = "builder"
urlpatterns = [
    path("automations/", automations, name="automations"),
    path("automations/new/", new, name="new"),
    path("automations/import/", import_page, name="import"),
    path("setup/workbench/", workbench, name="workbench"),
    path("builder/<slug:api_name>/", flow, name="flow"),
    path("builder/<slug:api_name>/edit/", edit, name="edit"),
    path("builder/<slug:api_name>/activate/", activate, name="activate"),
    path("builder/<slug:api_name>/deactivate/", deactivate, name="deactivate"),
    path("builder/<slug:api_name>/export/", export, name="export"),
]
