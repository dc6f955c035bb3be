"""Files that are handed on: their names, which every system bears, and putting them in place without harm.

Used by commands and screens. Nothing is replaced unasked, and never anything but a plain file: no link, no device,
no record.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from uedasns_tui.formats.page import Page
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import title_line
from uedasns_tui.records.record import Record
from uedasns_tui.services import incidents, printed_check, publication, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.atomic import IdInUse, StorageError, write_atomic

_RESERVED: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(\..*)?")
_BYTES: Final = 180
"""Of a name in UTF-8, without its ending: file systems bear 255, and a folder's path comes before it."""
_UNNAMED: Final = "名称なし"


class ExistsAlready(StorageError):
    """A plain file is there: it is replaced only where that was asked for."""


def safe_name(text: str, most: int = _BYTES) -> str:
    """A text as a file's name that Windows bears: no reserved sign, no device, no dot or space at its ends."""
    name = _RESERVED.sub("_", title_line(text)).encode()[:most].decode(errors="ignore")
    name = name.strip(" .　") or _UNNAMED
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def file_name(title: str, sheet: str, format_name: str) -> str:
    """名称_様式1.docx"""
    kind = safe_name(sheet, _BYTES // 2)
    stem = f"{safe_name(title, _BYTES - len(kind.encode()))}_{kind}" if title else kind
    return stem + FORMATS[format_name].suffix


def page_of(context: AppContext, record: Record, draft: bool = False) -> tuple[Page, tuple[str, str]]:
    """What is handed on of a record, and the two halves of its file's name: a policy's sheet, a post's check, a report."""
    form = context.form(record.kind)
    title = record_actions.title(context, record)
    match form.purpose:
        case "post":
            return printed_check.check_page(context, record), (title, form.title)
        case "incident":
            return incidents.report(context, record), (title, "報告")
    name = publication.file_title(context, record, draft)
    return publication.policy_page(context, record, draft), (name, form.cite or record.id)


def write_file(context: AppContext, path: Path, data: bytes, overwrite: bool = False) -> None:
    """A new file, or with `overwrite` a plain file replaced. Raises ExistsAlready, StorageError."""
    refuse_place(context, path)
    try:
        write_atomic(path, data, new=not overwrite)
    except IdInUse as error:
        raise ExistsAlready(
            f"「{path}」は、すでにあります。上書きはしませんでした。", path, "taken"
        ) from error


def exists(path: Path) -> bool:
    """Whether something is at a path, a broken link too."""
    return os.path.lexists(path)


def refuse_place(context: AppContext, path: Path) -> None:
    """Refuse a place where no export may be written. Raises StorageError."""
    if _DEVICE.fullmatch(path.name.rstrip(" .")) and os.name == "nt":
        raise StorageError(
            f"「{path.name}」は、Windows の機器の名前です。ほかの名前にしてください。", path, "device"
        )
    if exists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise StorageError(
            f"「{path}」は、ふつうのファイルではありません。ほかの場所を選んでください。何も書いていません。",
            path,
            "device",
        )
    inside = [
        folder for folder in (context.folders.records, context.guideline.folder) if _is_inside(path, folder)
    ]
    if path.suffix == ".toml" or (inside and exists(path)):
        raise StorageError(
            f"「{path}」は、記録かガイドラインの場所です。ほかの場所を選んでください。何も書いていません。",
            path,
            "record",
        )


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
