"""A copy of yesterday's data folder, and the command line run on it in a process of its own. Used by every test here."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOW = "2026-11-24T{:02d}:{:02d}:00+09:00"
TOUCHED = 1795132800
"""The time of every file of the copy: 2026-11-20 00:00 UTC. What was found on disk is dated by it."""
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LOCKS = (".lock", ".lock-holder", ".uedasns-tui")
"""What holds no record: the lock, its note, and the mark of the folder's format, which yesterday's program did not have."""


def clock(minute: int) -> str:
    """The time of the command that runs `minute` minutes after the first one."""
    return NOW.format(9 + minute // 60, minute % 60)


@dataclass
class Output:
    """What one command line gave."""

    code: int
    out: bytes
    err: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Office:
    """Somebody's home folder with the data folder of yesterday."""

    home: Path
    data: Path
    state: Path
    minutes: Iterator[int] = field(default_factory=lambda: iter(range(900)))

    @property
    def environment(self) -> dict[str, str]:
        folders = {
            "HOME": "", "USERPROFILE": "", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share",
            "XDG_STATE_HOME": ".local/state", "XDG_CACHE_HOME": ".cache", "APPDATA": "Roaming",
            "LOCALAPPDATA": "Local", "WIN_PD_OVERRIDE_APPDATA": "Roaming", "WIN_PD_OVERRIDE_LOCAL_APPDATA": ".local/state",
        }  # fmt: skip
        fixed = {
            "TZ": "JST-9", "COLUMNS": "80", "USER": "tester", "LOGNAME": "tester", "USERNAME": "tester",
            "UEDASNS_NAME": "上田　花子", "UEDASNS_SECTION": "広報課", "UEDASNS_DATA": str(self.data),
            "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
        }  # fmt: skip
        own = {name: value for name, value in os.environ.items() if not name.startswith("UEDASNS_")}
        return own | {name: str(self.home / place) for name, place in folders.items()} | fixed

    def run(self, *steps: Mapping[str, Any] | Iterable[str]) -> list[Output]:
        """Run command lines one after another, a minute apart: each a list of words, or a step with answers."""
        listed = [dict(step) if isinstance(step, Mapping) else {"arguments": list(step)} for step in steps]
        for step in listed:
            step.setdefault("now", clock(next(self.minutes)))
        done = subprocess.run(
            [sys.executable, str(HERE / "command_lines.py")],
            input=json.dumps(listed).encode(),
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return [
            Output(result["code"], result["out"].encode("latin-1"), result["err"].encode("latin-1"))
            for result in json.loads(done.stdout)
        ]

    def files(self) -> dict[str, bytes]:
        """Every file of the data folder and of what the program keeps beside it, by its place.

        Not the index: it is made of the records and may go at any time. Windows has caches within the folder of the state.
        """
        places = {"records": self.data, "state": self.state}
        return {
            f"{name}/{path.relative_to(folder).as_posix()}": _without_discarded(path.read_bytes())
            for name, folder in places.items()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in LOCKS and self.state / "Cache" not in path.parents
        }

    def named(self, text: str) -> str:
        """A text with this machine's folders taken out."""
        folders = {self.data: "<RECORDS>", self.state: "<STATE>", self.home: "<HOME>", ROOT: "<PROGRAM>"}
        for folder, name in folders.items():
            for shape in (str(folder), json.dumps(str(folder))[1:-1], folder.as_posix()):
                text = text.replace(shape, name)
        text = re.sub(r'(?<="program": )\{[^}]*\}', "<PROGRAM>", text)
        text = re.sub(r"^(プログラム: ).+$", r"\1<PROGRAM>", text, flags=re.M)
        return re.sub(r"<(?:RECORDS|STATE|HOME|PROGRAM)>[^\s\"]*", _slashes, text)


def _without_discarded(data: bytes) -> bytes:
    """A file without the notes that a record was taken out of the trash for good, which yesterday's program did not
    write."""
    return re.sub(rb'(?m)^\{"discarded": "[^"]*"\}\n', b"", data)


def _slashes(match: re.Match[str]) -> str:
    return match[0].replace("\\\\", "/").replace("\\", "/")


def prepared(folder: Path) -> Office:
    """A home with the data folder of yesterday in it."""
    home = folder / "home"
    office = Office(home, home / "records", home / ".local" / "state" / "uedasns-tui")
    shutil.copytree(HERE / "folder", office.data)
    shutil.copytree(HERE / "state", office.state)
    for path in folder.rglob("*"):
        os.utime(path, (TOUCHED, TOUCHED))
    return office


# ---- what a save changed, without what is made at random
def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are new or differ, and those that are gone as a list under "removed".

    Ids that the program draws at random are numbered in the order in which they stand. Nothing else is left out: a
    version's name must be the digest of its bytes, and then says which other file it equals. What it says since then of
    the versions that it was made of is tried in storage/test_ancestry.py.
    """
    fresh = {place: data for place, data in after.items() if before.get(place) != data}
    numbers = _numbers(fresh, b"\n".join(before.values()))
    numbered = {place: _replaced(data, numbers) for place, data in fresh.items()}
    names = {
        place: _replaced(_version_name(place, data, numbered[place]).encode(), numbers).decode()
        for place, data in fresh.items()
    }
    renamed = {Path(old).name.encode(): Path(new).name.encode() for old, new in names.items()}
    files = {names[place]: _replaced(data, renamed) for place, data in numbered.items()}
    removed = sorted(set(before) - set(after))
    if removed:
        files["removed"] = ("\n".join(removed) + "\n").encode()
    return files


def _numbers(files: Mapping[str, bytes], before: bytes) -> dict[bytes, bytes]:
    """A number for each id that was not there before, in the order in which they stand, records first."""
    numbers: dict[bytes, bytes] = {}
    drawn = rb"\b20261124-([%s]{5})\b|^id = \"([%s]{8})\"$" % (LETTERS.encode(), LETTERS.encode())
    for place in sorted(files, key=lambda place: ("/." in place, place)):
        for match in re.finditer(drawn, place.encode() + b"\n" + files[place], re.MULTILINE):
            drawn_id = match[1] or match[2]
            if drawn_id not in before:
                numbers.setdefault(drawn_id, b"new%d" % (len(numbers) + 1))
    return numbers


def _replaced(data: bytes, replacements: Mapping[bytes, bytes]) -> bytes:
    for old, new in replacements.items():
        data = data.replace(old, new)
    return data


def _version_name(place: str, data: bytes, numbered: bytes) -> str:
    match = re.fullmatch(r"(.*Z-)([0-9a-f]{16})(?:-first|(?:-[0-9a-f]{16})+|-aside)?(\.toml)", place)
    if match is None:
        return place
    assert hashlib.sha256(data).hexdigest()[:16] == match[2], f"{place} is not named by its digest"
    return match[1] + hashlib.sha256(numbered).hexdigest()[:16] + match[3]


def word_parts(data: bytes) -> str:
    """The parts of a Word file that the program writes itself, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = sorted(
            name for name in packed.namelist() if re.match(r"word/(document|header|footer)\d*\.xml", name)
        )
        parts = [f"== {name}\n{packed.read(name).decode()}" for name in names]
    return "\n".join(parts).replace("><w:", ">\n<w:") + "\n"
