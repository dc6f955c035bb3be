"""What the finder can do, and the words by which people look for it. Used by `ui/dialogs/finder.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.question_words import HIRAGANA, content_letters
from uedasns_tui.guideline.schema import Purpose
from uedasns_tui.japanese import fold, romaji
from uedasns_tui.ui.goto import Goto, NewRecord, OpenScreen, RunAction
from uedasns_tui.ui.screens.main_screen import screen_titles

ACTIONS: dict[str, tuple[Goto, str, str]] = {
    "settings": (
        RunAction("settings"), "名前と設定を変える",
        "設定 せってい 名前 なまえ 氏名 課 所属 自分 わたし 行間 文字数 長さ 環境設定 オプション 個人設定 担当者名 異動 いどう 変える 変わる 直す 変更 保存場所 ほぞん 記録の場所 フォルダー フォルダ 共有フォルダー",
    ),
    "backup": (RunAction("backup"), "控えを取る", "控え ひかえ バックアップ 保存 ほぞん コピー 複製 ふくせい 退避 写し うつし zip USB メモリ メモリー"),
    "trash": (
        RunAction("trash"), "ごみ箱を見る・元に戻す",
        "ごみ箱 ゴミ箱 ごみばこ 消す 間違えて まちがえて 消した けす けした 削除 さくじょ 捨てる 捨てた 間違えて消した 記録を消す 元に戻す 戻す もどす 復元 ふくげん 取り戻す とりもどす 復活",
    ),
    "import": (
        RunAction("import"), "Word や CSV から取り込む",
        "取り込み 取込 取り込む とりこみ インポート 読み込み 読み込む ワード Word エクセル Excel CSV 移行 いこう ファイル 登録 とうろく 入れる",
    ),
    "export": (
        OpenScreen("policies"), "書き出す（記録を開いて F9）",
        "書き出し 書き出す かきだし エクスポート 印刷 いんさつ プリント 出力 ダウンロード Word ワード PDF CSV エクセル 様式 ようしき ファイル 提出 ていしゅつ 紙 用紙 出す 渡す メールで送る",
    ),
    "versions": (
        OpenScreen("policies"), "前の版を見る・戻す（記録を開いて F7）",
        "版 はん バージョン 履歴 りれき 経過 変更履歴 前の内容 前の状態 昔の内容 古い内容 以前 元に戻す 戻す もどす 復元 取り消し ログ 内容 ないよう 誰が直す 誰が変える だれが直す 直した人 変えた人 巻き戻す",
    ),
    "bulk": (
        OpenScreen("policies"), "課や連絡先をまとめて変える（一覧で h）",
        "異動 組織改正 機構改革 課の名前 連絡先 電話番号 担当 一括 いっかつ まとめて 変更 変える 変わる 書き換え 引き継ぎ 引き継ぐ 課 係 部署",
    ),
    "compare": (
        RunAction("compare"), "ガイドラインの版を比べる",
        "版 はん 改定 改正 かいてい 違い ちがい 比較 比べる 見比べる 新旧 新旧対照 差分 変更点",
    ),
    "site": (
        RunAction("site"), "公表するページを作る",
        "公表 こうひょう 公開 ホームページ サイト ウェブ web ページ HTML 公表ページ 掲載 けいさい HP 出す 載せる",
    ),
    "private": (
        RunAction("private"), "私的な投稿を確かめる（保存しません）",
        "私的 してき 私用 個人 自分の投稿 プライベート 個人アカウント 裏アカ",
    ),
    "diagnose": (
        RunAction("diagnose"), "記録を点検する",
        "点検 てんけん 診断 壊れた こわれた 壊れる 破損 はそん 開けない ひらけない 読めない おかしい エラー 不具合 修復 直す 調子 消えた",
    ),
    "theme": (
        RunAction("theme"), "明るい画面・暗い画面を切り替える",
        "色 いろ 明暗 明るい 暗い テーマ ダークモード ライトモード ダーク 白 黒 背景 文字の色 画面の色 変える 配色 見にくい みにくい まぶしい 画面 がめん ライト 夜",
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
PURPOSES: dict[Purpose, str] = {
    "policy": "新しい 新規 作成 作る 始める 開設 方針 申請",
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
    """The actions that a query asks for, the best first: each of its words is one of theirs, begins one or holds one;
    else those whose words are most of a question. All of them for no words."""
    return _holding(guideline, fold.fold(query).split()) or _asked(guideline, query)


def _holding(guideline: Guideline, wanted: list[str]) -> list[FinderAction]:
    """The actions that hold every word, the best first."""
    ranked = []
    for place, action in enumerate(actions(guideline)):
        texts = [fold.fold(text) for text in (*action.words.split(), action.title)]
        ranks = [min((_rank(word, text) for text in texts), default=NONE) for word in wanted]
        if all(rank < NONE for rank in ranks):
            ranked.append((max(ranks, default=0), place, action))
    return [action for _, _, action in sorted(ranked, key=lambda entry: entry[:2])]


# ---- whole questions
MOST_OF_IT, NEAR_BEST = 0.6, 0.75
"""The share of a question's letters from which on an action is meant; the share of the best action's share."""
NEVER, SHORT = "(?!)", 2
"""A pattern of nothing; kana of a word that is meant only where nothing of its script follows."""
JOINING = "[をにのがとやも・（）]|から|まで"
"""What stands between the words of an action's title."""
ENDINGS = (
    "うわいえおっ", "くかきけこい", "ぐがぎげごい", "すさしせそ", "つたちてとっ", "ぬなにねのん", "ぶばびべぼん", "むまみめもん",
    "るらりれろっ", "いくかけ",
)  # fmt: skip
"""The last kana of a verb or adjective as dictionaries have it, and what stands there in its other forms."""


def _asked(guideline: Guideline, query: str) -> list[FinderAction]:
    """The actions whose words are most of a question, in whatever form their verbs stand, the best first."""
    text = unicodedata.normalize("NFKC", query).lower()
    content = set(content_letters(text))
    shares = []
    for place, action in enumerate(actions(guideline)):
        words, title = _action_words(action.words), _action_words(re.sub(JOINING, " ", action.title))
        covered = {at for word in words for at in word.places(text)}
        covered |= {at for word in title for at in word.places(text)} if covered else set()
        shares.append((-len(covered & content) / max(1, len(content)), place, action))
    best = min((share for share, _, _ in shares), default=0.0)
    least = min(-MOST_OF_IT, best * NEAR_BEST)
    return [action for share, _, action in sorted(shares, key=lambda entry: entry[:2]) if share <= least]


class _ActionWord(NamedTuple):
    """A word of an action as it is looked for in a question: its stem, the letters that may end it, and what may not
    stand right before and right behind it."""

    stem: str
    endings: str
    before: str
    behind: str

    def places(self, text: str) -> Iterator[int]:
        """The places of a text where it stands."""
        at = text.find(self.stem)
        while at >= 0:
            end = at + len(self.stem)
            whole = not self.endings or (end < len(text) and text[end] in self.endings)
            stop = end + bool(self.endings)
            before, behind = text[max(0, at - 1) : at], text[stop : stop + 1]
            if whole and not re.match(self.before, before) and not re.match(self.behind, behind):
                yield from range(at, stop)
            at = text.find(self.stem, end)


@lru_cache(64)
def _action_words(words: str) -> tuple[_ActionWord, ...]:
    return tuple(form for word in words.lower().split() for form in _forms(word))


def _forms(word: str) -> Iterator[_ActionWord]:
    """A verb in all its forms; no word within a longer one of its script."""
    if re.fullmatch("[ァ-ヺー]+", word):
        yield _ActionWord(word, "", "[ァ-ヺー]", "[ァ-ヺー]")
        word = word.translate(HIRAGANA)
    if re.fullmatch("[ぁ-ゖー]+", word):
        behind = NEVER if len(word) > SHORT else "[ぁ-ゖ]"
        yield _ActionWord(*_stem(word), "[ぁ-ゖ一-龠](?<![がはをのに])", behind)
    elif re.fullmatch("[一-龠]{1,2}", word):
        yield _ActionWord(word, "", "[一-龠]", "[一-龠]")
    else:
        yield _ActionWord(*_stem(word), NEVER, NEVER)


def _stem(word: str) -> tuple[str, str]:
    """A word without its last kana, and what may stand in its place; the whole of what has no other forms."""
    endings = next((row for row in ENDINGS if word[-1] == row[0]), "")
    if not endings or len(word) < 2:
        return word, ""
    if word[-1] == "る" and word[-2] in "えけせてねへめれげぜでべ":
        return word[:-1], ""
    return word[:-1], endings


NONE = 9
"""The rank of a word that is not meant."""


def _rank(word: str, text: str) -> int:
    """How well a typed word means a word of an action: 0 the same, 1 begun or read so, 2 within."""
    if word == text:
        return 0
    if len(word) > 1 and (text.startswith(word) or (word.isascii() and romaji.readings_match(word, text))):
        return 1
    return 2 if word in text else NONE
