"""Notices: what the bell of a person says."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Notice


def tell(*, user_ids: Iterable[int], title: str, body: str, url: str = "", about: str = "") -> None:
    """One line for each person, in one statement. url: a page of this site, "" for none"""
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(user_id=pk, title=title[:255], body=body, url=url[:300], about=about[:255], at=now)
            for pk in dict.fromkeys(user_ids)
        ]
    )


def notices_of(user: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(user_id=user.pk).order_by("-id")


def unread(user: Any) -> int:
    return Notice.objects.filter(user_id=user.pk, read_at__isnull=True).count()


def mark_read(user: Any, pk: int | None = None) -> None:
    """One of the person's own notices, or all of them."""
    mine = Notice.objects.filter(user_id=user.pk, read_at__isnull=True)
    (mine if pk is None else mine.filter(pk=pk)).update(read_at=timezone.now())
