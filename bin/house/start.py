"""bin/start: from a fresh clone to a served site, and quickly so when everything is there already."""

import argparse
import os

import fingerprints
import frontend
import packages
import shell

CODE = ["web", "people", "records", "builder", "runs", "workitems", "orchestration_site"]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/start", description="Install, build, and serve web and worker.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 to be reached from other machines")
    parser.add_argument("--no-demo", action="store_true", help="leave the demo people and records out")
    options = parser.parse_args(arguments)
    shell.read_dotenv()
    prepared = install_build_prepare(no_demo=options.no_demo)
    shell.say("Starting")
    command = [str(shell.PYTHON), "manage.py", "serve", "--port", str(options.port), "--host", options.host]
    command += ["--no-demo"] * options.no_demo + ["--prepared"] * prepared
    os.chdir(shell.ROOT)
    os.execv(command[0], command)


def install_build_prepare(*, no_demo: bool) -> bool:
    """Everything `manage.py serve` needs. Returns whether the database is known to be ready, too."""
    prepared = False

    def python_side() -> None:
        nonlocal prepared
        packages.install("requirements.txt")
        prepared = prepare(no_demo=no_demo)

    if frontend.machine_has_node():
        shell.side_by_side(python_side, frontend.build)
    else:
        packages.install("requirements.txt")
        shell.side_by_side(python_side, lambda: frontend.build(frontend.node_from_pypi()))
    collect_static()
    return prepared


def prepare(*, no_demo: bool) -> bool:
    """Migrate and load the demo beside the front-end build, where this code has not done so before."""
    fingerprint = fingerprints.of_files(
        [path for room in CODE for path in (shell.ROOT / room).rglob("*") if is_about_data(path)],
        os.environ.get("DATABASE_URL", ""),
        str(no_demo),
    )
    if fingerprints.known().get("database") == fingerprint and database_is_there():
        return True
    shell.say("Preparing the database")
    shell.run([shell.PYTHON, "manage.py", "prepare", *["--no-demo"] * no_demo])
    fingerprints.note("database", fingerprint)
    return True


def is_about_data(path: object) -> bool:
    return path.is_file() and ("migrations" in path.parts or "demo" in path.parts) and path.suffix != ".pyc"


def database_is_there() -> bool:
    """Only the embedded database can be told from here; of others, ask the database itself."""
    return not os.environ.get("DATABASE_URL") and (shell.VAR / "stagecraft.sqlite3").exists()


def collect_static() -> None:
    fingerprint = fingerprints.of_files([shell.ROOT / "static", shell.ROOT / "requirements.txt"])

    def job() -> None:
        shell.say("Collecting static files")
        shell.run([shell.PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])

    fingerprints.once("static", fingerprint, job, made=shell.VAR / "static" / "staticfiles.json")
