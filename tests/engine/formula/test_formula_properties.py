"""Laws over generated formulas: printing and reading again, no crash, the same answer twice."""

import string
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.formula import FormulaError, FormulaFault, check_logic, compile_formula, evaluate, merge, print_formula
from engine.formula.functions import FUNCTIONS
from engine.formula.logic import parse_logic
from engine.formula.parse import parse
from engine.formula.tree import LEVELS, Call, Chain, Constant, Link, Node, Path, Sign
from tests.engine.formula.world import World
from tests.fuzz import examples

names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
paths = st.builds(lambda parts: Path(tuple(parts)), st.lists(names, min_size=1, max_size=4))
decimals = st.decimals(min_value=0, max_value=10**12, places=3)
texts = st.text(max_size=12).filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text))
constants = st.builds(Constant, st.one_of(st.none(), st.booleans(), decimals, texts))


def chains(operands: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def links(level: tuple[str, ...]) -> st.SearchStrategy[Node]:
        link = st.builds(Link, st.sampled_from(level), operands)
        return st.builds(
            lambda first, rest: Chain(first, tuple(rest)), operands, st.lists(link, min_size=1, max_size=3)
        )

    return st.sampled_from(LEVELS).flatmap(links)


def calls(operands: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    plain = st.sampled_from([name for name in FUNCTIONS if name != "NOT"])
    arguments = st.lists(operands, max_size=3).map(tuple)
    return st.builds(Call, plain, arguments) | st.builds(lambda node: Call("NOT", (node,)), operands)


trees = st.recursive(
    constants | paths,
    lambda inner: chains(inner) | calls(inner) | st.builds(Sign, st.sampled_from("+-"), inner),
    max_leaves=12,
)

SIGNS = [*"()+-*/^&=<>!,.'\"\\ \n{}$#:", "{!", "/*", "*/", "&&", "||", "<>", "!="]
WORDS = ["NOT", "TRUE", "NULL", "1", "2.5", "9" * 40, "Name", "$Record.Name", '"a"', "“", "\u200b", "é", "٣"]
CALLS = ["IF(", "CASE(", "REGEX(", "LPAD(", "DATE("]
fragments = st.sampled_from(SIGNS + WORDS + CALLS)
soup = (
    st.lists(fragments, max_size=40).map("".join)
    | st.text(alphabet=string.printable, max_size=60)
    | st.text(max_size=40)
)


@settings(max_examples=examples(300), deadline=None)
@given(trees)
def test_printing_and_reading_again_gives_the_same_tree(tree):
    printed = print_formula(tree)
    if len(printed) <= 5000:
        assert parse(printed) == tree


@settings(max_examples=examples(500), deadline=None)
@given(soup)
def test_no_text_crashes_the_compiler(text):
    error, formula = None, None
    try:
        formula = compile_formula(text)
    except FormulaError as raised:
        error = raised
    if formula is not None:
        assert compile_formula(print_formula(formula.tree)).tree == formula.tree
    if error is not None:
        assert 0 <= error.position <= len(text)
        assert error.code.startswith("formula_")
        assert error.message


values = st.one_of(st.none(), st.booleans(), decimals, texts, st.dates(), st.times(), st.lists(texts, max_size=2))


@settings(max_examples=examples(300), deadline=None)
@given(trees, st.lists(values, min_size=1, max_size=5))
def test_evaluation_gives_a_value_or_a_fault_and_the_same_twice(tree, given_values):
    printed = print_formula(tree)
    try:
        formula = compile_formula(printed)
    except FormulaError:
        return
    world = World(
        {".".join(path): given_values[i % len(given_values)] for i, path in enumerate(sorted(formula.references))}
    )

    first = outcome(formula, world)

    assert outcome(formula, world) == first


def outcome(formula, world):
    try:
        return evaluate(formula, world)
    except FormulaFault as fault:
        return fault.fault_code, fault.position


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.sampled_from(["1", "2", "3", "9", "AND", "OR", "not", "(", ")", " ", "x"]), max_size=25).map(" ".join)
)
def test_condition_logic_never_crashes_and_its_fix_means_the_same(text):
    problems = check_logic(text, 3)
    if any(problem.severity == "error" for problem in problems):
        return
    logic, spelled = parse_logic(text, 3), parse_logic(parse_logic(text, 3).spelled, 3)
    for bits in range(8):
        rows = [bool(bits & 1 << place) for place in range(3)]
        assert logic.settle(rows) == spelled.settle(rows)
    assert not spelled.mixed


@settings(max_examples=examples(200), deadline=None)
@given(soup)
def test_merging_never_crashes(text):
    merge(text, World({"Name": Decimal(1)}), medium="html")
