"""The catalogue is whole, its examples are true, and the reference page is what it says."""

from pathlib import Path

import msgspec
import pytest

from engine.document.conditions import Operator
from engine.document.globals import GLOBALS
from engine.formula import compile_formula, evaluate
from engine.formula.catalogue import catalogue
from engine.formula.functions import FUNCTIONS
from engine.formula.reference import markdown
from engine.formula.texts import formula_text
from engine.formula.tree import LEVELS
from engine.values import Kind
from tests.engine.formula.world import World

ROOT = Path(__file__).resolve().parents[3]
TOLD = catalogue()
EXAMPLES = [(one.example, one.gives) for one in (*TOLD.functions, *TOLD.symbols)]
WORLD = World({"$Record.Name": "Acme"}, prior=None)


def test_the_page_is_up_to_date():
    page = (ROOT / "docs" / "formula.md").read_text()

    assert page == markdown(), "write it again: python manage.py formula_reference --write"


@pytest.mark.parametrize(("example", "gives"), EXAMPLES, ids=[example for example, _ in EXAMPLES])
def test_every_example_gives_what_it_says(example, gives):
    value = evaluate(compile_formula(example), WORLD)

    assert ("null" if value is None else formula_text(value)) == gives


def test_nothing_is_missing():
    assert {one.name for one in TOLD.functions} == set(FUNCTIONS)
    assert {one.kind for one in TOLD.kinds} == {kind.value for kind in Kind}
    assert {one.operator for one in TOLD.operators} == {one.value for one in Operator} - {"none"}
    assert {one.name for one in TOLD.globals} == {variable.name for variable in GLOBALS.values()}
    signs = {sign for one in TOLD.symbols for sign in one.signs}
    assert {sign for level in LEVELS for sign in level} <= signs
    assert all(f"`{one.signature}`".replace("|", "\\|") in markdown() for one in TOLD.functions)


def test_every_entry_says_what_it_means_and_what_null_does():
    for one in (*TOLD.functions, *TOLD.operators, *TOLD.symbols):
        assert one.means
        assert one.nulls
    for one in TOLD.functions:
        assert one.family in TOLD.function_families
        known = [parameter.name for parameter in one.parameters]
        assert one.signature.startswith(f"{one.name}(")
        assert not one.returns_kind_of or one.returns_kind_of in known
        assert len(set(known)) == len(known)


def test_operators_and_families_agree():
    for family in TOLD.families:
        wanted = [one.operator for one in TOLD.operators if family.family in one.families]
        assert list(family.operators) == wanted != []


def test_it_is_plain_data():
    assert msgspec.json.decode(msgspec.json.encode(TOLD), type=type(TOLD)) == TOLD
