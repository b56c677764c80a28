"""Which lane runs which test, so that one pytest session covers both databases and still ends with one line.

sqlite    everything but the browser; also what needs no database
postgres  whatever touches a database, again
browser   the browser tests, on SQLite
""        all of it in this process, as plain `pytest` does, on the database that DATABASE_URL names
"""

import pytest
from django.conf import settings

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def belongs(item: pytest.Item, lane: str, *, soak: bool) -> bool:
    marks = {mark.name for mark in item.iter_markers()}
    if "soak" in marks and not soak:
        return False
    if not lane:
        return "postgres" not in marks or settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if "browser" in marks:
        return lane == "browser"
    if marks & {"postgres", "redis"}:
        return lane == "postgres"
    if lane == "postgres":
        return "django_db" in marks or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))
    return lane == "sqlite"
