"""No pattern of a guideline can hang: what repeats or branches without end is refused, what cities write is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from uedasns_tui.guideline import asking_pattern, import_files, loader
from uedasns_tui.guideline.coverage import asked

HANGS = [
    "(あ+)+$", "(あ|あ)*い", "(?:あ*)*い", "あ?" * 20 + "い", "(?:あ|い|う)" * 12 + "え", "(あ)\\1",
    "(?:(?:あ|い)?(?:う|え)?)" * 8, "(?:あい){2,}", "あ*い*う*え", "(あ){3}",
]  # fmt: skip
FINE = [
    "", "こと。?$", "(?:(?<!努める)こと(?:とする)?|してはならない)。?$", "[*+{]で", "^[あ]+い{2,14}.*?$", "あ{3}い{,3}", "\\*と\\+", "[^]*]", "(?P<name>あ|い)", "a|b|c",
    "あ?" * 12, "(?i:a)b", import_files.MUST, import_files.SHOULD,
]  # fmt: skip


@pytest.mark.parametrize("pattern", HANGS)
def test_what_could_hang_is_refused(pattern: str) -> None:
    re.compile(pattern)
    with pytest.raises(asking_pattern.UnsafePattern, match=r"使えません|多すぎます"):
        asking_pattern.compiled(pattern)


@pytest.mark.parametrize("pattern", FINE)
def test_what_cities_write_is_used(pattern: str) -> None:
    assert asking_pattern.compiled(pattern).pattern == pattern


def test_the_folder_says_so_and_its_sentences_are_not_looked_through(
    small_guideline: Path, tmp_path: Path
) -> None:
    import shutil

    folder = tmp_path / "guideline"
    shutil.copytree(small_guideline, folder)
    file = folder / "guideline.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^must = .*$", "must = '(あ+)+$'", text, count=1), encoding="utf-8")
    loaded = loader.load(folder)
    assert loaded.guideline is not None
    told = [problem for problem in loaded.problems if problem.where.key == "asks.must"]
    assert len(told) == 1 and "繰り返す" in told[0].message and told[0].where.line > 1
    assert asked(loaded.guideline, "あ" * 60 + "い") == ""
