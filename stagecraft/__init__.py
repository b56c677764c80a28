"""Stagecraft for the code of a host project. What is here keeps its shape between major versions.

import stagecraft

stagecraft.start("Supplier_Onboarding", inputs={"recordId": account_id}, key=f"import-{line}")


@stagecraft.action("Score_Lead", label="Score a lead")
def score(email: str, amount: Decimal = Decimal(0)) -> dict[str, Any]:
    return {"points": 7}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runs.functions import action

__all__ = ["Refused", "StartedRun", "action", "start"]


class Refused(Exception):
    """A start that is not possible. code: stable, see docs/errors.md; detail: for people; fields: by input."""

    def __init__(self, code: str, detail: str, fields: Mapping[str, str]) -> None:
        super().__init__(detail)
        self.code, self.detail, self.fields = code, detail, dict(fields)


@dataclass(frozen=True)
class StartedRun:
    """A run as it stands right after its start. url: its page, without the site's address."""

    id: int
    orchestration: str
    status: str
    started_at: datetime
    url: str


def start(
    api_name: str,
    inputs: Mapping[str, Any] | None = None,
    record: Any = "",
    user: Any = None,
    key: str = "",
) -> StartedRun:
    """Start an autolaunched orchestration, in the caller's transaction if there is one.

    inputs: values of declared input variables by name: texts, numbers, dates, record ids ...
    record: the record it is about: its id, or an object with an `id`
    user:   who starts it, with that person's rights; None: the system
    key:    the same key starts one run, however often it is asked; it is the caller's own, up to 190 characters
    raises: Refused
    """
    from django.urls import reverse

    from runs.services import start_run
    from web.errors import Refusal

    record_id = record if isinstance(record, str) else str(getattr(record, "id", record))
    try:
        run = start_run(
            api_name=api_name, inputs=inputs, record_id=record_id, by=user, key=f"python:{key}"[:200] if key else None
        )
    except Refusal as refusal:
        raise Refused(refusal.code, refusal.detail, refusal.fields) from refusal
    return StartedRun(run.pk, api_name, run.status, run.started_at, reverse("runs:detail", args=[run.pk]))
