"""X's count against the cases that twitter-text publishes, and against our own of the same kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.findings import scoring
from uedasns_tui.findings.length import weighted
from uedasns_tui.findings.registry import find

CURRENT = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")


def count(text: str) -> int:
    rule = scoring.known_platforms()["x"].weighted
    assert rule is not None
    return weighted(text, rule)


def test_twitter_texts_own_cases(corpora: Path) -> None:
    table = yaml.safe_load((corpora / "twitter-text-validate.yml").read_text(encoding="utf-8"))["tests"]
    cases = [case for name in CURRENT for case in table[name]]
    assert len(cases) == 24
    differing = {
        case["description"]: count(case["text"])
        for case in cases
        if count(case["text"]) != case["expected"]["weightedLength"]
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0), ("上田", 4), ("Ueda", 4), ("ｳｴﾀﾞ", 8), ("é", 1), ("か\u3099", 2), ("※", 2), ("―", 1), ("“”", 2), ("🌸", 2), ("👨\u200d👩\u200d👧\u200d👦", 2), ("🇯🇵", 2), ("1\ufe0f\u20e3", 2),
        ("https://www.city.ueda.nagano.jp/" + "a" * 200, 23), ("詳しくはhttps://example.jpをご覧", 8 + 23 + 6), ("example.com", 23), ("koho@city.ueda.nagano.jp", 24),
        ("https://example.com/（詳細）", 31), ("https://example.com/「詳細」", 31), ("https://example.com/a？", 25), ("https://example.com/上田", 27), ("上\u200b田", 5),
    ],
)  # fmt: skip
def test_weights(text: str, expected: int) -> None:
    assert count(text) == expected


def test_the_span_is_what_is_too_much() -> None:
    context = scoring.context(scoring.Draft("length", "", "", (), ("x", "instagram"), ()))
    (one,) = find("あ" * 143, context)
    assert (one.start, one.end) == (140, 143)
    (half,) = find("a" * 279 + "あい", context)
    assert (half.start, half.end) == (279, 281)
    (tags,) = (each for each in find("#一 #二 #三 #四 #五 #六 #七", context) if each.kind == "length")
    assert tags.text == "#六 #七"
