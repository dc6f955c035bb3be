"""What the finder can do, and the words by which people look for it. Used by `ui/dialogs/finder.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.schema import Purpose
from uedasns_tui.japanese import fold, romaji
from uedasns_tui.ui.goto import Goto, NewRecord, OpenScreen, RunAction
from uedasns_tui.ui.screens.main_screen import screen_titles

ACTIONS: dict[str, tuple[Goto, str, str]] = {
    "settings": (
        RunAction("settings"), "名前と設定を変える",
        "設定 せってい 名前 なまえ 氏名 課 所属 自分 わたし 行間 文字数 長さ 環境設定 オプション 個人設定 担当者名 異動 変える 変更 保存場所 ほぞん 記録の場所 フォルダー フォルダ 共有フォルダー",
    ),
    "backup": (RunAction("backup"), "控えを取る", "控え ひかえ バックアップ 保存 コピー 複製 退避 写し zip"),
    "trash": (
        RunAction("trash"), "ごみ箱を見る・元に戻す",
        "ごみ箱 ゴミ箱 消す 消した けす けした 削除 さくじょ 捨てる 捨てた 間違えて消した 記録を消す 元に戻す 戻す もどす 復元 ふくげん 取り戻す 復活",
    ),
    "import": (
        RunAction("import"), "Word や CSV から取り込む",
        "取り込み 取込 取り込む とりこみ インポート 読み込み 読み込む ワード Word エクセル Excel CSV 移行 ファイル 登録",
    ),
    "export": (
        OpenScreen("policies"), "書き出す（記録を開いて F9）",
        "書き出し 書き出す かきだし エクスポート 印刷 いんさつ プリント 出力 ダウンロード Word ワード PDF CSV エクセル 様式 ファイル 提出",
    ),
    "versions": (
        OpenScreen("policies"), "前の版を見る・戻す（記録を開いて F7）",
        "版 はん バージョン 履歴 りれき 経過 変更履歴 前の内容 前の状態 昔の内容 古い内容 以前 元に戻す 戻す もどす 復元 取り消し ログ",
    ),
    "bulk": (
        OpenScreen("policies"), "課や連絡先をまとめて変える（一覧で h）",
        "異動 組織改正 機構改革 課の名前 連絡先 電話番号 担当 一括 いっかつ まとめて 変更 変える 書き換え 引き継ぎ",
    ),
    "compare": (
        RunAction("compare"), "ガイドラインの版を比べる",
        "版 はん 改定 改正 かいてい 違い ちがい 比較 比べる 見比べる 新旧 新旧対照 差分 変更点",
    ),
    "site": (
        RunAction("site"), "公表するページを作る",
        "公表 こうひょう 公開 ホームページ サイト ウェブ web ページ HTML 公表ページ 掲載",
    ),
    "private": (
        RunAction("private"), "私的な投稿を確かめる（保存しません）",
        "私的 してき 私用 個人 自分の投稿 プライベート 個人アカウント",
    ),
    "diagnose": (
        RunAction("diagnose"), "記録を点検する",
        "点検 てんけん 診断 壊れた こわれた 壊れ 破損 開けない 読めない おかしい エラー 不具合 修復 直す 調子 消えた",
    ),
    "theme": (
        RunAction("theme"), "明るい画面・暗い画面を切り替える",
        "色 いろ 明暗 明るい 暗い テーマ ダークモード ライトモード ダーク 白 黒 背景 文字の色 画面の色 変える 配色 見にくい まぶしい",
    ),
    "help": (
        RunAction("help"), "使えるキーの説明",
        "ヘルプ 使い方 つかいかた 操作 そうさ キー ショートカット 説明 せつめい マニュアル 分からない わからない help",
    ),
    "leave": (
        RunAction("leave"), "終了する",
        "終了 しゅうりょう 閉じる とじる 終わる おわる やめる 出る 抜ける exit quit",
    ),
}  # fmt: skip
"""Name -> where it leads, what it says, and the words by which it is found."""
RUNS = re.compile("[一-龠々]+|[ァ-ヺー]+|[a-z0-9]+")
"""The words of a question: what stands between them says how they belong together."""
PURPOSES: dict[Purpose, str] = {
    "policy": "新しい 新規 作成 作る 始める 開設 書く 方針 申請",
    "post": "新しい 新規 投稿 投稿前 チェック 確認 確かめる 投稿する 発信",
    "incident": "新しい 新規 トラブル 事故 炎上 報告 記録 乗っ取り",
}
"""Purpose of a record that can be begun -> the words for that."""


@dataclass(frozen=True)
class FinderAction:
    """Something that can be done: its key, kind and name, where it leads, and the words by which it is found."""

    key: str
    kind: str
    title: str
    goto: Goto
    words: str = ""


def actions(guideline: Guideline) -> Iterator[FinderAction]:
    """Everything that can be done: the places, what can be begun, the rest."""
    for name, title, short in screen_titles(guideline):
        yield FinderAction(f"screen:{name}", "移る", f"{title}へ移る", OpenScreen(name), f"{title} {short}")
    for purpose, words in PURPOSES.items():
        if (form := guideline.form_for(purpose)) is not None:
            words += f" {form.title} {form.tab_title} {form.begin_label} 新しい{form.title} 新しい{form.short_title}"
            yield FinderAction(f"new:{purpose}", "する", form.begin_label, NewRecord(purpose), words)
    for form in guideline.other_forms:
        yield FinderAction(
            f"new:{form.id}", "する", form.begin_label, NewRecord(form.id), f"{form.title} 新しい{form.title}"
        )
    if guideline.other_forms:
        yield FinderAction(
            "action:others", "する", "ほかの記録を見る", RunAction("others"), "ほかの記録 一覧"
        )
    for name, (goto, title, words) in ACTIONS.items():
        yield FinderAction(f"action:{name}", "する", title, goto, words)


def matching(guideline: Guideline, query: str) -> list[FinderAction]:
    """The actions that a query asks for, the best first: each of its words is one of theirs, begins one or holds one.
    All of them for no words."""
    wanted = fold.fold(query).split()
    runs = RUNS.findall(" ".join(wanted))
    return _holding(guideline, wanted) or (_holding(guideline, runs) if runs else [])


def _holding(guideline: Guideline, wanted: list[str]) -> list[FinderAction]:
    """The actions that hold every word, the best first."""
    ranked = []
    for place, action in enumerate(actions(guideline)):
        texts = [fold.fold(text) for text in (*action.words.split(), action.title)]
        ranks = [min((_rank(word, text) for text in texts), default=NONE) for word in wanted]
        if all(rank < NONE for rank in ranks):
            ranked.append((max(ranks, default=0), place, action))
    return [action for _, _, action in sorted(ranked, key=lambda entry: entry[:2])]


NONE = 9
"""The rank of a word that is not meant."""


def _rank(word: str, text: str) -> int:
    """How well a typed word means a word of an action: 0 the same, 1 begun or read so, 2 within, 3 it holds it."""
    if word == text:
        return 0
    if len(word) > 1 and (text.startswith(word) or (word.isascii() and romaji.readings_match(word, text))):
        return 1
    if word in text:
        return 2
    return 3 if len(text) > 1 and word.startswith(text) else NONE
