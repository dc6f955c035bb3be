"""The command: reads the inputs, puts the bundle together, writes it, and says what is in it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from embeddable import EMBEDDABLE

from bundle import BundleError, Files, archive, download
from bundle.binaries import binaries, verify
from bundle.compiled import can_compile, compiled
from bundle.runtime import Runtime, read_runtime
from bundle.sbom import Build, sbom
from bundle.sheet import sheet
from bundle.wheels import LOCK, Wheel, check_requirements, pinned_wheels, read_lock, read_wheel, unpacked

PROGRAM = "uedasns-tui"
APP = "app"


@dataclass(frozen=True)
class Bundle:
    """What was put together: `packed` is the zip of `files`."""

    build: Build
    runtime: Runtime
    files: Files = field(repr=False)
    packed: bytes = field(repr=False)


def launcher(compiled_by: str) -> bytes:
    """`uedasns-tui.cmd`. Without compiled files in the bundle, Python keeps its own in the user's cache folder."""
    cache = " -B" if compiled_by else ' -X "pycache_prefix=%LOCALAPPDATA%\\uedasns-tui\\Cache\\pycache"'
    lines = (
        "@echo off",
        "setlocal",
        f'"%~dp0python\\python.exe" -X utf8{cache} -m uedasns_tui %*',
        "set status=%ERRORLEVEL%",
        # opened by a double click, the window would close before anybody could read why
        'if not "%status%"=="0" if "%~1"=="" pause',
        "exit /b %status%",
    )
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def contents(build: Build, runtime: Runtime, program: Wheel, wheels: list[Wheel]) -> Files:
    """Every file of the bundle, the list of hashes last."""
    check_requirements([program, *wheels], runtime.version)
    files = runtime.files | unpacked([program, *wheels], APP) | licences(runtime, [program, *wheels])
    if build.compiled_by:
        files |= compiled(files, APP)
    files[f"{PROGRAM}.cmd"] = launcher(build.compiled_by)
    files["bundle.json"] = about(build, runtime)
    files["sbom.cdx.json"] = sbom(build, runtime, program, wheels)
    length = archive.longest_folder([*files, archive.SUMS], PROGRAM)
    files["shinseisho.html"] = sheet(build, runtime, [program, *wheels], binaries(files), length)
    files[archive.SUMS] = archive.sums(files)
    return files


def licences(runtime: Runtime, wheels: list[Wheel]) -> Files:
    """The licence texts of all parts, a folder each."""
    files = {f"licences/python-{runtime.version}/LICENSE.txt": runtime.files["python/LICENSE.txt"]}
    for wheel in wheels:
        folder = f"licences/{wheel.name}-{wheel.version}"
        files |= {f"{folder}/{name}": text for name, text in wheel.licences.items()}
    return files


def about(build: Build, runtime: Runtime) -> bytes:
    """What the program itself reads to say which bundle it runs from."""
    values = {"version": build.version, "commit": build.commit, "day": build.day, "python": runtime.version}
    return (json.dumps(values, indent=2) + "\n").encode("ascii")


def source_state() -> tuple[str, datetime]:
    """The commit ("" outside git), with "+" where files differ from it, and its time; $SOURCE_DATE_EPOCH goes first."""
    epoch, commit = os.environ.get("SOURCE_DATE_EPOCH", ""), ""
    if (download.ROOT / ".git").exists() and shutil.which("git"):
        commit, seconds = _git("log", "-1", "--format=%H %ct").split()
        epoch = epoch or seconds
        commit += "+" if _git("status", "--porcelain") else ""
    if not epoch:
        raise BundleError(
            "no git here: set SOURCE_DATE_EPOCH to the seconds since 1970 that files shall bear"
        )
    return commit, datetime.fromtimestamp(int(epoch), UTC)


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(download.ROOT), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python .ci/bundle", description="Build the zip for Windows PCs.")
    parser.add_argument("--python", type=Path, help="python.org's python-VERSION-embed-amd64.zip")
    parser.add_argument(
        "--wheels", type=Path, help="a folder of wheels, the program's among them; else pip brings them"
    )
    parser.add_argument("--output", type=Path, default=Path("dist"), help="where the zip goes (dist)")
    parser.add_argument(
        "--lock", action="store_true", help="write bundle/wheels.txt anew instead, with the newest wheels"
    )
    return parser.parse_args()


def main() -> int:
    """Build, or write the lock anew; 1 with a message where an input is not as it must be."""
    arguments = options()
    try:
        if arguments.lock:
            download.write_lock()
        elif arguments.python is None:
            raise BundleError("which Python? --python FILE, from python.org or from .ci/embeddable.py")
        else:
            with tempfile.TemporaryDirectory() as temporary:
                folder = arguments.wheels or Path(temporary)
                if arguments.wheels is None:
                    download.pinned(read_runtime(arguments.python).minor, folder)
                    download.own_wheel(folder)
                bundle = read_bundle(arguments.python, folder)
                print(summary(bundle))
                print(write(bundle, arguments.output))
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def read_bundle(python: Path, folder: Path, lock: Path = LOCK, pins: dict[str, str] = EMBEDDABLE) -> Bundle:
    """The bundle out of python.org's zip and a folder of wheels."""
    runtime = read_runtime(python, pins)
    program = read_wheel(next(folder.glob("uedasns_tui-*.whl")))
    commit, time = source_state()
    compiler = platform.python_version() if can_compile(runtime) else ""
    build = Build(program.version, commit, f"{time:%Y-%m-%d}", compiler)
    wheels = pinned_wheels(folder, read_lock(lock.read_text(encoding="utf-8")))
    files = contents(build, runtime, program, wheels)
    return Bundle(build, runtime, files, archive.pack(files, PROGRAM, time))


def write(bundle: Bundle, output: Path) -> Path:
    """Write the zip, with its hash in a file beside it."""
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"{PROGRAM}-{bundle.build.version}-windows.zip"
    target.write_bytes(bundle.packed)
    target.with_suffix(".zip.sha256").write_bytes(
        f"{sha256(bundle.packed).hexdigest()}  {target.name}\n".encode()
    )
    return target


def summary(bundle: Bundle) -> str:
    """What is in it, for who builds it. Raises BundleError where a signature does not fit."""
    files, compiler, minor = bundle.files, bundle.build.compiled_by, ".".join(map(str, bundle.runtime.minor))
    listed = binaries(files)
    signed = [binary for binary in listed if binary.signer]
    unsigned = [binary.path for binary in listed if not binary.signer]
    return "\n".join(
        (
            f"{len(bundle.packed):,} bytes, {len(files):,} files, {sum(map(len, files.values())):,} bytes unpacked",
            f"SHA-256 {sha256(bundle.packed).hexdigest()}",
            f"contents (SHA-256 of {archive.SUMS}) {sha256(files[archive.SUMS]).hexdigest()}",
            f"Python {bundle.runtime.version}, compiled by {compiler or f'nobody: build with Python {minor} for that'}",
            f"binaries: {len(signed)} signed, {len(unsigned)} unsigned: {', '.join(unsigned)}",
            verify(files, signed),
            f"the folder it is unpacked into may have {archive.longest_folder(list(files), PROGRAM)} characters",
        )
    )
