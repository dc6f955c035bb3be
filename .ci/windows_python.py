"""Windows' own Python, for `.ci/windows`: `fetch FOLDER` brings it here, and `look`, run by it, says what it sees.

It is python.org's embeddable one (`.ci/embeddable.py`), as a bundle for offices has it too, with the project's wheels.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from embeddable import embeddable, pip

VERSION = os.environ.get("WINDOWS_PYTHON", "3.11.9")
ONLY_WINDOWS = ["colorama"]
"""What pip leaves out because it judges `; sys_platform == 'win32'` by its own machine; `look` tells what is lacking."""
PROJECT = Path(__file__).resolve().parent.parent


def fetch(folder: Path) -> None:
    """Windows' Python, with the project's wheels for Windows in its site-packages."""
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with zipfile.ZipFile(embeddable(VERSION, folder.with_name("download"))) as packed:
        packed.extractall(part)
    for path in part.glob("*._pth"):  # with it, Python would see neither site-packages nor PYTHON* variables
        path.unlink()
    (part / "_wmi.pyd").unlink(missing_ok=True)  # Python 3.12 and later; Wine 8 lacks what it calls
    about = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pip("install", "-qq", "--target", part / "Lib" / "site-packages", "--only-binary=:all:", "--platform", "win_amd64",
        "--implementation", "cp", "--python-version", VERSION,
        *about["dependencies"], *about["optional-dependencies"]["test"], *ONLY_WINDOWS)  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def look() -> int:
    """Say what this Python sees; 1 where it is not the Windows of a Japanese PC, or lacks a package."""
    import _winapi
    from importlib.metadata import distributions

    from packaging.requirements import Requirement

    asked = {
        wanted.name.lower().replace("_", "-")
        for package in distributions()
        for wanted in map(Requirement, package.requires or ())
        if not wanted.marker or wanted.marker.evaluate({"extra": ""})
    }
    lacking = asked - {package.metadata["Name"].lower().replace("_", "-") for package in distributions()}
    page, refused = _winapi.GetACP(), _replacing_an_open_file()
    print(f"Python {sys.version.split()[0]}, {sys.getwindowsversion()}, code page {page}")
    print(
        f"replacing an open file: {refused or 'goes'}; packages that are lacking: {sorted(lacking) or 'none'}"
    )
    return 0 if page == 932 and refused and not lacking else 1


def _replacing_an_open_file() -> str:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        source.touch()
        target.touch()
        with target.open("rb"):
            try:
                source.replace(target)
            except PermissionError as error:
                return str(error.strerror)
    return ""


if __name__ == "__main__":
    sys.exit(look() if sys.argv[1] == "look" else fetch(Path(sys.argv[2])))
