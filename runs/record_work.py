"""Doing what an interview asks of the records room, and answering it."""

from collections.abc import Iterable
from typing import Any, TypeGuard

from django.db import DatabaseError, transaction

from engine.document.globals import is_fact
from engine.flows.answers import ActionAnswered, Answer, RecordsAnswered, RecordsFailed
from engine.flows.requests import (
    CallAction,
    ChangeRecords,
    DeleteRecords,
    FetchRecords,
    FindChoices,
    FindRecords,
    InsertRecords,
    ReadPicklist,
    Request,
    UndoWrites,
    UpsertRecords,
)
from engine.values import Json, RecordValue, pack, unpack
from records import selectors, services
from records.global_values import load_globals
from records.ids import USER_PREFIX
from records.sharing import can_create
from runs import events, upserts
from runs.actions import Context, carry_out
from web.errors import NotAllowed, Refusal

Write = InsertRecords | ChangeRecords | UpsertRecords | DeleteRecords | CallAction


class RecordWork:
    """Record work of one flow: as `user` with that person's rights, or as the system (None).

    The first write opens a savepoint, so that a flow that faults can be undone without the turn around it; a flow that
    only reads costs none. `cause` goes into the history of the records ("run:42").
    """

    def __init__(self, *, user: Any | None, cause: str) -> None:
        self.user = user
        self.cause = cause
        self.wrote = False
        self._savepoint: transaction.Atomic | None = None

    def answer(self, request: Request) -> Answer:
        """Do it. A refusal or a database error becomes RecordsFailed and leaves nothing of this request behind."""
        if isinstance(request, FetchRecords | FindRecords | FindChoices):
            return self._read(request)
        if isinstance(request, UndoWrites):
            self.undo()
            return RecordsAnswered()
        first = self._savepoint is None
        if first:
            self._open()
        self.wrote = True
        try:
            if first:
                return self._write(request)
            with transaction.atomic():
                return self._write(request)
        except (Refusal, DatabaseError) as error:
            if first:
                self.undo()  # the savepoint holds nothing but this request
            if isinstance(error, Refusal):
                return RecordsFailed(_in_words(error), error.code)
            return RecordsFailed(f"The database refused the change: {error}", "database_refused")

    def __enter__(self) -> "RecordWork":
        return self

    def __exit__(self, *_: object) -> None:
        """What was not expressly kept is undone."""
        self.undo()

    def keep(self) -> None:
        self._close()

    def undo(self) -> None:
        """Take back every write of this flow."""
        if self._savepoint is not None:
            transaction.set_rollback(True)
            self._close()

    def _open(self) -> None:
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def _close(self) -> None:
        if self._savepoint is not None:
            savepoint, self._savepoint = self._savepoint, None
            savepoint.__exit__(None, None, None)

    def _read(self, request: FetchRecords | FindRecords | FindChoices) -> Answer:
        try:
            if isinstance(request, FindChoices):
                return RecordsAnswered(offers={name: self._offered(one) for name, one in request.sets.items()})
            if isinstance(request, FetchRecords):
                found = selectors.load([key for key in request.ids if not is_fact(key)])
                open_to_us = self._seen(found)
                rows = [found[key] for key in request.ids if key in open_to_us]
                if variables := [key for key in request.ids if is_fact(key)]:
                    rows += load_globals(variables, self.user).values()
                return RecordsAnswered(rows=tuple(pack(row) for row in rows))
            return RecordsAnswered(rows=tuple(pack(row) for row in self.find(request)))
        except Refusal as refusal:
            return RecordsFailed(_in_words(refusal), refusal.code)

    def _offered(self, asked: FindRecords | ReadPicklist) -> tuple[Json, ...]:
        if isinstance(asked, FindRecords):
            return tuple(pack(row) for row in self.find(asked))
        values = selectors.picklist_values(asked.object, asked.field)
        return tuple(pack(RecordValue(asked.object, value, {"label": label})) for value, label in values)

    def find(self, request: FindRecords | ChangeRecords | DeleteRecords) -> list[RecordValue]:
        wanted: dict[str, Any] = {}
        if isinstance(request, FindRecords):
            wanted = {"fields": request.fields, "sort_field": request.sort_field, "sort_order": request.sort_order}
            wanted["limit"] = request.limit
        filters = [row.triple for row in request.filters]
        return selectors.find(request.object, filters, logic=request.logic, user=self.user, **wanted)

    def _write(self, request: Write) -> Answer:
        match request:
            case CallAction():
                return ActionAnswered(carry_out(request, Context(self.user, self.cause, request.record)))
            case InsertRecords():
                rows = [_unpacked(row) for row in request.rows]
                return RecordsAnswered(ids=tuple(self.insert(request.object, rows)))
            case UpsertRecords():
                return RecordsAnswered(ids=tuple(upserts.done(self, request)))
            case DeleteRecords():
                ids = request.ids or tuple(record.id for record in self.find(request))
                self._delete(ids)
                return RecordsAnswered(ids=ids)
        return self._change(request)

    def insert(self, object_name: str, rows: list[dict[str, Any]]) -> list[str]:
        if events.is_event(object_name):
            return events.publish(object_name, rows, by=self.user)
        if self.user is not None and not can_create(self.user, selectors.get_object(object_name)):
            raise NotAllowed(act=f"create {object_name} records")
        made = services.create_many(object=object_name, rows=rows, by=self.user, cause=self.cause)
        return [record.id for record in made]

    def _delete(self, ids: tuple[str, ...]) -> None:
        self._require_edit(ids)
        services.delete_many(record_ids=ids, by=self.user, cause=self.cause)

    def _require_edit(self, ids: Iterable[str]) -> None:
        """The person may change every one of them. raises NotAllowed, RecordLocked"""
        for record_id in ids if self.user is not None else ():
            if not selectors.can_edit(self.user, record_id):
                raise NotAllowed(act=f"change the record {record_id}")

    def change(self, changes: list[tuple[str, dict[str, Any]]]) -> None:
        self._require_edit(key for key, _values in changes)
        if changes:
            services.update_many(changes=changes, by=self.user, cause=self.cause)

    def _change(self, request: ChangeRecords) -> Answer:
        if request.by_id:
            changes = [(key, _unpacked(row)) for key, row in zip(request.ids, request.rows, strict=True)]
        else:
            values = _unpacked(request.values)
            changes = [(record.id, values) for record in self.find(request)]
        self.change(changes)
        return RecordsAnswered(ids=tuple(key for key, _ in changes))

    def _seen(self, ids: Iterable[str]) -> set[str]:
        """Names of people are no secret: a person sees whom a record points at, whoever may list people."""
        if self.user is None:
            return set(ids)
        people = {key for key in ids if key.startswith(USER_PREFIX)}
        return people | selectors.visible_among(self.user, set(ids) - people)


def is_read(request: Request) -> TypeGuard[FetchRecords | FindRecords | FindChoices]:
    return isinstance(request, FetchRecords | FindRecords | FindChoices)


def _unpacked(row: dict[str, Any]) -> dict[str, Any]:
    return {name: unpack(value) for name, value in row.items()}


def _in_words(refusal: Refusal) -> str:
    """One line for people: the refusal with what it says of each field."""
    told = "; ".join(f"{name}: {why}" for name, why in refusal.fields.items())
    return f"{refusal.detail} {told}".strip()
