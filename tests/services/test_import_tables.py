"""Tables as people keep them in CSV and Excel: every value is read right, or what it was is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.services import record_import

IDS = ["name", "platform", "account", "url", "purpose", "content", "reply", "section", "phone"]
HEADS = [
    "発信情報の名称",
    "ソーシャルメディア名",
    "アカウント",
    "登録URL",
    "開設の目的",
    "発信情報の内容",
    "返信を行うか",
    "運用者",
    "電話",
]
ONE = [
    "城下町だより",
    "Instagram",
    "joka",
    "https://example.jp/joka",
    "魅力を伝えるため",
    "催しと歴史",
    "行わない",
    "観光課",
    "0268-23-5408",
]
TWO = [
    "子育て便",
    "LINE",
    "@kosodate",
    "https://example.jp/ko",
    "時期を知らせる",
    "健診の案内",
    "行う",
    "子育て課",
    "0268-23-5106",
]
ROWS = [HEADS, ONE, TWO]
LABELS = [
    "①発信情報の名称",
    "②ソーシャルメディア名",
    "③アカウント",
    "④登録URL",
    "⑤開設の目的",
    "⑥発信情報の内容",
]
SHEET = list(zip(LABELS, ONE[:6], strict=True))


def values(row: list[str]) -> dict[str, str]:
    return dict(zip(IDS, row, strict=True)) | {"reply": {"行わない": "none", "行う": "reply"}[row[6]]}


def csv(rows: list[list[str]], apart: str = ",", end: str = "\r\n") -> str:
    return "".join(apart.join(row) + end for row in rows)


def book(*sheets: list, edit: Callable[[Workbook], object] = lambda _book: None) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
    edit(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def previewed(context, tmp_path: Path, data: bytes, name: str = "a.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return record_import.preview(context, path)


def said(previews) -> str:
    return "\n".join(text for preview in previews for text in (*preview.unknown, *preview.notes))


def read(previews) -> list[dict[str, str]]:
    return [{name: text for name, text in preview.values.items() if text} for preview in previews]


@pytest.mark.parametrize("data", [
    csv(ROWS, end="\r").encode(), ("sep=;\r" + csv(ROWS, ";", "\r")).encode(), csv(ROWS, end="\r").encode("cp932"),
    csv(ROWS).encode("utf-16-le"), csv(ROWS, "\t", "\r").encode("utf-16-be"), csv(ROWS).encode("utf-16"), csv(ROWS).encode() + b"\x1a",
    csv([HEADS, [text if text != ONE[4] else '"一、\t二;三\r四"' for text in ONE], TWO], end="\r").encode(),
    csv([[f"{head}（必須）" for head in HEADS], ONE, TWO]).encode(),
    csv([["　".join(head) if len(head) < 4 else f"【{head}】※" for head in HEADS], ONE, TWO]).encode(),
    csv([["名称", "ＳＮＳ名", "アカウントＩＤ", "ＵＲＬ", "目的", "内容", "返信", "担当課", "ＴＥＬ"], ONE, TWO]).encode(),
    csv([HEADS, ["（正式名称）", "", "（@から）", *[""] * 6], ["例：広報", "X", *[""] * 7], ONE, [" ", "　", "\u200b", *[""] * 6], TWO]).encode(),
    csv([HEADS, [*ONE[:8], '="0268-23-5408"'], TWO]).encode(),
])  # fmt: skip
def test_csv_as_programs_save_it(data, context, tmp_path: Path) -> None:
    first, second = read(previewed(context, tmp_path, data, "a.csv"))
    first["purpose"] = ONE[4] if first["purpose"] == "一、\t二;三\n四" else first["purpose"]
    for got, row in ((first, ONE), (second, TWO)):
        assert {key: got.get(key) for key in IDS} == values(row)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "########", "2.68E+08", "TRUE", "FALSE"])
@pytest.mark.parametrize("at", [0, 4, 6, 8])
def test_what_is_shown_in_place_of_a_value_is_none(text, at, context, tmp_path: Path) -> None:
    row = [*ONE[:at], text, *ONE[at + 1 :]]
    for name, data in (("a.csv", csv([HEADS, row, TWO]).encode()), ("a.xlsx", book([HEADS, row, TWO]))):
        previews = previewed(context, tmp_path, data, name)
        assert read(previews)[0] == {key: value for key, value in values(ONE).items() if key != IDS[at]}
        assert text in said(previews)


def test_blanks_alone_are_empty(context, tmp_path: Path) -> None:
    for blank in ("   ", "　", "\u00a0\u200b"):
        (got,) = previewed(context, tmp_path, csv([HEADS, [*ONE[:4], blank, *ONE[5:]]]).encode(), "a.csv")
        assert "purpose" not in got.values


def test_a_telephone_without_its_zero_is_named(context, tmp_path: Path) -> None:
    previews = previewed(context, tmp_path, csv([HEADS, [*ONE[:8], "268235408"]]).encode(), "a.csv")
    assert "先頭の 0" in said(previews) and "268235408" in said(previews)


def put(place: str, value: object, number_format: str = "General") -> Callable[[Workbook], None]:
    def edit(workbook: Workbook) -> None:
        workbook.worksheets[0][place] = value
        workbook.worksheets[0][place].number_format = number_format

    return edit


@pytest.mark.parametrize(("edit", "name", "wanted", "remark"), [
    (put("E2", True), "purpose", None, "TRUE"), (put("A2", False), "name", None, "FALSE"),
    (put("E2", "=A2"), "purpose", None, "=A2"), (put("E2", ArrayFormula("E2", "=A2&B2")), "purpose", None, "=A2&B2"),
    (put("F2", date(2023, 10, 1), "yyyy/m/d"), "content", "2023-10-01", "F2 は日付"), (put("F2", 0.5, "0%"), "content", "0.5", "F2 は数"),
    (put("I2", 268235408, "0000000000"), "phone", "0268235408", ""), (put("I2", 268235408, '0000"-"00"-"0000'), "phone", "0268-23-5408", ""),
    (put("D2", '=HYPERLINK("https://example.jp/far","こちら")'), "url", None, "https://example.jp/far"),
    (put("E2", "見えない", ";;;"), "purpose", "見えない", "見えない書式"),
])  # fmt: skip
def test_a_cell_that_is_no_text(edit, name, wanted, remark, context, tmp_path: Path) -> None:
    previews = previewed(context, tmp_path, book(ROWS, edit=edit))
    assert previews[0].values.get(name) == wanted and remark in said(previews)
    assert read(previews)[1] == values(TWO)


def hide(workbook: Workbook) -> None:
    sheet = workbook.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions.group("E", "F", hidden=True)
    sheet.oddFooter.center.text = "取扱注意"


def test_what_is_hidden_or_printed_around_is_named(context, tmp_path: Path) -> None:
    previews = previewed(context, tmp_path, book(ROWS, edit=hide))
    for text in (
        "3 行目は、隠れて",
        "E 列（開設の目的）は、隠れて",
        "F 列（発信情報の内容）は、隠れて",
        "取扱注意",
    ):
        assert text in said(previews)


def merge(*areas: str) -> Callable[[Workbook], None]:
    return lambda workbook: [workbook.worksheets[0].merge_cells(area) for area in areas] and None


def test_a_merged_cell_is_not_taken_for_empty(context, tmp_path: Path) -> None:
    rows = [HEADS, ONE, [*TWO[:5], "", TWO[6], "", TWO[8]]]
    previews = previewed(context, tmp_path, book(rows, edit=merge("H2:H3", "E3:F3")))
    assert (
        read(previews)[1] == {**values(TWO), "section": ONE[7], "content": ""}
        or "content" not in previews[1].values
    )
    assert previews[1].values["section"] == ONE[7]
    assert "H2:H3" in said(previews) and "E3:F3" in said(previews)


def test_heads_in_two_rows(context, tmp_path: Path) -> None:
    above = [*HEADS[:7], "運用者・連絡先", ""]
    rows = [above, [*[""] * 7, *HEADS[7:]], ONE, TWO]
    data = book(rows, edit=merge("H1:I1", *[f"{letter}1:{letter}2" for letter in "ABCDEFG"]))
    assert read(previewed(context, tmp_path, data)) == [values(ONE), values(TWO)]


def test_every_sheet_with_accounts_is_read_and_the_others_are_named(context, tmp_path: Path) -> None:
    data = book([["使い方"], ["アカウント", "一覧"]], [HEADS, ONE], [HEADS, ONE, TWO], [["X"], ["LINE"]])
    previews = previewed(context, tmp_path, data)
    assert read(previews) == [values(ONE), values(TWO)]
    for text in ("使い方", "アカウント／一覧", "同じ内容の行", "LINE"):
        assert text in said(previews)


CONTACT = [["⑨運用者・連絡先", "運用者", ONE[7]], ["", "電話", ONE[8]]]


@pytest.mark.parametrize(("rows", "edit"), [
    (SHEET, lambda _book: None), ([["項目", "内容", "備考"], *[(*row, f"注{at}") for at, row in enumerate(SHEET)]], lambda _book: None),
    ([["", *row] for row in SHEET], lambda _book: None), ([[at, label[1:], text] for at, (label, text) in enumerate(SHEET, 1)], lambda _book: None),
    ([(*left, *right) for left, right in zip(SHEET[::2], SHEET[1::2], strict=True)], lambda _book: None), ([[text] for row in SHEET for text in row], lambda _book: None),
    ([*SHEET, *CONTACT], lambda _book: None), ([*SHEET, *CONTACT], merge("A7:A8", *[f"B{at}:C{at}" for at in range(1, 7)])),
])  # fmt: skip
def test_a_form_laid_out_in_excel(rows, edit, context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, book(rows, edit=edit))
    assert {name: got.values[name] for name in IDS[:6]} == dict(zip(IDS[:6], ONE[:6], strict=True))
    if len(rows) > 7 and rows[-2] == CONTACT[0]:
        assert (got.values["section"], got.values["phone"]) == (ONE[7], ONE[8])


def test_a_value_merged_over_two_labels_is_of_the_first(context, tmp_path: Path) -> None:
    rows = [*SHEET[:3], ("④登録URL", ""), *SHEET[4:]]
    (got,) = previewed(context, tmp_path, book(rows, edit=merge("B3:B4")))
    assert got.values["account"] == ONE[2] and not got.values["url"] and "B3:B4" in said([got])


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_empty_form_makes_no_record(name, context, tmp_path: Path) -> None:
    rows = [[label, ""] for label, _ in SHEET]
    with pytest.raises(ImportRefused, match=r"どの欄も空.*⑤開設の目的"):
        previewed(context, tmp_path, csv(rows).encode() if name == "a.csv" else book(rows), name)


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(("name", "data", "advice"), [
    ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードを消して"), ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードを消して"),
    ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), "古い形式の Excel"), ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "古い形式の Word"),
    ("a.xlsx", zipped(**TYPES, **{"xl/workbook.bin": "x"}), "バイナリ形式"), ("a.docx", zipped(**TYPES, **{"ppt/presentation.xml": "<p/>"}), "PowerPoint"),
    ("a.zip", zipped(**{"a.docx": "x"}), "取り出して"), ("a.docx", b"\x89PNG\r\n", "画像"), ("a.xls", b"<html><table>", "docx"),
    ("a.xlsx", b"", "Excel で開き"), ("a.csv", csv(ROWS).encode() + b"\0" * 300, "NUL"), ("a.csv", csv(ROWS).encode("iso2022_jp"), "文字の種類"),
    ("a.xlsx", zipped(**TYPES, **{"xl/workbook.xml": "<workbook xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'/>"}), "Strict"),
])  # fmt: skip
def test_what_cannot_be_read_gets_advice(name, data, advice, context, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=advice):
        previewed(context, tmp_path, data, name)


def word(*tables: list[list[str]], merged: tuple[int, int] = (-1, -1), around: str = "") -> bytes:
    """A Word file of tables; the cell `merged` is merged with the one above it."""

    def cell(text: str, at: tuple[int, int]) -> str:
        mark = (
            "<w:vMerge/>"
            if at == merged
            else "<w:vMerge w:val='restart'/>"
            if at == (merged[0] - 1, merged[1])
            else ""
        )
        return f"<w:tc><w:tcPr>{mark}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    body = "".join(
        "<w:tbl>" + "".join("<w:tr>" + "".join(cell(text, (y, x)) for x, text in enumerate(row)) + "</w:tr>" for y, row in enumerate(rows)) + "</w:tbl>"
        for rows in tables
    )  # fmt: skip
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relation = '<Relationship Id="m" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="d.xml"/>'
    document = (
        f"<w:document {names}><w:body>{body}<w:p><w:r><w:t>{around}</w:t></w:r></w:p></w:body></w:document>"
    )
    return zipped(**TYPES, **{"_rels/.rels": f"<Relationships>{relation}</Relationships>", "d.xml": document})


def test_a_table_of_accounts_in_word_is_read_as_rows(context, tmp_path: Path) -> None:
    previews = previewed(context, tmp_path, word([["公式アカウント"], *ROWS], around="表の下の文"), "a.docx")
    assert read(previews) == [values(ONE), values(TWO)]
    assert "公式アカウント" in said(previews) and "表の下の文" in said(previews)


def test_a_cell_merged_over_rows_in_word_is_meant_for_all(context, tmp_path: Path) -> None:
    rows = [HEADS, ONE, [*TWO[:7], "", TWO[8]]]
    previews = previewed(context, tmp_path, word(rows, merged=(2, 7)), "a.docx")
    assert read(previews)[1] == {**values(TWO), "section": ONE[7]} and "結合" in said(previews)


def test_a_form_and_a_table_in_one_word_file_are_both_read(context, tmp_path: Path) -> None:
    form, first, second = read(
        previewed(context, tmp_path, word([list(row) for row in SHEET], ROWS), "a.docx")
    )
    assert {name: form[name] for name in IDS[:6]} == dict(zip(IDS[:6], ONE[:6], strict=True))
    assert (first, second) == (values(ONE), values(TWO))


@pytest.mark.parametrize("numbers", ["アイウエオカ", "〇〇〇〇〇〇", "○○○○○○", "一二三四五六"])
def test_labels_behind_other_signs(numbers, context, tmp_path: Path) -> None:
    rows = [[f"{number}　{label[1:]}", text] for number, (label, text) in zip(numbers, SHEET, strict=True)]
    (got,) = read(previewed(context, tmp_path, word(rows), "a.docx"))
    assert {name: got[name] for name in IDS[:6]} == dict(zip(IDS[:6], ONE[:6], strict=True))


@pytest.mark.parametrize("text", ["返信を行うことは困難です。", "返信を行うことは控えます。", "返信を行う予定です。", "返信を行うことは見合わせています。", "返信を行うことはお断りします。", "返信を行うことは難しいです。"])  # fmt: skip
def test_a_reply_that_the_words_leave_open_stays_empty(text, context, tmp_path: Path) -> None:
    rows = [*map(list, SHEET), ["⑧利用者の書き込みに対する返信", text]]
    previews = previewed(context, tmp_path, word(rows), "a.docx")
    assert not previews[0].values.get("reply") and text in said(previews)


@pytest.mark.parametrize(("text", "wanted"), [("行わない", "none"), ("無", "none"), ("なし", "none"), ("行う", "reply"), ("有", "reply"), ("あり", "reply")])  # fmt: skip
def test_a_reply_in_one_word(text, wanted, context, tmp_path: Path) -> None:
    rows = [*map(list, SHEET), ["⑧利用者の書き込みに対する返信", text]]
    (got,) = previewed(context, tmp_path, word(rows), "a.docx")
    assert got.values.get("reply") == wanted and not got.values.get("reply_none")
