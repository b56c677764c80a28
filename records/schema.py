"""Setting up objects and fields: what the import of metadata and the setup pages call."""

import re
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from records import indexes
from records.errors import FieldKindFixed
from records.kinds import KINDS
from records.models import FieldKind, Record, RecordField, RecordObject
from web.errors import Invalid

API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}\Z")
OBJECT_OPTIONS = {"sharing", "name_format", "is_standard", "model_label", "key_prefix"}
FIELD_OPTIONS = {
    "help",
    "required",
    "unique",
    "indexed",
    "length",
    "precision",
    "scale",
    "choices",
    "restricted",
    "default",
    "auto_number",
    "target",
    "position",
    "is_custom",
    "source",
}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TEXTUAL = {"text", "long_text", "email", "phone", "url", "picklist", "lookup"}
_NUMERIC = {"number", "currency", "percent"}


@transaction.atomic
def ensure_object(
    *, api_name: str, label: str, plural_label: str = "", description: str = "", **options: Any
) -> tuple[RecordObject, str]:
    """The object with this name, made or changed to be as said; what is left empty stays. Safe to repeat.

    options: name_label (label of its Name field), name_auto_number ("A-{0000}": Name is numbered, not typed),
             sharing, name_format, is_standard, model_label, key_prefix
    returns: the object and "created", "changed" or "unchanged"
    raises:  Invalid with fields
    """
    name_label = options.pop("name_label", "") or _("Name")
    auto_number = options.pop("name_auto_number", "")
    _check_options(options, OBJECT_OPTIONS)
    _check_api_name(api_name)
    said = {"label": label, "plural_label": plural_label, "description": description}
    wanted = {name: value for name, value in said.items() if value} | options
    obj = RecordObject.objects.filter(api_name__iexact=api_name).first()
    if obj is None:
        wanted = {"plural_label": label, "key_prefix": next_prefix(), **wanted}
        obj = RecordObject.objects.create(api_name=api_name, **wanted)
        if not obj.model_label:
            _add_usual_fields(obj, name_label, auto_number)
        return obj, "created"
    return obj, _apply(obj, wanted)


@transaction.atomic
def change_object(*, obj: RecordObject, **changes: Any) -> str:
    """Change label, plural_label, description or sharing. Returns "changed" or "unchanged"."""
    _check_options(changes, {"label", "plural_label", "description", "sharing"})
    return _apply(obj, changes)


def ensure_field(
    *, object: RecordObject, api_name: str, label: str, kind: str, **options: Any
) -> tuple[RecordField, str]:
    """The object's field with this name, made or changed to be as said. Safe to repeat; options not given stay.

    returns: the field and "created", "changed" or "unchanged"
    raises:  Invalid with fields; FieldKindFixed when stored values could not be read as the new kind
    """
    field = RecordField.objects.filter(object=object, api_name__iexact=api_name).first()
    if field is None:
        return add_field(object=object, api_name=api_name, label=label, kind=kind, **options), "created"
    return field, change_field(field=field, label=label, kind=kind, **options)


def add_field(*, object: RecordObject, api_name: str, label: str, kind: str, **options: Any) -> RecordField:
    """Add a field. raises Invalid with fields."""
    _check_options(options, FIELD_OPTIONS)
    _check_api_name(api_name)
    with transaction.atomic():
        if RecordField.objects.filter(object=object, api_name__iexact=api_name).exists():
            raise Invalid(
                summary=_("The field is already there."), fields={"api_name": _("There is a field with this name.")}
            )
        if "position" not in options:
            last = RecordField.objects.filter(object=object).aggregate(last=Max("position"))["last"]
            options["position"] = (last or 0) + 1
        options.setdefault("is_custom", api_name.endswith("__c"))
        field = RecordField(object=object, api_name=api_name, label=label, kind=kind, **options)
        _check_field(field)
        field.save()
    if field.indexed or field.unique:
        indexes.sync_index(field)
    return field


def change_field(*, field: RecordField, **changes: Any) -> str:
    """Change a field; its API name stays. Returns "changed" or "unchanged"; raises as ensure_field."""
    _check_options(changes, FIELD_OPTIONS | {"label", "kind"})
    with transaction.atomic():
        was_indexed, was_unique = field.indexed, field.unique
        kind = changes.get("kind", field.kind)
        if kind != field.kind:
            _check_new_kind(field, kind)
        for name, value in changes.items():
            if name in ("choices", "source") and value is None:
                changes[name] = [] if name == "choices" else {}
        before = {name: getattr(field, name) for name in changes}
        if before == changes:
            return "unchanged"
        for name, value in changes.items():
            setattr(field, name, value)
        _check_field(field)
        if field.unique and not was_unique:
            _check_no_duplicates(field)
        field.save()
    if (field.indexed, field.unique) != (was_indexed, was_unique):
        indexes.sync_index(field)
    return "changed"


def delete_field(*, field: RecordField) -> None:
    """Take a custom field away. Stored values stay in the rows, unseen, so nothing is lost by mistake."""
    if not field.is_custom:
        raise Invalid(summary=_("A standard field cannot be deleted."))
    with transaction.atomic():
        indexes.drop_index(field)
        field.delete()


def next_prefix() -> str:
    """The next free key prefix of custom objects: a00, a01, ... a0z, a10, ..."""
    taken = set(RecordObject.objects.filter(key_prefix__startswith="a").values_list("key_prefix", flat=True))
    prefixes = (f"a{first}{second}" for first in _DIGITS for second in _DIGITS)
    return next(prefix for prefix in prefixes if prefix not in taken)


def _add_usual_fields(obj: RecordObject, name_label: str, auto_number: str) -> None:
    """Every object whose rows live here has a name and an owner."""
    composed = bool(obj.name_format)
    add_field(
        object=obj,
        api_name="Name",
        label=str(name_label),
        kind="text",
        length=255,
        required=not composed and not auto_number,
        indexed=True,
        auto_number=auto_number,
        is_custom=False,
        position=1,
    )
    users = RecordObject.objects.filter(api_name="User").first()
    add_field(
        object=obj,
        api_name="OwnerId",
        label=_("Owner"),
        kind="lookup",
        target=users,
        is_custom=False,
        position=900,
    )


def _apply(obj: RecordObject, wanted: dict[str, Any]) -> str:
    changed = {name for name, value in wanted.items() if getattr(obj, name) != value}
    if not changed:
        return "unchanged"
    for name in changed:
        setattr(obj, name, wanted[name])
    obj.save(update_fields=sorted(changed))
    return "changed"


def _check_options(options: dict[str, Any], known: set[str]) -> None:
    if unknown := set(options) - known:
        raise TypeError(f"unknown options: {', '.join(sorted(unknown))}")


def _check_api_name(api_name: str) -> None:
    if not API_NAME.match(api_name):
        message = _("Letters, digits and underscores, beginning with a letter; at most 80.")
        raise Invalid(summary=_("“%(name)s” is not an API name.") % {"name": api_name}, fields={"api_name": message})


def _check_field(field: RecordField) -> None:
    """raises Invalid when the parts of a field do not fit each other."""
    wrong: dict[str, str] = {}
    if field.kind not in FieldKind.values:
        raise Invalid(summary=_("There is no such kind of field."), fields={"kind": _("Choose a kind.")})
    kind = KINDS[field.kind]
    if (field.indexed or field.unique) and not kind.can_be_indexed:
        wrong["indexed"] = _("Long texts cannot be indexed.")
    if field.kind == FieldKind.LOOKUP and field.target_id is None and not field.source:
        wrong["target"] = _("Choose the object it looks up.")
    if (field.scale or 0) > 17 or (field.precision or 18) > 38 or (field.scale or 0) > (field.precision or 18):
        wrong["scale"] = _("At most 17 decimals, and not more than there are digits.")
    if field.kind == FieldKind.TEXT and (field.length or 0) > 255:
        wrong["length"] = _("At most 255; use a long text for more.")
    values = [choice.get("value", "") for choice in field.choices]
    if len(set(values)) != len(values):
        wrong["choices"] = _("A value occurs twice.")
    if wrong:
        raise Invalid(summary=_("The field cannot be saved like this."), fields=wrong)


def _check_new_kind(field: RecordField, kind: str) -> None:
    """A kind may change freely while nothing is stored, and between kinds that read the same stored text."""
    alike = {field.kind, kind} <= _TEXTUAL or {field.kind, kind} <= _NUMERIC
    if not alike and Record.objects.filter(object=field.object, values__has_key=field.api_name).exists():
        raise FieldKindFixed(field=field.api_name, kind=kind)


def _check_no_duplicates(field: RecordField) -> None:
    from records.query import first_duplicate  # query imports the catalog, which setup changes

    if (value := first_duplicate(field)) is not None:
        message = _("“%(value)s” is there more than once.") % {"value": value}
        raise Invalid(summary=_("The values are not unique."), fields={"unique": message})
