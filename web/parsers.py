"""Reading the bodies of REST calls."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from web.errors import Unreadable


class JSONParser(parsers.JSONParser):
    """JSON; what is nested too deeply to read, or holds a NUL character, is a bad request."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            found = super().parse(*args, **kwargs)
            if _has_nul(found):
                raise Unreadable
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        return found


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)
