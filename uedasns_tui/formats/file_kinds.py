"""What kind of file is imported, by its content before its name; for what is not read, advice that helps.

Used by record_import.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from uedasns_tui.formats.imported import ImportRefused

_SAVE_WORD: Final = "「Word 文書（.docx）」で保存してから読み込んでください。"
_SAVE_EXCEL: Final = "Excel で開き、「Excel ブック（.xlsx）」で保存してから読み込んでください。"
_PICTURE: Final = "画像の中の文は読めません。文を様式の Word に写してから読み込んでください。"
_ADVICE: Final = {
    ".odt": "LibreOffice で開き、「Word 2007-365（.docx）」で保存してから読み込んでください。",
    ".ods": "LibreOffice で開き、「Excel 2007-365（.xlsx）」で保存してから読み込んでください。",
    ".pdf": "PDF からは読みません。元の Word か Excel のファイルを使うか、Word で PDF を開いて .docx で保存し、"
    "文が崩れていないか確かめてから読み込んでください。",
    ".tsv": "Excel で開き、「CSV UTF-8（コンマ区切り）」で保存してから読み込んでください。",
    ".txt": "文を様式の Word に写すか、見出しのある CSV にしてから読み込んでください。",
    ".doc": f"古い形式の Word です。Word で開き、{_SAVE_WORD}",
    ".xls": f"古い形式の Excel です。{_SAVE_EXCEL}",
    ".xlsb": f"バイナリ形式の Excel です。{_SAVE_EXCEL}",
    ".rtf": f"Word で開き、{_SAVE_WORD}",
    ".jtd": f"一太郎で開き、{_SAVE_WORD}",
    ".html": f"Word で開き、{_SAVE_WORD}",
    ".pptx": "PowerPoint のファイルです。文を様式の Word に写してから読み込んでください。",
    ".zip": "zip のままでは読みません。中の Word か Excel のファイルを取り出してから読み込んでください。",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".heic", ".tif", ".bmp", ".webp"), _PICTURE),
    "locked": "パスワードの付いたファイルです。Word か Excel で開き、「ファイル」の「情報」にある「文書の保護」"
    "（Excel では「ブックの保護」）の「パスワードを使用して暗号化」で、パスワードを消して保存してから読み込んでください。",
    "old": "古い形式の Word か Excel です。Word なら .docx、Excel なら .xlsx で保存してから読み込んでください。",
}
"""What to do with files that are not read, by the end of the name or what they are."""
_MAGIC: Final = {
    b"%PDF": ".pdf",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"{\\rtf": ".rtf",
}
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OLE_PARTS: Final = {"EncryptedPackage": "locked", "Workbook": ".xls", "WordDocument": ".doc"}
_ZIP_PARTS: Final = {
    "xl/workbook.xml": "excel", "xl/workbook.bin": ".xlsb", "ppt/presentation.xml": ".pptx", "[Content_Types].xml": "word",
}  # fmt: skip
_WHOLE_NAMES: Final = {".csv": "csv", ".xlsx": "excel", ".xlsm": "excel", ".htm": ".html"}


def kind_of(name: str, data: bytes) -> str:
    """`word`, `excel` or `csv`. Raises ImportRefused with advice."""
    suffix = "." + name.rpartition(".")[2].lower()
    kind = _by_content(data) or _WHOLE_NAMES.get(suffix, suffix if suffix in _ADVICE else "word")
    if kind in _ADVICE:
        raise ImportRefused(f"{name}: {_ADVICE[kind]}")
    return kind


def _by_content(data: bytes) -> str:
    if data.startswith(_OLE):
        return next((kind for part, kind in _OLE_PARTS.items() if part.encode("utf-16-le") in data), "old")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")


def _packed(data: bytes) -> str:
    """The kind of a package by its parts; of a damaged one by the names that still stand in it."""
    head = data[:4096]
    for mark, kind in ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods")):
        if mark in head:
            return kind
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "excel" if b"xl/workbook.xml" in data else "word"
    return next((kind for part, kind in _ZIP_PARTS.items() if part in names), ".zip")
