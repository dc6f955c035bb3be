"""The mark of a data folder: that it is one, and the number of its format; used before anything is read or written.

Several versions of the program on one share are the rule. One that meets a higher number stops, because it does not
know what it would break. A folder of earlier programs has no mark; it gets one at the next save.
"""

from __future__ import annotations

import re
from pathlib import Path

from uedasns_tui.storage.errors import StorageError, read_error
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.paths import HISTORY

NAME = ".uedasns-tui"
FORMAT = 2
"""1: no mark; the names of versions do not say their parents. 2: they do (`ancestry.py`)."""
_TEXT = (
    "# uedasns-tui の記録のフォルダーです。このファイルは消さないでください。\n"
    "# この番号を知らない古いプログラムは、記録を壊さないように、読み書きせずに止まります。\n"
    f"format = {FORMAT}\n"
)
_NUMBER = re.compile(rb"^format *= *(\d{1,9})\s*$", re.MULTILINE)


def number(root: Path) -> int:
    """The format of the data folder. Raises StorageError where the mark cannot be read."""
    path = root / NAME
    try:
        data = read_bytes(path)[0]
    except (FileNotFoundError, NotADirectoryError):
        return 1
    except OSError as error:
        raise read_error(error, path) from error
    return _number_in(data, path)


def _number_in(data: bytes, path: Path) -> int:
    match = _NUMBER.search(data)
    if match is None:
        raise StorageError(
            f"データフォルダーの目印「{path}」に、形式の番号がありません。何も読み書きしていません。"
            "別のパソコンに同じフォルダーの控えがあれば、そのファイルと比べてください。番号が分からなければ、管理者に知らせてください。",
            path,
            "format",
        )
    return int(match[1])


def history_note(root: Path) -> str:
    """What is not known of the versions of earlier programs; "" once this one has saved in the folder, so that it is told once."""
    if (root / NAME).exists() or not (root / HISTORY).is_dir():
        return ""
    return (
        "前のプログラムが保存した版は、どの版から作ったかが分からないため、同時の保存で失われたものがあるかは調べられません。"
        "これからの保存では分かります（次に保存すると、このお知らせは出なくなります）。"
    )


def check(root: Path) -> None:
    """Raises StorageError where a newer program has written the data folder."""
    of_folder = number(root)
    if of_folder > FORMAT:
        raise StorageError(newer_message(root, of_folder), root / NAME, "format")


def check_text(data: bytes, place: Path) -> None:
    """The same of the mark that a backup holds."""
    of_backup = _number_in(data, place)
    if of_backup > FORMAT:
        raise StorageError(newer_message(place, of_backup), place, "format")


def newer_message(place: Path, of_folder: int) -> str:
    """The sentence about a folder or backup of a newer program."""
    return (
        f"「{place}」は、新しい uedasns-tui の形式（番号 {of_folder}）です。このプログラムが扱えるのは番号 {FORMAT} までなので、"
        "何も読み書きせずに止まりました。このパソコンの uedasns-tui を新しくしてから、もう一度開いてください。"
    )


def write(root: Path) -> bool:
    """Put the mark where there is none, or that of an older program; tells whether there was none. The caller holds the lock.
    Raises StorageError."""
    from uedasns_tui.storage.atomic import write_atomic  # who only reads need not wait for it

    path = root / NAME
    first = not path.exists()
    if first or number(root) < FORMAT:
        write_atomic(path, _TEXT.encode(), shared=first)
    return first
