"""The editions that stand beside each other: the folder itself, and editions/DATE/, each whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from uedasns_tui.guideline import tables
from uedasns_tui.guideline.schema import GuidelineFile


@dataclass(frozen=True, order=True)
class Edition:
    """An edition: its date, the day from which it is in force, and its folder."""

    date: dt.date
    in_force: dt.date
    folder: Path


def editions(folder: Path) -> tuple[Edition, ...]:
    """Every edition of a guideline's folder that says its date, the oldest first."""
    found = []
    for one in (folder, *sorted(folder.glob("editions/*"))):
        try:
            data = (one / "guideline.toml").read_bytes()
        except OSError:
            continue
        head, _ = tables.read(GuidelineFile, data, "guideline.toml")
        if head is not None:
            found.append(Edition(head.edition, head.in_force or head.edition, one))
    return tuple(sorted(found))


def newest(folder: Path, today: dt.date) -> Edition | None:
    """The newest edition in force today; the oldest where none is in force yet; None where there is none."""
    found = editions(folder)
    in_force = [one for one in found if one.in_force <= today]
    return in_force[-1] if in_force else (found[0] if found else None)
