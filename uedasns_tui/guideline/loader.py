"""Loading a guideline's folder: every fault of every file at once, and as much of it as can be used.

Used by the context and `guideline check`. Never raises for what the files hold: a broken file is one Problem, and the
rest works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.editions import newest
from uedasns_tui.guideline.folder_reader import GuidelineFolder
from uedasns_tui.guideline.guideline_schema import GuidelineFile
from uedasns_tui.guideline.lazy import TABLES, LazyGuideline, LazyProblems
from uedasns_tui.guideline.numbering import ORDER
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese import phrases

if TYPE_CHECKING:
    from uedasns_tui.guideline.schema import Form, Platform, Template

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


def load(folder: Path) -> LoadResult:
    """Load the guideline of a folder: guideline.toml and chapters/, and whatever else there is of it.

    A guideline without city, forms, checklists, words, templates or readings is a guideline still.
    """
    begun = _begun(folder)
    if isinstance(begun, LoadResult):
        return begun
    files, head, root = begun
    guideline = Guideline(file=head, root=root, folder=folder, **_Tables(files, head).all())
    from uedasns_tui.guideline import integrity

    return LoadResult(guideline, (*files.problems, *integrity.check(guideline, files.where)))


def load_text_first(folder: Path) -> LoadResult:
    """Load the text of a guideline's folder now; the rest, and its faults, when somebody asks for them."""
    begun = _begun(folder)
    if isinstance(begun, LoadResult):
        return begun
    files, head, root = begun
    tables = _Tables(files, head)
    guideline = LazyGuideline(head, root, folder, tables.of)

    def problems() -> tuple[Problem, ...]:
        from uedasns_tui.guideline import integrity

        # reads the tables, and with them their faults into files.problems, before these are read
        for name in TABLES:
            getattr(guideline, name)
        crossed = integrity.check(guideline, files.where)
        return (*files.problems, *crossed)

    return LoadResult(guideline, LazyProblems(problems, lambda: tuple(files.problems)))


def _begun(folder: Path) -> tuple[GuidelineFolder, GuidelineFile, Clause] | LoadResult:
    files = GuidelineFolder(folder)
    if not files.there():
        return LoadResult(None, (Problem("error", Location(str(folder)), "フォルダーがありません。"),))
    head = files.toml(GuidelineFile, "guideline.toml")
    if head is None:
        return LoadResult(None, tuple(files.problems))
    phrases.beside(folder / "phrases.txt")
    root = _chapters(files, head)
    if not root.children:
        files.fault("guideline.toml", "読める章が一つもないので、このガイドラインは使えません。")
        return LoadResult(None, tuple(files.problems))
    return files, head, root


class _Tables:
    """What a guideline's folder holds beside its text: the long lists that few ask for alone, the rest together."""

    def __init__(self, files: GuidelineFolder, head: GuidelineFile) -> None:
        self._files = files
        self._head = head
        self._gone = False

    def all(self) -> dict[str, Any]:
        """Every table by its name in Guideline."""
        return {name: table for asked in TABLES for name, table in self.of(asked).items()}

    def of(self, name: str) -> dict[str, Any]:
        """The table of that name, and those that are read with it."""
        if not self._gone and not self._files.there():
            self._gone = True
            gone = "フォルダーが、読んでいる間になくなりました。様式やチェックを読んでいません。"
            self._files.problems.append(Problem("error", Location(str(self._files.folder)), gone))
        match name:
            case "templates":
                return {"templates": self._templates[0]}
            case "words":
                return {"words": tuple(self._words.values())}
            case "readings":
                return {"readings": _readings(self._files)}
            case "sources":
                _, sources, city = self._rest
                return {"sources": {**sources, **self._templates[1], **self._words, **city}}
        return self._rest[0]

    @cached_property
    def _templates(self) -> tuple[dict[str, Template], dict[str, Any]]:
        from uedasns_tui.guideline.schema import Template

        sources: dict[str, Any] = {}
        return _by_id(self._files, Template, "templates", sources), sources

    @cached_property
    def _words(self) -> dict[str, Any]:
        from uedasns_tui.guideline.schema import WordList

        return dict(_every(self._files, WordList, "words"))

    @cached_property
    def _rest(self) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """The tables, and what was read by its file: without the city's, and the city's."""
        from uedasns_tui.guideline.schema import Checklist, City, Form

        files = self._files
        sources: dict[str, Any] = {"guideline.toml": self._head}
        tables: dict[str, Any] = {
            "forms": _forms(files, _by_id(files, Form, "forms", sources), sources),
            "checklists": _by_id(files, Checklist, "checklists", sources),
        }
        city = files.toml(City, "city.toml") if files.there("city.toml") else None
        tables["city"] = city or City(scheme=1, name=self._head.city, head="")
        return tables, sources, {"city.toml": city} if city is not None else {}


def _chapters(files: GuidelineFolder, head: GuidelineFile) -> Clause:
    for at, kind in enumerate(head.numbering):
        if kind not in ORDER:
            known = " ".join(ORDER)
            message = f"「{kind}」は番号の書き方ではありません（書けるもの: {known}）。"
            files.fault("guideline.toml", message, key=("numbering", at))
    texts: list[tuple[str, str | None]] = []
    for at, name in enumerate(head.chapters):
        file = f"chapters/{name}.md"
        if not re.fullmatch(r"[^\s./\\:][^/\\:]*", name):
            message = f"「{name}」は chapters/ の中のファイルの名前ではありません。"
        elif not files.there(file):
            message = f"{file} がありません。この章なしで続けます。"
        else:
            texts.append((file, files.text(file)))
            continue
        files.fault("guideline.toml", message, key=("chapters", at))
        texts.append((file, None))
    for file in files.names("chapters", ".md"):
        if file.removeprefix("chapters/").removesuffix(".md") not in head.chapters:
            message = "guideline.toml の chapters に書かれていないので、読んでいません。"
            files.problems.append(Problem("warning", Location(file), message))
    root, faults = read_chapters(texts, [kind for kind in head.numbering if kind in ORDER])
    files.problems += faults
    return root


def _every(files: GuidelineFolder, cls: type[Read], name: str) -> Iterator[tuple[str, Read]]:
    for file in files.names(name, ".toml"):
        found = files.toml(cls, file)
        if found is not None:
            yield file, found


def _by_id(files: GuidelineFolder, cls: type[Read], name: str, sources: dict[str, Any]) -> dict[str, Read]:
    found: dict[str, Read] = {}
    for file, one in _every(files, cls, name):
        key: str = one.id  # type: ignore[attr-defined]
        if key in found:
            files.fault(
                file, f"id「{key}」はほかのファイルにもあります。このファイルは使いません。", key=("id",)
            )
            continue
        found[key] = one
        sources[file] = one
    return found


def _forms(files: GuidelineFolder, forms: dict[str, Form], sources: dict[str, Any]) -> dict[str, Form]:
    """The forms, each with a purpose: its own, or what its id meant before forms had one."""
    from uedasns_tui.guideline.schema import PURPOSES, Form

    files_of: dict[str, str] = {}
    for file, form in tuple(sources.items()):
        if not isinstance(form, Form):
            continue
        purpose = form.purpose or next((name for name in PURPOSES if name == form.id), "other")
        if not form.purpose:
            known = "・".join(f"{name}（{text}）" for name, text in PURPOSES.items())
            message = f"purpose（用途）がないので「{purpose}」とみなします。書けるもの: {known}。"
            files.problems.append(Problem("warning", Location(file), message))
            forms[form.id] = sources[file] = replace(form, purpose=purpose)
        if purpose != "other" and files_of.setdefault(purpose, file) != file:
            message = f"用途「{purpose}」の様式は {files_of[purpose]} にもあります。そちらを使います。"
            files.fault(file, message, key=("purpose",))
    return forms


def _readings(files: GuidelineFolder) -> dict[str, str]:
    found = files.toml(ReadingsFile, "readings.toml") if files.there("readings.toml") else None
    return found.reading if found else {}


def load_newest(folder: Path, today: date, how: Callable[[Path], LoadResult] = load) -> LoadResult:
    """The newest edition in force today, of the folder itself and its editions/; `how`: `load` or `begin`.

    An older edition without readings of its own is searched by those of the folder itself.
    """
    edition = newest(folder, today) if GuidelineFolder(folder).names("editions", "") else None
    if edition is None or edition.folder == folder:
        return how(folder)
    loaded = how(edition.folder)
    if loaded.guideline is None or loaded.guideline.readings:
        return loaded
    given = {one.name: getattr(loaded.guideline, one.name) for one in fields(Guideline)}
    return replace(loaded, guideline=Guideline(**given | {"readings": _readings(GuidelineFolder(folder))}))


def load_platforms(folder: Path) -> tuple[dict[str, Platform], list[Problem]]:
    """The social media of a folder (data/platforms/), by id, and what is wrong with their files."""
    from uedasns_tui.guideline.schema import Platform

    files = GuidelineFolder(folder.parent)
    if not files.there(folder.name):
        return {}, [Problem("error", Location(str(folder)), "フォルダーがありません。")]
    return _by_id(files, Platform, folder.name, {}), files.problems
