"""Texts in the shapes in which cities publish them: the outline of each, and every letter of it in its place.

`imports/NAME.outline` is what was read by eye: title, city, dates, numbering, each clause, fields, and the lines that
the import asks a person to look at.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from uedasns_tui.formats.published_text import published_text
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.import_files import GuidelineFiles, guideline_files
from uedasns_tui.guideline.import_history import bare_title, read_history
from uedasns_tui.guideline.import_lines import is_layout
from uedasns_tui.guideline.importer import import_text
from uedasns_tui.guideline.loader import load
from uedasns_tui.japanese.fold import narrow

FOLDER = Path(__file__).resolve().parent / "imports"
TEXTS = {path.stem: path for path in sorted(FOLDER.iterdir()) if path.suffix != ".outline"}
PUBLISHED = {f"published_{path.stem}": path for path in sorted(FOLDER.with_name("published").iterdir())}
"""The five guidelines that are also used by command and in a window: nothing in their folders is touched by hand."""


def imported(path: Path, folder: Path) -> tuple[Guideline, GuidelineFiles]:
    text = published_text(path.read_bytes(), path.name)
    made = guideline_files(import_text(text), text)
    for name, body in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body, encoding="utf-8")
    loaded = load(folder)
    assert loaded.guideline is not None
    assert [str(problem) for problem in loaded.problems] == []
    assert [str(problem) for problem in coverage.problems(loaded.guideline)] == []
    return loaded.guideline, made


def outline(guideline: Guideline, made: GuidelineFiles) -> str:
    form = guideline.form_for("policy")
    assert form is not None
    history = ", ".join(
        f"{entry.date} {entry.event} {' '.join(entry.offices)}".strip() for entry in guideline.file.history
    )
    lines = [
        f"{guideline.title} | {guideline.city.name} | {history}",
        "numbering " + " ".join(guideline.file.numbering),
        *(
            "  " * clause.depth
            + " | ".join((clause.citation, clause.title, clause.text.replace("\n", "／")[:40]))
            for clause in guideline.clauses
        ),
        f"{form.approval} {form.cite}: " + ", ".join(f"{field.label}={field.role}" for field in form.field),
        *(f"- {item.say}" for item in guideline.checklists["post"].item),
        *(f"line {note.line}: {note.message}" for note in made.notes),
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", [*TEXTS, *PUBLISHED])
def test_the_outline_of_a_published_text(name: str, tmp_path: Path) -> None:
    golden = FOLDER / f"{name}.outline"
    assert outline(*imported((TEXTS | PUBLISHED)[name], tmp_path)) == golden.read_text(encoding="utf-8")


def letters(text: str) -> str:
    return re.sub(r"[\s#\\|・*+\-　〇○◯◎■□◆◇●▼]", "", narrow(text))


@pytest.mark.parametrize("name", TEXTS)
def test_every_letter_stands_in_its_place(name: str, tmp_path: Path) -> None:
    guideline, made = imported(TEXTS[name], tmp_path)
    noted = {note.line for note in made.notes if "入れていません" in note.message}
    for note in made.notes:
        if contents := re.search("から ([0-9]+) 行目まで", note.message):
            noted |= set(range(note.line, int(contents[1]) + 1))
    source, in_form = [], False
    for number, line in enumerate(TEXTS[name].read_text(encoding="utf-8").split("\n"), 1):
        in_form = in_form or (number in noted and "様式" in line)
        offices = {office for entry in guideline.file.history for office in entry.offices}
        above = read_history(line) or line.strip() in offices or bare_title(line.strip()) == guideline.title
        if not (above or in_form or number in noted or is_layout(line.strip())):
            source.append(letters(line))
    chapters = [body for file, body in made.files.items() if file.startswith("chapters/")]
    bodies = [re.sub(rf"^# {re.escape(guideline.title)}\n", "", body) for body in chapters]
    assert "".join(map(letters, bodies)) == "".join(source)
