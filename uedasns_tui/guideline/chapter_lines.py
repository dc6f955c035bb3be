"""The lines of a chapter's Markdown: headings, captions of articles, rows of tables, soft line breaks joined.

Used by `chapters`. A caption ((定義) above 第2条) goes with its article; the alignment row of a table is no text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from uedasns_tui.guideline.numbering import ARTICLE, KINDS, read_label

_CAPTION = r"[（(]((?:[^()（）。]|[（(][^()（）]{1,30}[）)]){1,40})[）)]"
UNMARKED_HEADING = r"[附付][ \t　]*則(?:[ \t　]*[（(]|$)|別(?:表|記様式)第?[0-9０-９一二三四五六七八九十]*号?[ 　]*(?:[（(][^）)。]*関係[）)])?$"
"""附則 and 別表第一（第3条関係）: headings without a sign, too."""
_ENDS = "。．.」』）)：:！？!?】…"


class Line(NamedTuple):
    """A line: its number, its text without indentation, and as it is written. `level` of a heading, 0 for none.

    `cells` of a table's row; `head` where a table begins. `literal`: written with a backslash, so that it has no label.
    """

    number: int
    text: str
    raw: str
    level: int = 0
    caption: str = ""
    cells: tuple[str, ...] | None = None
    head: bool = False
    literal: bool = False
    after_blank: bool = False
    hard_break: bool = False


def read_lines(text: str, order: Sequence[str]) -> list[Line]:
    """The lines of a chapter that hold text, captions with their articles."""
    lines: list[Line] = []
    blank = True
    for number, written in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        rule = "---" in written and re.fullmatch(r"\s*\|?[\s:|-]*---[\s:|-]*", written)
        if written.strip() and not rule:
            lines.append(_line(number, written, order, blank))
        elif rule and "|" in written and lines and lines[-1].cells:
            lines[-1] = lines[-1]._replace(head=True)
        blank = not written.strip()
    return _joined(_captioned(lines))


def _line(number: int, written: str, order: Sequence[str], blank: bool) -> Line:
    if heading := re.match(r"(#{1,6})[ \t　]+(.*)", written):
        return Line(number, heading[2].strip(), written, len(heading[1]))
    raw, bare = written.rstrip(), written.strip(" \t　")
    hard_break = written.endswith("  ") or raw.endswith("\\")
    if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
        cells = tuple(cell.strip() for cell in bare[1:-1].split("|"))
        return Line(number, bare, "　".join(cells), cells=cells)
    if bare.startswith("\\") and read_label(bare[1:], KINDS):
        bracket = bare[1] in "(*-["
        return Line(number, bare, raw if bracket else bare[1:], literal=True, after_blank=blank)
    bullet = re.match(r"[-*+][ \t]+(?=\S)", bare)
    if bullet and bare[0] not in order:
        rest = bare[bullet.end() :]
        if read_label(rest, order) or "・" not in order:
            bare = rest if read_label(rest, order) else bare
        else:
            bare = f"・{rest}"
    return Line(number, bare, raw.strip(" \t"), after_blank=blank, hard_break=hard_break)


def _is_article(line: Line) -> bool:
    label = read_label(line.text, (ARTICLE,))
    if label is None or line.cells:
        return False
    after = line.text[label[1] - 1 : label[1] + 1]
    return bool(line.level) or label[1] == len(line.text) or after[0] in " \t　" or after[1:] in ("（", "(")


def _captioned(lines: list[Line]) -> list[Line]:
    """Each caption with the article that it is the title of."""
    bracketed = any(re.fullmatch(_CAPTION, line.text) for line in lines) or not _has_bare_captions(lines)
    captioned: list[Line] = []
    supplement, numbered = False, _has_captioned_numbers(lines)
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        before = captioned[-1] if captioned else None
        supplement = re.match(r"[【\[]?[附付][ \t　]*則", line.text) is not None or (
            supplement and not line.level
        )
        above = following is not None and (
            _is_article(following)
            or ((supplement or numbered) and read_label(following.text, ("1",)) is not None)
        )
        below = not above and before is not None and before.level > 0 and _names_article_only(before)
        bare = not bracketed and not line.level and not supplement
        caption = _caption(line, bare=bare) if above or below else ""
        if caption and above and following:
            lines[index + 1] = following._replace(caption=caption)
        elif caption and before and not line.level:
            captioned[-1] = before._replace(caption=caption)
        else:
            captioned.append(line)
    return captioned


def _has_captioned_numbers(lines: list[Line]) -> bool:
    """Whether most numbers of a text without articles stand under a caption of their own: （趣旨） above 1."""
    if any(_is_article(line) for line in lines):
        return False
    pairs = [pair for pair in pairwise(lines) if read_label(pair[1].text, ("1",)) and not pair[1].level]
    captions = [before for before, _ in pairs if re.fullmatch(_CAPTION, before.text) and not before.level]
    return len(captions) > max(1, len(pairs) // 2)


def _has_bare_captions(lines: list[Line]) -> bool:
    """Whether most articles stand under a short line that may be their title: else it is the end of a list."""
    above = [before for before, line in pairwise(lines) if _is_article(line) and not line.level]
    titled = [line for line in above if not line.level and _caption(line, bare=True)]
    return len(titled) > len(above) // 2


def _caption(line: Line, *, bare: bool) -> str:
    if line.cells or line.literal:
        return ""
    if match := re.fullmatch(_CAPTION, line.text):
        return match[1]
    short = len(line.text) <= 20 and not re.search(r"[。、]|[をにはがでとのもへ]$", line.text)
    return line.text if bare and short and not read_label(line.text, KINDS) else ""


def _names_article_only(line: Line) -> bool:
    label = read_label(line.text, (ARTICLE,))
    return label is not None and label[1] >= len(line.text.rstrip()) and not line.caption


def _joined(lines: list[Line]) -> list[Line]:
    """Lines that a soft break took apart as one."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        broken = (
            before is not None
            and not (before.level or before.cells or before.hard_break or before.text[-1] in _ENDS)
            and not (line.level or line.cells or line.literal or line.after_blank)
            and read_label(line.text, KINDS) is None
            and not (re.match(UNMARKED_HEADING, line.text) or re.match(UNMARKED_HEADING, before.text))
        )
        if before is None or not broken:
            joined.append(line)
            continue
        space = " " if before.text[-1].isascii() and line.text[0].isascii() else ""
        joined[-1] = before._replace(text=before.text + space + line.text, raw=before.raw + space + line.text)
    return joined
