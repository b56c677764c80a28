"""Pages of the workitems room."""

from django.urls import path

from workitems.views import actions, inbox, item, panels

app_name = "workitems"
urlpatterns = [
    path("work-items/", inbox.index, name="inbox"),
    path("work-items/changes/", inbox.changes, name="changes"),
    path("work-items/panel/", panels.panel, name="panel"),
    path("work-items/home-panel/", panels.home_panel, name="home_panel"),
    path("work-items/count/", panels.count, name="count"),
    path("work-items/<int:item_id>/", item.detail, name="detail"),
    path("work-items/<int:item_id>/screen/", item.screen, name="screen"),
    path("work-items/<int:item_id>/decide/", item.decide, name="decide"),
    path("work-items/<int:item_id>/claim/", actions.claim, name="claim"),
    path("work-items/<int:item_id>/release/", actions.release, name="release"),
    path("work-items/<int:item_id>/reassign/", actions.reassign, name="reassign"),
    path("work-items/<int:item_id>/pulse/", actions.pulse, name="pulse"),
]
