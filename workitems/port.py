"""What runs ask of work items (runs/ports.py): inside a turn's transaction, with the run locked. Never commits."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse

from people.selectors import principal_keys
from runs import sql
from runs.due.work_routed import KIND as ROUTED
from runs.ports import Intent, Waiting, WorkItemRequest
from workitems.models import NO_DUE, WorkItem, WorkItemStatus

MAIL = "work_item_mail"  # the outbox kind that workitems/mail.py performs
_COLUMNS = (
    *("run_id", "step_id", "kind", "label", "description", "orchestration_label", "stage_label", "flow_version_id"),
    *("inputs", "status", "assignee_key", "assignee_name", "record_object", "record_id", "record_name"),
    *("due_at", "due_order", "created_at", "assigned_at", "ended_why"),
)
_COMPLETE = (
    f"UPDATE {WorkItem._meta.db_table} SET status = 'completed', ended_at = %s, ended_by_id = %s, "  # noqa: S608
    "ended_why = 'finished' WHERE status = 'assigned'"
)


class WorkItems:
    def open(self, requests: list[WorkItemRequest]) -> list[Intent]:
        """One insert for all of them; each assignee whom mail reaches is told, after the commit."""
        items = [_item(request) for request in requests]
        sql.insert_objects(_COLUMNS, items)
        return [
            assigned_mail(item, subject=request.subject, body=request.body)
            for item, request in zip(items, requests, strict=True)
            if request.has_mail
        ]

    def complete(self, step_ids: list[int], *, by_id: int | None, at: datetime) -> None:
        """The items of the steps end; where a step had several, only the finisher's own counts as finished."""
        marks = ", ".join(["%s"] * len(step_ids))
        ended = sql.change(f"{_COMPLETE} AND step_id IN ({marks})", [sql.time(at), by_id, *step_ids])
        if ended > len(step_ids):
            WorkItem.objects.filter(pk__in=_others(step_ids, by_id, at)).update(ended_why="other_won")

    def withdraw(self, step_ids: list[int], *, reason: str, at: datetime, by_id: int | None) -> list[Intent]:
        """The open items of the steps are withdrawn, and their assignees told."""
        items = list(_open_items(step_ids).only("pk", "run_id", "assignee_key"))
        if not items:
            return []
        WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(
            status=WorkItemStatus.WITHDRAWN, ended_at=at, ended_by=by_id, ended_why=reason
        )
        return [_mail(item, "withdrawn") for item in items]

    def reopen(self, step_ids: list[int], *, at: datetime) -> list[Intent]:
        """The items of each step that were withdrawn last are open again, and their assignees told."""
        withdrawn = WorkItem.objects.filter(step_id__in=step_ids, status=WorkItemStatus.WITHDRAWN).order_by("id")
        latest: dict[int, datetime] = {}
        for item in withdrawn:
            if item.ended_at:
                latest[item.step_id] = max(latest.get(item.step_id, item.ended_at), item.ended_at)
        items = [item for item in withdrawn if item.ended_at == latest.get(item.step_id)]
        WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(
            status=WorkItemStatus.ASSIGNED, ended_at=None, ended_by=None, ended_why="", assigned_at=at
        )
        return [assigned_mail(item) for item in items]

    def hand_over(self, record_id: str, *, key: str, name: str, by_id: int | None, at: datetime) -> list[Intent]:
        """A claim on them ends. What they already have is left alone. An item without a record is about its run's."""
        about = Q(record_id=record_id) | Q(record_id="", run__record_id=record_id)
        theirs = WorkItem.objects.filter(about, status=WorkItemStatus.ASSIGNED).exclude(assignee_key=key)
        items = list(theirs)
        WorkItem.objects.filter(pk__in=[item.pk for item in items], status=WorkItemStatus.ASSIGNED).update(
            assignee_key=key, assignee_name=name, assigned_at=at, claimed_by=None, claimed_at=None
        )
        told = [_routed(item, name, by_id) for item in items]
        for item in items:
            item.assignee_key = key
        return [*told, *(assigned_mail(item) for item in items)]

    def waiting(self, run_id: int) -> list[Waiting]:
        """For the run's page: who is being waited for."""
        items = WorkItem.objects.filter(run_id=run_id, status=WorkItemStatus.ASSIGNED).order_by("assigned_at", "id")
        return [
            Waiting(item.step_id, item.assignee_name, item.assigned_at, reverse("workitems:detail", args=[item.pk]))
            for item in items.only("step_id", "assignee_name", "assigned_at")
        ]


def _routed(item: WorkItem, name: str, by_id: int | None) -> Intent:
    payload = {"step": item.step_id, "from": item.assignee_name, "to": name, "by": by_id}
    return Intent(run_id=item.run_id, kind=ROUTED, payload=payload)


def assigned_mail(item: WorkItem, *, subject: str = "", body: str = "") -> Intent:
    texts = {name: text for name, text in (("subject", subject), ("body", body)) if text}
    return _mail(item, "assigned", **texts)


def _mail(item: WorkItem, about: str, **texts: str) -> Intent:
    return Intent(
        run_id=item.run_id, kind=MAIL, payload={"item": item.pk, "about": about, "to": item.assignee_key, **texts}
    )


def _item(request: WorkItemRequest) -> WorkItem:
    return WorkItem(
        run_id=request.run_id,
        step_id=request.step_id,
        kind=request.kind,
        label=request.label,
        description=request.description,
        orchestration_label=request.orchestration_label,
        stage_label=request.stage_label,
        flow_version_id=request.flow_version_id,
        inputs=request.inputs,
        assignee_key=request.assignee_key,
        assignee_name=request.assignee_name,
        record_object=request.record_object,
        record_id=request.record_id,
        record_name=request.record_name,
        due_at=request.due_at,
        due_order=request.due_at or NO_DUE,
        created_at=request.at,
        assigned_at=request.at,
    )


def _open_items(step_ids: Iterable[int]) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(step_id__in=step_ids, status=WorkItemStatus.ASSIGNED)


def _others(step_ids: list[int], by_id: int | None, at: datetime) -> list[int]:
    """Of the items that just ended, those that were not the finisher's own."""
    finisher = get_user_model()._default_manager.filter(pk=by_id).first() if by_id else None
    keys = principal_keys(finisher) if finisher else []
    items = WorkItem.objects.filter(step_id__in=step_ids, ended_at=at, ended_why="finished")
    by_step: dict[int, list[WorkItem]] = {}
    for item in items.only("pk", "step_id", "assignee_key", "claimed_by_id"):
        by_step.setdefault(item.step_id, []).append(item)

    def nearness(item: WorkItem) -> tuple[bool, int, int]:
        rank = keys.index(item.assignee_key) if item.assignee_key in keys else len(keys)
        return item.claimed_by_id != by_id, rank, item.pk

    return [item.pk for found in by_step.values() for item in sorted(found, key=nearness)[1:]]
