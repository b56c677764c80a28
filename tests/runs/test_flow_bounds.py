"""Where a flow is stopped: it waits inside a save, it takes too long, it uses too many records."""

from typing import Any

import pytest

from engine.document import parse
from engine.flows import interview as flows
from engine.flows.answers import RecordsAnswered
from engine.flows.outcomes import Faulted, NeedRecords, Outcome
from records import services as records
from records.models import Record
from runs import flow_runs
from runs.models import FlowLog
from web.errors import Invalid

AT = "2026-03-02T09:00:00+00:00"


def listening(install: Any, *elements: dict[str, Any]) -> None:
    start = {"trigger": "record_after_save", "object": "Account", "on": "create"}
    start["connector"] = {"target": elements[0]["name"]}
    named = {"api_name": "Listens", "label": "Listens", "kind": "autolaunched"}
    install(parse({**named, "start": start, "elements": [{"label": one["name"], **one} for one in elements]}))


def stopped_save() -> Invalid:
    with pytest.raises(Invalid) as refused:
        records.create(object="Account", values={"Name": "Acme"}, by=None)
    assert not Record.objects.exists()
    return refused.value


def test_a_flow_that_waits_stops_the_save_and_says_so(install: Any) -> None:
    days = {"type": "literal", "kind": "number", "text": "2"}
    listening(install, {"type": "wait", "name": "Pause", "events": [{"name": "later", "amount": days, "unit": "Days"}]})

    assert "It waits" in stopped_save().detail
    kept = FlowLog.objects.get()
    assert (kept.status, kept.code) == ("faulted", "flow_waits")
    assert "screen" not in kept.message


def test_a_flow_that_takes_too_long_stops_the_save(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_runs, "SECONDS", 0.0)
    listening(install, {"type": "get_records", "name": "All", "object": "Contact", "store_automatically": True})

    assert "Listens took more than 0 seconds, the last was All" in stopped_save().detail
    assert FlowLog.objects.get().code == "flow_too_long"


def changed_five_times(last: int) -> Outcome:
    """A flow that changes 20,000 records five times, then `last` more; its fault path leads to an end."""
    names = [f"U{number}" for number in range(6)]
    elements: list[dict[str, Any]] = [
        {"type": "update_records", "name": name, "label": name, "object": "Account"}
        | {"values": [{"name": "Phone", "value": {"type": "literal", "kind": "text", "text": "1"}}]}
        | {"filters": {"rows": [{"left": "Phone", "operator": "is_null"}]}, "fault": {"target": "Caught"}}
        | ({"connector": {"target": then}} if then else {})
        for name, then in zip(names, [*names[1:], ""], strict=True)
    ]
    elements.append({"type": "roll_back_records", "name": "Caught", "label": "Caught"})
    defn = parse(
        {"api_name": "Many", "label": "Many", "kind": "autolaunched", "start": {"connector": {"target": "U0"}}}
        | {"elements": elements}
    )
    outcome = flows.begin(defn, {}, at=AT)
    for count in (*[20_000] * 5, last):
        assert isinstance(outcome, NeedRecords), outcome
        answer = RecordsAnswered(ids=tuple(f"001{number}" for number in range(count)))
        outcome = flows.advance(defn, outcome.interview, answer, at=AT)
    return outcome


def test_an_interview_may_use_100_000_records_in_all() -> None:
    assert not isinstance(changed_five_times(0), Faulted)
    over = changed_five_times(1)
    assert isinstance(over, Faulted)
    assert (over.code, over.element) == ("limit_reached", "U5")
    assert "100,001 records in all; 100,000 are allowed" in over.message
