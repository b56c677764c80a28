"""Small questions about values."""

from datetime import date, datetime, time
from decimal import Decimal

from engine.values import Kind, RecordValue, Value


def kind_of_value(value: Value) -> Kind | None:
    """None for null and collections."""
    match value:
        case str():
            return Kind.TEXT
        case bool():
            return Kind.BOOLEAN
        case Decimal() | int() | float():
            return Kind.NUMBER
        case datetime():
            return Kind.DATETIME
        case date():
            return Kind.DATE
        case time():
            return Kind.TIME
        case RecordValue():
            return Kind.RECORD
        case _:
            return None
