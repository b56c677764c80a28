"""Refusals of the records room; docs/errors.md lists each code."""

from web.errors import Refusal


class RecordChanged(Refusal):
    """Somebody saved the record after the caller read it. context: name, version (the current one)."""

    code = "record_changed"
    status = 409
    template = "{name} was changed by somebody else in the meantime."


class PreconditionFailed(RecordChanged):
    """The same, said by an If-Match header."""

    status = 412


class UnknownObject(Refusal):
    code = "unknown_object"
    status = 404
    template = "There is no object {object}."


class UnknownRecord(Refusal):
    code = "unknown_record"
    status = 404
    template = "There is no record {id}."


class UnknownField(Refusal):
    code = "unknown_field"
    status = 422
    template = "{object} has no field {field}."


class BadFilter(Refusal):
    """context: reason, a sentence"""

    code = "bad_filter"
    status = 422
    template = "{reason}"


class RecordInUse(Refusal):
    """context: name"""

    code = "record_in_use"
    template = "{name} cannot be deleted: {reason}"


class RecordLocked(Refusal):
    """context: name, why (a sentence, or "")"""

    code = "record_locked"
    status = 409
    template = "{name} is locked and cannot be changed until it is unlocked. {why}"


class FieldKindFixed(Refusal):
    """context: field, kind"""

    code = "field_kind_fixed"
    template = "{field} holds values, so its kind can only change to one that reads them: not to {kind}."
