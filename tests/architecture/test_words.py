"""One word a thing in what staff read: a web address is a URL, what is desirable is 望ましい, a folder フォルダー."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.test_city_words import PACKAGE, strings

ROOT = PACKAGE.parent
WORDS = {
    r"(?<!メール)アドレス": "URL (アドレス only of mail)", "努力事項": "望ましい", "この道具|道具では": "プログラム", r"フォルダ(?!ー)": "フォルダー",
    "窓が小さ": "ウィンドウ", "文を送る|文を戻す": "スクロール", "置きかえ|書きかえ": "置き換え・書き換え", "予期しない誤り|思いがけない": "予期しないエラー",
    "次の画面|前の画面|全部選ぶ": "ページ、すべて選択", "この PC": "このパソコン", "だれ[にがか]": "誰", "気になるところ": "指摘",
    "することはありません|することが.*件|することの一覧": "対応が必要なもの", "文章として読め": "テキスト", "新しい版の u|版を出して": "バージョン",
    "」が要ります|確認が要ります|どれかが要ります|端末で答え": "を指定してください、が必要です", "写して新しく|引用を写す": "コピー",
    "短縮されたURLで": "短縮URLのため", "控えられませんでした": "一時保存", "課なし": "課は未設定",
    "市の外|行き先": "市以外、リンク先", r"一つ(?!の指標)|ひとつ|1 つ": "1つ", "端末から policy|端末で [1１一]": "コマンド",
    "」は分かりません|理由が要ります": "という指定はありません、理由を入力してください",
    "よる規程": "根拠となる規程", "知らせる先": "連絡先", "所在は登録": "掲載場所", "許可を確かめ|権限": "アクセス権",
    "装置の名前": "機器の名前", "この版のプログラム|新しい版で開": "バージョン", "下書きの控え|下書きを消すことが": "書きかけ",
    "押さえること|取りのぞ|説明を出して終": "同時に書き込まない、取り除く、表示して終了",
}  # fmt: skip
"""What must not appear, and what stands in its place."""
READERS = {
    "guideline/import_files.py", "records/field_types.py", "findings/email.py", "formats/labels.py",
    "ui/finder_actions.py",
}  # fmt: skip
"""Files that read such words in texts of others or speak of addresses of mail."""
OF_THE_CITY = ("chapters", "editions", "words", "synonyms.toml", "readings.toml")
"""What is published stays word for word; lists of words name each of them."""


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name not in READERS:
            for text in strings(ast.parse(path.read_text(encoding="utf-8"))):
                yield f"{name}:{text.lineno}", str(text.value)
    for folder in (ROOT / "guideline", ROOT / "data" / "platforms", PACKAGE / "guideline" / "starter"):
        for path in sorted(folder.rglob("*.toml")):
            if not any(part in OF_THE_CITY for part in path.relative_to(folder).parts):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if not re.match(r"quote|aliases", line):
                        yield f"{path.relative_to(ROOT)}:{number}", line


def wrong(text: str) -> list[str]:
    return [f"{word} → {better}" for word, better in WORDS.items() if re.search(word, text)]


def test_no_text_that_staff_read_holds_a_word_that_has_a_better_one() -> None:
    assert [(where, text, words) for where, text in texts() if (words := wrong(text))] == []


def test_such_words_are_seen() -> None:
    assert wrong("投稿のアドレスを書きます。") and wrong("結果（努力事項あり）") and wrong("フォルダを選ぶ")
    assert wrong("次の画面") and wrong("「--data」が要ります。") and wrong("いま、することはありません。")
    assert not wrong("メールアドレス、投稿のURL、フォルダー")
