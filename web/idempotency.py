"""`Idempotency-Key` on changing REST calls: the same call twice is one effect and the same answer.

A key lives for a day and belongs to one person. The first call claims it before it does anything; a second one gets the
first one's answer, or 409 while that is still running, or 422 when it is a different call. What the services keep for
themselves (a run's `key`, a turn's `source_key`) holds even where a process dies between effect and answer: views pass
`request.idempotency_key` on.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.settings import api_settings

from web.api_errors import refusal_body
from web.errors import Invalid, Refusal
from web.models import IdempotencyKey

KEPT = timedelta(hours=24)
ABANDONED = timedelta(seconds=60)  # a claim without an answer after this long: its process has died
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
NOT_KEPT = {401, 403, 408, 425, 429}  # the call did not happen; the same key may try again
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class IdempotencyKeyReused(Refusal):
    code = "idempotency_key_reused"
    status = 422
    template = "This Idempotency-Key was used for a different call."


class IdempotencyKeyInUse(Refusal):
    code = "idempotency_key_in_use"
    status = 409
    template = "The first call with this Idempotency-Key is still running."


class IdempotencyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key", "")
        request.idempotency_key = key  # type: ignore[attr-defined]
        if not key or request.method not in CHANGING or not request.path.startswith("/api/"):
            return self.get_response(request)
        user = caller(request)
        if user is None:
            return self.get_response(request)  # which answers 401
        try:
            claim, answered = claim_key(user, key, fingerprint_of(request))
        except Refusal as refusal:
            return JsonResponse(refusal_body(refusal), status=refusal.status)
        return replay(claim) if answered else self.perform(request, claim)

    def perform(self, request: HttpRequest, claim: IdempotencyKey) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 500 or response.status_code in NOT_KEPT or response.streaming:
            claim.delete()
            return response
        claim.status = response.status_code
        claim.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        claim.body = response.content  # type: ignore[attr-defined]
        claim.save(update_fields=["status", "headers", "body"])
        return response


def caller(request: HttpRequest) -> Any:
    """Who calls, by session or token as the view will see it; None for strangers."""
    ways: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    try:
        user = Request(request, authenticators=[way() for way in ways]).user
    except APIException:
        return None
    return user if user is not None and user.is_authenticated else None


def claim_key(user: Any, key: str, fingerprint: str) -> tuple[IdempotencyKey, bool]:
    """The caller's row for this key and whether it holds an answer already. Raises the two refusals above."""
    if len(key) > 255:
        raise Invalid(summary="An Idempotency-Key has at most 255 characters.")
    now = timezone.now()
    fresh = IdempotencyKey(user=user, key=key, fingerprint=fingerprint, created_at=now)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
        return fresh, False
    except IntegrityError:
        seen = IdempotencyKey.objects.filter(user=user, key=key).first()
    age = now - seen.created_at if seen else KEPT
    if seen is None or age >= KEPT or (seen.status is None and age >= ABANDONED):
        return take_over(fresh, seen), False
    if seen.fingerprint != fingerprint:
        raise IdempotencyKeyReused()
    if seen.status is None:
        raise IdempotencyKeyInUse()
    return seen, True


def take_over(fresh: IdempotencyKey, seen: IdempotencyKey | None) -> IdempotencyKey:
    """Put `fresh` in the place of an old or abandoned claim; of two that try, one wins."""
    try:
        with transaction.atomic():
            if seen is not None:
                IdempotencyKey.objects.filter(pk=seen.pk, created_at=seen.created_at).delete()
            fresh.save(force_insert=True)
    except IntegrityError:
        raise IdempotencyKeyInUse() from None
    return fresh


def fingerprint_of(request: HttpRequest) -> str:
    parts = (str(request.method).encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def replay(claim: IdempotencyKey) -> HttpResponse:
    response = HttpResponse(bytes(claim.body), status=claim.status)
    for name, value in claim.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def forget_old_keys() -> int:
    """Delete keys older than a day; returns how many. Called by the sweep."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
