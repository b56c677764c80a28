"""A msgspec Struct as an OpenAPI schema without references, for answers that are described in the core."""

from typing import Any

import msgspec


def inlined(struct: type) -> dict[str, Any]:
    """The struct must not contain itself."""
    (schema,), components = msgspec.json.schema_components([struct], ref_template="{name}")
    found: dict[str, Any] = _resolved(schema, components)
    return found


def _resolved(schema: Any, components: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_resolved(item, components) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _resolved(components[schema["$ref"]], components)
    kept = {key: value for key, value in schema.items() if key not in ("title", "default") and value != []}
    return {key: _resolved(value, components) for key, value in kept.items()}
