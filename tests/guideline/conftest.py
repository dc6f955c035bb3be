"""What the tests of this room stand on: the bundled edition, and two documents written for these tests."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import City
from uedasns_tui.guideline.guideline_schema import AskingWords, GuidelineFile, Irregularity
from uedasns_tui.guideline.loader import load

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = Path(__file__).resolve().parent / "documents"


def opened(folder: Path) -> Guideline:
    """The guideline of a folder that has to be without fault."""
    loaded = load(folder)
    assert loaded.guideline is not None, loaded.problems
    assert [str(entry) for entry in loaded.problems] == []
    return loaded.guideline


@pytest.fixture(scope="session")
def bundled() -> Guideline:
    """The bundled edition."""
    return opened(ROOT / "guideline")


@pytest.fixture(scope="session")
def articles() -> Guideline:
    """第1章 / 第1条 / 2 / (1) / ア / (ア), in full-width digits."""
    return opened(DOCUMENTS / "articles")


@pytest.fixture(scope="session")
def items() -> Guideline:
    """第1 / 1 / (1) / ア / a, in full-width digits."""
    return opened(DOCUMENTS / "items")


def variant(guideline: Guideline, **changes: Any) -> Guideline:
    """A guideline like another, but for some of its parts."""

    def table(name: str) -> Any:
        return changes[name] if name in changes else getattr(guideline, name)

    return Guideline(table("file"), table("root"), guideline.folder, table)


def document(
    text: str, numbering: Sequence[str], irregular: Sequence[Irregularity] = (), **tables: Any
) -> Guideline:
    """A guideline of one chapter's text alone."""
    root, _ = read_chapters([("a.md", text)], numbering, irregular)
    asks = AskingWords("ならない。$", "努める")
    file = GuidelineFile(1, "試験の要綱", "試験町", date(2026, 4, 1), tuple(numbering), ("a",), asks)
    empty = {"forms": {}, "checklists": {}, "templates": {}, "words": (), "readings": {}, "sources": {}}
    empty |= {"city": City(1, "試験町", "")}
    return Guideline(file, root, Path(), {**empty, **tables}.__getitem__)


@pytest.fixture(scope="session")
def readings_tool() -> ModuleType:
    """The developer's tool, for its list of texts (its dictionary is not needed for that)."""
    spec = importlib.util.spec_from_file_location("readings_tool", ROOT / ".ci" / "readings.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def uncovered(text: str, words: list[str], is_kanji: re.Pattern[str]) -> set[str]:
    """The surroundings of each kanji of `text` that stands in none of `words`."""
    covered = [False] * len(text)
    for word in words:
        at = text.find(word)
        while at >= 0:
            covered[at : at + len(word)] = [True] * len(word)
            at = text.find(word, at + 1)
    return {text[max(0, i - 4) : i + 5] for i, c in enumerate(text) if is_kanji.match(c) and not covered[i]}
