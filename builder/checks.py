"""All problems of a definition, against the world of the database."""

from builder.world import World
from engine.document import Definition
from engine.problems import Problem


def problems_of(definition: Definition, world: World | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful; a problem of severity "error" blocks activation."""
    try:
        from engine.document.check import check
    except ModuleNotFoundError:  # the core's check is on its way
        return ()
    return tuple(check(definition, world or World()))
