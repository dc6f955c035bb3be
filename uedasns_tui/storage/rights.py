"""Folders and files in a shared data folder that not all may use who may use the data folder. Used by `diagnostics`.

What the program makes takes the data folder's group and rights. What was made by hand, by an earlier program or by another
one may not: a colleague then cannot read a record, or save one at all. Nothing is ever opened wider than the data folder.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.storage import lock, paths
from uedasns_tui.storage.atomic import is_temporary

FOR_FOLDERS, FOR_FILES = 0o2077, 0o044
"""The data folder's own rights that those in it must have: to enter, list and write; to read (a save puts a new file)."""


@dataclass(frozen=True)
class NarrowEntry:
    """A folder or file whose rights are narrower than the data folder's: what they are, what they should be, the group it
    should have (-1: it has it), and whose it is."""

    path: Path
    mode: int
    wanted: int
    group: int
    owner: str
    own: bool

    def commands(self, mode: int, group: int) -> str:
        """What an administrator types, before the path, to give it a mode and a group (-1: the one it has)."""
        return f"chgrp {group_name(group)}・chmod {mode:o}" if group >= 0 else f"chmod {mode:o}"

    def mend(self) -> None:
        """Give it the rights. Raises OSError."""
        if sys.platform != "win32" and self.group >= 0:
            os.chown(self.path, -1, self.group, follow_symlinks=False)
        self.path.chmod(self.wanted)


def narrow_entries(root: Path, kinds: Iterable[str]) -> Iterator[NarrowEntry]:
    """All that this program keeps and that its owner may not write; where others may write in the data folder, what is
    narrower than that, too."""
    if os.name == "nt":
        return
    of_root = root.stat()
    tops = [*dict.fromkeys(paths.top_folder(kind) for kind in kinds), paths.HISTORY, paths.TRASH]
    for path in (*(root / top for top in tops), root / paths.PURGED):
        yield from _beneath(path, of_root)


def _beneath(path: Path, root: os.stat_result) -> Iterator[NarrowEntry]:
    try:
        entry = path.lstat()
    except OSError:
        return
    is_folder = stat.S_ISDIR(entry.st_mode)
    if not (is_folder or stat.S_ISREG(entry.st_mode)):
        return  # said elsewhere
    mode = stat.S_IMODE(entry.st_mode)
    shared = stat.S_IMODE(root.st_mode) if root.st_mode & 0o022 else 0
    needed = shared & (FOR_FOLDERS if is_folder else FOR_FILES)
    wanted = mode | needed | (0o700 if is_folder else 0o600)
    group = root.st_gid if entry.st_gid != root.st_gid and root.st_mode & 0o020 else -1
    if wanted != mode or group >= 0:
        own = getattr(os, "geteuid", lambda: 0)() in (0, entry.st_uid)
        yield NarrowEntry(path, mode, wanted, group, owner_name(entry.st_uid), own)
    if is_folder:
        try:
            names = sorted(os.listdir(path))  # noqa: PTH208 - a name is enough
        except OSError:
            return
        for name in names:
            if not is_temporary(name) and name not in lock.FILES:
                yield from _beneath(path / name, root)


def owner_name(number: int) -> str:
    """Whose something is, by the account's name where the system knows one."""
    if sys.platform == "win32":
        return str(number)
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"番号 {number} の人"


def group_name(number: int) -> str:
    """A group by its name where the system knows one."""
    if sys.platform == "win32":
        return str(number)
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
