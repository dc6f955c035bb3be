"""A key means one thing wherever it is bound: all bindings of all screens, dialogs and widgets against one table."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import uedasns_tui.ui
from uedasns_tui.ui.widgets.text_field import TextField

MEANINGS = {
    "explain": (
        "f1 question_mark",
        {"説明", "閉じる"},
    ),  # the explanation is closed with the key that opened it
    "go to a place": ("f2", {"移動"}),
    "find": ("f3 slash ctrl+p", {"探す"}),
    "the clause": ("f4", {"条項"}),
    "the worked example, or a copy of the text": ("f5", {"記載例", "文をコピー"}),
    "the other side": ("f6", {"書く／確かめる", "投稿文／確認", "印を切り替える"}),
    "compare": ("f7", {"見比べる（様式・違い・経過と版）", "版を見比べる"}),
    "the next step": ("f8", {"手続"}),
    "write a file": ("f9", {"書き出し"}),
    "save or decide": ("f10 ctrl+s", {"保存", "これで保存", "決める", "下書きにする"}),
    "report": ("f12", {"報告"}),
    "leave this": ("escape q ctrl+q", {"閉じる", "やめる", "戻る", "終了"}),
    "open or choose": ("enter", {"開く", "参照先を開く", "選ぶ", "適合"}),
    "confirm or choose": ("space o", {"適合", "選ぶ"}),
    "does not hold": ("x", {"不適合"}),
    "does not apply": ("a", {"該当なし"}),
    "open again": ("u", {"未確認に戻す"}),
    "note": ("m", {"メモ"}),
    "seen": ("v", {"指摘を見た"}),
    "begin a new one": ("n", {"新しく書く", "新しく確かめる", "記録を始める", "加える"}),
    "from the worked example": ("e", {"記載例から作成"}),
    "copy": ("y", {"引用をコピー", "コピーして作成"}),
    "filter": ("f", {"絞り込み"}),
    "sort": ("s", {"並べ替え"}),
    "the other way round": ("S", {"逆順にする"}),
    "private use": ("p", {"私的利用の確認"}),
    "import": ("i", {"取り込み"}),
    "change many": ("h", {"課や連絡先をまとめて変える"}),
    "what is published": ("w", {"公表ページ"}),
    "read again": ("r", {"読み直す"}),
    "remove": ("delete", {"ごみ箱へ移す", "外す"}),
    "what rests on it": ("b", {"関わるもの"}),
    "contents": ("t", {"目次"}),
    "pictures": ("ctrl+g", {"画像"}),
    "mend": ("ctrl+t", {"値を直す"}),
    "back": ("alt+left left_square_bracket backspace", {"戻る"}),
    "forward": ("alt+right right_square_bracket", {"進む"}),
    "next hit": ("full_stop", {"次の一致"}),
    "hit before": ("comma", {"前の一致"}),
    "down": ("down j", {"次の行", "次", "次を選ぶ", "選ぶ"}),
    "up": ("up k", {"前の行", "前", "前を選ぶ"}),
    "right, which is yes": ("right", {"適合", "次を選ぶ"}),
    "left, which is no": ("left", {"不適合", "前を選ぶ"}),
    "a window on": ("pagedown ctrl+f", {"次のページ", "下へスクロール"}),
    "a window back": ("pageup ctrl+b", {"前のページ", "上へスクロール"}),
    "first": ("home g", {"先頭へ"}),
    "last": ("end G", {"末尾へ"}),
    "next field": ("ctrl+down", {"次の欄"}),
    "field before": ("ctrl+up", {"前の欄"}),
}
"""Meaning -> its keys, and the words for it. What a text field binds to edit text is the field's own."""
KEYS = {key: meaning for meaning, (keys, _) in MEANINGS.items() for key in keys.split()}


def subclasses(base: type) -> Iterator[type]:
    for cls in base.__subclasses__():
        yield cls
        yield from subclasses(cls)


def bindings() -> list[tuple[str, str, str]]:
    """(class, key, words) of every binding in the program."""
    for module in pkgutil.walk_packages(uedasns_tui.ui.__path__, "uedasns_tui.ui."):
        importlib.import_module(module.name)
    out = []
    for cls in {*subclasses(DOMNode)} - {TextField}:
        if cls.__module__.startswith("uedasns_tui."):
            for binding in vars(cls).get("BINDINGS", ()):
                assert isinstance(binding, Binding)
                out += [(cls.__name__, key.strip(), binding.description) for key in binding.key.split(",")]
    return out


def test_a_key_means_one_thing() -> None:
    every = bindings()
    assert len(every) > 90
    unknown = [entry for entry in every if entry[1] not in KEYS]
    assert unknown == [], "say in MEANINGS what this key means"
    others = [entry for entry in every if entry[2] not in MEANINGS[KEYS[entry[1]]][1]]
    assert others == [], "this key means something else already"


def test_the_table_has_no_idle_line() -> None:
    every = bindings()
    for meaning, (keys, words) in MEANINGS.items():
        used = {words for _, key, words in every if key in keys.split()}
        assert used == words, meaning
        assert set(keys.split()) <= {key for _, key, _ in every}, meaning


def test_a_key_stands_in_one_line_of_the_table() -> None:
    assert len(KEYS) == sum(len(keys.split()) for keys, _ in MEANINGS.values())


@pytest.mark.parametrize(("key", "other"), [("f1", "question_mark"), ("f10", "ctrl+s"), ("f3", "slash")])
def test_keys_that_a_terminal_takes_have_another(key: str, other: str) -> None:
    places = {cls for cls, bound, _ in bindings() if bound == key}
    own = {"MediaDialog", "TextDialog"}  # Esc does the same there
    assert places - own <= {cls for cls, bound, _ in bindings() if bound == other}
