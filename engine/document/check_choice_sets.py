"""Problems of sets of choices: where they come from, what is shown and stored."""

from engine.document.check_targets import target_of
from engine.document.check_values import ValueChecks
from engine.document.resources import ChoiceSet
from engine.values import Kind


def check_choice_set(choice_set: ChoiceSet, path: str, checks: ValueChecks) -> None:
    if choice_set.picklist_field or choice_set.picklist_object:
        _picklist(choice_set, path, checks)
        return
    if choice_set.collection:
        of = _collection(choice_set, path, checks)
    else:
        of = choice_set.object if checks.object(path, choice_set.object) else ""
        checks.conditions(f"{path}/filters", choice_set.filters, filtered=of)
        if choice_set.filters.formula:
            message = f"{choice_set.name} filters by a formula."
            checks.add("filter_unsupported", f"{path}/filters", message, "Use conditions.")
    if of:
        named = (choice_set.display_field, choice_set.value_field, *(output.field for output in choice_set.outputs))
        for field in dict.fromkeys(name for name in (*named, choice_set.sort_field) if name):
            checks.field(path, of, field)
    for output in choice_set.outputs:
        target_of(output.target, f"{path}/outputs/{output.field}", checks)


def _picklist(choice_set: ChoiceSet, path: str, checks: ValueChecks) -> None:
    if not checks.object(path, choice_set.picklist_object):
        return
    meaning = checks.field(path, choice_set.picklist_object, choice_set.picklist_field)
    if meaning is not None and meaning.kind not in (None, Kind.PICKLIST, Kind.MULTIPICKLIST):
        message = f"{choice_set.picklist_object}.{choice_set.picklist_field} is not a picklist: it offers nothing."
        checks.add("choice_set_source", path, message, "Choose a picklist field.", soft=True)


def _collection(choice_set: ChoiceSet, path: str, checks: ValueChecks) -> str:
    """The object of the members; "" where it is not known."""
    meaning = checks.name(f"{path}/collection", tuple(choice_set.collection.split(".")))
    if meaning is None or meaning.kind is None:
        return ""
    if not meaning.collection:
        message = f"{choice_set.name} offers the members of {choice_set.collection}, which is not a collection."
        checks.add("choice_set_source", f"{path}/collection", message, "Choose a collection.", soft=True)
        return ""
    return meaning.object if checks.names.known.has_object(meaning.object) else ""
