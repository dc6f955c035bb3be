"""⑧ in the ways people write it: never turned into its opposite, and left open where words leave it open."""

from __future__ import annotations

import pytest

from uedasns_tui.services import group_text
from uedasns_tui.services.context import AppContext

OPEN = """
必要に応じ返信するものとし、すべてのコメント等には返信を行わない。
全ての書き込みに返信は行いません。
返信は広報課の職員が行い、夜間は行いません。
返信：行う（返信は行わないことが原則だが、イベントのため）
返信は行わないのが原則だが、緊急の場合は返信を行う。
「返信は行わない」の原則によらない。
返信を行いますか。いいえ。
返信を行うか：いいえ
返信を行う\\nことはありません
返信を行う\\nものではありません
返信を行うことなく運用します。
返信を行う？
返信を行う：×
×返信を行う
返信を行う（削除）
返信を行う（案）は検討中
行う ✓ 行わない
返信を行う・返信は行わない（どちらかに○）
返信を行う際は、課長の承認を得る。
返信を行う体制がない。
返信を行うことができる
令和9年4月から返信を行う。
質問に限り返信を行う。
匿名の書き込みには返信を行いません。
夜間は返信を行いません。
返信は行わないが、災害時は行う。
返信は行いませんが、翌日に行います。
ダイレクトメッセージには返信を行いません。
例：返信は行わない
返信しないわけにはいかない
変更前：返信は行わない\\n変更後：返信を行う
返信を行う。ただし、土日は返信を行わない。
・対応する者：（返信を行う場合のみ記入）
・対応する者：－
・対応する曜日・時間：なし
""".strip().split("\n")
NONE = """
返信は行わない
返信は原則行わない。
原則として行わない
原則として、個別の返信は行いません。
運用者は、利用者からの書き込みに対して、原則として返信を行いません。
返信は行いませんので、ご意見は電話でお寄せください。
返信は\\n行わない
返信は行いませんが、ご意見は読んでいます。
行う　✓行わない
□行う　☑行わない（理由：体制がないため）
(1) 返信は行わないこととします。
広報課では返信を行いません
""".strip().split("\n")
REPLY = """
返信を行う
原則として返信する。
広報課の職員が返信を行います。
返信を行うこととします。
☑返信を行う　□返信は行わない　※利用者に分かるように書く
・対応する者：広報課の職員
""".strip().split("\n")


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        *((text, "") for text in OPEN),
        *((text, "none") for text in NONE),
        *((text, "reply") for text in REPLY),
    ],
)
def test_a_choice_is_set_only_by_its_own_words(context: AppContext, text: str, choice: str) -> None:
    form = context.form("policy")
    group = next(field for field in form.field if field.id == "replies")
    text = text.replace("\\n", "\n")
    read = group_text.read_group(form, group, text)
    assert read.values.get("reply", "") == choice
    if not choice:
        assert read.undecided is not None
        assert "\n".join(read.rest) == text
