"""Standard fields that a flow's record elements name and that are not here: each is made a text field."""

from collections.abc import Iterator

from builder.world import World
from engine.document import Definition
from engine.document.flow_elements import CreateRecords, GetRecords, UpdateRecords
from engine.problems import Problem
from records import schema
from records.models import RecordObject


def mentioned_fields(definition: Definition) -> Iterator[tuple[str, str]]:
    """(object, field) for each field that the start or a record element names."""
    for row in definition.start.filters.rows:
        yield definition.start.object, row.left
    for element in definition.elements:
        match element:
            case GetRecords():
                names = [row.left for row in element.filters.rows]
                names += [*element.queried_fields, element.sort_field, *(output.field for output in element.outputs)]
            case CreateRecords():
                names = [value.name for value in element.values]
            case UpdateRecords():
                names = [row.left for row in element.filters.rows] + [value.name for value in element.values]
            case _:
                continue
        yield from ((element.object, name) for name in names)
    for one in definition.choice_sets:
        if not one.collection:
            names = [row.left for row in one.filters.rows]
            names += [one.display_field, one.value_field, one.sort_field, *(output.field for output in one.outputs)]
            yield from ((one.object, name) for name in names)


def make_mentioned_fields(definition: Definition) -> list[Problem]:
    """A warning for each field that was made. Custom fields (…__c) come with their own files and are not guessed."""
    standard = {one.api_name: one for one in RecordObject.objects.filter(is_standard=True)}
    world = World()
    problems = []
    for object_name, field_name in dict.fromkeys(mentioned_fields(definition)):
        if object_name not in standard or not field_name or "." in field_name or field_name.endswith("__c"):
            continue
        if object_name == "User" or world.field(object_name, field_name) is not None:
            continue
        schema.ensure_field(
            object=standard[object_name],
            api_name=field_name,
            label=field_name,
            kind="text",
            length=255,
            source={"made_for": definition.api_name},
        )
        message = f"{object_name} has no standard field {field_name}: it is made a text field."
        problems.append(
            Problem(code="unknown_standard_field", severity="warning", path=f"fields/{field_name}", message=message)
        )
    return problems
