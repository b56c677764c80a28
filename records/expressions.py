"""SQL expressions over records: a field's comparison key, and "of this object"."""

from typing import Any

from django.db.models import BooleanField, Case, CharField, F, Func, TextField, Value, When
from django.db.models.functions import Cast, Concat, LPad

from records.ids import LENGTH, USER_PREFIX
from records.indexes import key_sql


class KeyOf(Func):
    """The key of a field, spelled as its index spells it."""

    output_field = TextField()

    def __init__(self, api_name: str):
        super().__init__(F("keys"))
        self.api_name = api_name

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        column = self.get_source_expressions()[0]
        return key_sql(self.api_name, table=column.alias), ()


class IsOfObject(Func):
    """`object_id = 7` with the number written out: only so do databases use that object's partial indexes."""

    output_field = BooleanField()

    def __init__(self, object_id: int):
        super().__init__(F("object_id"))
        self.object_id = int(object_id)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[str | int, ...]]:
        column, _params = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = {self.object_id:d}", ()


def user_id_text(column: str) -> Any:
    """The record id of the user a column points at, as SQL; null where it points at nobody."""
    digits = LPad(Cast(F(column), CharField()), LENGTH - 3, Value("0"))
    whole = Concat(Value(USER_PREFIX), digits, output_field=TextField())  # reads null as "": hence the Case
    return Case(When(**{f"{column}__isnull": False}, then=whole), output_field=TextField())
