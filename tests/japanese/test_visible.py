"""Nothing that reaches a terminal or a page may steer it, and nothing may vanish unseen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.japanese.visible import bad_surrogate, one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("上田　市\n二行\t目", "上田　市\n二行\t目"),
        ("赤\x1b[31m", "赤␛[31m"),
        ("\x00\x07\x7f", "␀␇␡"),
        ("\x9b31m", "〔U+009B〕31m"),
        ("gnp.\u202egpj", "gnp.〔U+202E〕gpj"),
        ("a\u2066b\u2069", "a〔U+2066〕b〔U+2069〕"),
        ("a\u2028b\u0085", "a〔U+2028〕b〔U+0085〕"),
        ("見え\u200bない\ufeff", "見え〔U+200B〕ない〔U+FEFF〕"),
        ("\ud800半分", "〔U+D800〕半分"),
        ("一\r\n二\r三", "一\n二␍三"),
        ("👨\u200d👩と葛\U000e0100と☎\ufe0f", "👨\u200d👩と葛\U000e0100と☎\ufe0f"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_no_control_is_left_and_a_second_time_changes_nothing(text: str) -> None:
    shown = visible(text)
    kinds = {unicodedata.category(char) for char in shown if char not in "\n\t"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF"} for char in shown)
    assert visible(shown) == shown
    assert "\n" not in one_line(text)


def test_one_line() -> None:
    assert one_line("  一\n\n二\t三\r\n") == "一 二 三"
    assert one_line("　字下げ") == "　字下げ"


def test_bad_surrogate() -> None:
    assert bad_surrogate("上田\udc80市") == 2
    assert bad_surrogate("𠮷野家") is None
