"""Numbers: number, currency, percent. Decimal everywhere; stored as text so that no digit is lost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.values import Kind
from records.kinds.base import BadValue, FieldType

if TYPE_CHECKING:
    from records.models import RecordField

_DIGITS = str.maketrans("0123456789", "9876543210")
_ZERO_EXPONENT = 5000


class NumberType(FieldType):
    """Up to `precision` digits, `scale` of them after the point; more decimals are rounded, half up."""

    value_kind = Kind.NUMBER
    default_precision, default_scale = 18, 0

    def clean(self, field: RecordField, raw: Any) -> Any:
        value = self._read(raw)
        if value is None:
            return None
        precision = field.precision or self.default_precision
        scale = self.default_scale if field.scale is None else field.scale
        if value and value.adjusted() >= precision - scale:
            raise BadValue(_("At most %(digits)d digits before the decimal point.") % {"digits": precision - scale})
        return value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP) + 0  # + 0: no negative zero

    def _read(self, raw: Any) -> Any:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
            raise BadValue(_("Write a number here."))
        try:
            value = Decimal(str(raw).strip())
        except InvalidOperation:
            raise BadValue(_("Write a number here.")) from None
        if not value.is_finite() or abs(value.adjusted()) >= _ZERO_EXPONENT - 1:
            raise BadValue(_("Write a number here."))
        return value

    def store(self, value: Any) -> Any:
        return format(value, "f")

    def load(self, stored: Any) -> Any:
        return Decimal(stored)

    def key(self, value: Any) -> str:
        return number_key(value)


class CurrencyType(NumberType):
    value_kind = Kind.CURRENCY
    default_scale = 2


class PercentType(NumberType):
    default_scale = 2


def number_key(value: Decimal) -> str:
    """Text that sorts as the number does: sign, exponent, digits; all complemented below zero."""
    if not value:
        return "1"
    digits = "".join(map(str, value.as_tuple().digits)).lstrip("0").rstrip("0")
    body = f"{value.adjusted() + _ZERO_EXPONENT:04d}{digits}"
    return f"2{body}" if value > 0 else f"0{body.translate(_DIGITS)}~"
