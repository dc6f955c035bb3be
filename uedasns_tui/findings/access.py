"""Accessibility: pictures without alternative text, and letters that machines or screen readers misread.

Numbers in a circle (①) stay silent: every screen of today shows them, screen readers read them, and the
guideline itself uses them. ㈱, Ⅳ, ㍻ or ㌔ are another matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.length import EMOJI, HASHTAG
from uedasns_tui.findings.post_text import PostText, blank
from uedasns_tui.japanese.fold import LOOK_ALIKES

EMOJI_RUN: Final = 4
"""From so many emoji in a row on, a screen reader reads out more names than text."""
TAGS: Final = 5
"""More hashtags than this are read out one after the other."""

_MACHINE: Final = (
    r"[\u2160-\u217f\u3220-\u3247\u3260-\u3296\u3298\u329a-\u32b0\u32c0-\u33ff№℡〝〟\ue000-\uf8ff]+"
)
_HALF_KANA: Final = r"[\uff66-\uff9f]*[\uff66-\uff6f\uff71-\uff9d][\uff66-\uff9f]*"
_WORD: Final = r"[㐀-鿿々ぁ-んァ-ヶ]"
_SPACED: Final = (
    rf"(?<!{_WORD})(?<!{_WORD}[ 　]){_WORD}(?:([ 　]){_WORD}(?!{_WORD}))(?:\1{_WORD}(?!{_WORD}))*"
)
_LISTS: Final = (
    "月火水木金土日",
    "春夏秋冬",
    "東西南北",
    "大中小",
    "上中下",
    "男女",
    "昼夜",
    "朝昼夕夜晩",
    "小中高大",
)
_TWO_THINGS: Final = r"[㐀-鿿][とやか][㐀-鿿]"
_HEADS: Final = "日時|場所|会場|定員|対象|内容|費用|料金|講師|主催|共催|後援|期間|期日|持物|申込|問合|締切|備考|資料|議題|記|とき|日程|集合|時間|行程|宛先|住所|氏名|電話|受付|募集|交通|服装|担当|出演|演目|入場|参加|開演|開場|協賛|主管|種目|資格|方法|目的|趣旨|名称|年齢|月日|曜日"
_DECORATED: Final = (
    r"[\U0001d400-\U0001d7ff\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189Ⓐ-ⓩ]{2,}"
)
_RULED: Final = r"[━─―═=＝*＊☆★◆◇■□●◎♪♡♥▼▽▲△▶▷◀※_＿~〜～∞…‥・｡.-]{6,}"
_FACE: Final = r"[(（][^()（）\s]{2,12}[)）]"
_FACE_PARTS: Final = r"[\^＾_＿;；´`｀ωД∀▽≧≦∇゜ﾟ*＊・･°>＜<;Tｏo]"
_FACE_SURE: Final = r"[\^＾´｀ω∀▽≧≦∇゜ﾟД;_＿]"
_NOT_FACE: Final = r"[0-9０-９㐀-鿿ぁ-んァ-ヶA-SU-Za-np-z:：/、。]"

PATTERNS: Final = (
    (
        _MACHINE,
        "機種によって違って見えたり、読み上げられなかったりする文字です。ほかの書き方にしてください。",
    ),
    (_HALF_KANA, "半角カナは読み上げや検索で困ることがあります。全角で書いてください。"),
    (_DECORATED, "飾り文字は正しく読み上げられません。普通の文字で書いてください。"),
    (_RULED, "記号の並びは、1つずつ読み上げられることがあります。空行や言葉で区切ってください。"),
    (
        r"(?<=[A-Za-z])[\u0370-\u03ff\u0400-\u04ff]+|[\u0370-\u03ff\u0400-\u04ff]+(?=[A-Za-z])",
        "英字に見える別の文字です。英字で打ち直してください。",
    ),
    (
        r"(?<=[ァ-ヺー])(?:一(?=[アイウエオク-ヘマ-ヴー])|卜)",
        "カタカナに見える漢字です。カタカナで打ち直してください。",
    ),
)


_UNSEEN: Final = (
    (
        f"[{''.join(map(chr, LOOK_ALIKES))}]+",
        "漢字に見える別の文字（部首）です。検索や読み上げで困るので、打ち直してください。",
    ),
    (
        r"[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|\u200d(?![\u2600-\u27bf\u2190-\u21ff\U0001f000-\U0001faff])",
        "目に見えない文字が入っています。消してください。",
    ),
)


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each place that somebody could not post."""
    clause = context.clauses.get("access", "")
    for medium in context.media:
        if not medium.alt.strip():
            message = (
                f"「{medium.file}」に代替テキストがありません。見えない人にも伝わる説明を書いてください。"
            )
            yield Finding(0, 0, "access", medium.file, clause, message)
    yield from _unseen(post, context)
    for start, end, message in (*_letters(post), *_spaced(post), *_faces(post), *_emoji(post), *_tags(post)):
        yield context.finding(post, "access", start, end, message)


def _unseen(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Letters that take no room or only look like others; the text as typed has them, the cleaned text does not."""
    if post.typed.isascii():
        return
    for pattern, message in _UNSEEN:
        for hit in re.finditer(pattern, post.typed):
            clause = context.clauses.get("access", "")
            yield Finding(hit.start(), hit.end(), "access", hit[0], clause, message)


Place = tuple[int, int, str]


def _letters(post: PostText) -> Iterator[Place]:
    if post.text.isascii() and not re.search(r"[=*_~.-]{6}", post.text):
        return
    text = _without_urls(post)
    for pattern, message in PATTERNS:
        for hit in re.finditer(pattern, text):
            if pattern is not _RULED or len(set(hit[0]) - set("・.…‥~〜～")) > 0:
                yield *hit.span(), message


def _without_urls(post: PostText) -> str:
    return blank(post.text, post.urls)


def _spaced(post: PostText) -> Iterator[Place]:
    """上 田 市, 日　時; but not 春 夏 秋 冬, where each letter is a word."""
    for hit in re.finditer(_SPACED, post.text):
        word = re.sub(r"\s", "", hit[0])
        if any(set(word) <= set(letters) for letters in _LISTS) or re.fullmatch(_TWO_THINGS, word):
            continue
        if len(word) > 2 or re.fullmatch(_HEADS, word):
            yield *hit.span(), "文字の間を空けた言葉は、一文字ずつ読み上げられます。空けずに書いてください。"


def _faces(post: PostText) -> Iterator[Place]:
    for hit in re.finditer(_FACE, post.text):
        inner = hit[0][1:-1]
        if re.search(_NOT_FACE, inner) or not re.search(_FACE_SURE, inner):
            continue
        if len(re.findall(_FACE_PARTS, inner)) >= 2:
            yield *hit.span(), "顔文字は記号の名前で読み上げられます。言葉で書いてください。"


def _emoji(post: PostText) -> Iterator[Place]:
    if post.text.isascii():
        return
    for run in _runs(post.text):
        if len(run) >= EMOJI_RUN:
            message = f"絵文字が{len(run)}個続いています。1つずつ名前が読み上げられます。"
            yield run[0].start(), run[-1].end(), message


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Emoji that follow each other, with one space between them at most. Each is read once: a pattern for the whole
    run would read the rest of a long joined emoji again from every part of it."""
    run: list[re.Match[str]] = []
    for emoji in re.finditer(EMOJI, text):
        between = text[run[-1].end() : emoji.start()] if run else ""
        if run and (len(between) > 1 or between.strip()):
            yield run
            run = []
        run.append(emoji)
    if run:
        yield run


def _tags(post: PostText) -> Iterator[Place]:
    tags = list(re.finditer(HASHTAG, post.text))
    if len(tags) > TAGS:
        message = f"ハッシュタグが{len(tags)}個あります。1つずつ読み上げられるので、少なくしてください。"
        yield tags[0].start(), tags[-1].end(), message
    for tag in tags:
        if re.fullmatch(r"[a-z]{14,}", tag[0][1:]):
            message = "英字だけの長いハッシュタグは、単語の頭を大文字にすると読み上げられやすくなります。"
            yield tag.start(), tag.end(), message
