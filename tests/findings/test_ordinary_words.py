"""Everyday words of a city, in six frames: abuse, confidential, rumor and undecided are silent at every one.

`.ci/dictionary.py` does the same with every word of a dictionary.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.findings import scoring
from uedasns_tui.findings import words
from uedasns_tui.findings.post_text import read_post_text

FRAMES = ("{}の日です。", "今日は{}です。", "市の{}を紹介します。", "{}について", "「{}」", "{}を開きます。")
LINES = (Path(__file__).parent / "ordinary_words.txt").read_text(encoding="utf-8").splitlines()
WORDS = " ".join(line for line in LINES if not line.startswith("#")).split()


def spoken(word: str) -> set[tuple[str, str]]:
    """Kind and text of what the lists say of a word."""
    texts = (read_post_text(frame.format(word)) for frame in FRAMES)
    return {(hit.kind, hit.text) for text in texts for hit in words.find(text, scoring.bundled())}


@pytest.mark.parametrize("word", WORDS)
def test_an_ordinary_word_is_silent(word: str) -> None:
    assert spoken(word) == set()


def test_there_are_enough_words_each_once() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 200


@pytest.mark.parametrize("word", ["部外秘", "未定", "馬鹿", "デマ"])
def test_a_listed_word_speaks_in_the_same_frames(word: str) -> None:
    assert spoken(word)
