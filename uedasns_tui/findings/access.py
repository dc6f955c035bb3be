"""Whether everyone can read it: pictures without alternative text, characters that machines or screen readers
stumble on; and the reminder of rights where there are pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.length import _EMOJI, _HASHTAG
from uedasns_tui.findings.masks import Reading

_MACHINE = re.compile(
    r"[\u2160-\u217f\u3220-\u3247\u3280-\u32b0\u32c0-\u33ff㊤-㊨㌀-㌶№℡㏍〝〟\ue000-\uf8ff]+"
)
_HALF_KANA = re.compile(r"[\uff66-\uff9f]+")
_SPACED = re.compile(
    r"(?<![\u3400-\u9fff\u3040-\u30ff])[\u3400-\u9fff](?:[ \u3000][\u3400-\u9fff]){2,}(?![\u3400-\u9fff\u3040-\u30ff])"
)
_DECORATED = re.compile(r"[\U0001d400-\U0001d7ff\U0001f130-\U0001f189Ⓐ-ⓩ]{2,}")
_FACES = re.compile(r"\([^\s()]{0,3}[・ω´`^;゜∀▽´∩*≧≦♡][^()\s]{0,8}\)")
EMOJI_RUN = 4
"""From this many emoji in a row on, a screen reader reads out more names than text."""
TAGS = 6
"""More hashtags than this are read out before anything else."""


def access(read: Reading, context: Context) -> Iterator[Finding]:
    """Each place that somebody could not read."""
    clause = context.clauses.get("access", "")
    for medium in context.media:
        if not medium.alt.strip():
            yield Finding(
                0,
                0,
                "access",
                medium.file,
                clause,
                f"「{medium.file}」に代替テキストがありません。見えない人にも伝わる説明を書いてください。",
            )
    for pattern, message in (
        (
            _MACHINE,
            "機種によって違って見えたり、読み上げられなかったりする文字です。ほかの書き方にしてください。",
        ),
        (_HALF_KANA, "半角カナは読み上げや検索で困ることがあります。全角で書いてください。"),
        (_SPACED, "文字の間を空けた言葉は、一文字ずつ読み上げられます。空けずに書いてください。"),
        (_DECORATED, "飾り文字は正しく読み上げられません。普通の文字で書いてください。"),
        (_FACES, "顔文字は記号の名前で読み上げられます。言葉で書いてください。"),
    ):
        for hit in pattern.finditer(read.text):
            yield Finding(hit.start(), hit.end(), "access", hit[0], clause, message)
    yield from _emoji(read, clause)
    tags = list(_HASHTAG.finditer(read.text))
    if len(tags) > TAGS:
        start, end = tags[0].start(), tags[-1].end()
        message = (
            f"ハッシュタグが{len(tags)}個あります。読み上げる人のために、文の終わりに少しだけ付けてください。"
        )
        yield Finding(start, end, "access", read.text[start:end], clause, message)
    else:
        for tag in tags:
            after = read.text[tag.end() :].strip()
            inner = tag[0][1:]
            if re.fullmatch(r"[a-z]{16,}", inner):
                message = "英字だけの長いハッシュタグは、単語の頭を大文字にすると読み上げられやすくなります。"
                yield Finding(tag.start(), tag.end(), "access", tag[0], clause, message)
            elif (
                after
                and not _HASHTAG.match(after)
                and re.match(r"[ぁ-ん]", after)
                and not read.text[tag.end()].isspace()
            ):
                message = "文の途中のハッシュタグは読み上げを妨げます。文の終わりに付けてください。"
                yield Finding(tag.start(), tag.end(), "access", tag[0], clause, message)


def _emoji(read: Reading, clause: str) -> Iterator[Finding]:
    ones = list(_EMOJI.finditer(read.text))
    run: list[re.Match[str]] = []
    for one in [*ones, None]:
        if one is not None and (not run or one.start() == run[-1].end()):
            run.append(one)
            continue
        if len(run) >= EMOJI_RUN:
            start, end = run[0].start(), run[-1].end()
            message = f"絵文字が{len(run)}個続いています。一つずつ名前が読み上げられます。"
            yield Finding(start, end, "access", read.text[start:end], clause, message)
        run = [one] if one is not None else []


def image(read: Reading, context: Context) -> Iterator[Finding]:
    """The reminder of rights, once a picture whose consent or source nobody has written yet."""
    del read
    for medium in context.media:
        if not medium.consent.strip() or not medium.source.strip():
            message = f"「{medium.file}」に写っている人や物の承諾と、出どころ（著作権）を確かめてください。"
            yield Finding(0, 0, "image", medium.file, context.clauses.get("image", ""), message)
