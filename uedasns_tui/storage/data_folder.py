"""Whether the data folder is there at all; used before anything is read from it or written into it.

A share that is not connected leaves no folder, or an empty one: the place where it would be mounted. Neither is an empty
collection of records, and nothing is written there unasked, for it would lie beneath the share when that comes back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from uedasns_tui.storage.errors import RecordMissing

_NOT_OURS = frozenset(
    (
        ".lock",
        ".lock-holder",
        ".lock-claim",
        "lost+found",
        "System Volume Information",
        "$RECYCLE.BIN",
        ".DS_Store",
    )
)
"""What systems and this program's lock leave in a folder in which nothing was ever saved."""
MISSING = "見つかりません"
MOUNTS = Path("/etc/fstab")


def absence(root: Path, known: Callable[[], bool] = lambda: False) -> str:
    """Why there is no data folder at `root`, in Japanese; "" when there is one, even if nothing was saved in it yet.

    `known` tells whether records were seen there before, so that an empty folder is not the one they are in. A folder that cannot
    be looked into is there.
    """
    if not is_folder(root):
        return MISSING if not os.path.lexists(root) else "フォルダーではありません"
    if not is_empty(root):
        return ""
    if known():
        return "空です（前に読んだ記録が1つもありません）"
    if os.path.ismount(root) or _declared(root):
        return "空です（共有フォルダーをつなぐ場所です）"
    return ""


def is_folder(root: Path) -> bool:
    """Whether there is a folder; false where that cannot be told."""
    return os.path.isdir(root)  # noqa: PTH112 - Path's raises


def is_empty(root: Path) -> bool:
    """Whether nothing was ever saved in a folder; false where one may not look."""
    try:
        with os.scandir(root) as entries:
            return all(entry.name in _NOT_OURS for entry in entries)
    except OSError:
        return False


def _declared(root: Path) -> bool:
    """Whether the system mounts something at `root`, which is not mounted now."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    places = (line.split()[1] for line in lines if len(line.split()) > 1 and not line.startswith("#"))
    return str(root) in (place.replace("\\040", " ") for place in places)


def absent(root: Path, why: str) -> RecordMissing:
    """The fault of a data folder that is not there."""
    return RecordMissing(absent_message(root, why), root, "no-folder")


def absent_message(root: Path, why: str) -> str:
    """What to say of it: what is wrong, that nothing was written, and what to do."""
    return (
        f"データフォルダー「{root}」は{why}。ここからは読まず、ここには保存していません。"
        "共有フォルダーにつながっているかを確かめてください。ここに新しく作るときは、コマンドに --create を付けるか、画面を開き直して「新しく作る」を選んでください。"
    )
