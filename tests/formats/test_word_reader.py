"""Filled Word sheets as offices have them, read whole; what is no sheet, or means harm, refused with the reason."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uedasns_tui.formats import word_reader
from uedasns_tui.formats.imported import ImportedSheet, ImportRefused
from uedasns_tui.formats.page import Page, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import printable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
LABELS = {"name": "①発信情報の名称", "medium": "②ソーシャルメディア名", "purpose": "⑤開設の目的"}


def docx(body: str, head: str = "", **parts: str) -> bytes:
    """A small .docx around a body; `parts`: further parts, "__" for "/"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="word/document.xml"))
        package.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        if "numbering" in parts:
            package.writestr(
                "word/_rels/document.xml.rels", RELS.format(kind="numbering", target="numbering.xml")
            )
            package.writestr("word/numbering.xml", parts["numbering"])
    return out.getvalue()


def p(*runs: str) -> str:
    return "<w:p>" + "".join(run if run.startswith("<") else r(run) for run in runs) + "</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def tc(*content: str, props: str = "") -> str:
    inner = "".join(one if one.startswith("<") else p(one) for one in content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    return f"<w:tr>{props}" + "".join(one if one.startswith("<w:") else tc(one) for one in cells) + "</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def sdt(content: str, props: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def read_word(data: bytes, labels: dict[str, str]) -> list[ImportedSheet]:
    """The filled sheets of a file in which no table lists accounts."""
    return word_reader.read_word(data, labels)[0]


def taken(*rows: str, around: str = "", **parts: str) -> ImportedSheet:
    return read_word(docx(tbl(*rows) + around, **parts), LABELS)[0]


def value(cell: str, **parts: str) -> str:
    return taken(tr("①発信情報の名称", cell), **parts).values["name"]


PROPS = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
LISTS = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:numFmt w:val='%s'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
)
ALTERNATE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>箱</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (tc(p("上田", "市")), "上田市"),
        (tc("一行目", "二行目"), "一行目\n二行目"),
        (tc(p("一", "<w:r><w:br/></w:r>", "二", "<w:r><w:tab/></w:r>", "三")), "一\n二\t三"),
        (tc(p(sdt(r("中"), "<w:alias/>"), "外")), "中外"),
        (tc(sdt(p("塊"))), "塊"),
        (tc(p(sdt(r("クリックして入力"), "<w:showingPlcHdr/>"))), ""),
        (tc(p("前", f"<w:ins w:id='1'>{r('挿入')}</w:ins>", "<w:del w:id='2'><w:r><w:delText>削除</w:delText></w:r></w:del>", "後")), "前挿入後"),
        (tc(p(f"<w:moveFrom>{r('元')}</w:moveFrom>", f"<w:moveTo>{r('先')}</w:moveTo>")), "先"),
        (tc("<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + r("つながる") + "</w:p>", "文"), "つながる文"),
        (tc(p(f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('うえだ')}</w:rt><w:rubyBase>{r('上田')}</w:rubyBase></w:ruby></w:r>", "市")), "上田市"),
        (tc(p(f"<w:smartTag w:element='place'>{r('長野県')}</w:smartTag>")), "長野県"),
        (tc(p(f"<w:hyperlink>{r('https://a.jp')}</w:hyperlink>")), "https://a.jp"),
        (tc(p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> HYPERLINK x </w:instrText></w:r>", "見える")), "見える"),
        (tc(tbl(tr("課", "広報課"), tr("電話", "0268")) + "<w:p/>"), "課\t広報課\n電話\t0268"),
        (tc(p(f"<w:r><mc:AlternateContent {ALTERNATE}><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>")), "箱"),
        (tc(p("半<w:noBreakHyphen/>".replace("<w:noBreakHyphen/>", ""), "<w:r><w:noBreakHyphen/></w:r>", "角")), "半-角"),
        (tc(p("見", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r>", "える")), "見える"),
        (tc("", "前後の空行は値ではない", ""), "前後の空行は値ではない"),
        (tc("　"), ""),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(cell: str, wanted: str) -> None:
    assert value(cell) == wanted


def test_bullets_are_text_and_numbers_are_reported() -> None:
    assert value(tc(f"<w:p>{PROPS}{r('項目')}</w:p>"), numbering=LISTS % "bullet") == "・項目"
    got = taken(tr("①発信情報の名称", tc(f"<w:p>{PROPS}{r('項目')}</w:p>")), numbering=LISTS % "decimal")
    assert got.values["name"] == "項目" and any("番号" in note for note in got.notes)


MERGED, BELOW = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


@pytest.mark.parametrize(
    "rows",
    [
        (tr("①発信情報の名称", "甲"), tr("②ソーシャルメディア名", "X"), tr("⑤開設の目的", tc("丙", "丁"))),
        (tr("⑤開設の目的", tc("丙", "丁")), tr("②ソーシャルメディア名", "X"), tr("①発信情報の名称", "甲")),
        (tr("①発信情報の名称", "甲", "②ソーシャルメディア名", "X"), tr("⑤開設の目的", tc("丙", "丁"))),
        (tr("項目", "内容", "備考"), tr("1", "① 発信情報の名称", "甲"), tr("② ｿｰｼｬﾙﾒﾃﾞｨｱ名", "X"), tr("５　開設の目的", tc("丙", "丁"))),
        (tr(tc("①発信情報", "の名称"), "甲"), tr("ソーシャルメディア名：", "X"), tr("(5) 開設の目的", tc("丙", "丁"))),
        (tr("①発信情報の名称", "甲"), tr("②ソーシャルメディア", "X"), tr(tc("⑤開設の目的", props=MERGED), "丙"), tr(tc("", props=BELOW), "丁")),
        (tr("①発信情報の名称"), tr("甲"), tr("②ソーシャルメディア名"), tr("X"), tr(tc("⑤開設の目的", "丙", "丁"))),
        (sdt(tr("①発信情報の名称", sdt(tc("甲")))), tr("②ソーシャルメディア名", "X"), tr("⑤開設の目的", "丙"), tr("", "丁")),
        (tr(tc(tbl(tr("①発信情報の名称", "甲"), tr("②ソーシャルメディア名", "X")), tbl(tr("⑤開設の目的", tc("丙", "丁")))) ),),
        (tr("消した行", "x", props="<w:trPr><w:del w:id='1'/></w:trPr>"), tr("①発信情報の名称", tc("消", props="<w:cellDel/>"), "甲"),
         tr("②ソーシャルメディア名", "X"), tr("⑤開設の目的", tc("丙", "丁"))),
    ],
)  # fmt: skip
def test_rows_wherever_they_stand(rows: tuple[str, ...]) -> None:
    got = taken(*rows)
    assert got.values == {"name": "甲", "medium": "X", "purpose": "丙\n丁"}
    assert [text for text in got.not_understood if "項目" not in text and text != "1"] == []


def test_a_sheet_typed_without_a_table() -> None:
    body = "".join(
        map(p, ["様式1", "①発信情報の名称：甲", "②ソーシャルメディア名　X", "⑤開設の目的", "丙", "丁", ""])
    )
    (got,) = read_word(docx(body), LABELS)
    assert got.values == {"name": "甲", "medium": "X", "purpose": "丙\n丁"}
    assert got.not_understood == ("様式1",)


def test_what_is_not_understood_is_said() -> None:
    got = taken(
        tr("①発信情報の名称", "甲"),
        tr("⑩その他の欄", "乙"),
        tr("①発信情報の名称", "別の名"),
        around=p("備考の文"),
    )
    assert got.values == {"name": "甲"}
    assert got.not_understood == ("⑩その他の欄／乙", "①発信情報の名称（二つ目）: 別の名")
    assert any("備考の文" in note for note in got.notes)
    assert any("⑤開設の目的" in note and "見つかりません" in note for note in got.notes)


def test_a_value_that_looks_like_a_label_is_a_value() -> None:
    assert value(tc("②ソーシャルメディア名")) == "②ソーシャルメディア名"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Word の文書"),
        (b"plain text", "Word の文書"),
        (b"PK\x03\x04broken", "壊れて"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "パスワード"),
        (docx(p("x"), head='<!DOCTYPE a [<!ENTITY b "c">]>'), "DOCTYPE"),
        (docx(p("x"), head='<!DOCTYPE a SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
        (docx("<w:p>" * 500 + "</w:p>" * 500), "入れ子"),
        (docx("<w:p>" + "<w:r/>" * 2_000_000 + "</w:p>"), "大きく"),
        (docx("<w:p>"), "壊れて"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        read_word(data, LABELS)


def repacked(data: bytes, **changes: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != changes.get("without"):
                new.writestr(name, old.read(name))
        for name, content in changes.get("more", []):
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_packages_that_are_no_document() -> None:
    good = docx(p("x"))
    for data in (
        repacked(good, without="word/document.xml"),
        repacked(good, without="[Content_Types].xml"),
        repacked(good, without="_rels/.rels"),
        repacked(good, more=[("word/document.xml", f"<w:document {W}><w:body/></w:document>")]),
        repacked(good, more=[(f"part{number}", "") for number in range(2_100)]),
    ):
        with pytest.raises(ImportRefused):
            read_word(data, LABELS)


def test_a_damaged_file_is_refused_and_never_anything_else() -> None:
    good = FORMATS["word"].write(Page("x", ()))
    chance = random.Random(7)
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 20)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        try:
            read_word(bytes(bad[: chance.randint(1, len(bad))] if chance.random() < 0.3 else bad), LABELS)
        except ImportRefused as refused:
            assert refused.reason.endswith("。")


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.one_of(LINES, st.text("①②⑤名称開設の目的:\n\t 　a", max_size=12)), min_size=3, max_size=3))
def test_what_was_exported_comes_back(values: list[str]) -> None:
    rows = tuple(zip(LABELS.values(), values, strict=True))
    (got,) = read_word(FORMATS["word"].write(Page("x", (Table(rows, row_heads=True),))), LABELS)
    wanted = [printable(value).strip("\n") for value in values]
    assert list(got.values.values()) == [value if value.strip() else "" for value in wanted]
    assert got.not_understood == ()


def test_the_worked_example_comes_back(sheet: Any, labels: dict[str, str]) -> None:
    page = sheet(mark="案")
    (got,) = read_word(FORMATS["word"].write(page), labels)
    assert list(got.values.values()) == [row[1] for row in page.blocks[2].rows]
    assert got.not_understood == ()


def test_hostile_values_come_back(sheet: Any, labels: dict[str, str], hostile: str) -> None:
    page = sheet((hostile,) * 9)
    (got,) = read_word(FORMATS["word"].write(page), labels)
    assert set(got.values.values()) == {printable(hostile).strip("\n")} and len(got.values) == 9
