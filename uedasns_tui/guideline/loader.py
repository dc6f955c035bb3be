"""Loads a guideline's folder: reports every problem of every file at once and uses what it can.

Used by the context and `guideline check`. Never raises for what the files hold: a broken file is one Problem, and the
rest works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import TABLES, Guideline
from uedasns_tui.guideline.editions import newest
from uedasns_tui.guideline.folder_reader import GuidelineFolder
from uedasns_tui.guideline.guideline_schema import GuidelineFile
from uedasns_tui.guideline.numbering import KINDS
from uedasns_tui.guideline.problem import LazyProblems, Location, Problem, Severity, known_problems

if TYPE_CHECKING:
    from uedasns_tui.guideline.facts_schema import City, Platform, Template, WordList
    from uedasns_tui.guideline.schema import Checklist, Form

Read = TypeVar("Read")


@dataclass(frozen=True)
class LoadResult:
    """A guideline, or None when guideline.toml or every chapter is unusable; and all that is wrong."""

    guideline: Guideline | None
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class ReadingsFile:
    """readings.toml: よみ in hiragana of the words as they stand in the texts, for search in romaji and kana."""

    scheme: int = 1
    reading: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SynonymsFile:
    """synonyms.toml: words that people type -> the guideline's own words for the same."""

    scheme: int = 1
    synonym: dict[str, tuple[str, ...]] = field(default_factory=dict)


Load = Callable[..., LoadResult]


def load(folder: Path, readings: Path | None = None) -> LoadResult:
    """Load the guideline of a folder: guideline.toml and chapters/, and whatever else there is of it.

    A guideline without city, forms, checklists, words, templates or readings is a guideline still.
    """
    result = load_text_first(folder, readings)
    return LoadResult(result.guideline, tuple(result.problems))


def load_text_first(folder: Path, readings: Path | None = None) -> LoadResult:
    """Read the text of a guideline's folder now; the rest, and its faults, when somebody asks for them.

    `readings`: a folder whose readings serve where this one has none.
    """
    files = GuidelineFolder(folder)
    if not files.exists():
        return LoadResult(None, (Problem("error", Location(str(folder)), "フォルダーがありません。"),))
    file = files.toml(GuidelineFile, "guideline.toml")
    if file is None:
        return LoadResult(None, tuple(files.problems))
    texts = _chapter_texts(files, file)
    order = [kind for kind in file.numbering if kind in KINDS]

    def root() -> Clause:
        root, faults = read_chapters(texts, order, file.irregular)
        files.problems += faults
        return root

    # mostly the first chapter tells, and home does not wait for the others
    if not any(read_chapters([chapter], order, file.irregular)[0].children for chapter in texts):
        root()  # for its faults
        files.fault("guideline.toml", "読める章が1つもないので、このガイドラインは使えません。")
        return LoadResult(None, tuple(files.problems))
    guideline = Guideline(file, root, folder, _Tables(files, file, readings).table)

    def problems() -> tuple[Problem, ...]:
        from uedasns_tui.guideline import integrity

        # reads the text and the tables, and with them their faults into files.problems
        for name in ("root", *TABLES):
            getattr(guideline, name)
        return (*files.problems, *integrity.check(guideline, files.where))

    def of_text() -> tuple[Problem, ...]:
        _ = guideline.root
        return tuple(files.problems)

    return LoadResult(guideline, LazyProblems(problems, of_text))


def load_newest(folder: Path, today: date, load: Load = load, fallback: Path | None = None) -> LoadResult:
    """The newest edition in force today, of the folder itself and its editions/.

    `load`: this module's `load` or `load_text_first`. An older edition without readings of its own is searched by
    those of the folder itself. Where nothing can be used, the guideline of the `fallback` folder, with the faults.
    """
    edition = newest(folder, today) if GuidelineFolder(folder).names("editions", "") else None
    result = load(edition.folder if edition else folder, folder)
    if result.guideline is not None or fallback is None or fallback == folder:
        return result
    other = load_newest(fallback, today, load)
    message = "このガイドラインを読めないので、プログラムに付いている版で開きました。記録は変わっていません。"
    broken = (*result.problems, Problem("error", Location(str(folder)), message))
    return LoadResult(
        other.guideline,
        LazyProblems(lambda: (*broken, *other.problems), lambda: (*broken, *known_problems(other.problems))),
    )


def load_platforms(folder: Path) -> tuple[dict[str, Platform], list[Problem]]:
    """The social media of a folder (data/platforms/), by id, and what is wrong with their files."""
    from uedasns_tui.guideline.facts_schema import Platform

    files = GuidelineFolder(folder.parent)
    if not files.exists(folder.name):
        return {}, [Problem("error", Location(str(folder)), "フォルダーがありません。")]
    return _by_id(_read_all(files, Platform, folder.name)), files.problems


class _Tables:
    """What a guideline's folder holds beside its text, each table read once."""

    def __init__(self, files: GuidelineFolder, file: GuidelineFile, readings: Path | None) -> None:
        self._files, self._file, self._readings_folder = files, file, readings
        self._missing = False

    def table(self, name: str) -> Any:
        """The table of that name in Guideline."""
        if not self._missing and not self._files.exists():
            self._missing = True
            message = "フォルダーが、読んでいる間になくなりました。様式やチェックを読んでいません。"
            self._files.problems.append(Problem("error", Location(str(self._files.folder)), message))
        return getattr(self, f"_{name}")

    @cached_property
    def _form_files(self) -> dict[str, Form]:
        from uedasns_tui.guideline.schema import Form

        return _with_purposes(self._files, _read_all(self._files, Form, "forms"))

    @cached_property
    def _checklist_files(self) -> dict[str, Checklist]:
        from uedasns_tui.guideline.schema import Checklist

        return _read_all(self._files, Checklist, "checklists")

    @cached_property
    def _template_files(self) -> dict[str, Template]:
        from uedasns_tui.guideline.facts_schema import Template

        return _read_all(self._files, Template, "templates")

    @cached_property
    def _word_files(self) -> dict[str, WordList]:
        from uedasns_tui.guideline.facts_schema import WordList

        return _read_all(self._files, WordList, "words", unique=False)

    @cached_property
    def _city_file(self) -> City | None:
        from uedasns_tui.guideline.facts_schema import City

        return self._files.toml(City, "city.toml") if self._files.exists("city.toml") else None

    @property
    def _forms(self) -> dict[str, Form]:
        return _by_id(self._form_files)

    @property
    def _checklists(self) -> dict[str, Checklist]:
        return _by_id(self._checklist_files)

    @property
    def _templates(self) -> dict[str, Template]:
        return _by_id(self._template_files)

    @property
    def _words(self) -> tuple[WordList, ...]:
        return tuple(self._word_files.values())

    @property
    def _city(self) -> City:
        from uedasns_tui.guideline.facts_schema import City

        return self._city_file or City(scheme=1, name=self._file.city, head="")

    @property
    def _readings(self) -> dict[str, str]:
        folders = [self._files]
        if self._readings_folder is not None and self._readings_folder != self._files.folder:
            folders.append(GuidelineFolder(self._readings_folder))
        for files in folders:
            table = files.toml(ReadingsFile, "readings.toml") if files.exists("readings.toml") else None
            if table and table.reading:
                return table.reading
        return {}

    @property
    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        name = "synonyms.toml"
        table = self._files.toml(SynonymsFile, name) if self._files.exists(name) else None
        return {key: tuple(words) for key, words in table.synonym.items()} if table else {}

    @property
    def _sources(self) -> dict[str, Any]:
        city = {"city.toml": self._city_file} if self._city_file else {}
        tables = (self._form_files, self._checklist_files, self._template_files, self._word_files, city)
        return {"guideline.toml": self._file} | {
            file: entry for table in tables for file, entry in table.items()
        }


def _chapter_texts(files: GuidelineFolder, file: GuidelineFile) -> list[tuple[str, str | None]]:
    for index, kind in enumerate(file.numbering):
        if kind not in KINDS:
            message = f"「{kind}」は番号の書き方ではありません（書けるもの: {' '.join(KINDS)}）。"
            files.fault("guideline.toml", message, key=("numbering", index))
    texts: list[tuple[str, str | None]] = []
    for index, name in enumerate(file.chapters):
        chapter = f"chapters/{name}.md"
        if not re.fullmatch(r"[^\s./\\:][^/\\:]*", name):
            message = f"「{name}」は chapters/ の中のファイルの名前ではありません。"
        elif not files.exists(chapter):
            message = f"{chapter} がありません。この章なしで続けます。"
        else:
            texts.append((chapter, files.text(chapter)))
            continue
        files.fault("guideline.toml", message, key=("chapters", index))
        texts.append((chapter, None))
    for chapter in files.names("chapters", ".md"):
        if chapter.removeprefix("chapters/").removesuffix(".md") not in file.chapters:
            message = "guideline.toml の chapters に書かれていないので、読んでいません。"
            files.problems.append(Problem("warning", Location(chapter), message))
    return texts


def _read_all(
    files: GuidelineFolder, cls: type[Read], folder: str, *, unique: bool = True
) -> dict[str, Read]:
    """Every file of a folder by its name; of two with the same id, the first."""
    tables: dict[str, Read] = {}
    ids: set[str] = set()
    for file in files.names(folder, ".toml"):
        table = files.toml(cls, file)
        if table is None:
            continue
        name = getattr(table, "id", "")
        if unique and name in ids:
            message = f"id「{name}」はほかのファイルにもあります。このファイルは使いません。"
            files.fault(file, message, key=("id",))
            continue
        ids.add(name)
        tables[file] = table
    return tables


def _by_id(tables: dict[str, Any]) -> dict[str, Any]:
    return {table.id: table for table in tables.values()}


def _with_purposes(files: GuidelineFolder, forms: dict[str, Form]) -> dict[str, Form]:
    """The forms, each with a purpose: its own, or what its id meant before forms had one."""
    from uedasns_tui.guideline.schema import PURPOSES
    from uedasns_tui.guideline.starter_files import starter_words

    first_file: dict[str, str] = {}
    for file, form in forms.items():
        purpose = form.purpose or next((name for name in PURPOSES if name == form.id), "other")
        if not form.purpose:
            severity: Severity = "note" if form.id in PURPOSES else "warning"
            message = f"purpose（用途）がないので「{purpose}」（{PURPOSES[purpose]}）とみなします。"
            files.problems.append(Problem(severity, Location(file), message))
            approval = starter_words().get(f"{purpose}_approval", form.approval)
            heading = form.published or starter_words().get(f"{purpose}_published", "")
            forms[file] = replace(form, purpose=purpose, approval=approval, published=heading)
        if purpose != "other" and first_file.setdefault(purpose, file) != file:
            message = f"用途「{purpose}」の様式は {first_file[purpose]} にもあります。そちらを使います。"
            files.fault(file, message, key=("purpose",))
    return forms
