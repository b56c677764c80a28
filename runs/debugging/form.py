"""The debug page's forms, read into a Trial. Values are one on each line: `Name = Acme`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from runs.debugging.trial import Act, Mock, Trial
from web.errors import Invalid

INPUT, MOCK, FIELD = "input.", "mock.", "f-"
MOST_MINUTES = 60 * 24 * 3650


def trial_from(given: QueryDict) -> Trial:
    """raises: Invalid"""
    version = given.get("version", "")
    at = given.get("at", "")
    return Trial(
        version=int(version) if version.isdecimal() and len(version) < 9 else None,
        draft=version == "draft",
        user=given.get("user", "").strip(),
        record=(given.get("record") or "").strip(),
        fields=values_of(given.get("fields", "")),
        inputs={
            name.removeprefix(INPUT): value
            for name, value in given.items()
            if isinstance(name, str) and name.startswith(INPUT) and value != ""
        },
        at=_aware(at),
        mocks=dict(_mocks(given)),
    )


def with_act(trial: Trial, act: Act) -> Trial:
    return msgspec.structs.replace(trial, acts=(*trial.acts, act))


def with_answer(trial: Trial, given: QueryDict) -> Trial:
    """A step is completed; a screen after the first goes to the answers that were given before."""
    step, who, decision = given.get("step", ""), given.get("who", "").strip(), given.get("decision", "")
    if decision in ("Approve", "Reject"):
        comments = given.get("comments", "")[:4000]
        return with_act(trial, Act(kind="complete", step=step, who=who, decision=decision, comments=comments))  # type: ignore[arg-type]
    values = posted_values(given)
    last = trial.acts[-1] if trial.acts else None
    if given.get("given", "0") != "0" and last is not None and last.kind == "complete" and last.step == step:
        more = msgspec.structs.replace(last, who=who, values=(*last.values, values))
        return msgspec.structs.replace(trial, acts=(*trial.acts[:-1], more))
    answers = (values,) if given.get("screen") else ()
    return with_act(trial, Act(kind="complete", step=step, who=who, values=answers))


def one_back(trial: Trial) -> Trial:
    """Without what happened last: the last screen, or the last act."""
    if trial.answers:
        return msgspec.structs.replace(trial, answers=trial.answers[:-1])
    last = trial.acts[-1] if trial.acts else None
    if last is not None and len(last.values) > 1:
        less = msgspec.structs.replace(last, values=last.values[:-1])
        return msgspec.structs.replace(trial, acts=(*trial.acts[:-1], less))
    return msgspec.structs.replace(trial, acts=trial.acts[:-1])


def posted_values(given: QueryDict) -> dict[str, Any]:
    """What was typed into a screen: `many` says which fields take several values."""
    many = set(given.getlist("many"))
    values: dict[str, Any] = {}
    for key in given:
        if isinstance(key, str) and key.startswith(FIELD):
            texts = [text for text in given.getlist(key) if isinstance(text, str)]
            name = key.removeprefix(FIELD)
            values[name] = [text for text in texts if text] if name in many else texts[-1]
    return values


def minutes(given: Mapping[str, str]) -> int:
    """raises: Invalid"""
    unit = {"minutes": 1, "hours": 60, "days": 60 * 24}.get(given.get("unit", "hours"), 60)
    text = given.get("amount", "")
    if not text.isdecimal() or len(text) > 6 or not 0 < int(text) * unit <= MOST_MINUTES:
        raise Invalid(summary=_("Say how far the clock goes on: a whole number of at least 1."))
    return int(text) * unit


def values_of(text: str) -> dict[str, Any]:
    """raises: Invalid for a line without a name"""
    values: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, sign, value = line.partition("=")
        if not sign or not name.strip():
            raise Invalid(summary=_("“%(line)s” is not of the form Name = value.") % {"line": line[:80]})
        values[name.strip()] = _value(value.strip())
    return values


def text_of(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {_said(value)}" for name, value in values.items())


def _value(text: str) -> Any:
    return {"": None, "true": True, "false": False}.get(text, text)


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _mocks(given: QueryDict) -> list[tuple[str, Mock]]:
    found = []
    for key, chosen in given.items():
        if not isinstance(key, str) or not key.startswith(MOCK) or chosen not in ("outputs", "fault"):
            continue
        name, text = key.removeprefix(MOCK), given.get(f"said.{key.removeprefix(MOCK)}", "")
        mock = Mock(fault=text.strip() or _("It failed.")) if chosen == "fault" else Mock(outputs=values_of(text))
        found.append((name, mock))
    return found


def _aware(text: str) -> str:
    """A time as the browser gives it, in the person's zone. An odd one is refused when it is tried."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment if moment.tzinfo else timezone.make_aware(moment)).isoformat()
