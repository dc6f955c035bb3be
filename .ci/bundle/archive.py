"""The zip itself: the same bytes wherever it is built, and no name that a Windows PC could not unpack."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import datetime
from hashlib import sha256

from bundle import BundleError, Files

SUMS = "SHA256SUMS.txt"
LONGEST_PATH = 259
"""Characters of a whole path that every program of Windows can open (MAX_PATH is 260, with the closing NUL)."""

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_NAME = re.compile(r"[A-Za-z0-9_.+\-\[\]]*[A-Za-z0-9_+\-\]]")


def check_names(paths: list[str]) -> None:
    """Raises BundleError for names that Windows has not, that old unpackers garble, or that differ by case only."""
    bad = [
        path
        for path in paths
        for part in path.split("/")
        if not _NAME.fullmatch(part) or _DEVICES.fullmatch(part)
    ]
    same = [path for path, count in Counter(path.casefold() for path in paths).items() if count > 1]
    if bad or same:
        raise BundleError(f"names that a Windows PC cannot unpack: {', '.join(sorted({*bad, *same}))}")


def longest_folder(paths: list[str], top: str) -> int:
    """How many characters the path of the folder may have that the zip is unpacked into."""
    return LONGEST_PATH - max(len(f"\\{top}\\{path}") for path in paths)


def sums(files: Files) -> bytes:
    """The hash of every file, in the form that sha256sum writes and reads."""
    lines = [f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())]
    return "".join(lines).encode("ascii")


def pack(files: Files, top: str, time: datetime) -> bytes:
    """The zip: all files under one folder, sorted, each with the same time and rights."""
    check_names(list(files))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(f"{top}/{path}", time.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o100644 << 16
            packed.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return target.getvalue()
