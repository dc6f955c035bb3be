"""Files that are handed on: names that Windows bears, nothing replaced unasked, and never anything but a plain file."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from uedasns_tui.formats.page import Page, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.services import export_files, record_actions
from uedasns_tui.services.clause_page import clause_page
from uedasns_tui.services.export_files import ExistsAlready
from uedasns_tui.storage.errors import StorageError

NAMES = ["", ".", "..", "a/b\\c:d*e?f\"g<h>i|j", "CON", "con.txt", "LPT1", "COM¹", "nul", "末尾の点.", " 前後 ", "改\n行", "長" * 400,
         "\x00", "=1+1", "../../etc/passwd", "$(rm)", "\u202eabc"]  # fmt: skip


@pytest.mark.parametrize("title", NAMES)
@pytest.mark.parametrize("name", list(FORMATS))
def test_every_title_makes_a_name_that_windows_bears(title, name, tmp_path: Path) -> None:
    file = export_files.file_name(title, "様式1", name)
    stem = file.split(".")[0].upper()
    assert not set(file) & set('\\/:*?"<>|') and all(ord(letter) >= 32 for letter in file)
    assert stem.rstrip("¹²³0123456789") not in ("CON", "PRN", "AUX", "NUL", "COM", "LPT")
    assert len(file.encode()) <= 200 and file == file.strip() and not file.endswith(".") and "様式1" in file
    (tmp_path / file).write_bytes(b"x")
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_a_name_is_the_accounts_and_the_forms(context, make) -> None:
    page, names = export_files.page_of(context, make("channel").record)
    assert export_files.file_name(*names, "word") == "上田市行政チャンネル_様式1.docx"
    assert export_files.file_name("", "様式1", "html") == "様式1.html" and page.mark == "案"


def test_a_file_is_replaced_only_when_that_is_asked_for(context, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    export_files.write_file(context, path, b"1")
    with pytest.raises(ExistsAlready, match="すでにあります"):
        export_files.write_file(context, path, b"2")
    assert path.read_bytes() == b"1"
    export_files.write_file(context, path, b"2", overwrite=True)
    assert path.read_bytes() == b"2"


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and devices as Unix has them")
def test_nothing_but_a_plain_file_is_replaced(context, make, tmp_path: Path) -> None:
    record = make("channel")
    target = tmp_path / "target.txt"
    target.write_text("元", encoding="utf-8")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    file = context.folders.records / "policies" / "channel.toml"
    before = file.read_bytes()
    places = [tmp_path / "link", tmp_path / "broken", tmp_path / "pipe", tmp_path, Path("/dev/null"), file,
              context.folders.records / "policies" / "new.toml", tmp_path / "any.toml"]  # fmt: skip
    for place in places:
        with pytest.raises(StorageError):
            export_files.write_file(context, place, b"x", overwrite=True)
    assert target.read_text(encoding="utf-8") == "元" and file.read_bytes() == before
    assert not (tmp_path / "any.toml").exists() and record.record.id == "channel"


def test_a_check_prints_text_items_findings_and_boxes(context, make) -> None:
    make("channel", "submit", "decide")
    values = {
        "accounts": ("channel",),
        "title": "訓練",
        "text": "12月6日（月）に行います。\n090-1234-5678 へ。",
    }
    record = record_actions.new_record(context, "post", values, name="p", checklist="post")
    page, names = export_files.page_of(context, record)
    assert export_files.file_name(*names, "text") == "訓練_投稿前チェック.txt"
    for name in ("text", "html", "markdown"):
        text = FORMATS[name].write(page).decode()
        for words in (
            "090-1234-5678",
            "未確認",
            "まだ見ていない",
            "☐了承する",
            "所属長",
            "上田市行政チャンネル",
        ):
            assert words in text
    tables = Document(io.BytesIO(FORMATS["word"].write(page))).tables
    assert "\n".join(cell.text for cell in tables[1].column_cells(0)) == values["text"]
    assert len(tables) == 5


def test_the_excel_file_holds_texts_alone(context) -> None:
    rows = (("=1+1", "0268718080", "@ueda", "二\n行", ""),)
    page = Page("x", (Table(rows, head=("a", "b", "c", "d", "e")),))
    sheet = load_workbook(io.BytesIO(FORMATS["excel"].write(page))).active
    assert [cell.value for cell in sheet[2]] == ["=1+1", "0268718080", "@ueda", "二\n行", None][
        : sheet.max_column
    ]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert FORMATS["excel"].write(page) == FORMATS["excel"].write(page)


def test_a_table_in_a_clause_is_a_table(context) -> None:
    clause = Clause(title="表", paragraphs=("前の文", "", "", "後の文"), cells=(None, ("区分", "内容"), ("甲", "乙"), None),
                    marks=((), (), (), ()))  # fmt: skip
    page = clause_page(context.guideline, [clause], context.today)
    assert [type(block).__name__ for block in page.blocks] == [
        "Heading",
        "Heading",
        "Paragraph",
        "Table",
        "Paragraph",
    ]
    assert (
        "<td data-label=" in FORMATS["html"].write(page).decode()
        or "<td>" in FORMATS["html"].write(page).decode()
    )
    (table,) = Document(io.BytesIO(FORMATS["word"].write(page))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["区分", "内容"], ["甲", "乙"]]


def test_the_whole_guideline_has_every_word(context) -> None:
    text = FORMATS["text"].write(replace(clause_page(context.guideline, (), context.today))).decode()
    flat = "".join(text.split())
    for clause in context.guideline.root.walk():
        assert all("".join(paragraph.split()) in flat for paragraph in clause.paragraphs)
