"""Beginning what an occasion asks for: runs of an orchestration, or a plain flow carried out here and now."""

from typing import Any

import msgspec

from builder.models import Flow
from builder.selectors import definition_of
from engine.document import Definition
from engine.errors import Fault
from engine.values import Json, pack
from records import selectors as records
from records.signals import Change
from runs import clock, flow_runs, outbox
from runs.models import Occasion, Run, TriggerFault
from runs.ports import Intent
from runs.record_work import RecordWork

_on_path: dict[tuple[int, str], Definition] = {}


def begin(
    flow: Flow, version_id: int, ids: list[str], *, key: str, path: str = "", prior: dict[str, Json] | None = None
) -> None:
    """One run, or one running of a plain flow, for each record id ("" for none). key: nothing of it begins twice."""
    defn = definition_of(version_id)
    if defn.kind.is_orchestration:
        _runs(flow, version_id, ids, key=key, path=path, prior=prior)
        return
    for record_id in ids:
        _plain(flow, version_id, defn, record_id, path=path, prior=prior)


def current_of(row: Occasion) -> Change | None:
    """The record as it is now, as a change to it; None: it is gone."""
    found = records.load([row.record_id]).get(row.record_id)
    if found is None:
        return None
    fields = {name: pack(value) for name, value in found.fields.items()}
    return Change(object=row.record_object, record_id=row.record_id, before=row.payload.get("prior"), after=fields)


def _runs(flow: Flow, version_id: int, ids: list[str], *, key: str, path: str, prior: dict[str, Json] | None) -> None:
    now = clock.now()
    keys = [f"{key}:{record_id}" if key else None for record_id in ids]
    begun = set(Run.objects.filter(start_key__in=[one for one in keys if one]).values_list("start_key", flat=True))
    shown = records.displays(record_id for record_id in ids if record_id)
    runs = [
        Run(
            flow_id=flow.pk,
            version_id=version_id,
            record_object=shown[record_id].object if record_id else "",
            record_id=record_id,
            record_name=shown[record_id].name[:255] if record_id else "",
            started_at=now,
            start_key=one,
        )
        for record_id, one in zip(ids, keys, strict=True)
        if one not in begun and (not record_id or record_id in shown)
    ]
    Run.objects.bulk_create(runs)
    outbox.insert(
        [
            Intent(
                run_id=run.pk,
                kind="start",
                payload={"record": run.record_id, "record_object": run.record_object, "prior": prior, "path": path},
            )
            for run in runs
        ],
        now=now,
    )


def _plain(
    flow: Flow, version_id: int, defn: Definition, record_id: str, *, path: str, prior: dict[str, Json] | None
) -> None:
    """A fault undoes what it wrote and is told on the runs page; other records go on."""
    begun: dict[str, Any] = {"record": record_id, "prior": prior, "zone": clock.organization_zone()}
    begun["defn"] = _from(defn, version_id, path)
    work = RecordWork(user=None, cause=f"flow:{flow.api_name}")
    carry_out(flow, version_id, record_id, begun, work=work)


def carry_out(flow: Flow, version_id: int, record_id: str, begun: dict[str, Any], *, work: RecordWork) -> None:
    """A plain flow, to its end or to where it waits: then it is a row again."""
    try:
        flow_runs.run_to_end(version_id, {}, at=clock.now().isoformat(), work=work, may_wait=True, **begun)
    except flow_runs.Paused as pause:
        Occasion.objects.create(
            kind="resume",
            flow=flow,
            version_id=version_id,
            record_object=definition_of(version_id).start.object,
            record_id=record_id,
            due_at=pause.until,
            payload={"at": pause.until.isoformat(), "interview": pause.interview},
        )
    except Fault as fault:
        TriggerFault.objects.create(
            flow=flow,
            version_id=version_id,
            record_object=definition_of(version_id).start.object,
            record_id=record_id,
            message=str(fault),
            at=clock.now(),
        )


def _from(defn: Definition, version_id: int, path: str) -> Definition:
    """The definition as it runs along a scheduled path."""
    if not path:
        return defn
    found = _on_path.get((version_id, path))
    if found is None or found.elements is not defn.elements:
        start = msgspec.structs.replace(defn.start, connector=defn.start.way(path))
        found = _on_path[version_id, path] = msgspec.structs.replace(defn, start=start)
    return found
