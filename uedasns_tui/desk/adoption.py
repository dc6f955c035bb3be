"""Before an edition is adopted: every fault of its folder, and every record that it would touch."""

from __future__ import annotations

from pathlib import Path

from uedasns_tui.desk.desk import NoGuideline, open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.guideline import coverage, load
from uedasns_tui.guideline.problem import Problem, Where


def check(options: Options, folder: Path) -> list[Problem]:
    """Faults of the guideline in `folder`, then the records whose edition differs from it."""
    loaded = load.load(folder)
    problems = list(loaded.problems)
    if loaded.guideline is None:
        return problems
    problems += coverage.problems(loaded.guideline)
    try:
        desk = open_desk(options)
    except NoGuideline:
        return problems
    edition = loaded.guideline.file.edition
    kept, _ = desk.store.everything()
    for one in kept:
        if one.record.edition != edition:
            reason = (
                f"{one.record.edition.isoformat()} の版で書かれています（この版は {edition.isoformat()}）。"
            )
            problems.append(Problem("note", Where(str(one.path)), reason, code="edition"))
    return problems
