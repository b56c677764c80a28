"""The project's own Python: .venv and the pinned packages, by uv where it can be had, else by pip."""

import shutil
import sys

import fingerprints
import shell

UV = "uv==0.13.9"


def install(list_name: str) -> None:
    """Install `requirements.txt` or `requirements-dev.txt` (which holds the former) into .venv."""
    path = shell.ROOT / list_name
    fingerprint = fingerprints.of_files([path], sys.version)
    if list_name == "requirements.txt" and is_installed("requirements-dev.txt"):
        return
    fingerprints.once(list_name, fingerprint, lambda: _install(path), made=shell.PYTHON)


def is_installed(list_name: str) -> bool:
    fingerprint = fingerprints.of_files([shell.ROOT / list_name], sys.version)
    return shell.PYTHON.exists() and fingerprints.known().get(list_name) == fingerprint


def _install(path: object) -> None:
    uv = find_uv()
    if not shell.PYTHON.exists():
        make_environment(uv)
    uv = uv or get_uv()
    shell.say("Installing Python packages")
    if uv:
        shell.run([uv, "pip", "install", "--quiet", "--python", shell.PYTHON, "-r", path])
    else:
        shell.run([shell.PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", path])


def find_uv() -> str:
    own = shell.VENV / "bin" / "uv"
    return str(own) if own.exists() else shutil.which("uv") or ""


def make_environment(uv: str) -> None:
    shell.say("Making .venv")
    if uv:
        shell.run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, shell.VENV])
        return
    try:
        shell.run([sys.executable, "-m", "venv", shell.VENV])
    except shell.Failed as failure:
        raise shell.Failed(f"{failure}\nOn Debian and Ubuntu: apt-get install python3-venv") from failure


def get_uv() -> str:
    """uv, installed into .venv; "" where it cannot be had, and pip does the work, more slowly."""
    try:
        shell.run([shell.PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
    except shell.Failed:
        return ""
    return find_uv()
