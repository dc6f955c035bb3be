"""The running program: version, Python, folder, and the bundle it came in. Used by the command line.

A bundle (a zip for PCs without internet, built by .ci/bundle) tells about itself in `bundle.json`, beside the folder
`app` that holds this package. `platform` is asked nothing: before 3.12 its functions start cmd.exe on Windows.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.services.folders import PACKAGE

BUNDLE = "Windows 用の zip"


@dataclass(frozen=True)
class Program:
    """`folder` is the bundle's, else the package's; `bundle` says in Japanese which bundle it is, "" for none."""

    version: str
    python: str
    folder: Path
    bundle: str = ""


def program_version() -> str:
    """The version that is installed; a note where the program runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("uedasns-tui")
    except PackageNotFoundError:
        return "（インストールされていません）"


def running_program(package: Path = PACKAGE) -> Program:
    """What runs, out of the package in this folder."""
    root = package.parents[1]
    if package.parent.name == "app" and (root / "bundle.json").exists():
        return Program(
            program_version(), python_version(), root, f"{BUNDLE}、{_bundle(root / 'bundle.json')}"
        )
    return Program(program_version(), python_version(), package)


def _bundle(path: Path) -> str:
    import json

    try:
        content = json.loads(path.read_bytes())
        day, commit = str(content["day"]), str(content["commit"])
    except (OSError, ValueError, KeyError, TypeError):
        return "bundle.json を読めません"
    return f"{day} の {commit[:12]}{'+' if commit.endswith('+') else ''}" if commit else day


def python_version() -> str:
    """The version of Python: 3.11.9."""
    return ".".join(map(str, sys.version_info[:3]))


def system_name() -> str:
    """The operating system and its version."""
    if sys.platform == "win32":
        version = sys.getwindowsversion()
        return f"Windows-{version.major}.{version.minor}.{version.build}"
    system = os.uname()
    return f"{system.sysname}-{system.release}-{system.machine}"
