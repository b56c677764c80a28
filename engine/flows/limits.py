"""Bounds of one interview, in steps and sizes. Going over one is a fault that no fault path catches."""

from typing import Protocol

from engine.errors import Fault

MAX_ELEMENTS = 2_000  # elements entered in one move: between two screens, or between two answers of the records room
MAX_LOOPED = 100_000  # the same where loops take items: each item allows for every element of the flow once more
MAX_RECORDS = 20_000  # records of one request or answer
MAX_ROWS = 100_000  # records that one interview reads and writes, all requests together
MAX_DEPTH = 50  # flows that call one another
MAX_ITEMS = 20_000  # members of one collection
MAX_TEXT = 1_000_000  # characters of one text
MAX_TRACE = 200  # trace lines kept; older ones are counted
MAX_NOTE = 120  # characters of one value in the trace
MAX_EXPLAINED = 20  # decisions of the trace that say why, the latest ones
MAX_WHY = 30_000  # characters they may say together


class Counts(Protocol):
    rows: int


class LimitReached(Fault):
    """The flow asks for more than one interview may use. Retrying does not help; the flow has to change."""

    code = "limit_reached"


def check_count(count: int, most: int, what: str, element: str) -> None:
    """raises LimitReached"""
    if count > most:
        raise LimitReached(message=f"{element} would use {count:,} {what}; {most:,} are allowed.", element=element)


def count_rows(memory: Counts, count: int, element: str) -> None:
    """raises LimitReached"""
    memory.rows += count
    check_count(memory.rows, MAX_ROWS, "records in all", element)


def check_value(value: object, element: str) -> None:
    """Texts and collections may not grow without end. raises LimitReached"""
    if isinstance(value, str):
        check_count(len(value), MAX_TEXT, "characters in one text", element)
    elif isinstance(value, list):
        check_count(len(value), MAX_ITEMS, "members in one collection", element)
