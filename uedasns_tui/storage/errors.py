"""Errors of storage as sentences for the person at work. Raised by every module of this package.

A fault names what happened, where, what to do, and that the earlier record is whole, because that is the first
thing anybody asks. It never carries a record's text.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uedasns_tui.plain_file import FileTooLarge, NotPlainFile

if TYPE_CHECKING:
    from uedasns_tui.records.record import Record

NOTHING_LOST = "前に保存した内容は、そのまま残っています。"
UNMERGED = "unmerged"
COPY = "copy"
"""The code of a Problem about a file that is another copy of a record."""
"""The code of the Problem of a record whose history holds more than the record."""
DISPLACED = "displaced"
"""The code of a fault after which nothing lies in the file's place: its text is in a temporary file beside it."""


class StorageError(Exception):
    """Something could not be kept or read. `message` is Japanese and complete; nothing was lost (but see DISPLACED)."""

    def __init__(self, message: str, path: Path | None = None, code: str = "store") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.code = code


class StorageBusy(StorageError):
    """Somebody else held the data folder's lock for longer than our patience."""


class RecordMissing(StorageError):
    """There is no such record, version or folder."""


class IdInUse(StorageError):
    """The id is in use already, or was purged; a new record takes another."""


class SaveConflict(Exception):
    """Somebody else changed the same fields (or took the record away) since it was read; nothing was written.

    `theirs` and `kept` are what lies on disk now (None: deleted meanwhile); save again with `kept` as base once
    the person has chosen. `conflicts` are those of `records.merge`.
    """

    def __init__(
        self,
        mine: Record,
        theirs: Record | None,
        before: Record,
        conflicts: tuple[Any, ...],
        kept: Any = None,
    ) -> None:
        super().__init__(
            "同じ項目を、ほかの人も書き換えています。どちらを残すかを選んでください。"
            if theirs is not None
            else "読んだあとに、ほかの人がこの記録を削除しました。"
        )
        self.mine = mine
        self.theirs = theirs
        self.before = before
        self.conflicts = conflicts
        self.kept = kept

    @property
    def message(self) -> str:
        """The sentence to show."""
        return str(self)


_BAD_NAME = (
    'この名前には、Windows で使えない文字（< > : " | ? * や制御文字）があるようです。',
    "別の名前にして、もう一度試してください。",
)


def reason(error: OSError) -> tuple[str, str]:
    """What an operating system's error means and what to do about it, as two Japanese sentences."""
    if isinstance(error, (NotPlainFile, FileTooLarge)):
        return f"{error.strerror}。", "別のファイルにするか、そこにあるものを移してください。"
    windows = getattr(error, "winerror", None)
    if windows in (32, 33):
        return _REASONS[errno.EBUSY]
    if windows == 123 or (sys.platform == "win32" and error.errno == errno.EINVAL and error.filename):
        return _BAD_NAME
    known = _REASONS.get(error.errno or 0)
    if known:
        return known
    name = errno.errorcode.get(error.errno or 0, str(error.errno or windows or ""))
    return (
        f"予期しないエラーが起きました（{name}）。",
        "もう一度試し、続くときは、このメッセージを添えて管理者に知らせてください。",
    )


def write_error(error: OSError, path: Path, doing: str = "保存") -> StorageError:
    """The fault of a write to `path` that failed before anything was replaced."""
    what, do = reason(error)
    return StorageError(f"「{path}」に{doing}できませんでした。{what}{NOTHING_LOST}{do}", path, _code(error))


def read_error(error: OSError, path: Path) -> StorageError:
    """The fault of a file or folder that could not be read."""
    what, do = reason(error)
    kind = RecordMissing if error.errno in (errno.ENOENT, errno.ENOTDIR) else StorageError
    return kind(f"「{path}」を読めませんでした。{what}{do}", path, _code(error))


def not_plain_message(path: Path, what: str) -> str:
    """The sentence about a folder, a pipe or a device in the place of a file."""
    return (
        f"「{path}」はふつうのファイルではありません（{what}）。読みませんでした。"
        "それを別の場所に移してから、もう一度試してください。"
    )


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "store").lower()


def _reasons() -> dict[int, tuple[str, str]]:
    permission = (
        "書き込む、または読むアクセス権がありません。",
        "フォルダーの管理者に、アクセス権を付けるよう頼んでください。",
    )
    gone = (
        "フォルダーまたはファイルが見つかりません。",
        "共有フォルダーにつながっているか、フォルダーの名前が変わっていないかを確かめてください。",
    )
    cut = ("共有フォルダーとの接続が切れました。", "接続を確かめてから、もう一度試してください。")
    busy = (
        "ほかのプログラムがファイルを使っています。",
        "ほかのプログラムを閉じるか、少し待ってから、もう一度試してください。",
    )
    many = ("開いているファイルが多すぎます。", "ほかのプログラムを閉じてから、もう一度試してください。")
    table = {
        "ENOSPC": (
            "ディスクの空きがありません。",
            "要らないファイルを片付けてから、もう一度試してください。",
        ),
        "EDQUOT": (
            "割り当てられた容量を使い切りました。",
            "要らないファイルを片付けるか、管理者に容量を増やすよう頼んでから、もう一度試してください。",
        ),
        "EIO": (
            "ディスクの読み書きに失敗しました。",
            "ディスクの故障かもしれません。もう一度試し、続くときは、別の場所に控えを取り、管理者に知らせてください。",
        ),
        "EFBIG": (
            "ファイルの大きさの上限を超えました。",
            "内容を短くするか、管理者に上限を確かめてください。",
        ),
        "EROFS": (
            "読み取り専用の場所です。",
            "書き込める場所をデータフォルダーに選ぶか、管理者に知らせてください。",
        ),
        "ENAMETOOLONG": (
            "フォルダーの名前が長すぎます。",
            "もっと浅い場所をデータフォルダーに選んでください。",
        ),
        "ELOOP": (
            "リンク（別の場所を指すファイル）は、記録として扱いません。",
            "リンクではなく、ファイルそのものを置いてください。",
        ),
        "EEXIST": (
            "フォルダーのあるべき場所に、ファイルがあります。",
            "そのファイルの名前を変えてください。",
        ),
        "EISDIR": (
            "ファイルのあるべき場所に、フォルダーがあります。",
            "そのフォルダーの名前を変えてください。",
        ),
    }
    for names, text in (
        (("EACCES", "EPERM"), permission),
        (("ENOENT", "ENOTDIR"), gone),
        (
            ("ESTALE", "ENOTCONN", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ECONNRESET", "ENODEV", "ENXIO"),
            cut,
        ),
        (("EBUSY", "ETXTBSY"), busy),
        (("EMFILE", "ENFILE"), many),
    ):
        table.update(dict.fromkeys(names, text))
    return {getattr(errno, name): text for name, text in table.items() if hasattr(errno, name)}


_REASONS = _reasons()
