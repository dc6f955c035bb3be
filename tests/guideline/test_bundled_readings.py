"""よみ are in hiragana, and those that dictionaries get wrong are right; test_bundled_data holds that none is missing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.guideline.conftest import uncovered

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def readings() -> dict[str, str]:
    table = tomllib.loads((ROOT / "guideline" / "readings.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = table["reading"]
    return words


def test_a_missing_word_is_noticed(readings_tool: ModuleType, readings: dict[str, str]) -> None:
    words = [word for word in readings if "返" not in word]
    assert uncovered("「返信」を行う", words, readings_tool.KANJI) == {"「返信」を行", "「返信」を行う"}


def test_readings_are_hiragana_and_the_words_stand_in_the_texts(
    readings_tool: ModuleType, readings: dict[str, str]
) -> None:
    whole = "\n".join([*readings_tool.texts(), *readings_tool.synonyms()])
    assert [w for w, r in readings.items() if not re.fullmatch("[ぁ-ゖー]+", r)] == []
    assert [w for w in readings if w not in whole] == []


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("返信", "へんしん"),
        ("個人情報", "こじんじょうほう"),
        ("所属長", "しょぞくちょう"),
        ("上田市", "うえだし"),
        ("公私", "こうし"),
        ("代決", "だいけつ"),
        ("様式", "ようしき"),
        ("遵守", "じゅんしゅ"),
        ("開始日", "かいしび"),
        ("LINE", "らいん"),
        ("X", "えっくす"),
    ],
)
def test_readings_that_dictionaries_get_wrong_or_users_try_first(
    readings: dict[str, str], word: str, reading: str
) -> None:
    assert readings[word] == reading
