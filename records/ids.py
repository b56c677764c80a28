"""Global record ids: three characters that name the object, then 26 that name the record."""

import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, lower case
USER_PREFIX = "005"
LENGTH = 29


def new_id(prefix: str) -> str:
    """A new id: the prefix and a uuid7, so that ids sort by the moment they were made."""
    return prefix + _base32(_uuid7())


def user_record_id(pk: int | None) -> str | None:
    """The record id of a user: its primary key, padded to the length of the others."""
    return None if pk is None else f"{USER_PREFIX}{pk:0{LENGTH - 3}d}"


def user_pk(record_id: str) -> int | None:
    """The primary key in a user's record id; None when it is no such id. Shorter paddings are understood."""
    digits = record_id[3:]
    return int(digits) if record_id.startswith(USER_PREFIX) and digits.isascii() and digits.isdecimal() else None


def _uuid7() -> int:
    """48 bits of milliseconds, then random bits around version 7 and variant 2 (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    return value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62


def _base32(value: int) -> str:
    """128 bits as 26 characters."""
    digits = []
    for _ in range(26):
        value, rest = divmod(value, 32)
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))
