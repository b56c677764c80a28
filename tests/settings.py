"""Settings of the test run: the product's own, on a database and broker that are thrown away.

`STAGECRAFT_TEST_LANE` says which lane this process runs (docs/adr: one session, a lane per database):
"sqlite" and "browser" use a SQLite file, "postgres" uses TEST_DATABASE_URL and TEST_BROKER_URL or the standard local
ports. Without a lane, `DATABASE_URL` decides, and SQLite is what one gets by saying nothing.
"""

import os
import tempfile
import zlib
from pathlib import Path

LANE = os.environ.get("STAGECRAFT_TEST_LANE", "")
if LANE == "postgres":
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    os.environ["CELERY_BROKER_URL"] = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/15")
elif LANE:
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("CELERY_BROKER_URL", None)
CHECKOUT = f"{zlib.crc32(str(Path(__file__).parent).encode()):08x}"  # two checkouts on one machine do not meet
TEMP = Path(tempfile.gettempdir()) / f"stagecraft-tests-{CHECKOUT}-{LANE or os.getpid()}"
TEMP.mkdir(exist_ok=True)
os.environ["STAGECRAFT_VAR"] = str(TEMP)
os.environ["SECRET_KEY"] = "a key of the tests, worth nothing"
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")

from orchestration_site.settings import *  # noqa: E402, F403
from orchestration_site.settings import CELERY_BROKER_TRANSPORT_OPTIONS, CELERY_BROKER_URL, DATABASES  # noqa: E402

_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(TEMP / "test.sqlite3")}  # a file: an in-memory database locks differently
else:
    _database["OPTIONS"]["options"] = "-c synchronous_commit=off"  # nobody pulls the plug between two tests
    _database["TEST"] = {"NAME": f"test_stagecraft_{CHECKOUT}_{LANE or os.getpid()}"}
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"stagecraft-test-{CHECKOUT}-"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
