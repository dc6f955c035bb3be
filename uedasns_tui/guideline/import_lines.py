"""Cleans the lines of a published text copied from a PDF, a page or an office's file.

Used by `importer`. Page numbers and tables of contents are dropped, lines broken in the middle are joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from uedasns_tui.guideline.numbering import ARTICLE, BULLETS, KINDS, NUMBER, read_label
from uedasns_tui.japanese import width
from uedasns_tui.japanese.fold import narrow

BROKEN_SHARE = 0.4
"""From this share of long lines without an end on, the lines of a text were broken by its layout."""
LONG = 56
"""Columns of a long line."""
ENDS = "。：:」）)"
MENU = (
    r"(?:最終)?(?:更新日|公開日|掲載日|印刷)(?:[: ]|$)|(?:ページ|コンテンツ|記事)(?:番号|ID)[: ]*[0-9]|ID[: ]*[0-9]+$|ここ(?:から|まで)が?本文|"
    r"(?:この)?ページの(?:先頭|本文|トップ)|本文(?:ここから|ここまで|へ(?:移動)?$)|印刷用ページ|<外部リンク>|"
    r"(?:印刷)?(?:大きな|拡大)文字(?:で|を)印刷|"
    r"(?:シェア|ツイート)(?:する)?$|(?:エックス|フェイスブック|ライン|ツイッター|X|Facebook|LINE|Twitter)[でに](?:シェア|ツイート|ポスト|投稿|送る|共有)(?:する)?$"
)
"""Lines that a page adds around its text."""
FOOTER = (
    r"(?:この|本)(?:ページ|記事|情報)(?:の内容)?に(?:関する|ついての)(?:お?問い?合わ?せ|ご意見|アンケート)|より良い(?:ウェブ|ホーム)|"
    r"この(?:ページ|情報)(?:の情報|の内容)?は(?:役|見つけ|参考|お役)|(?:PDF|Adobe).{0,30}Reader|Copyright|©"
)
"""What a page says below its text."""


class SourceLine(NamedTuple):
    """A line of the source: its number there, its text, and the columns before it."""

    number: int
    text: str
    indent: int = 0


def source_lines(text: str) -> list[SourceLine]:
    """The lines that hold words, in order; of those that a layout broke, one."""
    lines: list[SourceLine] = []
    written = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\f", "\n").split("\n")
    parts = ((number, part) for number, line in enumerate(written, 1) for part in _split(line))
    for number, line in parts:
        bare = _marked(_unlisted(lone_cell(line.strip(" \t　"))))
        if re.fullmatch("=+|-{3,}", bare):
            if lines and lines[-1].number == number - 1 and len(lines[-1].text) <= 40:
                lines[-1] = lines[-1]._replace(text=f"{'#' if bare[0] == '=' else '##'} {lines[-1].text}")
            continue
        if bare and (not is_layout(bare) or _is_contents(bare)):
            lines.append(SourceLine(number, bare, width.cells(line[: len(line) - len(line.lstrip(" \t　"))])))
    lines = _spaced(lines)
    columns = _width(lines)
    return _joined(lines, columns) if columns else lines


def _split(line: str) -> list[str]:
    """The articles and items of a text that was pasted as one line."""
    article = r"第 ?[0-9０-９一二三四五六七八九十]+ ?条"
    if len(re.findall(rf"(?:^|[ 　。）)]){article}[ 　]", line)) < 3:
        return [line]
    line = re.sub(
        rf"(?<=[。）)])[ 　]+(?=(?:[(（][^()（）。]{{1,30}}[)）][ 　]*)?{article}[ 　])", "\n", line
    )
    line = re.sub(rf"(^|\n)([(（][^()（）。]{{1,30}}[)）])[ 　]*(?={article}[ 　])", r"\1\2\n", line)
    return re.sub(r"(?<=。)[ 　]+(?=[(（]?[0-9０-９]{1,2}[)）]?[ 　])", "\n", line).split("\n")


def _unlisted(line: str) -> str:
    """A line whose bullet stands before a number of its own, without the bullet; a bullet alone is no text."""
    bullet = re.match(r"(?:[-*+][ \t　]+|[•·◦▪‣\uf0b7][ \t　]*)(?=\S)|[-•・*]$", line)
    rest = line[bullet.end() :] if bullet else line
    return (
        rest
        if bullet and (not rest or read_label(rest, [kind for kind in KINDS if kind not in BULLETS]))
        else line
    )


def lone_cell(line: str) -> str:
    """What stands in a row of one cell, which is no table: | (平成28年8月28日) |."""
    cell = re.fullmatch(r"\|([^|]*)\|?", line)
    return cell[1].strip(" \t　") if cell else line


def _spaced(lines: list[SourceLine]) -> list[SourceLine]:
    """Headings whose number touches the words (1本方針, 2発信時間), where they count up and nothing else does, apart."""
    wanted, headings = 1, {}
    for index, line in enumerate(lines):
        text = narrow(line.text)
        if read_label(text, ("1", "第1", ARTICLE)):
            return lines
        glued = re.match(r"([0-9]{1,2})(?![0-9年月日時分秒円人回件台枚つ歳か])(?=[^\W_a-zA-Z]|「)", text)
        if glued and int(glued[1]) == wanted and len(text) <= 30 and text[-1] not in "。、":
            headings[index] = len(glued[1])
            wanted += 1
    if len(headings) < 3:
        return lines
    return [
        line._replace(text=f"{line.text[:end]} {line.text[end:]}") if (end := headings.get(index)) else line
        for index, line in enumerate(lines)
    ]


def _marked(line: str) -> str:
    """A line that stands whole in ** is a heading that somebody made bold."""
    bold = re.fullmatch(r"(?:\*\*|__)([^*_]{1,40})(?:\*\*|__)", line)
    return f"## {bold[1]}" if bold else line


def is_layout(line: str) -> bool:
    """Whether a line is a page's number, a table of contents or the menu of a web page, and no text."""
    flat = narrow(line)
    page = re.fullmatch(r"[-–— ]*[0-9]{1,3}[-–— ]*|[0-9]{1,3} */ *[0-9]{1,3}", flat)
    contents = re.search(r"(?:・|\.|…|‥){5,}", flat) or _is_contents(line)
    return bool(page or contents or re.match(MENU, flat.lstrip("-・•* ")))


def without_footer(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], tuple[SourceLine, ...]]:
    """The lines but for what a page says below its text (このページに関するお問い合わせ先 …), and that."""
    label = max(
        (index for index, line in enumerate(lines) if read_label(line.text.lstrip("# "), KINDS)), default=0
    )
    for index, line in enumerate(lines[label + 1 :], label + 1):
        rest = lines[index:]
        ends = len(rest) <= 40 and sum(following.text.endswith("。") for following in rest) <= 4
        if ends and re.match(FOOTER, narrow(line.text).lstrip("# 〇○◯■●")):
            return list(lines[:index]), tuple(rest)
    return list(lines), ()


def _is_contents(line: str) -> bool:
    return narrow(line).replace(" ", "") in ("目次", "【目次】", "<目次>")


def without_contents(
    lines: Sequence[SourceLine],
) -> tuple[list[SourceLine], tuple[SourceLine, ...]]:
    """The lines but for the table of contents, and that: it ends where its first entries stand again as headings."""
    start = next((index for index, line in enumerate(lines) if _is_contents(line.text)), None)
    if start is None:
        return list(lines), ()
    end = start + 1
    for entry in lines[start + 1 : start + 3]:
        name = _entry(entry.text)
        again = next((i for i, line in enumerate(lines) if i > start + 1 and _same(line, entry, name)), 0)
        if again and not any(line.text.endswith("。") for line in lines[start:again]):
            end = again
            break
    return [*lines[:start], *lines[end:]], tuple(lines[start:end])


def _same(line: SourceLine, entry: SourceLine, name: str) -> bool:
    return line.number > entry.number and _entry(line.text) == name


def _entry(text: str) -> str:
    """A heading without what a table of contents adds: the articles that it spans, its page."""
    bare = re.sub(r"\(第[^()]*条[^()]*\)$|[ ・.…‥]+[0-9]{1,3}$", "", narrow(text).lstrip("# ・"))
    return bare.replace(" ", "")


def _width(lines: list[SourceLine]) -> int:
    """The columns from which on a line without an end was broken by a layout; 0 for a text whose lines are whole."""
    columns = [(width.cells(line.text), line.text[-1] not in ENDS) for line in lines]
    open_ended = [wide for wide, is_open in columns if is_open and wide >= LONG]
    longest = max((wide for wide, _ in columns), default=0)
    full = [wide for wide in open_ended if wide >= longest - 6]
    if len(open_ended) > BROKEN_SHARE * max(1, len(lines)):
        return LONG
    return longest * 17 // 20 if len(full) > 1 and longest >= LONG else 0


def _joined(lines: list[SourceLine], columns: int) -> list[SourceLine]:
    joined: list[SourceLine] = []
    before_length = 0
    for line in lines:
        before = joined[-1] if joined else None
        continues = before is not None and before_length >= columns and not _ends(before.text, line.text)
        if before is not None and continues and not _begins(line.text):
            joined[-1] = before._replace(text=before.text + line.text)
        else:
            joined.append(line)
        before_length = width.cells(line.text)
    return joined


def _ends(text: str, following: str) -> bool:
    """Whether a full line ends a paragraph; one that ends with a bracket goes on where a particle follows."""
    goes_on = text[-1] in "」）)" and re.match("[をがはのにとでもへや、。]", following)
    return text[-1] in ENDS and not goes_on


def _begins(text: str) -> bool:
    """Whether a line begins something of its own: a heading, a label, a caption."""
    flat = narrow(text)
    label = read_label(flat, KINDS)
    if label is not None and label[0].kind == ARTICLE:
        return re.match(rf"第 *(?:{NUMBER}) *条(?: *の *(?:{NUMBER}))?(?=[ (]|$)", flat) is not None
    sign = re.match(r"[附付] *則|別[表紙記添]|様式|[※【■○〇◎●#|]|\([^()]{1,20}\)$", flat)
    return label is not None or sign is not None
