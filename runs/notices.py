"""Mail to the people responsible when a run fails."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.urls import reverse

from runs import access
from runs.models import Run


def notify(run_id: int, payload: dict[str, Any], key: str) -> None:
    """Performer of "notify" rows: one mail to whoever may manage runs and has an address."""
    run = Run.objects.select_related("flow", "started_by").filter(pk=run_id).first()
    if run is None:
        return
    people = get_user_model()._default_manager.with_perm(access.MANAGE, backend=_BACKEND)
    addresses = sorted({user.email for user in people if getattr(user, "email", "")})
    if not addresses:
        return
    where = f"{getattr(settings, 'SITE_URL', '').rstrip('/')}{reverse('runs:detail', args=[run_id])}"
    about = f" for {run.record_name}" if run.record_name else ""
    text = (
        f"Run {run_id} of {run.flow.label}{about} has stopped.\n\n{payload.get('message', '')}\n\nRepair it: {where}\n"
    )
    EmailMessage(
        subject=f"{run.flow.label} needs repair (run {run_id})",
        body=text,
        to=addresses,
        headers={"X-Stagecraft-Key": key},
    ).send()


_BACKEND = "django.contrib.auth.backends.ModelBackend"
