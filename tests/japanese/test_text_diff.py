"""Changed words are marked, whole, and nothing of either text is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.japanese.text_diff import changes, words


def marked(before: str, after: str) -> str:
    parts = []
    for change in changes(before, after):
        old, new = before[slice(*change.a)], after[slice(*change.b)]
        parts.append(old if change.op == "equal" else f"[{old}→{new}]")
    return "".join(parts)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("所属長の了承を得ること。", "所属長の承諾を得ること。", "所属長の[了承→承諾]を得ること。"),
        ("令和6年1月4日改定", "令和8年1月4日改定", "令和[6→8]年1月4日改定"),
        ("週1回以上発信する。", "週10回以上発信する。", "週[1→10]回以上発信する。"),
        ("X、LINE、YouTube", "X、YouTube", "X、[LINE、→]YouTube"),
        ("個人情報保護条例による", "個人情報保護法による", "個人情報保護[条例→法]による"),
        (
            "返信は行わない",
            "返信は行わない。ただし、緊急時は除く。",
            "返信は行わない[→。ただし、緊急時は除く。]",
        ),
        ("ツイッター", "フェイスブック", "[ツイッター→フェイスブック]"),
        ("葛\U000e0100城市", "葛城市", "[葛\U000e0100城市→葛城市]"),
        (
            "発信情報の名称を定める",
            "利用者一覧の公開日を示す",
            "[発信情報の名称を定める→利用者一覧の公開日を示す]",
        ),
        ("一行目\n二行目", "一行目\n\n二行目", "一行目\n[→\n]二行目"),
        ("", "新しい", "[→新しい]"),
        ("古い", "", "[古い→]"),
        ("同じ", "同じ", "同じ"),
        ("", "", ""),
    ],
)
def test_marked(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


TEXTS = st.text(st.sampled_from("情報発信のをはカナー、。12aB \n👨\u200d👩か\u3099"), max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_are_covered_and_rebuilt(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(before[slice(*one.a)] for one in found) == before
    assert "".join(after[slice(*one.b)] for one in found) == after
    assert all((one.op == "equal") != (two.op == "equal") for one, two in pairwise(found))
    for one in found:
        old, new = before[slice(*one.a)], after[slice(*one.b)]
        assert {"equal": old == new and old, "insert": not old and new, "delete": old and not new}.get(
            one.op, old and new
        )
    assert "".join(words(before)) == before


def test_a_long_text_is_compared_in_reasonable_time() -> None:
    before = "".join(f"{n}番目の情報発信を行う際は、所属長の了承を得ること。" for n in range(500))
    after = before.replace("了承", "承諾", 3) + "以上。"
    assert [one.op for one in changes(before, after) if one.op != "equal"] == ["replace"] * 3 + ["insert"]
