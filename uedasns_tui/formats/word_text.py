"""The text that a person sees in a Word paragraph or cell, from its runs.

Used by word_in.py. Content controls, tracked insertions, smart tags, links, text boxes and nested tables count;
tracked deletions, ruby readings, field codes, hidden text and unfilled placeholders do not. Libraries that offer a
cell's text lose most of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from uedasns_tui.formats.word_package import attribute, child, local

_SKIPPED: Final = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "softHyphen"})
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_LISTS: Final = "bullet"
BULLET: Final = "・"


class WordTextReader:
    """Reads texts of one document; `notes` gathers what was left out, each once."""

    def __init__(self, numbering: Element | None) -> None:
        self._kinds = _list_kinds(numbering)
        self.notes: dict[str, None] = {}

    def text(self, holder: Element, leave: Callable[[Element], bool] = lambda _table: False) -> str:
        """The lines of a cell or another holder of paragraphs; tables for which `leave` holds are left out."""
        return "\n".join(self.lines(holder, leave))

    def lines(self, holder: Element, leave: Callable[[Element], bool]) -> Iterator[str]:
        """A line a paragraph; one whose end was deleted goes on in the next."""
        waiting = ""
        for block in blocks(holder):
            if local(block) == "tbl":
                if not leave(block):
                    for row in rows(block):
                        yield "\t".join(self.text(cell) for cell in cells(row)).rstrip("\t")
                continue
            line = waiting + self._bullet(block) + self._inline(block)
            waiting = line if child(block, "pPr", "rPr", "del") is not None else ""
            if not waiting:
                yield line
        if waiting:
            yield waiting

    def _inline(self, element: Element) -> str:
        return "".join(self._part(part) for part in element)

    def _part(self, element: Element) -> str:
        name = local(element)
        if name == "t":
            return element.text or ""
        if name in _SIGNS:
            return _SIGNS[name]
        if name in _SKIPPED or name.endswith("Pr"):
            return ""
        if name == "sym":
            return self._symbol(element)
        if name == "r" and _on(child(element, "rPr", "vanish")):
            self.notes["隠し文字は読みませんでした。"] = None
            return ""
        if name == "txbxContent":
            return "\n" + self.text(element)
        opened = _opened(element)
        return "".join(self._part(part) for part in opened)

    def _symbol(self, element: Element) -> str:
        code = int(attribute(element, "char") or "0", 16) if attribute(element, "char").isalnum() else 0
        if 0x20 <= code < 0xD800:
            return chr(code)
        self.notes["記号用の字体の文字は、「〔記号〕」と読みました。"] = None
        return "〔記号〕"

    def _bullet(self, paragraph: Element) -> str:
        numbers = child(paragraph, "pPr", "numPr")
        if numbers is None:
            return ""
        number, level = child(numbers, "numId"), child(numbers, "ilvl")
        if number is None or attribute(number, "val") == "0":
            return ""
        key = (attribute(number, "val"), attribute(level, "val") if level is not None else "0")
        if self._kinds.get(key) == _LISTS:
            return BULLET
        self.notes["Word が自動で付けた番号は読みませんでした。"] = None
        return ""


def blocks(holder: Element) -> Iterator[Element]:
    """The paragraphs and tables in a holder, through content controls and insertions."""
    for element in holder:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name not in _SKIPPED and not name.endswith("Pr"):
            for inner in _opened(element):
                yield from blocks_of(inner)


def blocks_of(element: Element) -> Iterator[Element]:
    """`blocks` of what is itself perhaps one."""
    if local(element) in ("p", "tbl"):
        yield element
    elif local(element) not in _SKIPPED and not local(element).endswith("Pr"):
        yield from blocks(element)


def rows(table: Element) -> Iterator[Element]:
    """The rows that stand, without those deleted under tracking."""
    for row in _within(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def cells(row: Element) -> Iterator[Element]:
    """The cells that stand."""
    for cell in _within(row, "tc"):
        if child(cell, "tcPr", "cellDel") is None:
            yield cell


def goes_on(cell: Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = child(cell, "tcPr", "vMerge")
    return merged is not None and attribute(merged, "val") != "restart"


def _within(holder: Element, wanted: str) -> Iterator[Element]:
    for element in holder:
        if local(element) == wanted:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _within(element, wanted)


def _opened(element: Element) -> list[Element]:
    """What is inside: of alternatives the first, of a content control what was filled in."""
    match local(element):
        case "AlternateContent":
            return list(element)[:1]
        case "sdt" if _on(child(element, "sdtPr", "showingPlcHdr")):
            return []
    return list(element)


def _on(flag: Element | None) -> bool:
    return flag is not None and attribute(flag, "val") not in ("0", "false", "off")


def _list_kinds(numbering: Element | None) -> dict[tuple[str, str], str]:
    """The kind of numbers of each list and level."""
    if numbering is None:
        return {}
    kinds: dict[str, dict[str, str]] = {}
    for element in numbering:
        if local(element) == "abstractNum":
            levels = kinds[attribute(element, "abstractNumId")] = {}
            for level in element:
                format_ = child(level, "numFmt")
                if local(level) == "lvl" and format_ is not None:
                    levels[attribute(level, "ilvl")] = attribute(format_, "val")
    lists: dict[tuple[str, str], str] = {}
    for element in numbering:
        shape = child(element, "abstractNumId")
        if local(element) == "num" and shape is not None:
            for at, kind in kinds.get(attribute(shape, "val"), {}).items():
                lists[(attribute(element, "numId"), at)] = kind
    return lists
