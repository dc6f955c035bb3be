"""What pip brings: the pinned wheels, the program's own wheel, and wheels.txt anew. The only file that uses the network."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from hashlib import sha256
from pathlib import Path

from embeddable import EMBEDDABLE, pip

from bundle import BundleError
from bundle.wheels import LOCK, canonical, read_wheel

ROOT = Path(__file__).resolve().parents[2]
BUILD_BACKEND = "hatchling==1.33.0\n"
"""What the program's own wheel is built with: another version writes other metadata, hence another bundle."""

HEAD = """\
# What the bundle for Windows holds beside the program, for every Python that .ci/embeddable.py knows.
# Written by `python .ci/bundle --lock`, which takes the newest wheels; read the differences before you commit them.
"""


def pinned(minor: tuple[int, int], folder: Path) -> None:
    """Bring the wheels of wheels.txt for this Python on Windows into the folder; pip refuses other hashes."""
    pip("download", "-q", "--no-deps", "--require-hashes", "-r", LOCK, "-d", folder, *_windows(minor))


def own_wheel(folder: Path) -> Path:
    """Build the program's wheel out of the working tree into the folder."""
    with tempfile.TemporaryDirectory() as temporary:
        constraint = Path(temporary, "constraint.txt")
        constraint.write_text(BUILD_BACKEND, encoding="utf-8")
        env = {**os.environ, "PIP_CONSTRAINT": str(constraint), "PIP_BUILD_CONSTRAINT": str(constraint)}
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
        result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    if result.returncode:
        raise BundleError(f"the program's wheel could not be built:\n{result.stdout}{result.stderr}")
    return next(folder.glob("uedasns_tui-*.whl"))


def write_lock() -> None:
    """Write wheels.txt anew: the newest wheels that every Python of .ci/embeddable.py can have together."""
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    versions: dict[str, str] = {}
    hashes: dict[str, set[str]] = {}
    for minor in sorted({tuple(map(int, version.split(".")[:2])) for version in EMBEDDABLE}):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            pip("download", "-q", "-d", folder, *_windows(minor), *dependencies)
            for path in sorted(folder.glob("*.whl")):
                wheel = read_wheel(path)
                name = canonical(wheel.name)
                if versions.setdefault(name, wheel.version) != wheel.version:
                    raise BundleError(f"{name}: {versions[name]} and {wheel.version}, for different Pythons")
                built = not path.name.endswith("-none-any.whl")
                plain = _plain_digest(name, wheel.version) if built else ""
                hashes.setdefault(name, set()).add(plain or wheel.digest)
    lines = [
        f"{name}=={versions[name]} {' '.join(f'--hash=sha256:{digest}' for digest in sorted(hashes[name]))}\n"
        for name in sorted(versions)
    ]
    LOCK.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")


def _windows(minor: tuple[int, ...]) -> list[str]:
    return ["--only-binary=:all:", "--platform", "win_amd64", "--implementation", "cp",
            "--python-version", ".".join(map(str, minor))]  # fmt: skip


def _plain_digest(name: str, version: str) -> str:
    """SHA-256 of the wheel without built parts, "" where there is none."""
    with tempfile.TemporaryDirectory() as temporary:
        try:
            pip(
                "download",
                "-q",
                "--no-deps",
                "--only-binary=:all:",
                "--platform",
                "any",
                "-d",
                temporary,
                f"{name}=={version}",
            )
        except SystemExit:
            return ""
        wheels = sorted(Path(temporary).glob("*-none-any.whl"))
        return sha256(wheels[0].read_bytes()).hexdigest() if wheels else ""
