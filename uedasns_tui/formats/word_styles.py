"""What every written Word file has beside its body: styles, settings, the footer with the page's number; and runs of text.

Used by word_writer.
"""

from __future__ import annotations

from typing import Final

from uedasns_tui.formats import ooxml
from uedasns_tui.formats.ooxml import HEAD, OFFICE, xml

MINCHO: Final = "ＭＳ 明朝"
GOTHIC: Final = "ＭＳ ゴシック"
NAMES: Final = {
    "xmlns_w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns_r": f"{OFFICE}/relationships",
}
SIZE: Final = 21
SIZES: Final = {1: 28, 2: 24}
"""Half points: of the text, and of headings by level."""
LEVELS: Final = 9


def run(content: str, face: str = "", size: int = 0, line: bool = False) -> str:
    """A piece of text, its tabs as Word writes them."""
    properties = [
        fonts(face) if face else "",
        xml("w:sz", w_val=size) + xml("w:szCs", w_val=size) if size else "",
        xml("w:u", w_val="single") if line else "",
    ]
    pieces = [
        f'<w:t xml:space="preserve">{ooxml.text(piece)}</w:t>' if piece else ""
        for piece in content.split("\t")
    ]
    if not any(pieces) and len(pieces) == 1:
        return ""
    return xml("w:r", xml("w:rPr", *properties) if any(properties) else "", "<w:tab/>".join(pieces))


def fonts(face: str) -> str:
    """A face for letters of every kind."""
    return xml("w:rFonts", w_ascii=face, w_hAnsi=face, w_eastAsia=face, w_cs=face)


def styles() -> str:
    """The part of styles."""
    lang = xml("w:lang", w_val="ja-JP", w_eastAsia="ja-JP", w_bidi="ar-SA")
    size = xml("w:sz", w_val=SIZE) + xml("w:szCs", w_val=SIZE)
    defaults = xml(
        "w:docDefaults",
        xml("w:rPrDefault", xml("w:rPr", fonts(MINCHO), size, lang)),
        xml(
            "w:pPrDefault",
            xml("w:pPr", xml("w:spacing", w_before=0, w_after=0, w_line=300, w_lineRule="auto")),
        ),
    )
    border = {"w_val": "single", "w_sz": 4, "w_space": 0, "w_color": "auto"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    margins = [xml(f"w:{side}", w_w=width, w_type="dxa") for side, width in
               (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))]  # fmt: skip
    table = xml(
        "w:tblPr",
        xml("w:tblBorders", *(xml(f"w:{side}", **border) for side in sides)),
        xml("w:tblCellMar", *margins),
    )
    styles = [
        xml("w:style", xml("w:name", w_val="Normal"), "<w:qFormat/>", w_type="paragraph", w_default=1, w_styleId="Normal"),
        xml("w:style", xml("w:name", w_val="Normal Table"), "<w:uiPriority w:val=\"99\"/>", xml("w:tblPr", xml("w:tblCellMar", *margins)),
            w_type="table", w_default=1, w_styleId="TableNormal"),
        xml("w:style", xml("w:name", w_val="Table Grid"), xml("w:basedOn", w_val="TableNormal"), table,
            w_type="table", w_styleId="TableGrid"),
        *(_heading(level) for level in range(1, LEVELS + 1)),
    ]  # fmt: skip
    return HEAD + xml("w:styles", defaults, *styles, xmlns_w=NAMES["xmlns_w"])


def _heading(level: int) -> str:
    size = SIZES.get(level, SIZE)
    return xml(
        "w:style",
        xml("w:name", w_val=f"heading {level}"), xml("w:basedOn", w_val="Normal"), xml("w:next", w_val="Normal"), "<w:qFormat/>",
        xml("w:pPr", "<w:keepNext/><w:keepLines/>", xml("w:spacing", w_before=200, w_after=120),
            xml("w:outlineLvl", w_val=level - 1)),
        xml("w:rPr", fonts(GOTHIC), xml("w:sz", w_val=size), xml("w:szCs", w_val=size)),
        w_type="paragraph", w_styleId=f"Heading{level}",
    )  # fmt: skip


def settings() -> str:
    """As Word 2013 and later lay out, and no compatibility mode in the title bar."""
    modern = xml(
        "w:compatSetting", w_name="compatibilityMode", w_uri="http://schemas.microsoft.com/office/word", w_val=15
    )  # fmt: skip
    return HEAD + xml(
        "w:settings",
        xml("w:defaultTabStop", w_val=840),
        xml("w:characterSpacingControl", w_val="compressPunctuation"),
        xml("w:compat", modern),
        xml("w:themeFontLang", w_val="ja-JP", w_eastAsia="ja-JP"),
        xmlns_w=NAMES["xmlns_w"],
    )


def footer() -> str:
    """The page's number of how many."""

    def field(code: str) -> str:
        return xml("w:fldSimple", run("1", size=18), w_instr=f" {code} ")

    line = field("PAGE") + run(" / ", size=18) + field("NUMPAGES")
    return HEAD + xml("w:ftr", xml("w:p", xml("w:pPr", xml("w:jc", w_val="center")), line), **NAMES)
