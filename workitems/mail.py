"""Mail about work items: an outside effect, at least once, after the commit that made it due.

Personal for a user; generic to every member of a group or queue. Each receiver reads their own language; a step's own
subject and body go before the default text.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people.models import Queue
from people.selectors import label_of, members_of
from workitems.models import WorkItem, WorkItemStatus


@dataclass(frozen=True)
class Receiver:
    """name: "" where the mail goes to an address of a whole queue. language: "" for the site's own."""

    address: str
    name: str = ""
    language: str = ""
    zone: str = ""


def perform(run_id: int, payload: dict[str, Any], key: str) -> None:
    """Send the mail of one outbox row. payload: item, about ("assigned", "withdrawn"), to, subject?, body?

    key marks the messages, so that a mail system that sees one twice can tell.
    """
    item = WorkItem.objects.filter(pk=payload["item"]).first()
    if item is None or not _still_true(item, payload):
        return
    receivers = receivers_of(payload["to"])
    messages = [message_of(item, payload, receiver, f"{key}.{number}") for number, receiver in enumerate(receivers)]
    if messages:
        get_connection().send_messages(messages)


def receivers_of(key: str) -> list[Receiver]:
    """Who reads mail for an assignee: a queue's own address if it has one, else every active member with an address."""
    kind, _sep, pk = key.partition(":")
    if kind == "queue" and (own := Queue.objects.filter(pk=pk).values_list("email", flat=True).first()):
        return [Receiver(own)]
    return [receiver_of(user) for user in members_of(key).select_related("profile") if user.email]


def receiver_of(user: Any) -> Receiver:
    profile = getattr(user, "profile", None)
    return Receiver(user.email, label_of(user), getattr(profile, "language", ""), getattr(profile, "time_zone", ""))


def _still_true(item: WorkItem, payload: dict[str, Any]) -> bool:
    """Nobody is asked for work that has ended or gone to somebody else since."""
    if payload["about"] == "assigned":
        return item.status == WorkItemStatus.ASSIGNED and item.assignee_key == payload["to"]
    return item.status == WorkItemStatus.WITHDRAWN


def message_of(item: WorkItem, payload: dict[str, Any], receiver: Receiver, mark: str) -> EmailMultiAlternatives:
    about = payload["about"]
    with translation.override(receiver.language or settings.LANGUAGE_CODE), timezone.override(receiver.zone or None):
        context = {
            "item": item,
            "receiver": receiver,
            "personal": item.assignee_kind == "user",
            "own_body": payload.get("body", ""),
            "escalated": payload.get("escalated", False),
            "title": title_of(item),
            "url": f"{settings.SITE_URL.rstrip('/')}{reverse('workitems:detail', args=[item.pk])}",
        }
        subject = payload.get("subject") or _subject(item, about)
        text = render_to_string(f"workitems/mail/{about}.txt", context)
        html = render_to_string(f"workitems/mail/{about}.html", context)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    message = EmailMultiAlternatives(
        " ".join(subject.split()), text, to=[receiver.address], headers={"Message-ID": f"<{mark}@{domain}>"}
    )
    message.attach_alternative(html, "text/html")
    return message


def title_of(item: WorkItem) -> str:
    return f"{item.label} · {item.record_name}" if item.record_name else item.label


def _subject(item: WorkItem, about: str) -> str:
    if about == "overdue":
        return _("Not done yet: %(title)s") % {"title": title_of(item)}
    if about == "withdrawn":
        return _("No longer needed: %(title)s") % {"title": title_of(item)}
    if item.assignee_kind == "user":
        return _("Work for you: %(title)s") % {"title": title_of(item)}
    return _("Work for %(group)s: %(title)s") % {"group": item.assignee_name, "title": title_of(item)}
