"""All that can be wrong with a guideline's folder: what `guideline check DIR` says before an edition is adopted."""

from __future__ import annotations

from pathlib import Path

from uedasns_tui.guideline.coverage import problems
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.readings import missing_readings


def check(folder: Path) -> list[Problem]:
    """Every fault of a guideline's folder: its files, its coverage, and as a note the words without a reading."""
    loaded = load(folder)
    found = list(loaded.problems)
    if loaded.guideline is not None:
        found += problems(loaded.guideline)
        found += readings_note(loaded.guideline)
    return found


def readings_note(guideline: Guideline) -> list[Problem]:
    """A note that names the words without a reading, which romaji and kana therefore do not find; [] for none."""
    words = missing_readings(guideline)
    if not words:
        return []
    shown = "、".join(words[:10]) + (f" ほか {len(words) - 10} 語" if len(words) > 10 else "")
    message = f"よみのない語があります（ローマ字やかなでは見つかりません）: {shown}"
    return [Problem("note", Location("readings.toml"), message, code="readings")]
