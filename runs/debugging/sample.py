"""The sample record of a try: values it is given are saved inside the transaction, and go away with it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engine.document import Definition
from engine.errors import EngineError
from records import selectors as records
from records import services
from records.signals import Change
from runs import start_conditions
from runs.debugging.trial import Trial
from runs.facts import packed_fields
from web.errors import Invalid, NotFound


@dataclass(frozen=True)
class Sample:
    """before: packed fields before the change that starts it; None for a new record."""

    object: str
    record_id: str
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any]

    @property
    def change(self) -> Change:
        return Change(self.object, self.record_id, self.before, self.after)


def sample_of(trial: Trial, defn: Definition, *, by: Any, person: Any) -> Sample | None:
    """raises: NotFound for a record that `by` may not see; Invalid"""
    record_id, wanted = trial.record, defn.start.object if defn.is_record_triggered else ""
    before = None
    if record_id:
        if by is not None and not records.visible_to(by, record_id):
            raise NotFound(what="record", name=record_id)
        before = packed_fields(records.load([record_id]).get(record_id))
        if trial.fields:
            services.update(record_id=record_id, values=trial.fields, by=person)
    elif wanted and trial.fields:
        record_id = services.create(object=wanted, values=trial.fields, by=person).id
    elif wanted:
        words = _("Choose a sample record, or give the values of a new one.")
        raise Invalid(summary=words, fields={"record": words})
    else:
        return None
    found = records.load([record_id])[record_id]
    if wanted and found.object != wanted:
        words = _("A record of %(object)s is needed.") % {"object": wanted}
        raise Invalid(summary=words, fields={"record": words})
    if not trial.fields and defn.start.on == "create":
        before = None
    return Sample(found.object, record_id, str(found.fields.get("Name") or "")[:255], before, packed_fields(found))


def start_condition(defn: Definition, sample: Sample | None, person: Any) -> tuple[dict[str, Any] | None, str]:
    """(why it starts, "") or (None, why it does not)."""
    if sample is None or not defn.is_record_triggered:
        return {}, ""
    try:
        because = start_conditions.met(defn, sample.change, person)
    except EngineError as error:
        return None, _("The start condition failed: %(why)s") % {"why": error}
    return because, "" if because is not None else _("The start condition is not met: no run would start.")
