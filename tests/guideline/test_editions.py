"""Editions beside each other: which is in force, what differs between two, and the check before one is adopted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.guideline.conftest import variant
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.edition_diff import ClauseDifference, compare_editions
from uedasns_tui.guideline.editions import editions, newest
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.guideline.readings import reading_problems

DOCUMENTS = Path(__file__).resolve().parent / "documents"


def outlined(differences: tuple[ClauseDifference, ...]) -> list[tuple[str, str, str]]:
    return [
        (
            entry.kind,
            entry.before.citation if entry.before else "",
            entry.after.citation if entry.after else "",
        )
        for entry in differences
        if entry.kind != "same"
    ]


def written(guideline: Guideline, text: str) -> Guideline:
    return variant(guideline, root=read_chapters([("a.md", text)], ("(1)", "ア"))[0])


def test_which_edition_is_in_force() -> None:
    folder = DOCUMENTS / "items"
    assert [entry.date for entry in editions(folder)] == [date(2025, 10, 1), date(2027, 4, 1)]
    for today, edition in (
        (date(2025, 1, 1), date(2025, 10, 1)),
        (date(2027, 3, 31), date(2025, 10, 1)),
        (date(2027, 4, 1), date(2027, 4, 1)),
    ):
        expected = newest(folder, today)
        assert expected is not None
        assert expected.date == edition
    assert newest(DOCUMENTS, date(2027, 4, 1)) is None


def test_two_editions(items: Guideline) -> None:
    after = load(DOCUMENTS / "items" / "editions" / "2027-04-01").guideline
    assert after is not None
    differences = compare_editions(items, after)
    assert outlined(differences) == [
        ("changed", "第2-1(1)ア", "第2-1(1)ア"),
        ("added", "", "第2-1(1)イ"),
        ("moved", "第2-1(1)イ", "第2-1(1)ウ"),
        ("moved", "第2-1(1)イa", "第2-1(1)ウa"),
        ("moved", "第2-1(1)イa・1", "第2-1(1)ウa・1"),
        ("moved", "第2-1(1)イa・2", "第2-1(1)ウa・2"),
        ("moved", "第2-1(1)イb", "第2-1(1)ウb"),
        ("removed", "第2-1(1)ウ", ""),
        ("changed", "第2-2(2)", "第2-2(2)"),
    ]
    last = differences[-2]
    assert last.before is not None
    assert last.after is not None
    words = [
        (entry.op, last.before.whole[slice(*entry.a)], last.after.whole[slice(*entry.b)])
        for entry in last.changes
    ]
    assert ("replace", "平日", "開庁日") in words


def test_an_edition_and_itself(bundled: Guideline) -> None:
    assert {entry.kind for entry in compare_editions(bundled, bundled)} == {"same"}
    assert len(compare_editions(bundled, bundled)) == len(bundled.clauses)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("(1) 甲をする。\n(2) 乙をする。\n", "(1) 乙をする。\n(2) 甲をする。\n", ["moved", "moved"]),
        ("(1) 甲をする。\n", "(1) 甲をする。\n(2) 全く別の決まりを置く。\n", ["added"]),
        ("(1) 甲をする。\n(2) 全く別の決まりを置く。\n", "(1) 甲をする。\n", ["removed"]),
        ("(1) 個人情報の漏えいに注意すること。\n", "(1) 個人情報の流出に注意すること。\n", ["changed"]),
        ("(1) 全く別の決まりを置く。\n", "(1) 写真には承諾が要る。\n", ["added", "removed"]),
    ],
)
def test_kinds(items: Guideline, before: str, after: str, kinds: list[str]) -> None:
    old, new = written(items, "# 1 題\n" + before), written(items, "# 1 題\n" + after)
    assert sorted(kind for kind, _, _ in outlined(compare_editions(old, new))) == kinds


def test_what_is_changed_and_moved_is_followed(items: Guideline) -> None:
    old = written(items, "# 1 題\n(1) 個人情報の漏えいに注意すること。\n")
    new = written(items, "# 1 題\n(1) まず深呼吸をする。\n(2) 個人情報の流出に注意すること。\n")
    assert outlined(compare_editions(old, new)) == [("added", "", "1(1)"), ("changed", "1(1)", "1(2)")]


def test_a_changed_item_is_followed_under_its_heading_and_not_elsewhere(items: Guideline) -> None:
    old = written(items, "# 1 題\n(1) 写真\nア 写真を使うときは相手の承諾を得る。\n# 2 別\n(1) 甲\n")
    text = "# 1 別\n(1) 甲\n# 2 題\n(1) 写真\nア 写真は相手の承諾のある人だけ使う。\n"
    assert ("changed", "1(1)ア", "2(1)ア") in outlined(compare_editions(old, written(items, text)))
    other = written(items, text.replace("ア 写真", "ア 花\nイ 写真"))
    assert ("removed", "1(1)ア", "") in outlined(compare_editions(old, other))


def test_every_clause_of_both_stands_in_the_comparison_once(bundled: Guideline, articles: Guideline) -> None:
    differences = compare_editions(bundled, articles)
    assert [entry.after for entry in differences if entry.after] == list(articles.clauses)
    before = [entry.before for entry in differences if entry.before]
    assert len(before) == len(set(before)) == len(bundled.clauses)


def check(folder: Path) -> list[Problem]:
    loaded = load(folder)
    assert loaded.guideline is not None
    return [*loaded.problems, *coverage.problems(loaded.guideline), *reading_problems(loaded.guideline)]


def test_the_check_names_faults_coverage_and_readings(tmp_path: Path, bundled: Guideline) -> None:
    assert [str(entry) for entry in check(bundled.folder) if entry.severity != "note"] == []
    folder = Path(shutil.copytree(bundled.folder, tmp_path / "guideline"))
    chapter = folder / "chapters" / "05-safety.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n(9) 壺を備えること。\n", encoding="utf-8")
    messages = check(folder)
    assert [entry.code for entry in messages] == ["coverage", "readings"]
    assert messages[0].clause == "5(9)"
    assert "壺" in messages[1].message
    assert messages[1].severity == "note"
