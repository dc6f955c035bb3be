"""The visible text of a Word paragraph or cell, from its runs.

Used by word_reader.py. Content controls, tracked insertions, smart tags, links, text boxes and nested tables count;
tracked deletions, ruby readings, field codes, hidden text and unfilled placeholders do not. Libraries that offer a
cell's text lose most of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from uedasns_tui.formats.word_numbers import WordNumbers
from uedasns_tui.formats.word_package import Parts, attribute, child, local

_DELETED: Final = frozenset({"del", "moveFrom"})
_SKIPPED: Final = frozenset({*_DELETED, "instrText", "delText", "delInstrText", "rt", "softHyphen", "ffData"})
_BOXES: Final = {
    **{
        ("Wingdings", code): sign
        for code, sign in (
            (0xFE, "☑"),
            (0xFD, "☒"),
            (0xA8, "☐"),
            (0x6F, "☐"),
            (0xFC, "✓"),
            (0xA1, "○"),
            (0xA4, "●"),
            (0x6C, "●"),
            *((0x81 + at, sign) for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")),
            *((0x8C + at, sign) for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")),
        )
    },
    **{("Wingdings 2", code): sign for code, sign in ((0x52, "☑"), (0x54, "☒"), (0xA3, "☐"), (0x50, "✓"))},
}
"""Boxes and ticks in the fonts of signs, by the last byte of their code."""
_ENCLOSED: Final = re.compile(
    r"\s*eq\s.*?\\o(?:\\[a-z]+)?\s*[(（]\s*([○◯〇●△□◇])\s*[,;、，]\s*([^)）]+)", re.IGNORECASE
)
"""A field that draws a sign around letters (囲い文字)."""
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_LISTS: Final = "bullet"
BULLET: Final = "・"


class WordTextReader:
    """Reads texts of one document; `notes` gathers what was left out, each once. `numbers`: to read Word's own, too."""

    def __init__(self, parts: Parts, numbers: WordNumbers | None = None) -> None:
        self._numbers = numbers
        self._kinds = _list_kinds(parts.numbering)
        self._styles = {
            attribute(style, "styleId"): style for style in (parts.styles or ()) if local(style) == "style"
        }
        self._links = parts.links
        self._paragraph: Element | None = None
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
            self._paragraph = block
            line = self._inline(block)
            line = waiting + self._bullet(block, line) + line
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
        if name in _DELETED:
            self._left_out("変更履歴で消された文は読みませんでした", element)
            return ""
        if name in ("instrText", "fldSimple"):
            self._field_link(element)
            if enclosed := _ENCLOSED.match((element.text or "") + attribute(element, "instr")):
                return enclosed[1] + enclosed[2].strip()
        if name == "ffData" and (entries := child(element, "ddList")) is not None:
            return _chosen_entry(entries)
        if name in _SKIPPED or name.endswith("Pr"):
            return _legacy_box(element)
        if name in ("drawing", "pict", "object") and not _texts(element).strip():
            return self._picture(element)
        if name == "sym":
            return self._symbol(element)
        if name == "r" and (reason := self._hidden(element)):
            self._left_out(reason, element)
            return ""
        if name == "txbxContent":
            paragraph = self._paragraph
            text = "\n" + self.text(element)
            self._paragraph = paragraph
            return text
        text = "".join(self._part(part) for part in _opened(element))
        if name == "hyperlink":
            self._link(text, self._links.get(attribute(element, "id"), ""))
        return text

    def _hidden(self, run: Element) -> str:
        """Why the text of a run does not count: by its own format, else its style's, else its paragraph's."""
        if self._formatted(run, "vanish"):
            return "隠し文字は読みませんでした"
        if self._formatted(run, "strike") or self._formatted(run, "dstrike"):
            return "取り消し線の文は読みませんでした"
        return ""

    def _formatted(self, run: Element, name: str) -> bool:
        properties = child(run, "rPr")
        flag = child(properties, name)
        if flag is not None:
            return _on(flag)
        paragraph = child(self._paragraph, "pPr", "pStyle")
        for style in (child(properties, "rStyle"), paragraph):
            inherited = self._inherited(style, "rPr", name)
            if inherited is not None:
                return _on(inherited)
        return False

    def _inherited(self, named: Element | None, *names: str) -> Element | None:
        """What a style says by a path of names, itself or by the styles it is based on."""
        passed: set[str] = set()
        while named is not None and (key := attribute(named, "val")) not in passed:
            passed.add(key)
            style = self._styles.get(key)
            if (says := child(style, *names)) is not None:
                return says
            named = child(style, "basedOn")
        return None

    def outline_level(self, paragraph: Element) -> int:
        """The level of a heading by its own outline or its style's, 0 for other paragraphs."""
        level = child(paragraph, "pPr", "outlineLvl")
        if level is None:
            level = self._inherited(child(paragraph, "pPr", "pStyle"), "pPr", "outlineLvl")
        value = attribute(level, "val") if level is not None else ""
        return int(value) + 1 if value.isdecimal() and int(value) < 6 else 0

    def _left_out(self, reason: str, element: Element) -> None:
        if text := _texts(element).strip():
            self.notes[f"{reason}: {text}"] = None

    def _link(self, words: str, target: str) -> None:
        if target and target.removeprefix("mailto:").rstrip("/") not in words:
            self.notes[f"「{words.strip()}」のリンク先は読みませんでした: {target}"] = None

    def _field_link(self, element: Element) -> None:
        code = (element.text or "") + attribute(element, "instr")
        match = re.search(r'HYPERLINK\s+"([^"]+)"', code)
        if match and match[1].removeprefix("mailto:").rstrip("/") not in _texts(self._paragraph):
            self.notes[f"リンク先は読みませんでした: {match[1]}"] = None

    def _picture(self, element: Element) -> str:
        words = [
            attribute(part, key)
            for part in element.iter()
            for key in ("descr", "title")
            if attribute(part, key)
        ]
        self.notes[
            "画像や図の中の文は読めません"
            + (f": {'／'.join(dict.fromkeys(words))}" if words else "。元の文書で確かめてください。")
        ] = None
        return ""

    def _symbol(self, element: Element) -> str:
        code = int(attribute(element, "char") or "0", 16) if attribute(element, "char").isalnum() else 0
        box = _BOXES.get((attribute(element, "font"), code & 0xFF))
        if box:
            return box
        if 0x20 <= code < 0xD800:
            return chr(code)
        self.notes["記号用の字体の文字は、「〔記号〕」と読みました。"] = None
        return "〔記号〕"

    def _bullet(self, paragraph: Element, text: str) -> str:
        style = child(paragraph, "pPr", "pStyle")
        numbers = child(paragraph, "pPr", "numPr")
        inherited = self._inherited(style, "pPr", "numPr")
        number = child(numbers, "numId") if numbers is not None else None
        number = number if number is not None else child(inherited, "numId")
        if number is None or attribute(number, "val") == "0":
            return ""
        level = child(numbers, "ilvl")
        level = level if level is not None else child(inherited, "ilvl")
        key = (attribute(number, "val"), attribute(level, "val") if level is not None else "0")
        if self._kinds.get(key) == _LISTS:
            return "" if text.startswith(BULLET) else BULLET
        if self._numbers is not None:
            label = self._numbers.label(key[0], int(key[1]) if key[1].isdecimal() else 0)
            return f"{label}　" if label and text.strip() else ""
        self.notes[f"Word が自動で付けた番号は読みませんでした: {text.strip()}"] = None
        return ""


def _texts(element: Element | None) -> str:
    """All text in an element, what is deleted too."""
    if element is None:
        return ""
    return "".join(part.text or "" for part in element.iter() if local(part) in ("t", "delText"))


def _legacy_box(element: Element) -> str:
    """A form field's check box; everything else of this kind prints nothing."""
    box = child(element, "checkBox") if local(element) == "ffData" else None
    if box is None:
        return ""
    state = child(box, "checked")
    return "☑" if _on(state if state is not None else child(box, "default")) else "☐"


def _chosen_entry(entries: Element) -> str:
    """What a form field's list shows: the entry that was chosen, else the first."""
    texts = [attribute(entry, "val") for entry in entries if local(entry) == "listEntry"]
    chosen = child(entries, "result")
    at = _count(chosen if chosen is not None else child(entries, "default"))
    return texts[at] if at < len(texts) else ""


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


def columns(row: Element, cells_: list[Element]) -> Iterator[int]:
    """The column in which each cell begins."""
    before = child(row, "trPr", "gridBefore")
    at = _count(before) if before is not None else 0
    for cell in cells_:
        yield at
        at += max(1, _count(child(cell, "tcPr", "gridSpan")))


def _count(element: Element | None) -> int:
    text = attribute(element, "val") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 4 else 0


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
