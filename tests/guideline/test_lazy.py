"""A guideline that is begun is the guideline that is loaded; its tables are read once, and only when asked for."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from uedasns_tui.guideline.document import TABLES, Guideline
from uedasns_tui.guideline.folder_reader import GuidelineFolder
from uedasns_tui.guideline.loader import load, load_newest, load_text_first
from uedasns_tui.guideline.search import search

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = Path(__file__).resolve().parent / "documents"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    read = GuidelineFolder.bytes

    def noted(self: GuidelineFolder, name: str) -> bytes | None:
        names.append(name)
        return read(self, name)

    monkeypatch.setattr(GuidelineFolder, "bytes", noted)
    return names


def begun(folder: Path) -> Guideline:
    guideline = load_text_first(folder).guideline
    assert guideline is not None
    return guideline


def test_the_text_is_there_before_any_table_is_read(opened: list[str]) -> None:
    guideline = begun(ROOT / "guideline")
    clause = guideline.clause("5(8)オ")
    assert clause is not None
    assert clause.text == "守秘義務に関する情報"
    assert guideline.title
    assert {name.split("/")[0] for name in opened} == {"guideline.toml", "chapters"}
    opened.clear()
    assert guideline.forms["policy"].title
    assert "forms/policy.toml" in opened
    assert not {name for name in opened if name.startswith(("words/", "readings"))}
    assert guideline.readings["返信"] == "へんしん"
    assert guideline.words
    assert {"readings.toml", "words/abuse.toml"} < set(opened)


def test_it_is_the_same_guideline(bundled: Guideline) -> None:
    guideline = begun(bundled.folder)
    for name in TABLES:
        assert getattr(guideline, name) == getattr(bundled, name), name
    assert set(Guideline.__annotations__) == set(TABLES)
    assert [entry.whole for entry in guideline.clauses] == [entry.whole for entry in bundled.clauses]
    assert [entry.clause.citation for entry in search(guideline, "hensin").hits] == [
        entry.clause.citation for entry in search(bundled, "hensin").hits
    ]
    with pytest.raises(AttributeError):
        guideline.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_the_tables_are_read_once_whoever_asks(opened: list[str]) -> None:
    guideline = begun(ROOT / "guideline")
    opened.clear()
    with ThreadPoolExecutor(8) as pool:
        expected = list(pool.map(lambda at: getattr(guideline, TABLES[at % len(TABLES)]), range(32)))
    assert len(opened) == len(set(opened))
    assert expected[TABLES.index("city")] is guideline.city


def test_the_faults_are_those_of_a_whole_load(tmp_path: Path, opened: list[str]) -> None:
    folder = Path(shutil.copytree(ROOT / "guideline", tmp_path / "guideline"))
    (folder / "forms" / "post.toml").write_text("scheme = \n", encoding="utf-8")
    (folder / "chapters" / "03-scope.md").unlink()
    (folder / "city.toml").write_bytes(b"\xff")
    loaded, wanted = load_text_first(folder), load(folder).problems
    assert [str(entry) for entry in loaded.problems] == [str(entry) for entry in wanted]
    assert (len(loaded.problems), loaded.problems[0], loaded.problems[-2:]) == (
        len(wanted), wanted[0], wanted[-2:],
    )  # fmt: skip
    assert loaded.guideline is not None
    assert "post" not in loaded.guideline.forms
    asked = begun(folder).forms
    assert set(asked) == {"policy", "incident", "comment"}


def test_a_folder_that_is_gone_before_its_tables_are_read_is_told(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DOCUMENTS / "items", tmp_path / "items"))
    loaded = load_text_first(folder)
    shutil.rmtree(folder)
    assert [str(entry.where.file) for entry in loaded.problems] == [str(folder)]
    assert loaded.guideline is not None
    assert loaded.guideline.clause("第2") is not None
    assert loaded.guideline.forms == {}


@pytest.mark.parametrize("name", ["none", "articles/chapters"])
def test_what_cannot_be_loaded_cannot_be_begun(name: str) -> None:
    folder = DOCUMENTS / name
    loaded = load_text_first(folder)
    assert loaded.guideline is None
    assert list(loaded.problems) == list(load(folder).problems) != []


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 4, 1)])
def test_the_newest_edition_is_begun_alike(today: date, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DOCUMENTS / "items", tmp_path / "items"))
    (folder / "readings.toml").write_text('scheme = 1\n[reading]\n"投稿" = "とうこう"\n', encoding="utf-8")
    entry, other = load_newest(folder, today).guideline, load_newest(folder, today, load_text_first).guideline
    assert entry is not None
    assert other is not None
    assert (entry.edition, entry.readings) == (other.edition, other.readings)
    assert other.readings == {"投稿": "とうこう"}
