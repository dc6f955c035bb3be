"""Heads of columns on a sheet: those over labels, over values, and over notes or examples, which are no values."""

from __future__ import annotations

import re
from typing import Final

from uedasns_tui.japanese import fold

_ASIDE: Final = re.compile(
    r"備考欄?|摘要|参考|根拠.*|注記?|※.*|.*(記入例|記載例|入力例|例示|注意|留意|注釈|説明|解説|要領|要件|補足|考え方|ポイント|条項|条文).*|例"
)
"""Heads a column that is no value."""
_VALUE: Final = re.compile(r"内容|.*(記入|記載|入力|回答|登録|設定)(欄|内容)?|値")
_LABEL: Final = re.compile(r"項目名?|欄|区分|事項|項|番号|no\.?|様式.*|")


def is_aside(head: str) -> bool:
    """Whether a column under this head holds notes or examples, no values."""
    words = _head(head)
    return bool(words) and _ASIDE.fullmatch(words) is not None


def _head(text: str) -> str:
    return re.sub(r"\s", "", fold.fold(text)).strip("()[]【】")


def is_value(head: str) -> bool:
    """Whether a column under this head holds the values."""
    return _VALUE.fullmatch(_head(head)) is not None


def is_label(head: str) -> bool:
    """Whether a column under this head, or under none, holds the labels."""
    return _LABEL.fullmatch(_head(head)) is not None
