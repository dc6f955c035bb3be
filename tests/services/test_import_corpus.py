"""Files as people make them, by layout and by what they say in ⑧ and ⑨: read right, or said; never turned round."""

from __future__ import annotations

import io
import itertools
import os
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.records.workflow import TransitionRefused
from uedasns_tui.services import open_data, record_actions, record_import, transitions

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="urn:r"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LABELS = [
    "①発信情報の名称", "②ソーシャルメディア名", "③アカウント", "④登録URL", "⑤開設の目的", "⑥発信情報の内容", "⑦運用期間",
    "⑧利用者の書き込みに対する返信", "⑨運用者・連絡先",
]  # fmt: skip
VALUES = [
    "甲の便り",
    "X",
    "kou_ueda",
    "https://example.jp/kou",
    "・目的です。",
    "内容です。",
    "令和6年4月から",
]
IDS = ["name", "platform", "account", "url", "purpose", "content", "period"]
CONTACT = "○上田市 広報課\n・住所：〒386-8601 上田市大手一丁目11番16号\n・電話：0268-71-8080\n・FAX：0268-22-4131\n・電子メール：k@example.jp"
PARTS = {
    "section": "上田市 広報課", "address": "〒386-8601 上田市大手一丁目11番16号", "phone": "0268-71-8080",
    "fax": "0268-22-4131", "email": "k@example.jp",
}  # fmt: skip


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def par(text: str) -> str:
    return f"<w:p>{text if text.startswith('<w:') else run(text)}</w:p>"


def cell(text: str) -> str:
    return "<w:tc>" + "".join(map(par, text.split("\n"))) + "</w:tc>"


def table(rows: list[list[str]]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, relations: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        main = f'<Relationship Id="m" Type="{KIND}officeDocument" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", f"<Relationships>{main}</Relationships>")
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        kinds = {"header": "header", "footer": "footer", "styles": "styles", "footnotes": "footnotes"}
        own = "".join(f'<Relationship Id="{k}" Type="{KIND}{kinds[k]}" Target="{k}.xml"/>' for k in parts)
        package.writestr("word/_rels/document.xml.rels", f"<Relationships>{own}{relations}</Relationships>")
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def filled(reply: str, contact: str = CONTACT) -> list[tuple[str, str]]:
    return list(zip(LABELS, [*VALUES, reply, contact], strict=True))


def kanji(number: int) -> str:
    return "一二三四五六七八九"[number]


LAYOUTS = {
    "two columns": lambda rows: table([[label, value] for label, value in rows]),
    "number column": lambda rows: table([[str(n), label[1:], value] for n, (label, value) in enumerate(rows, 1)]),
    "kanji": lambda rows: table([[f"{kanji(n)}　{label[1:]}", value] for n, (label, value) in enumerate(rows)]),
    "roman": lambda rows: table([[f"{chr(0x2160 + n)} {label[1:]}", value] for n, (label, value) in enumerate(rows)]),
    "black circles": lambda rows: table([[f"{chr(0x2776 + n)}{label[1:]}", value] for n, (label, value) in enumerate(rows)]),
    "第": lambda rows: table([[f"第{n} {label[1:]}", value] for n, (label, value) in enumerate(rows, 1)]),
    "one cell": lambda rows: table([[f"{label}：{value}"] for label, value in rows]),
    "one cell, below": lambda rows: table([[f"{label}\n{value}"] for label, value in rows]),
    "rows below": lambda rows: table([[text] for row in rows for text in row]),
    "no table": lambda rows: "".join(par(line) for label, value in rows for line in f"{label}：{value}".split("\n")),
    "no numbers": lambda rows: table([[label[1:], value] for label, value in rows]),
}  # fmt: skip
REPLIES = {
    "返信を行います。平日の8:30から17:15まで、広報課の職員が返信します。": "reply",
    "☐返信は行わない ☑返信を行う": "reply",
    "☑返信は行わない ☐返信を行う": "none",
    "返信は行わない☐　返信を行う☑": "reply",
    "・運用者は、利用者からの書き込みに対して、原則として返信を行いません。": "none",
    "返信は行わない。": "none",
    "返信は行わない ・ 返信を行う": "",
    "☐返信は行わない ☐返信を行う": "",
    "必要に応じて対応します。": "",
    "返信を行わないことはありません。": "",
    "これまで返信は行わないこととしていました。": "",
    "返信を行う場合があります。": "",
    "・対応する曜日・時間：平日\n・対応する者：広報課": "reply",
}


def previewed(context, tmp_path: Path, data: bytes, name: str = "a.docx"):
    path = tmp_path / name
    path.write_bytes(data)
    return record_import.preview(context, path)


def everything(preview) -> str:
    return "\n".join([*map(str, preview.values.values()), *preview.unknown, *preview.notes])


@pytest.mark.parametrize(("layout", "reply"), [*itertools.product(LAYOUTS, REPLIES)])
def test_a_sheet_as_people_make_it(layout, reply, context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, docx(LAYOUTS[layout](filled(reply))))
    assert {name: got.values.get(name) for name in IDS} == dict(zip(IDS, VALUES, strict=True))
    assert {name: got.values.get(name) for name in PARTS} == PARTS
    assert got.values.get("reply", "") == REPLIES[reply]
    if not REPLIES[reply]:
        assert any(reply in text for text in got.unknown)


def test_an_undecided_choice_cannot_be_submitted(context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, docx(LAYOUTS["two columns"](filled("必要に応じて対応します。"))))
    saved = record_import.save(context, got)
    assert saved is not None and saved.kept.record.text("reply") == ""
    with pytest.raises(TransitionRefused):
        transitions.take_transition(context, saved.kept, "submit", {}, "")


def test_what_the_file_leaves_open_is_not_filled(context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, docx(table([["①発信情報の名称", "甲"]])))
    saved = record_import.save(context, got)
    assert saved is not None
    assert [saved.kept.record.text(name) for name in ("reply", "reply_none", "section")] == ["", "", ""]
    assert "返信を行うか" in everything(got) and "運用者" in everything(got)


CONTACTS = {
    "上田市 広報課\n住所　〒386-8601 上田市大手一丁目11番16号\nTEL：0268-71-8080　FAX：0268-22-4131\nE-mail：k@example.jp": "",
    "○上田市 広報課\n〒386-8601 上田市大手一丁目11番16号\n電話0268-71-8080 FAX0268-22-4131 メール：k@example.jp": "",
    "○上田市 広報課\n住所：〒386-8601 上田市大手一丁目11番16号\n担当：上田\nＴＥＬ　0268-71-8080\nＦＡＸ　0268-22-4131\nk@example.jp": "担当：上田",
    "運用者：上田市 広報課\n所在地：〒386-8601 上田市大手一丁目11番16号\n電話番号：0268-71-8080\nファクス：0268-22-4131\nメールアドレス：k@example.jp": "",
}


@pytest.mark.parametrize("contact", CONTACTS)
def test_contacts_as_people_write_them(contact, context, tmp_path: Path) -> None:
    (got,) = previewed(
        context, tmp_path, docx(table([list(row) for row in filled("返信は行わない", contact)]))
    )
    assert {name: got.values.get(name) for name in PARTS} == PARTS
    assert CONTACTS[contact] in everything(got)


def test_contacts_in_rows_of_their_own(context, tmp_path: Path) -> None:
    labels = {"section": "運用者", "address": "住所", "phone": "電話", "fax": "FAX", "email": "電子メール"}
    rows = [list(row) for row in filled("返信は行わない")[:8]]
    first, *others = [[label, PARTS[name]] for name, label in labels.items()]
    (got,) = previewed(
        context, tmp_path, docx(table([*rows, [LABELS[8], *first], *[["", *other] for other in others]]))
    )
    assert {name: got.values.get(name) for name in PARTS} == PARTS
    (got,) = previewed(context, tmp_path, docx(table([*rows, [LABELS[8]], first, *others])))
    assert {name: got.values.get(name) for name in PARTS} == PARTS


STYLES = (
    f"<w:styles {W}><w:style w:styleId='Old'><w:rPr><w:strike/></w:rPr></w:style>"
    "<w:style w:styleId='Older'><w:basedOn w:val='Old'/></w:style></w:styles>"
)


@pytest.mark.parametrize(
    "mark",
    ["<w:strike/>", "<w:dstrike/>", "<w:vanish/>", "<w:rStyle w:val='Old'/>", "<w:rStyle w:val='Older'/>"],
)
def test_struck_text_is_not_live_but_named(mark, context, tmp_path: Path) -> None:
    reply = f"<w:r><w:rPr>{mark}</w:rPr><w:t>返信は行わない</w:t></w:r>{run('返信を行う')}"
    (got,) = previewed(context, tmp_path, docx(table([list(row) for row in filled(reply)]), styles=STYLES))
    assert got.values["reply"] == "reply"
    assert "返信は行わない" in everything(got)


LONG = "この文は様式の外に書かれていて、とても長いので、途中で切られてはいけません。" * 4


def test_whatever_is_not_in_a_field_is_named_whole(context, tmp_path: Path) -> None:
    link = "<w:hyperlink r:id='l'><w:r><w:t>こちら</w:t></w:r></w:hyperlink>"
    rows = [list(row) for row in filled("返信は行わない")]
    rows[3][1] = link
    target = f'<Relationship Id="l" Type="{KIND}hyperlink" Target="https://example.jp/real" TargetMode="External"/>'
    wrapped = f"<w:hdr {W}>{par('ヘッダーの文' + LONG)}</w:hdr>"
    foot = f"<w:ftr {W}>{par('フッターの文' + LONG)}</w:ftr>"
    notes = f"<w:footnotes {W}><w:footnote>{par('脚注の文' + LONG)}</w:footnote></w:footnotes>"
    picture = "<w:r><w:drawing><a descr='組織図'/></w:drawing></w:r>"
    body = table([*rows, ["備考", LONG]]) + par("表の外" + LONG) + par(picture)
    (got,) = previewed(context, tmp_path, docx(body, target, header=wrapped, footer=foot, footnotes=notes))
    for text in (
        "ヘッダーの文" + LONG,
        "フッターの文" + LONG,
        "脚注の文" + LONG,
        "表の外" + LONG,
        LONG,
        "https://example.jp/real",
        "組織図",
    ):
        assert text in everything(got)


def test_a_refusal_lists_what_was_looked_for_and_seen(context, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"①発信情報の名称.*甲乙丙"):
        previewed(context, tmp_path, docx(table([["見出し", "甲乙丙"]])))


# ---- tables
HEADS = [*LABELS[:7], "返信を行うか", "運用者"]
ROW = [*VALUES, "行う", "広報課"]


def csv_bytes(rows: list[list[str]], apart: str = ",", before: str = "") -> bytes:
    lines = [apart.join(f'"{text}"' if "\n" in text else text for text in row) for row in rows]
    return ("\ufeff" + before + "\r\n".join(lines) + "\r\n").encode()


def xlsx(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BARE = [head.lstrip("①②③④⑤⑥⑦") for head in HEADS]
TOTAL = ["合計", "1件", "", "", "", "", "", "", ""]
FORMS = [
    lambda rows: ("a.csv", csv_bytes(rows)),
    lambda rows: ("a.csv", csv_bytes(rows, ";")),
    lambda rows: ("a.csv", csv_bytes(rows, ";", "sep=;\r\n")),
    lambda rows: ("a.csv", csv_bytes(rows, ",", "sep=,\r\n")),
    lambda rows: ("a.xlsx", xlsx(rows)),
    lambda rows: ("a.csv", csv_bytes(rows).decode("utf-8-sig").encode("cp932")),
]
TABLES = [
    [HEADS, ROW],
    [BARE, ROW],
    [["公式アカウントの一覧", *[""] * 8], [""] * 9, BARE, ROW],
    [BARE, ROW, TOTAL],
    [["令和8年度", *[""] * 8], HEADS, ROW, TOTAL],
]


@pytest.mark.parametrize(("form", "rows"), [*itertools.product(range(len(FORMS)), range(len(TABLES)))])
def test_a_table_as_people_make_it(form, rows, context, tmp_path: Path) -> None:
    name, data = FORMS[form](TABLES[rows])
    (got,) = previewed(context, tmp_path, data, name)
    assert {key: got.values.get(key) for key in (*IDS, "reply", "section")} == dict(
        zip([*IDS, "reply", "section"], [*VALUES, "reply", "広報課"], strict=True)
    )
    for row in TABLES[rows]:
        assert row in (HEADS, BARE, ROW) or all(text in everything(got) for text in row)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("行わない", "none"),
        ("返信しません", "none"),
        ("無", "none"),
        ("返信を行う", "reply"),
        ("有", "reply"),
        ("要相談", ""),
    ],
)
def test_a_choice_in_a_column(word, wanted, context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, csv_bytes([HEADS, [*VALUES, word, "広報課"]]), "a.csv")
    assert got.values.get("reply", "") == wanted
    assert wanted or any(word in text for text in got.unknown)


def test_an_excel_sheet_of_one_policy(context, tmp_path: Path) -> None:
    rows = [["様式1", None], *[list(row) for row in filled("返信は行わない")]]
    (got,) = previewed(context, tmp_path, xlsx(rows), "a.xlsx")
    assert {name: got.values.get(name) for name in IDS} == dict(zip(IDS, VALUES, strict=True))
    assert {name: got.values.get(name) for name in PARTS} == PARTS and "様式1" in everything(got)


def test_the_registers_own_export_is_shown_as_changes(context, make, tmp_path: Path) -> None:
    from uedasns_tui.formats.registry import FORMATS as WRITERS

    records = [
        make(key, "submit", "decide", account=key, url=f"https://example.jp/{key}").record
        for key in ("a", "b")
    ]
    data = WRITERS["csv"].write(open_data.page(context, records))
    first, second = previewed(context, tmp_path, data, "r.csv")
    assert (first.changes, second.changes) == ({}, {}) and record_import.question([first, second]) == ""
    edited = data.replace(b"YouTube", b"Instagram", 1)
    first, second = previewed(context, tmp_path, edited, "r.csv")
    assert first.changes == {"platform": "Instagram"} and second.changes == {}
    assert record_import.save(context, second) is None
    assert record_import.save(context, first) is not None
    assert len(context.repository.everything("policy")[0]) == 2
    assert (
        record_actions.value_of(context.repository.load("a").record, context.form("policy"), "platform")
        == "Instagram"
    )


def test_sizes_and_kinds_are_looked_at_before_reading(context, tmp_path: Path) -> None:
    places = [tmp_path]
    if sys.platform != "win32":  # Windows has neither
        os.mkfifo(tmp_path / "pipe.csv")
        places += [Path("/dev/zero"), tmp_path / "pipe.csv"]
    for path in places:
        with pytest.raises(ImportRefused, match="ふつうのファイル"):
            record_import.preview(context, path)
    with pytest.raises(ImportRefused, match="列が多すぎ"):
        previewed(context, tmp_path, b",".join([b"a"] * 50_000) + b"\n", "wide.csv")


@pytest.mark.parametrize(("name", "data", "advice"), [
    ("a.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "LibreOffice"),
    ("a.pdf", b"%PDF-1.7", "元の Word"), ("a.tsv", b"a\tb\n", "CSV UTF-8"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx"), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
    ("a.docx", b"%PDF-1.7", "元の Word"),
])  # fmt: skip
def test_advice_for_other_files(name, data, advice, context, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=advice):
        previewed(context, tmp_path, data, name)


MARKS = {
    "●返信は行わない　○返信を行う": "none",
    "○ 行う　● 行わない": "none",
    "（○）返信を行う　（　）返信は行わない": "reply",
    "○返信を行う　返信は行わない": "reply",
    "×返信を行う　○返信は行わない": "none",
    "返信を行う●　返信は行わない○": "reply",
    "●返信を行わない（原則）\n○返信を行う（時間：　　）": "none",
    "返信の有無：無": "none",
    "○返信を行う　○返信は行わない": "",
    "◎返信を行う　○返信は行わない": "",
    "返信を行う・返信は行わない": "",
    "有・無": "",
    "返信を行う予定はありません。": "",
}


@pytest.mark.parametrize("reply", MARKS)
def test_round_marks_choose_only_where_they_differ(reply, context, tmp_path: Path) -> None:
    (got,) = previewed(context, tmp_path, docx(table([list(row) for row in filled(reply)])))
    assert got.values.get("reply", "") == MARKS[reply]
    assert MARKS[reply] or any(reply in text for text in got.unknown)


def test_a_circle_that_word_draws_around_letters_is_read(context, tmp_path: Path) -> None:
    circled = "<w:r><w:instrText>eq \\o\\ac(○,有)</w:instrText></w:r>" + run("・無")
    (got,) = previewed(context, tmp_path, docx(table([list(row) for row in filled(circled)])))
    assert got.values["reply"] == "reply"


ASIDES = ["愛称など", "略さず", "不要", "httpsから", "公表する文", "誰に", "終わりも", "原則", "課名"]


@pytest.mark.parametrize("head", [["項目", "内容", "備考"], ["項目", "記入例", "記入欄"], None])
def test_a_column_of_notes_or_examples_is_named_and_no_value(head, context, tmp_path: Path) -> None:
    rows = [
        [label, value, aside] for (label, value), aside in zip(filled("返信は行わない"), ASIDES, strict=True)
    ]
    if head and head[1] == "記入例":
        rows = [[label, aside, value] for label, value, aside in rows]
    data = docx(table([*([head] if head else []), *rows]))
    if not head:
        with pytest.raises(ImportRefused, match="どれが値か決められません") as refused:
            previewed(context, tmp_path, data)
        assert all(text in refused.value.reason for text in (*ASIDES, *VALUES))
        return
    (got,) = previewed(context, tmp_path, data)
    assert {name: got.values.get(name) for name in IDS} == dict(zip(IDS, VALUES, strict=True))
    assert all(aside in "\n".join(got.unknown) for aside in ASIDES)


def test_a_column_that_is_rarely_filled_is_no_value(context, tmp_path: Path) -> None:
    rows = [
        [*row, "QRコードあり" if number == 3 else ""] for number, row in enumerate(filled("返信は行わない"))
    ]
    (got,) = previewed(context, tmp_path, docx(table(rows)))
    assert got.values["url"] == VALUES[3] and any("QRコードあり" in text for text in got.unknown)


def test_two_labels_in_one_cell_are_two_values(context, tmp_path: Path) -> None:
    rows = [list(row) for row in filled("返信は行わない")]
    for apart in ("\n", "　"):
        both = f"{LABELS[1]}：X{apart}{LABELS[2]}：kou_ueda"
        (got,) = previewed(context, tmp_path, docx(table([rows[0], [both], *rows[3:]])))
        assert (got.values["platform"], got.values["account"]) == ("X", "kou_ueda")
    (got,) = previewed(
        context, tmp_path, docx(table([rows[0], ["\n".join(LABELS[1:3]), "X\nkou"], *rows[3:]]))
    )
    assert "platform" not in got.values and "X\nkou" in everything(got)


OTHER = ["乙の便り", "Facebook", "otsu", "https://example.jp/otsu", "乙の目的", "乙の内容", "令和7年4月から"]


@pytest.mark.parametrize("first", [9, 4])
def test_two_forms_in_one_file_are_two_drafts(first, context, tmp_path: Path) -> None:
    rows = [list(row) for row in filled("返信は行わない")]
    others = [list(row) for row in zip(LABELS, [*OTHER, "返信を行う", CONTACT], strict=True)]
    one, two = previewed(context, tmp_path, docx(table(rows[:first]) + par("二") + table(others)))
    assert [one.values.get(name) for name in IDS] == [*VALUES[: min(first, 7)], *[None] * (7 - first)]
    assert [two.values.get(name) for name in IDS] == OTHER and two.values["reply"] == "reply"


MORE_CONTACTS = [
    "上田市 広報課\n〒386-8601 上田市大手一丁目11番16号\n☎0268-71-8080\n📠0268-22-4131\n✉k@example.jp",
    "○上田市 広報課\n住所 〒386-8601 上田市大手一丁目11番16号\nTel. 0268-71-8080\nFax. 0268-22-4131\nMail. k@example.jp",
    "上田市 広報課　〒386-8601 上田市大手一丁目11番16号　電話：0268-71-8080　FAX：0268-22-4131　k@example.jp",
    "上田市 広報課（住所：〒386-8601 上田市大手一丁目11番16号、電話：0268-71-8080、FAX：0268-22-4131、メール：k@example.jp）",
    "◯上田市 広報課\n･住　所：〒386-8601 上田市大手一丁目11番16号\n※電　話：0268-71-8080\n･Ｆ Ａ Ｘ：0268-22-4131\n･メ ー ル：k@example.jp",
    "【運用者】上田市 広報課\n【住所】〒386-8601 上田市大手一丁目11番16号\n【電話】0268-71-8080\n【FAX】0268-22-4131\n【メール】k@example.jp",
    "運用者\n上田市 広報課\n住所\n〒386-8601 上田市大手一丁目11番16号\n電話\n0268-71-8080\nFAX\n0268-22-4131\n電子メール\nk@example.jp",
    "(1) 運用者：上田市 広報課\n(2) 住所：〒386-8601 上田市大手一丁目11番16号\n(3) 電話：0268-71-8080\n(4) FAX：0268-22-4131\n(5) 電子メール：k@example.jp",
    "上田市 広報課　担当：山田\n住所：〒386-8601 上田市大手一丁目11番16号担当：山田\n電話：0268-71-8080\n電話：0268-22-4100\nFAX：0268-22-4131\n電子メール：k@example.jp",
]  # fmt: skip


def test_words_in_brackets_behind_a_value_stay_with_it(context, tmp_path: Path) -> None:
    contact = CONTACT.replace("0268-71-8080", "0268-71-8080（直通）")
    (got,) = previewed(
        context, tmp_path, docx(table([list(row) for row in filled("返信は行わない", contact)]))
    )
    assert got.values["phone"] == "0268-71-8080（直通）"


@pytest.mark.parametrize("contact", MORE_CONTACTS)
def test_more_contacts_as_people_write_them(contact, context, tmp_path: Path) -> None:
    (got,) = previewed(
        context, tmp_path, docx(table([list(row) for row in filled("返信は行わない", contact)]))
    )
    assert {name: got.values.get(name) for name in PARTS} == PARTS
    for text in ("担当：山田", "0268-22-4100"):
        assert text not in contact or any(text in unknown for unknown in got.unknown)


@pytest.mark.parametrize(
    "last",
    [
        ["計"],
        ["作成者", "広報課"],
        ["作成日：令和8年4月1日"],
        ["※現在の一覧です。"],
        ["以上"],
        ["丙"],
        ROW,
        HEADS,
    ],
)
def test_a_row_that_is_no_record_is_named(last, context, tmp_path: Path) -> None:
    row = [*last, *[""] * (len(HEADS) - len(last))]
    second = [*OTHER, "行う", "観光課"]
    previews = previewed(context, tmp_path, csv_bytes([HEADS, ROW, second, row]), "a.csv")
    assert [got.values["name"] for got in previews] == [VALUES[0], OTHER[0]]
    assert all(text in everything(previews[0]) for text in last)
