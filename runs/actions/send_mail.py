"""Send mail: an outbox row now, the mail after the commit."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.html import strip_tags

from people.selectors import user_by_record_id
from runs import clock, outbox
from runs.actions.base import Context, Given, needed, text, texts
from runs.ports import Intent
from web.errors import Invalid

KIND = "action_mail"
MOST = 150  # receivers of one mail


def act(_action: str, given: Given, context: Context) -> dict[str, Any]:
    payload = {
        "to": _receivers(given),
        "subject": " ".join(needed(given, "emailSubject").split())[:250],
        "body": needed(given, "emailBody"),
        "rich": given.get("sendrichbody") is True,
        "reply_to": text(given, "senderAddress"),
    }
    outbox.insert([Intent(run_id=context.run_id, kind=KIND, payload=payload)], now=clock.now())
    return {}


def _receivers(given: Given) -> list[str]:
    """raises Invalid when nobody would get it, or an address is none"""
    parts = re.split(r"[,;\s]+", ",".join(texts(given, "emailAddresses", "emailAddressesArray")))
    addresses = [part for part in parts if part]
    for record_id in texts(given, "recipientId"):
        user = user_by_record_id(record_id)
        address = getattr(user, "email", "") or ""
        if not address:
            raise Invalid(summary=f"{record_id} is no person with a mail address.", fields={"recipientId": record_id})
        addresses.append(address)
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            message = f"{address} is not a mail address."
            raise Invalid(summary=message, fields={"emailAddresses": message}) from error
    if not addresses or len(addresses) > MOST:
        message = f"A mail goes to 1 to {MOST} addresses; this one names {len(addresses)}."
        raise Invalid(summary=message, fields={"emailAddresses": message})
    return list(dict.fromkeys(addresses))


def perform(run_id: int, payload: dict[str, Any], key: str) -> None:
    """Performer of the outbox row. The message's own id lets mail systems see a repetition."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    body = payload["body"]
    message = EmailMultiAlternatives(
        payload["subject"],
        strip_tags(body) if payload.get("rich") else body,
        to=payload["to"],
        reply_to=[payload["reply_to"]] if payload.get("reply_to") else None,
        headers={"Message-ID": f"<{key}@{domain}>", "X-Stagecraft-Key": key},
    )
    if payload.get("rich"):
        message.attach_alternative(body, "text/html")
    message.send()
