"""What in the bundle is machine code: whose signature it bears, and what each that bears none is for.

An office allows programs by their publisher; what nobody signed it must allow file by file, so there is a reason for
each. A binary that is new and has none here stops the build.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bundle import BundleError, Files

SUFFIXES = (".exe", ".dll", ".pyd")
SIGNERS = ("Python Software Foundation", "Microsoft Corporation")
"""In this order: newer signatures of the first name the second as the issuer of their certificate."""

PURPOSES: dict[str, str] = {}
"""Unsigned binary -> what it is for, as the information section reads it. Today every binary is signed."""

_SECURITY = 4
"""The entry of a program file's directory that leads to its signature."""


@dataclass(frozen=True)
class Binary:
    """One file of machine code; `signer` is "" where nobody signed it, and then `purpose` says what it is for."""

    path: str
    signer: str
    purpose: str = ""


def signature(content: bytes) -> bytes:
    """The signature that a program file of Windows carries, b"" for none; it is not verified here."""
    try:
        start = struct.unpack_from("<I", content, 0x3C)[0]
        wide = struct.unpack_from("<H", content, start + 24)[0] == 0x20B
        entry = start + 24 + (112 if wide else 96) + 8 * _SECURITY
        offset, size = struct.unpack_from("<II", content, entry)
    except struct.error:
        return b""
    return content[offset : offset + size] if content[:2] == b"MZ" else b""


def binaries(files: Files, purposes: dict[str, str] = PURPOSES) -> list[Binary]:
    """Every binary of the bundle; raises BundleError for an unsigned one that has no purpose, or a strange signer."""
    listed = []
    for path in sorted(path for path in files if path.lower().endswith(SUFFIXES)):
        signed = signature(files[path])
        signer = next((name for name in SIGNERS if name.encode() in signed), "")
        purpose = next((text for pattern, text in purposes.items() if fnmatchcase(path, pattern)), "")
        if signed and not signer:
            raise BundleError(f"{path}: signed by somebody who is not in bundle/binaries.py")
        if not signed and not purpose:
            raise BundleError(
                f"{path}: nobody signed it; say in bundle/binaries.py what it is for, or leave it out"
            )
        listed.append(Binary(path, signer, "" if signer else purpose))
    return listed


def verify(files: Files, signed: list[Binary]) -> str:
    """What osslsigncode says of the signatures, in a line; raises BundleError for a file that is not what was signed."""
    tool = shutil.which("osslsigncode")
    if tool is None:
        return "signatures: not verified, osslsigncode is not here (Python's SHA-256 is the pinned one)"
    chains = 0
    with tempfile.TemporaryDirectory() as temporary:
        for binary in signed:
            path = Path(temporary, Path(binary.path).name)
            path.write_bytes(files[binary.path])
            chains += _verified(tool, path)
    return (
        f"signatures: {len(signed)} files are what was signed; {chains} up to a root that this machine trusts"
    )


def _verified(tool: str, path: Path) -> bool:
    command = [
        tool,
        "verify",
        "-in",
        str(path),
        "-CAfile",
        "/etc/ssl/certs/ca-certificates.crt",
        "-ignore-crl",
    ]
    text = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    ).stdout
    digests = re.findall(r"^(?:Current|Calculated) message digest *: *(\w+)", text, re.M)
    if len(digests) < 2 or len(set(digests)) != 1:
        raise BundleError(f"{path.name}: its content is not what was signed")
    return "Signature verification: ok" in text
