"""Inputs corrected at a retry: of the flow a step calls, or of the run itself."""

from collections.abc import Mapping
from typing import Any

from builder.selectors import definition_of
from engine.document import Definition
from engine.document.resources import Variable
from engine.orchestration.state import StepRun
from engine.values import Json, pack
from runs import pins
from runs.errors import NoActiveVersion, UnknownInput
from runs.inputs import input_variables, read_value
from runs.open_run import OpenRun
from runs.parts import Parts
from runs.story.reasons import words_for


def step_variables(parts: Parts, step_name: str) -> list[Variable]:
    """Input variables of the flow the step calls, in its active version. raises NoActiveVersion"""
    flow = parts.steps[step_name].action
    active = pins.active_flows(pins.read_stamp()).get(flow)
    if active is None:
        raise NoActiveVersion(api_name=flow or step_name)
    return input_variables(definition_of(active.version_id))


def step_inputs(work: OpenRun, step: StepRun, given: Mapping[str, Any]) -> dict[str, Json]:
    """raises: UnknownInput, BadInput, NoActiveVersion"""
    return _packed(work.parts.steps[step.name].action, step_variables(work.parts, step.name), given)


def run_inputs(defn: Definition, given: Mapping[str, Any]) -> dict[str, Json]:
    """raises: UnknownInput, BadInput"""
    return _packed(defn.api_name, input_variables(defn), given)


def said_by_definition(parts: Parts, step_name: str) -> dict[str, str]:
    """What the definition gives the step's inputs, in words."""
    words = words_for(parts.defn)
    return {named.name: words.operand(named.value) for named in parts.steps[step_name].inputs}


def _packed(api_name: str, variables: list[Variable], given: Mapping[str, Any]) -> dict[str, Json]:
    known = {variable.name.casefold(): variable for variable in variables}
    packed: dict[str, Json] = {}
    for name, value in given.items():
        variable = known.get(name.casefold())
        if variable is None:
            raise UnknownInput(api_name=api_name, name=name, fields={name: "There is no such input."})
        packed[variable.name] = pack(read_value(variable, value))
    return packed
