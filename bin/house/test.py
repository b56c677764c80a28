"""bin/test: every test there is, in one pytest session with one closing line.

Each database gets a lane of its own (tests/lanes.py), and lanes run side by side. With CI=true nothing is left out: a
missing service or browser is a failure.
"""

import os
import shutil
import socket
from urllib.parse import urlsplit

import frontend
import packages
import shell

USAGE = """bin/test [--quick | --soak] [pytest arguments]
  --quick   SQLite only, no browser: the loop to live in
  --soak    also the long races, kills and simulations"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"


def main(arguments: list[str]) -> int:
    if {"-h", "--help"} & set(arguments):
        print(USAGE)
        return 0
    quick = "--quick" in arguments
    install()
    lanes = ["sqlite"] if quick else available_lanes()
    missing = sorted({"browser", "postgres"} - set(lanes))
    if missing and not quick:
        if os.environ.get("CI", "").lower() == "true":
            raise shell.Failed(f"CI=true, and these tests cannot run here: {', '.join(missing)}. See .ci/run.")
        shell.say(f"Left out, because it is not there: {', '.join(missing)}")
    rest = [argument for argument in arguments if argument != "--quick"]
    command = [str(shell.PYTHON), "-m", "pytest", *(quick_options() if quick else lane_options(lanes)), *rest]
    shell.say(" ".join(command[1:]))
    os.chdir(shell.ROOT)
    os.execv(command[0], command)


def install() -> None:
    if frontend.machine_has_node():
        shell.side_by_side(lambda: packages.install("requirements-dev.txt"), frontend.build)
        return
    packages.install("requirements-dev.txt")
    node_path = frontend.node_from_pypi()
    frontend.build(node_path)
    os.environ["PATH"] = f"{node_path}{os.pathsep}{os.environ['PATH']}"


def available_lanes() -> list[str]:
    """The lanes this machine can run; what they need to know goes into the environment."""
    lanes = ["sqlite"]
    if browser := os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), ""):
        os.environ["CHROMIUM"] = browser
        lanes.append("browser")
    database = os.environ.get("TEST_DATABASE_URL", POSTGRES)
    broker = os.environ.get("TEST_BROKER_URL", REDIS)
    if answers(database) and answers(broker):
        os.environ |= {"TEST_DATABASE_URL": database, "TEST_BROKER_URL": broker}
        lanes.append("postgres")
    return lanes


def answers(url: str) -> bool:
    """Somebody listens at the host and port of this address."""
    parts = urlsplit(url)
    default = {"postgres": 5432, "postgresql": 5432, "redis": 6379, "amqp": 5672}.get(parts.scheme, 0)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default), timeout=2).close()
    except OSError:
        return False
    return True


def lane_options(lanes: list[str]) -> list[str]:
    workers = [part for lane in lanes for part in ("--tx", f"popen//env:STAGECRAFT_TEST_LANE={lane}")]
    return ["--dist", "each", *workers, "--durations", "15"]


def quick_options() -> list[str]:
    workers = str(min(4, os.cpu_count() or 1))
    return ["-n", workers, "--dist", "worksteal", "-m", "not browser and not soak", "--durations", "10"]
