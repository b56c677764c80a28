"""REST calls of the builder room, all below /api/v1/."""

from django.urls import path

from builder.api import formulas, views

urlpatterns = [
    path("catalogue/", formulas.CatalogueView.as_view(), name="api-catalogue"),
    path("formulas/try/", formulas.TryFormula.as_view(), name="api-try-formula"),
    path("conditions/try/", formulas.TryConditions.as_view(), name="api-try-conditions"),
    path("flows/", views.Flows.as_view(), name="api-flows"),
    path("flows/<slug:api_name>/", views.OneFlow.as_view(), name="api-flow"),
    path("flows/<slug:api_name>/draft/", views.Draft.as_view(), name="api-flow-draft"),
    path("flows/<slug:api_name>/check/", views.Check.as_view(), name="api-flow-check"),
    path("flows/<slug:api_name>/draw/", views.Draw.as_view(), name="api-flow-draw"),
    path("flows/<slug:api_name>/activate/", views.Activate.as_view(), name="api-flow-activate"),
    path("flows/<slug:api_name>/deactivate/", views.Deactivate.as_view(), name="api-flow-deactivate"),
    path("flows/<slug:api_name>/versions/", views.Versions.as_view(), name="api-flow-versions"),
]
