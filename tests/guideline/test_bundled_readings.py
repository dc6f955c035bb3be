"""よみ are complete: every kanji that staff may search for stands in a word with a reading in hiragana."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The developer's tool, for its list of texts (its dictionary is not needed for that)."""
    spec = importlib.util.spec_from_file_location("readings_tool", ROOT / ".ci" / "readings.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def readings() -> dict[str, str]:
    table = tomllib.loads((ROOT / "guideline" / "readings.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = table["reading"]
    return words


def uncovered(text: str, words: list[str], is_kanji: re.Pattern[str]) -> set[str]:
    """The surroundings of each kanji of `text` that stands in none of `words`."""
    covered = [False] * len(text)
    for word in words:
        at = text.find(word)
        while at >= 0:
            covered[at : at + len(word)] = [True] * len(word)
            at = text.find(word, at + 1)
    return {text[max(0, i - 4) : i + 5] for i, c in enumerate(text) if is_kanji.match(c) and not covered[i]}


def test_every_word_has_a_reading(tool: ModuleType, readings: dict[str, str]) -> None:
    missing: set[str] = set()
    for text in tool.texts():
        missing |= uncovered(text, list(readings), tool.KANJI)
    assert not missing


def test_a_missing_word_is_noticed(tool: ModuleType, readings: dict[str, str]) -> None:
    words = [word for word in readings if "返" not in word]
    assert uncovered("「返信」を行う", words, tool.KANJI) == {"「返信」を行", "「返信」を行う"}


def test_readings_are_hiragana_and_the_words_stand_in_the_texts(
    tool: ModuleType, readings: dict[str, str]
) -> None:
    whole = "\n".join(tool.texts())
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
