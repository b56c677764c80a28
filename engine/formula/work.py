"""How much one evaluation may do, with all the formulas and texts it reads on the way.

Formulas that name each other twice double at every step: thirty of them would never end. What counts is nodes of
formulas and characters of texts, never seconds.
"""

from contextvars import ContextVar, Token

from engine.formula.errors import Wrong

MOST = 50_000
CHARACTERS = 64  # of text cost as much as a node

_left: ContextVar[list[int] | None] = ContextVar("work_left", default=None)


def begin() -> Token[list[int] | None] | None:
    """Opens an account for an evaluation and all it leads to; None inside another one, whose account it draws on."""
    return _left.set([MOST]) if _left.get() is None else None


def end(token: Token[list[int] | None] | None) -> None:
    if token is not None:
        _left.reset(token)


def spend(amount: int) -> None:
    """raises Wrong when nothing is left; costs nothing outside of an evaluation"""
    left = _left.get()
    if left is None:
        return
    left[0] -= amount
    if left[0] < 0:
        raise Wrong("formula_too_much_work", "The formula, with those it reads, has too much to do.")


def spend_text(length: int) -> None:
    spend(length // CHARACTERS)
