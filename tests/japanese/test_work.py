"""Long texts of one kind of cluster take as much work as their length asks: it is counted, not timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.work import work
from uedasns_tui.japanese import fold, kinsoku, text_diff, width, wrap

CLUSTERS = {
    "joined emoji": "👨\u200d", "family": "👨\u200d👩\u200d👧 ", "joiners": "\u200d", "selector": "☎\ufe0f", "selectors": "\ufe0f",
    "mark": "か\u3099", "marks": "\u0301", "flag": "🇯🇵", "half a flag": "🇯", "skin": "🏽", "keycap": "1\ufe0f\u20e3",
    "ideograph": "葛\U000e0100", "jamo": "\u1161", "half-width": "ｶﾞ", "voicing": "ﾞ",
}  # fmt: skip
WORK: dict[str, Callable[[str], object]] = {
    "graphemes": lambda text: list(width.graphemes(text)),
    "fit": lambda text: width.fit(text, len(text) // 2),
    "pieces": lambda text: list(kinsoku.pieces(text, 40)),
    "wrap": lambda text: wrap.wrap(text, 40),
    "fold": fold.fold_map,
    "find": lambda text: list(fold.find_all(text[1:3], fold.fold_map(text))),
}


@pytest.mark.parametrize("unit", ["\n", "。", "🇯🇵", "あ、"])
def test_a_long_text_of_the_same_is_not_compared_each_with_each(unit: str) -> None:
    def compare(text: str) -> object:
        return text_diff.changes(f"前{text}あ", f"後{text}い")

    compare(unit)
    short, long = work(lambda: compare(unit * 3001)), work(lambda: compare(unit * 6002))
    assert long <= 2.3 * short + 400, (short, long)


@pytest.mark.parametrize("cluster", CLUSTERS)
@pytest.mark.parametrize("name", WORK)
def test_twice_the_text_is_twice_the_work(name: str, cluster: str) -> None:
    text = CLUSTERS[cluster] * (600 // len(CLUSTERS[cluster]))
    work(lambda: WORK[name](text))  # tables and caches are filled
    short, long = work(lambda: WORK[name]("a" + text)), work(lambda: WORK[name]("b" + text * 4))
    assert long <= 4.6 * short + 400, (short, long)
