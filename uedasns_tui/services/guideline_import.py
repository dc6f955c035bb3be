"""Imports a published guideline from a file or standard input, and lists what to check by eye.

Used by `guideline import` and `guideline new`. Nothing that exists is overwritten.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from uedasns_tui.formats.published_text import published_text
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import coverage, loader
from uedasns_tui.guideline.import_files import GuidelineFiles, guideline_files, new_guideline
from uedasns_tui.guideline.importer import ImportNote, import_text
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.schema_guide import schema_guide
from uedasns_tui.storage.atomic import make_folder, write_atomic
from uedasns_tui.storage.errors import StorageError


@dataclass(frozen=True)
class ImportReport:
    """What was made: the folder, its files, how much of the text was taken, what to look at, and what is wrong."""

    folder: Path
    files: tuple[str, ...]
    clauses: int
    items: int
    fields: int
    notes: tuple[ImportNote, ...]
    problems: tuple[Problem, ...]


def import_guideline(data: bytes, name: str, folder: Path) -> ImportReport:
    """Make a guideline's folder of a published file. Raises ImportRefused, ValueError or StorageError."""
    text = published_text(data, name)
    return _written(guideline_files(import_text(text), text), folder)


def create_guideline(title: str, city: str, today: date, folder: Path) -> ImportReport:
    """Make a guideline's folder to begin with. Raises StorageError."""
    return _written(new_guideline(title, city, today), folder)


def _written(made: GuidelineFiles, folder: Path) -> ImportReport:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StorageError(
            f"「{folder}」は空ではありません。何も書いていません。別のフォルダーを指定してください。", folder
        )
    files = {**made.files, "KEYS.md": schema_guide()}
    for name, text in files.items():
        make_folder((folder / name).parent)
        write_atomic(folder / name, text.encode("utf-8"), new=True)
    loaded = loader.load(folder)
    guideline = loaded.guideline
    problems = (*loaded.problems, *(coverage.problems(guideline) if guideline else ()))
    items = sum(len(checklist.item) for checklist in guideline.checklists.values()) if guideline else 0
    form = guideline.form_for("policy") if guideline else None
    return ImportReport(
        folder, tuple(files), len(guideline.clauses) if guideline else 0, items, len(form.field) if form else 0,
        made.notes, problems,
    )  # fmt: skip
