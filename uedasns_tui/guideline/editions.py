"""Editions of a guideline: the folder itself, and editions/DATE/, each complete.

Used by `loader` (which edition is in force) and by the comparison.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from uedasns_tui.guideline.folder_reader import GuidelineFolder
from uedasns_tui.guideline.guideline_schema import GuidelineFile


class Edition(NamedTuple):
    """An edition: its date, the day from which it is in force, and its folder."""

    date: dt.date
    in_force: dt.date
    folder: Path


def editions(folder: Path) -> tuple[Edition, ...]:
    """Every edition of a guideline's folder that says its date, the oldest first."""
    editions = []
    for name in ("", *GuidelineFolder(folder).names("editions", "")):
        files = GuidelineFolder(folder / name)
        file = files.toml(GuidelineFile, "guideline.toml") if files.exists("guideline.toml") else None
        if file is not None:
            editions.append(Edition(file.edition, file.in_force or file.edition, folder / name))
    return tuple(sorted(editions))


def newest(folder: Path, today: dt.date) -> Edition | None:
    """The newest edition in force today; the first to come where none is yet; None where there is none at all."""
    all_editions = editions(folder)
    in_force = [edition for edition in all_editions if edition.in_force <= today]
    return in_force[-1] if in_force else min(all_editions, key=lambda edition: edition.in_force, default=None)
