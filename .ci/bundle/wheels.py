"""The wheels: pinned in wheels.txt, fetched or taken from a folder, unpacked, and each asked for its licence.

`wheels.txt` holds name, version and hashes of everything the program needs on Windows. A wheel without built parts is
taken where there is one (wcwidth has both): what is not signed cannot be allowed by its publisher, only file by file.
"""

from __future__ import annotations

import email.message
import email.parser
import re
import zipfile
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

try:
    from packaging.requirements import Requirement
except ImportError:  # pip carries it for itself
    from pip._vendor.packaging.requirements import Requirement

from bundle import BundleError, Files

LOCK = Path(__file__).with_name("wheels.txt")
LEFT_OUT = ("*.h", "*.pxd", "*.pxi", "*.pyx", "*.pyi")
"""What is not unpacked: what only compilers and type checkers read."""

SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Licences as classifiers name them -> SPDX; a wheel that says it in another way stops the build."""

_LICENCE_TEXT = re.compile(r"(?i)[^/]+\.dist-info/(.*/)?[^/]*(licen[cs]e|copying|notice|authors)[^/]*")
_DATA = re.compile(r"[^/]+\.data/(purelib|platlib)/")


@dataclass(frozen=True)
class Wheel:
    """One unpacked wheel. `licence` is an SPDX expression; `licences` are the texts, by file name."""

    name: str
    version: str
    summary: str
    licence: str
    digest: str
    requires: tuple[str, ...]
    files: Files = field(repr=False)
    licences: Files = field(repr=False)


def canonical(name: str) -> str:
    """The name of a package as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Canonical name -> version and allowed SHA-256; raises BundleError for a line that pins nothing."""
    pins = {}
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        match = re.fullmatch(r"([\w.-]+)==(\S+)((?: --hash=sha256:[0-9a-f]{64})+)", line)
        if not match:
            raise BundleError(f"wheels.txt: not NAME==VERSION --hash=sha256:…: {line}")
        pins[canonical(match[1])] = (match[2], frozenset(re.findall(r"[0-9a-f]{64}", match[3])))
    return pins


def read_wheel(path: Path) -> Wheel:
    """One wheel, unpacked in memory."""
    with zipfile.ZipFile(path) as packed:
        content = {name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    metadata = next((name for name in content if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)), None)
    if metadata is None:
        raise BundleError(f"{path.name}: no METADATA: not a wheel")
    about = email.parser.Parser().parsestr(content[metadata].decode("utf-8"))
    texts = {name.rpartition("/")[2]: data for name, data in content.items() if _LICENCE_TEXT.fullmatch(name)}
    if not texts:
        raise BundleError(f"{path.name}: carries no licence text; without one it cannot be handed on")
    return Wheel(
        name=about["Name"],
        version=about["Version"],
        summary=about["Summary"] or "",
        licence=_licence(about, path.name),
        digest=sha256(path.read_bytes()).hexdigest(),
        requires=tuple(about.get_all("Requires-Dist", [])),
        files={target: data for name, data in content.items() if (target := _target(name))},
        licences=texts,
    )


def _target(name: str) -> str:
    """Where a file of a wheel goes, "" for nowhere."""
    target = _DATA.sub("", name, count=1)
    if target.startswith("/") or ".." in target.split("/"):
        raise BundleError(f"a wheel's file leads out of its folder: {name}")
    top, _, rest = target.partition("/")
    left_out = top.endswith(".data") or (top.endswith(".dist-info") and rest != "METADATA")
    return "" if left_out or any(fnmatchcase(target, pattern) for pattern in LEFT_OUT) else target


def _licence(about: email.message.Message, name: str) -> str:
    classifiers = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License")
    ]
    short = (about["License"] or "").strip()
    expression = about["License-Expression"] or next(
        (SPDX[line] for line in classifiers if line in SPDX), None
    )
    if expression is None and re.fullmatch(r"[A-Za-z0-9.+-]{2,30}", short):
        expression = short
    if expression is None:
        raise BundleError(
            f"{name}: its licence ({classifiers or short!r}) has no SPDX name in bundle/wheels.py"
        )
    return str(expression)


def pinned_wheels(folder: Path, pins: dict[str, tuple[str, frozenset[str]]]) -> list[Wheel]:
    """The wheels of a folder that are pinned, all of them; raises BundleError where one is missing or another."""
    wheels = {}
    for path in sorted(folder.glob("*.whl")):
        name = canonical(path.name.partition("-")[0])
        if name not in pins:
            continue
        if sha256(path.read_bytes()).hexdigest() not in pins[name][1]:
            raise BundleError(f"{path.name}: not the file that is pinned in wheels.txt")
        wheels[name] = read_wheel(path)
    if missing := sorted(set(pins) - set(wheels)):
        raise BundleError(f"wheels that are pinned and not there: {', '.join(missing)}")
    return [wheels[name] for name in sorted(wheels)]


def check_requirements(wheels: list[Wheel], python: str) -> None:
    """Raises BundleError where a wheel asks for something on Windows that is not among them, or in another version."""

    windows = {
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
        "python_version": ".".join(python.split(".")[:2]), "python_full_version": python,
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    versions = {canonical(wheel.name): wheel.version for wheel in wheels}
    asked = [
        (wheel.name, Requirement(text), extra) for wheel in wheels for text, extra in _asked(wheel, wheels)
    ]
    wrong = [
        f"{name} asks for {requirement}"
        for name, requirement, extra in asked
        if (not requirement.marker or requirement.marker.evaluate({**windows, "extra": extra}))
        and (
            (version := versions.get(canonical(requirement.name))) is None
            or not requirement.specifier.contains(version, prereleases=True)
        )
    ]
    if wrong:
        raise BundleError(f"not satisfied by wheels.txt: {'; '.join(wrong)}")


def _asked(wheel: Wheel, wheels: list[Wheel]) -> list[tuple[str, str]]:
    """Requirements of a wheel, each once plain and once for every extra that another wheel asks it for."""
    wanted = {""}
    for requirement in (Requirement(text) for other in wheels for text in other.requires):
        if canonical(requirement.name) == canonical(wheel.name):
            wanted |= requirement.extras
    return [(text, extra) for text in wheel.requires for extra in sorted(wanted)]


def unpacked(wheels: list[Wheel], folder: str) -> Files:
    """All files of all wheels under `folder`; raises BundleError where two wheels have the same file."""
    files: Files = {}
    for wheel in wheels:
        for path, content in wheel.files.items():
            if files.setdefault(f"{folder}/{path}", content) != content:
                raise BundleError(f"{wheel.name}: {path} is in another wheel too, with another content")
    return files
