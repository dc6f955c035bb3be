"""python.org's embeddable Python, as the bundle holds it: pinned, complete, and told where the program lies."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from embeddable import EMBEDDABLE

from bundle import BundleError, Files

FOLDER = "python"


@dataclass(frozen=True)
class Runtime:
    """One Python for Windows. `digest` is the SHA-256 of python.org's zip."""

    version: str
    digest: str
    files: Files

    @property
    def minor(self) -> tuple[int, int]:
        """3.11.9 -> (3, 11): what a compiled file must be made for."""
        major, minor, _ = self.version.split(".")
        return int(major), int(minor)


def read_runtime(archive: Path, pins: dict[str, str] = EMBEDDABLE) -> Runtime:
    """The Python in python.org's zip, which is known by its hash, whatever the file is called."""
    content = archive.read_bytes()
    digest = sha256(content).hexdigest()
    version = next((version for version, pin in pins.items() if pin == digest), None)
    if version is None:
        raise BundleError(
            f"{archive.name}: its SHA-256 {digest} is none of those in .ci/embeddable.py ({', '.join(pins)}). "
            "Take python-VERSION-embed-amd64.zip of such a version from python.org, or add the pin of another."
        )
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {
            f"{FOLDER}/{name}": packed.read(name) for name in packed.namelist() if not name.endswith("/")
        }
    return Runtime(version, digest, files | search_path(files))


def search_path(files: Files) -> Files:
    """The `._pth` file: with it Python looks nowhere else, neither at PYTHON* variables nor at the registry."""
    name = next((path for path in files if path.endswith("._pth")), None)
    if name is None:
        raise BundleError("the Python has no ._pth file: it is not python.org's embeddable one")
    library = Path(name).stem + ".zip"
    return {name: f"{library}\r\n.\r\n..\\app\r\n".encode("ascii")}
