"""Loading a guideline's folder: every fault of every file at once, and as much of it as can be used.

Used by the desk and `guideline check`. Never raises for what the files hold: a broken file is one Problem, and the
rest works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from uedasns_tui.guideline import tables
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Checklist, City, Form, GuidelineFile, Platform, Template, WordList
from uedasns_tui.guideline.tree import Clause

Read = TypeVar("Read")


@dataclass(frozen=True)
class Loaded:
    """A guideline, or None when guideline.toml or every chapter is unusable; and all that is wrong."""

    guideline: Guideline | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Readings:
    scheme: int = 1
    reading: dict[str, str] | None = None


class _Folder:
    """Reads the files of one folder and gathers what is wrong. Names in Problems are relative to the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.data: dict[str, bytes] = {}

    def bytes(self, name: str) -> bytes | None:
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            self.fault(name, "このファイルがありません。")
            return None
        except OSError as error:
            self.fault(name, f"読めません（{error.strerror}）。")
            return None
        self.data[name] = data
        return data

    def fault(self, name: str, message: str, line: int = 0) -> None:
        self.problems.append(Problem("error", Where(name, line), message))

    def toml(self, cls: type[Read], name: str) -> Read | None:
        data = self.bytes(name)
        if data is None:
            return None
        found, faults = tables.read(cls, data, name)
        self.problems += faults
        return found

    def every(self, cls: type[Read], name: str) -> Iterator[tuple[str, Read]]:
        for path in sorted((self.folder / name).glob("*.toml")):
            file = f"{name}/{path.name}"
            found = self.toml(cls, file)
            if found is not None:
                yield file, found

    def where(self, file: str, *key: str | int) -> Where:
        text = self.data.get(file, b"").decode("utf-8-sig", "replace")
        return Where(file, tables.line_of(text, key), ".".join(str(part) for part in key))


def load(folder: Path) -> Loaded:
    """Load the guideline of a folder."""
    files = _Folder(folder)
    if not folder.is_dir():
        return Loaded(None, (Problem("error", Where(str(folder)), "フォルダーがありません。"),))
    head = files.toml(GuidelineFile, "guideline.toml")
    if head is None:
        return Loaded(None, tuple(files.problems))
    root = _chapters(files, head)
    if not root.children:
        return Loaded(None, tuple(files.problems))
    city = files.toml(City, "city.toml") if (folder / "city.toml").exists() else None
    readings = files.toml(_Readings, "readings.toml") if (folder / "readings.toml").exists() else None
    sources: dict[str, Any] = {"guideline.toml": head}
    forms = _by_id(files, Form, "forms", sources)
    checklists = _by_id(files, Checklist, "checklists", sources)
    templates = _by_id(files, Template, "templates", sources)
    words = []
    for file, one in files.every(WordList, "words"):
        sources[file] = one
        words.append(one)
    if city is not None:
        sources["city.toml"] = city
    guideline = Guideline(
        file=head,
        root=root,
        city=city or City(scheme=1, name=head.city, head=""),
        forms=forms,
        checklists=checklists,
        words=tuple(words),
        templates=templates,
        readings=(readings.reading or {}) if readings else {},
        folder=folder,
        sources=sources,
    )
    from uedasns_tui.guideline import cross

    files.problems += cross.check(guideline, sources, files.where)
    return Loaded(guideline, tuple(files.problems))


def _chapters(files: _Folder, head: GuidelineFile) -> Clause:
    texts = []
    for at, name in enumerate(head.chapters):
        file = f"chapters/{name}.md"
        if not (files.folder / file).is_file():
            where = files.where("guideline.toml", "chapters", at)
            files.problems.append(Problem("error", where, f"{file} がありません。この章なしで続けます。"))
            continue
        data = files.bytes(file)
        if data is None:
            continue
        try:
            texts.append((file, data.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            files.fault(file, "UTF-8 の文章として読めません。", data.count(b"\n", 0, error.start) + 1)
    for path in sorted((files.folder / "chapters").glob("*.md")):
        if path.stem not in head.chapters:
            files.problems.append(
                Problem(
                    "warning",
                    Where(f"chapters/{path.name}"),
                    "guideline.toml の chapters に書かれていません。",
                )
            )
    root, faults = read_chapters(texts, head.numbering)
    files.problems += faults
    return root


def _by_id(files: _Folder, cls: type[Read], name: str, sources: dict[str, Any]) -> dict[str, Read]:
    found: dict[str, Read] = {}
    for file, one in files.every(cls, name):
        key: str = one.id  # type: ignore[attr-defined]
        if key in found:
            files.problems.append(
                Problem("error", files.where(file, "id"), f"id「{key}」はほかのファイルにもあります。")
            )
            continue
        found[key] = one
        sources[file] = one
    return found


def load_newest(folder: Path, today: date) -> Loaded:
    """The newest edition in force today, of the folder itself and its editions/."""
    from uedasns_tui.guideline.editions import newest

    edition = newest(folder, today) if (folder / "editions").is_dir() else None
    loaded = load(edition.folder if edition is not None else folder)
    if loaded.guideline is not None and not loaded.guideline.readings and edition is not None:
        # an older edition without readings of its own is found by those of the newest
        own = load_readings(folder)
        return replace(loaded, guideline=replace_readings(loaded.guideline, own))
    return loaded


def load_readings(folder: Path) -> dict[str, str]:
    """The readings of a folder, {} where it has none that can be read."""
    try:
        data = (folder / "readings.toml").read_bytes()
    except OSError:
        return {}
    found, _ = tables.read(_Readings, data, "readings.toml")
    return (found.reading or {}) if found else {}


def replace_readings(guideline: Guideline, readings: dict[str, str]) -> Guideline:
    """The guideline with other readings."""
    return replace(guideline, readings=readings)


def load_platforms(folder: Path) -> tuple[dict[str, Platform], list[Problem]]:
    """The social media of data/platforms/, by id, and what is wrong with their files."""
    files = _Folder(folder.parent)
    found: dict[str, Platform] = {}
    for _, one in files.every(Platform, folder.name):
        found[one.id] = one
    return found, files.problems


def names(ones: Iterable[Any]) -> list[str]:
    """The ids of entries."""
    return [one.id for one in ones]
