"""What can be done is found by a word, by its beginning, and by a whole question; a question about the guideline finds none."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load
from uedasns_tui.ui.finder_actions import matching


@pytest.fixture(scope="module")
def town(small_guideline: Path) -> Guideline:
    """The invented guideline."""
    guideline = load(small_guideline).guideline
    assert guideline is not None
    return guideline


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("控え", "backup"), ("ばっく", "backup"), ("hikae", "backup"), ("USBにコピー", "backup"), ("ごみばこ", "trash"), ("gomibako", "trash"),
        ("間違えて消しちゃった", "trash"), ("消したものを戻したい", "trash"), ("けしたものをもどす", "trash"), ("昨日の内容に戻す", "versions"),
        ("誰が直したか", "versions"), ("新旧対照表", "compare"), ("4月に異動した", "settings"), ("課が変わった", "bulk"), ("紙で出す", "export"),
        ("いんさつしたい", "export"), ("画面がまぶしい", "theme"), ("色を変えたい", "theme"), ("市のホームページに出すページを作りたい", "site"),
        ("記録が開けない", "diagnose"), ("使い方が分かりません", "help"), ("エクセルの台帳を入れたい", "import"), ("プリントしたい", "export"),
    ],
)  # fmt: skip
def test_what_is_asked_for(town: Guideline, query: str, key: str) -> None:
    assert f"action:{key}" in [action.key for action in matching(town, query)][:4]


@pytest.mark.parametrize(
    "query",
    [
        "写真に人が写っていたら", "課長の許可は要りますか", "登録アドレス", "終了日", "捨て垢", "ハンコをもらう", "書いてはいけないこと", "いろいろ",
        "半分だけ", "ホームページはソーシャルメディア？", "けしごむ", "個人情報", "かくし事",
    ],
)  # fmt: skip
def test_a_question_about_the_guideline_asks_for_no_action(town: Guideline, query: str) -> None:
    assert [action.title for action in matching(town, query)] == []


def test_what_fits_best_comes_first(town: Guideline) -> None:
    assert matching(town, "前の版に戻したい")[0].key == "action:versions"
    assert len(matching(town, "")) > 10
