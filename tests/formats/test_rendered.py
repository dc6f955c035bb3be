"""Word files as LibreOffice prints and saves them: one page, a ruled table of nine rows, the words in order."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.word_reader import read_word

DARK = 140


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Converts a file with LibreOffice; a skip with its reason where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(
            "LibreOffice (soffice) is not on this machine: Word files are not looked at in print here"
        )
    profile = tmp_path_factory.mktemp("office")

    def convert(path: Path, kind: str) -> Path:
        out = path.parent / f"to-{kind}"
        subprocess.run(
            [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir", out, path],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return out / f"{path.stem}.{kind}"

    return convert


def poppler(*command: object) -> bytes:
    if shutil.which(str(command[0])) is None:
        pytest.skip(
            "poppler (pdftoppm, pdftotext) is not on this machine: printed pages are not looked at here"
        )
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=60).stdout


def picture(pdf: Path) -> list[bytes]:
    """The first page in grey, a line of pixels each."""
    data = poppler("pdftoppm", "-gray", "-r", "72", "-f", "1", "-l", "1", pdf)
    _, width, height, _ = data.split(None, 4)[:4]
    pixels = data[-int(width) * int(height) :]
    return [pixels[at : at + int(width)] for at in range(0, len(pixels), int(width))]


def rules(lines: list[bytes], share: float) -> list[int]:
    """Where long dark lines stand, those that touch counted once."""
    dark = [at for at, line in enumerate(lines) if longest(line) > share * len(line)]
    return [at for number, at in enumerate(dark) if number == 0 or at - dark[number - 1] > 2]


def longest(line: bytes) -> int:
    return max((len(list(run)) for dark, run in groupby(line, lambda pixel: pixel < DARK) if dark), default=0)


@pytest.mark.parametrize("mark", ["", "案"])
def test_the_sheet_in_print(office: Any, sheet: Any, tmp_path: Path, mark: str) -> None:
    page = sheet(mark=mark)
    path = tmp_path / "sheet.docx"
    path.write_bytes(FORMATS["word"].write(page))
    pdf = office(path, "pdf")
    assert poppler("pdfinfo", pdf).count(b"Pages:           1\n") == 1
    assert b"595.3 x 841.9" in poppler("pdfinfo", pdf) or b"(A4)" in poppler("pdfinfo", pdf)
    text = "".join(poppler("pdftotext", "-raw", pdf, "-").decode().split())
    wanted = [str(cell) for row in page.blocks[2].rows for cell in row]
    places = [text.find("".join(one.split())) for one in wanted]
    assert -1 not in places and places == sorted(places)
    assert ("案" in text[:10]) == bool(mark)
    assert text.index("様式1") < text.index("ソーシャルメディアの公式活用に関する利用方針") < places[0]
    assert "決裁日:令和8年4月1日" in text
    lines = picture(pdf)
    assert len(rules(lines, 0.7)) == 10, "nine rows are ruled by ten lines"
    table = lines[rules(lines, 0.7)[0] : rules(lines, 0.7)[-1]]
    columns = [bytes(column) for column in zip(*table, strict=True)]
    upright = rules(columns, 0.95)
    assert len(upright) == 3, "two columns are ruled by three lines"
    left, middle, right = upright
    assert 0.2 < (middle - left) / (right - left) < 0.4


def test_libreoffice_saves_what_still_comes_back(
    office: Any, sheet: Any, labels: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(FORMATS["word"].write(sheet()))
    saved = office(path, "docx")
    assert list(read_word(saved.read_bytes(), labels)[0][0].values.values()) == [
        row[1] for row in sheet().blocks[2].rows
    ]


def test_fonts_and_properties(sheet: Any) -> None:
    page = replace(sheet(), day=date(2026, 11, 24))
    with zipfile.ZipFile(io.BytesIO(FORMATS["word"].write(page))) as package:
        settings = package.read("word/settings.xml").decode()
        footer = package.read("word/footer1.xml").decode()
        styles = package.read("word/styles.xml").decode()
        document = package.read("word/document.xml").decode()
        core = package.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert 'w:eastAsia="ＭＳ 明朝"' in styles and 'w:eastAsia="ＭＳ ゴシック"' in styles
    assert 'w:eastAsia="ＭＳ ゴシック"' in document and "w:sdt" not in document
    assert (
        "2026-11-24T00:00:00Z" in core and "Macintosh" not in core and "上田市行政チャンネル 利用方針" in core
    )
    assert 'w:name="compatibilityMode"' in settings and 'w:val="15"' in settings
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert 'w:firstRow="0"' in document and 'w:firstColumn="1"' in document


def test_a_row_longer_than_a_page_stands_under_a_label_that_comes_again(
    sheet: Any, labels: dict[str, str]
) -> None:
    long = "\n".join(f"・{number}行目の目的です。市の魅力を伝えます。" for number in range(90))
    values = [row[1] for row in sheet().blocks[2].rows]
    values[4] = long
    data = FORMATS["word"].write(sheet(tuple(values)))
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert document.count("<w:tbl>") == 3 and document.count("<w:tblHeader/>") == 1
    assert list(read_word(data, labels)[0][0].values.values()) == values
