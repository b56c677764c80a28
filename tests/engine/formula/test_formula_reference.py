"""The reference page is what the registry says."""

from pathlib import Path

from engine.formula.functions import FUNCTIONS
from engine.formula.reference import markdown

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_up_to_date():
    page = (ROOT / "docs" / "formula.md").read_text()

    assert page == markdown(), "write it again with the command in its first lines"


def test_every_function_is_in_it():
    assert all(f"`{function.signature}`".replace("|", "\\|") in markdown() for function in FUNCTIONS.values())
