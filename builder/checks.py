"""All problems of a definition, against the world of the database."""

from builder.world import World
from engine.document import Definition
from engine.document.check import check
from engine.problems import Problem


def problems_of(definition: Definition, world: World | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful; a problem of severity "error" blocks activation."""
    return check(definition, world or World())
