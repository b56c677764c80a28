"""All problems of a definition, against the world of the database."""

from django.utils.translation import gettext as _

from builder.world import World
from engine.document import Definition, FlowKind
from engine.document.check import check
from engine.problems import Problem


def problems_of(definition: Definition, world: World | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful; a problem of severity "error" blocks activation."""
    problems = check(definition, world or World())
    if definition.kind is FlowKind.OTHER:
        return (_not_run(definition), *problems)
    return problems


def _not_run(definition: Definition) -> Problem:
    message = _("A flow of the type %(type)s cannot run here; it is kept.") % {
        "type": definition.process_type or _("(none)")
    }
    return Problem(code="kind_not_run", severity="error", path="", message=message)
