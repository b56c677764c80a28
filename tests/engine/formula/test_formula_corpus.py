"""Formulas and conditions that others wrote compile. Skips itself where the collection is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal, Operand, Reference
from engine.formula import FormulaError, check_logic, compile_conditions, compile_formula, judge
from engine.values import Kind
from tests.engine.formula.world import World

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus"
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
FORMULAS = ("expression", "formula", "filterFormula", "formulaExpression")
LOGIC = ("conditionLogic", "filterLogic", "entryConditionLogic", "exitConditionLogic")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no collection of definitions beside the repository")


def texts(tags: tuple[str, ...]) -> Iterator[tuple[str, ElementTree.Element]]:
    """(text, the element around it) of every element with one of the tags; broken files are left out."""
    for file in sorted(CORPUS.rglob("*.xml")):
        try:
            tree = ElementTree.parse(file)
        except ElementTree.ParseError:
            continue
        for around in tree.iter():
            for element in around:
                if element.tag.removeprefix(NAMESPACE) in tags and (element.text or "").strip():
                    yield element.text or "", around


def test_formulas_compile():
    found = [text for text, _ in texts(FORMULAS)]
    failed = {text: str(error) for text in found if (error := error_of(text)) is not None}

    assert len(found) > 30
    assert len(failed) <= 0.03 * len(found), failed
    assert all("does not work in flows" in message for message in failed.values()), failed


def error_of(text: str) -> FormulaError | None:
    try:
        compile_formula(text)
    except FormulaError as error:
        return error
    return None


def test_condition_logic_is_good():
    for text, around in texts(LOGIC):
        if text == "formula":
            continue
        count = sum(1 for element in around if element.tag.removeprefix(NAMESPACE).lower().endswith(ROWS))
        problems = check_logic(text, count)
        assert problems == [] or text in ("and", "or"), (text, count, problems)


ROWS = ("conditions", "filters")
KINDS = {"stringValue": Kind.TEXT, "numberValue": Kind.NUMBER, "booleanValue": Kind.BOOLEAN, "dateValue": Kind.DATE}


def operand(element: ElementTree.Element | None) -> Operand | None:
    for value in element if element is not None else ():
        name, text = value.tag.removeprefix(NAMESPACE), value.text or ""
        return Reference(text) if name == "elementReference" else Literal(KINDS[name], text)
    return None


def test_conditions_compile_and_can_be_judged():
    count = 0
    for left, around in texts(("leftValueReference",)):
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", around.findtext(f"{NAMESPACE}operator", "")).lower()
        right = operand(around.find(f"{NAMESPACE}rightValue"))

        verdict = judge(compile_conditions(Conditions("and", (Condition(left, Operator(name), right),))), World())

        assert verdict.result is False
        assert verdict.rows[0].note.startswith("Nothing is called")
        count += 1
    assert count > 100
