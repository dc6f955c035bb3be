"""What staff type and what stands in a text meet, and a hit shows where it stands in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.japanese.fold import OLD_FORMS, find_all, fold, fold_map, narrow


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＰＤＦ", "pdf"), ("ﾊﾟｿｺﾝ", "ぱそこん"), ("か\u3099", "ガ"), ("か゛", "が"), ("第１条", "第1条"), ("㌔", "キロ"), ("㈱", "(株)"),
        ("髙橋", "高橋"), ("﨑", "崎"), ("渡邊", "渡辺"), ("渡邉", "渡辺"), ("𠮷野", "吉野"), ("葛\U000e0100城", "葛城"), ("國", "国"),
        ("10〜12", "10～12"), ("－１", "−1"), ("—", "―"), ("①", "1"), ("見\u200bえ", "見え"), ("神", "神"), ("㋿", "令和"),
        ("亞郞吳祿穰", "亜郎呉禄穣"), ("上田　市", "上田 市"), ("ヽ", "ゝ"), ("ß", "SS"),
    ],
)  # fmt: skip
def test_fold_makes_them_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("は", "ば"), ("つ", "っ"), ("ー", "-"), ("坂", "阪"), ("斎", "斉")]
)
def test_fold_keeps_them_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_every_code_point_twice_changes_nothing(pytestconfig: pytest.Config) -> None:
    step = 1 if pytestconfig.getoption("--long") else 17
    codes = [
        *range(0x3400),
        *range(0x3400, 0xF900, step),
        *range(0xF900, 0x10000),
        *range(0x10000, 0x110000, step),
    ]
    texts = (chr(code) for code in codes if not 0xD800 <= code < 0xE000)
    assert [text for text in texts if fold(fold(text)) != fold(text)] == []


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_old_forms_lead_to_usual_ones_in_one_step() -> None:
    pairs = OLD_FORMS.split()
    olds = [pair[0] for pair in pairs]
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert len(olds) == len(set(olds)) > 110
    assert not {pair[1] for pair in pairs} & set(olds)


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("PDF", "次にＰＤＦで出力", ["ＰＤＦ"]),
        ("ぱそこん", "新しいﾊﾟｿｺﾝを", ["ﾊﾟｿｺﾝ"]),
        ("株", "㈱上田", ["㈱"]),
        ("ロメ", "十㌔メートル", ["㌔メ"]),
        ("キ", "㌔㌔", ["㌔", "㌔"]),
        ("が", "か\u3099ぎ", ["か\u3099"]),
        ("葛城", "葛\U000e0100城市", ["葛\U000e0100城"]),
        ("葛", "葛\U000e0100城市", ["葛\U000e0100"]),
        ("吉", "𠮷𠮷", ["𠮷", "𠮷"]),
        ("ああ", "あああああ", ["ああ", "ああ"]),
        ("か", "か\u3099", []),
        ("", "上田", []),
        ("\u200b", "上田", []),
        ("令和6", "令和６年と㋿６年", ["令和６", "㋿６"]),
    ],
)
def test_find_all(query: str, text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in find_all(query, fold_map(text))] == hits


@given(
    st.text(st.one_of(st.sampled_from("あア㌔㈱ﾊﾟか\u3099髙葛\U000e0100fiﬁ"), st.characters()), max_size=30)
)
def test_offsets_lead_back(text: str) -> None:
    folded = fold_map(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)
    for char in set(text):
        for start, end in find_all(char, folded):
            assert 0 <= start < end <= len(text)
            assert fold(char) in fold(text[start:end])


def test_narrow_keeps_length_and_circled_digits() -> None:
    text = "５（８）オ　①ｶ－８"
    assert narrow(text) == "5(8)オ ①ｶ-8"
    assert len(narrow(text)) == len(text)
