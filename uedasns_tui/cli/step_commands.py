"""The commands that take a step of a record's life: their words, what they do, and the role of the step.

Used by `commands`. The form's data says what each step is called and asks.
"""

from __future__ import annotations

STEPS: tuple[tuple[str, str, str], ...] = (
    ("policy submit", "認めてもらうために出す", "submit"),
    ("policy return", "差し戻す", "return"),
    ("policy withdraw", "取り下げる", "withdraw"),
    ("policy decide", "認められたことを記録する", "decide"),
    ("policy published", "公表したことを記録する", "publish"),
    ("policy suspend", "休止する", "suspend"),
    ("policy resume", "再開する", "resume"),
    ("policy close", "廃止する", "close"),
    ("post submit", "認めてもらうために出す", "submit"),
    ("post approve", "認める", "approve"),
    ("post return", "差し戻す", "return"),
    ("post exempt", "認めてもらわなくてよい場合として進める", "exempt"),
    ("post except", "例外として進める（理由を残す）", "except"),
    ("post posted", "投稿したことを記録する", "posted"),
    ("post late", "あとから認められたことを記録する", "late"),
    ("post corrected", "訂正を記録する", "correct"),
    ("post deleted", "削除を記録する", "delete"),
    ("post reacted", "反応を記録する", "react"),
    ("incident add", "経過を書き足す", "note"),
    ("incident close", "終結する", "close"),
    ("incident reopen", "再び対応する", "reopen"),
)
