"""REST calls of the workitems room, all below /api/v1/."""

from rest_framework.routers import SimpleRouter

from workitems.api import WorkItemViewSet

router = SimpleRouter()
router.register("work-items", WorkItemViewSet, basename="work-item")
urlpatterns = router.urls
