"""A records room of dicts, and interviews played against it: what the shell does, without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from engine.document import Definition
from engine.document.conditions import Operator
from engine.flows.answers import ActionAnswered, Answer, RecordsAnswered, RecordsFailed, ScreenAnswered
from engine.flows.interview import advance, begin
from engine.flows.outcomes import NeedRecords, Outcome
from engine.flows.requests import (
    CallAction,
    ChangeRecords,
    DeleteRecords,
    FetchRecords,
    Filter,
    FindChoices,
    FindRecords,
    InsertRecords,
    ReadPicklist,
    Request,
    UndoWrites,
    UpsertRecords,
)
from engine.flows.state import dump_interview, load_interview
from engine.formula import compare
from engine.formula.logic import parse_logic
from engine.values import RecordValue, pack, unpack

NINE = "2026-03-02T09:00:00+00:00"


@dataclass
class World:
    """records by id; `fails`: object -> message for every write to it; `asked`: every request, oldest first.
    picklists: "Object.Field" -> [[value, label], ...]"""

    records: dict[str, RecordValue] = field(default_factory=dict)
    fails: dict[str, str] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    picklists: Mapping[str, list[list[str]]] = field(default_factory=dict)
    flows: dict[str, Definition] = field(default_factory=dict)
    actions: dict[str, Any] = field(default_factory=dict)
    was: dict[str, RecordValue] | None = None

    def find(self, flow: str) -> tuple[str, Definition] | None:
        """Of engine.flows.library.Library: the key of a version is the flow's name here."""
        return (flow, self.flows[flow]) if flow in self.flows else None

    def get(self, version: str) -> Definition:
        return self.flows[version]

    @classmethod
    def of(cls, packed: list[Any], fails: Mapping[str, str] | None = None, **more: Any) -> "World":
        rows = [unpack(row) for row in packed]
        return cls({row.id: row for row in rows}, dict(fails or {}), **more)

    def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        match request:
            case FetchRecords(ids):
                return RecordsAnswered(tuple(pack(self.records[one]) for one in ids if one in self.records))
            case FindRecords():
                return RecordsAnswered(tuple(pack(self._cut(row, request)) for row in self._found(request)))
            case FindChoices(sets):
                return RecordsAnswered(offers={name: self._offered(one) for name, one in sets.items()})
            case CallAction():
                return self._act(request)
            case UndoWrites():
                self.records = dict(self.was or self.records)
                return RecordsAnswered()
            case InsertRecords(object=name) | ChangeRecords(object=name) if name in self.fails:
                return RecordsFailed(self.fails[name])
            case UpsertRecords(object=name) | DeleteRecords(object=name) if name in self.fails:
                return RecordsFailed(self.fails[name])
        if self.was is None:
            self.was = dict(self.records)
        match request:
            case UpsertRecords():
                return RecordsAnswered(ids=tuple(self._upsert(request)))
            case DeleteRecords(object=name, ids=ids):
                rows = self._matching(name, request.filters, request.logic)
                gone = ids or tuple(row.id for row in rows)
                self.records = {key: row for key, row in self.records.items() if key not in gone}
                return RecordsAnswered(ids=gone)
            case InsertRecords(object=name, rows=rows):
                return RecordsAnswered(ids=tuple(self._insert(name, row) for row in rows))
            case ChangeRecords():
                return self._change(request)

    def _offered(self, asked: FindRecords | ReadPicklist) -> tuple[Any, ...]:
        if isinstance(asked, FindRecords):
            return tuple(pack(self._cut(row, asked)) for row in self._found(asked))
        values = self.picklists.get(f"{asked.object}.{asked.field}", [])
        return tuple(pack(RecordValue(asked.object, value, {"label": label})) for value, label in values)

    def _act(self, request: CallAction) -> Answer:
        """What the case says of the action: its outputs, or a text: how it fails."""
        said = self.actions.get(request.action)
        if said is None or isinstance(said, str):
            return RecordsFailed(said or f"Nobody has registered {request.action}.", "action_not_registered")
        return ActionAnswered(said)

    def _upsert(self, request: UpsertRecords) -> Iterator[str]:
        for number, row in enumerate(request.rows):
            key = request.ids[number] if request.ids else ""
            match = request.match
            there = [self.records[key]] if key else []
            if match is not None and match.field and not key:
                wanted = unpack(row.get(match.field))
                there = [one for one in self.records.values() if one.fields.get(match.field) == wanted]
            elif match is not None and not key:
                there = self._matching(request.object, match.filters, match.logic)
            if not there:
                yield self._insert(request.object, row)
                continue
            for one in there:
                fields = {name: unpack(value) for name, value in row.items()}
                self.records[one.id] = RecordValue(one.object, one.id, {**one.fields, **fields})
            yield there[0].id

    def _insert(self, name: str, row: Mapping[str, Any]) -> str:
        identity = f"new{len(self.records) + 1:03}"
        fields = {key: unpack(value) for key, value in row.items()}
        self.records[identity] = RecordValue(name, identity, {"Id": identity, **fields})
        return identity

    def _change(self, request: ChangeRecords) -> Answer:
        if request.by_id:
            changes = list(zip(request.ids, request.rows, strict=True))
        else:
            rows = self._matching(request.object, request.filters, request.logic)
            changes = [(row.id, request.values) for row in rows]
        gone = next((identity for identity, _ in changes if identity not in self.records), None)
        if gone is not None:
            return RecordsFailed(f"There is no record {gone}.", "unknown_record")
        for identity, values in changes:
            row = self.records[identity]
            fields = {key: unpack(value) for key, value in values.items()}
            self.records[identity] = RecordValue(row.object, row.id, {**row.fields, **fields})
        return RecordsAnswered(ids=tuple(identity for identity, _ in changes))

    def _found(self, request: FindRecords) -> list[RecordValue]:
        rows = self._matching(request.object, request.filters, request.logic)
        if request.sort_field:
            rows.sort(key=lambda row: str(row.fields.get(request.sort_field)), reverse=request.sort_order == "desc")
        return rows[: request.limit]

    def _matching(self, name: str, filters: tuple[Filter, ...], logic: str) -> list[RecordValue]:
        settle = parse_logic(logic, len(filters)).settle if filters else None
        rows = [row for row in self.records.values() if row.object == name]
        return [row for row in rows if settle is None or settle([_meets(row, one) for one in filters])]

    def _cut(self, row: RecordValue, request: FindRecords) -> RecordValue:
        wanted = request.fields or tuple(row.fields)
        return RecordValue(row.object, row.id, {name: row.fields.get(name) for name in wanted})


def _meets(row: RecordValue, one: Filter) -> bool:
    name, operator, value = one.triple
    return compare(Operator(operator), row.fields.get(name), value, UTC)


def settle(defn: Definition, outcome: Outcome, world: World, *, at: str = NINE, stored: bool = False) -> Outcome:
    """Answer record requests until a person is wanted or it ends. stored: through JSON after every move."""
    while isinstance(outcome, NeedRecords):
        interview = outcome.interview
        if stored:
            interview = load_interview(dump_interview(interview))
        outcome = advance(defn, interview, world.answer(outcome.request), at=at, library=world)
    return outcome


def started(defn: Definition, inputs: dict[str, Any], world: World, *, stored: bool = False, **more: Any) -> Outcome:
    at = more.pop("at", NINE)
    return settle(defn, begin(defn, inputs, at=at, library=world, **more), world, at=at, stored=stored)


def answered(
    defn: Definition, outcome: Outcome, answer: ScreenAnswered, world: World, *, at: str = NINE, stored: bool = False
) -> Outcome:
    interview = outcome.interview
    if stored:
        interview = load_interview(dump_interview(interview))
    return settle(defn, advance(defn, interview, answer, at=at, library=world), world, at=at, stored=stored)
