"""Objects and fields of metadata files, written through the records room."""

from typing import Any

from builder.imports.report import FileReport
from builder.metadata.custom import FieldReading, ObjectReading
from builder.metadata.report import Rejected
from engine.problems import Problem
from records import schema
from records.models import RecordField, RecordObject


def import_object(reading: ObjectReading, report: FileReport) -> None:
    """Creates or updates the object; its inline fields too. raises: Rejected, web.errors.Refusal"""
    report.api_name, report.kind, report.label = reading.api_name, "object", reading.label or reading.api_name
    report.problems.extend(reading.problems)
    report.unsupported.extend(reading.unsupported)
    existing = RecordObject.objects.filter(api_name=reading.api_name).first()
    outcome = "unchanged"
    if existing is None or (reading.label and not existing.is_standard):
        if not reading.label:
            raise Rejected("unknown_object", f"There is no object {reading.api_name}, and the file has no <label>.")
        existing, outcome = schema.ensure_object(
            api_name=reading.api_name,
            label=reading.label[:80],
            plural_label=(reading.plural_label or reading.label)[:80],
            description=reading.description,
            name_label=reading.name_label,
            name_auto_number=reading.name_auto_number,
        )
    report.status = "unchanged" if outcome == "unchanged" else "imported"


def import_field(reading: FieldReading, report: FileReport) -> None:
    """Creates or updates the field. raises: Rejected, web.errors.Refusal"""
    problems: list[Problem] = list(reading.problems)
    outcome = write_field(reading, problems)
    report.problems.extend(problems)
    for feature in reading.unsupported:
        if feature not in report.unsupported:
            report.unsupported.append(feature)
    if not report.kind:
        report.api_name, report.kind = f"{reading.object}.{reading.api_name}", "field"
        report.label = reading.label or reading.api_name
        report.status = "imported" if outcome else "unchanged"
    elif outcome:
        report.status = "imported"


def write_field(reading: FieldReading, problems: list[Problem]) -> bool:
    """True when something was written."""
    owner = RecordObject.objects.filter(api_name=reading.object).first()
    if owner is None:
        raise Rejected("unknown_object", f"There is no object {reading.object}: import it first.")
    existing = RecordField.objects.filter(object=owner, api_name=reading.api_name).first()
    if existing is not None and not reading.api_name.endswith("__c"):
        return False  # a standard field is as we made it
    kind = reading.kind
    options: dict[str, Any] = dict(reading.options)
    path = f"fields/{reading.api_name}"
    if not kind:
        kind, message = "text", f"{reading.object} has no standard field {reading.api_name}: it is made a text field."
        problems.append(Problem(code="unknown_standard_field", severity="warning", path=path, message=message))
    if kind == "lookup":
        options["target"] = RecordObject.objects.filter(api_name=reading.target).first()
        if options["target"] is None:
            message = f"{reading.api_name} looks up {reading.target or 'an object'} that is not here: it holds any id."
            problems.append(Problem(code="lookup_target_missing", severity="warning", path=path, message=message))
    _, outcome = schema.ensure_field(
        object=owner,
        api_name=reading.api_name,
        label=(reading.label or reading.api_name)[:120],
        kind=kind,
        **options,
    )
    return outcome != "unchanged"
