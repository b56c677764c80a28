"""Who may do what with runs. Every view, call and service asks here; nothing is allowed by silence."""

from typing import Any

from django.db.models import Q, QuerySet

from records import selectors as records
from runs.models import Run
from web.errors import NotAllowed, NotFound

START = "stagecraft_people.run_flows"
MANAGE = "stagecraft_people.manage_runs"
SEE_ALL = "stagecraft_people.view_all_data"
BUILD = "stagecraft_people.manage_flows"


def require(user: Any, perm: str, act: str) -> None:
    """None is the system itself. raises NotAllowed"""
    if user is not None and not (user.is_active and user.has_perm(perm)):
        raise NotAllowed(act=act)


def sees_all_runs(user: Any) -> bool:
    return any(user.has_perm(perm) for perm in (MANAGE, SEE_ALL, BUILD))


def visible_runs(user: Any) -> QuerySet[Run]:
    """Managers, builders and those who see all data see every run; others those they started."""
    if sees_all_runs(user):
        return Run.objects.all()
    return Run.objects.filter(Q(started_by=user))


def get_visible(user: Any, run_id: int) -> Run:
    """The run with its flow and version. raises NotFound also where it may not be seen"""
    run = Run.objects.select_related("flow", "version", "started_by").filter(pk=run_id).first()
    if run is None or not (sees_all_runs(user) or run.started_by_id == user.pk or _sees_record(user, run)):
        raise NotFound(what="run", name=run_id)
    return run


def _sees_record(user: Any, run: Run) -> bool:
    """Who works on a record may follow what runs on it."""
    return bool(run.record_id) and user.has_perm(START) and records.visible_to(user, run.record_id)
