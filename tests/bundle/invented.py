"""Tiny invented inputs of a bundle: a Python, wheels, and program files of Windows with and without a signature."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

LICENCE = b"Everybody may use this.\n"


def program_file(signer: str = "") -> bytes:
    """A program file of Windows, 64 bits, as far as its signature; `signer` "" leaves it unsigned."""
    header = bytearray(b"MZ".ljust(0x40, b"\0"))
    struct.pack_into("<I", header, 0x3C, 0x40)
    body = bytearray(24 + 112 + 8 * 16)
    struct.pack_into("<H", body, 24, 0x20B)
    signature = f"certificate of {signer}".encode() if signer else b""
    struct.pack_into("<II", body, 24 + 112 + 8 * 4, len(header) + len(body) if signer else 0, len(signature))
    return bytes(header + body + signature)


def python_zip(path: Path, **more: bytes) -> Path:
    """An embeddable Python with what every one has, at least."""
    files = {
        "python.exe": program_file("Python Software Foundation"),
        "vcruntime140.dll": program_file("Microsoft Corporation"),
        "python311.zip": b"the library",
        "python311._pth": b"python311.zip\n.\n\n#import site\n",
        "LICENSE.txt": LICENCE,
        **more,
    }
    return write_zip(path, files)


def wheel(folder: Path, name: str, files: Mapping[str, bytes], *lines: str, licence: bool = True) -> Path:
    """A wheel `name` 1.0; `lines` are further ones of its METADATA (License-Expression: MIT where none names one)."""
    head = [f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nSummary: an invented 部品"]
    if not any(line.startswith(("License", "Classifier")) for line in lines):
        head.append("License-Expression: MIT")
    stem = name.replace("-", "_")
    info = f"{stem}-1.0.dist-info"
    content = {
        **files,
        f"{info}/METADATA": "\n".join([*head, *lines, "", "text\n"]).encode(),
        f"{info}/RECORD": b"",
    }
    if licence:
        content[f"{info}/licenses/LICENSE"] = LICENCE
    return write_zip(folder / f"{stem}-1.0-py3-none-any.whl", content)


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path
