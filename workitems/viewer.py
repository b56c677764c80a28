"""Who looks at work items: a person with the keys work reaches them by, asked for once per request."""

from dataclasses import dataclass
from typing import Any

from people.selectors import principal_keys

DO_WORK = "stagecraft_people.run_flows"
REASSIGN = "stagecraft_people.reassign_work_items"
SEE_ALL = ("stagecraft_people.view_all_data", "stagecraft_people.manage_runs")


@dataclass(frozen=True)
class Viewer:
    """keys: principal keys, the person's own first. sees_all: managers see everybody's items."""

    user: Any
    keys: tuple[str, ...]
    sees_all: bool
    may_work: bool
    may_reassign: bool

    @classmethod
    def of(cls, user: Any) -> "Viewer":
        return cls(
            user=user,
            keys=tuple(principal_keys(user)),
            sees_all=any(user.has_perm(perm) for perm in SEE_ALL),
            may_work=user.has_perm(DO_WORK),
            may_reassign=user.has_perm(REASSIGN),
        )

    @property
    def own_key(self) -> str:
        return f"user:{self.user.pk}"

    @property
    def group_keys(self) -> tuple[str, ...]:
        return tuple(key for key in self.keys if key != self.own_key)
