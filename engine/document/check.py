"""All problems of a definition: the same list for activation, import, check_flow and the builder page."""

from engine.document.check_flows import check_flow
from engine.document.check_orchestration import check_orchestration
from engine.document.check_resources import check_resources
from engine.document.definition import Definition
from engine.document.findings import Findings
from engine.document.known import Known
from engine.problems import Problem


def check(definition: Definition, known: Known) -> tuple[Problem, ...]:
    """Every problem, errors first, in document order. An error blocks activation."""
    findings = Findings(definition)
    check_resources(definition, known, findings)
    if definition.kind.is_orchestration:
        check_orchestration(definition, known, findings)
    else:
        findings.problems.extend(found for found in check_flow(definition, known) if found not in findings.problems)
    return tuple(sorted(findings.problems, key=lambda problem: problem.severity))
