"""A disk that loses power: what a program asked of it, and every state it may be found in afterwards.

The model is that of a journalling file system at its worst. What was fsynced stays. Of what was not: an entry of a
folder (made, linked, moved, removed) may or may not be there, each for itself and in any order, a move whole or not
at all; the content of a file may be as it was, empty, cut short, zeros, or new. Used by test_power_cut.py.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

State = frozenset[tuple[str, bytes | None]]
"""Every path beneath the top with its content; None for a folder."""
WRITES = os.O_WRONLY | os.O_RDWR


@dataclass
class Node:
    """A file or folder, whatever its names. `past` holds the contents since it was last fsynced, the last one now."""

    folder: bool
    past: list[bytes] = field(default_factory=lambda: [b""])

    def found(self) -> list[bytes]:
        """What may be found in it after a cut."""
        if self.folder or len(self.past) == 1:
            return self.past[-1:]
        old, new = self.past[0], self.past[-1]
        grown = new[len(old) :] if new.startswith(old) else new
        kept = old if new.startswith(old) else b""
        rest = [b"", new[: len(new) // 2], kept + grown[: len(grown) // 2], kept + bytes(len(grown))]
        return list(dict.fromkeys([*self.past, *rest]))


@dataclass
class Step:
    """A change of folders, whole or not at all: names that go, a name that comes with its node, and the folders
    that have yet to be fsynced before it is sure to stay."""

    goes: tuple[tuple[int, str], ...]
    comes: tuple[int, str, int] | None
    waits: set[int]

    def apply(self, names: dict[tuple[int, str], int]) -> None:
        """Make the change."""
        for one in self.goes:
            names.pop(one, None)
        if self.comes is not None:
            folder, name, node = self.comes
            names[folder, name] = node


class Disk:
    """Watches what happens beneath `top` (a folder that exists) and gives the states after a cut.

    Names in `apart` are none of its concern: what is not fsynced and left on its own multiplies the states of all else.
    `calls` counts what was asked. `states` yields those of a cut right now; call it, through `between`, after every
    call, to have them all.
    """

    def __init__(self, top: Path, apart: tuple[str, ...] = ()) -> None:
        self.top = top.resolve()
        self.apart = apart
        self.nodes: list[Node] = [Node(True)]
        self.names: dict[tuple[int, str], int] = {}
        self.kept: dict[tuple[int, str], int] = {}
        self.loose: list[Step] = []
        self.opened: dict[int, int] = {}
        self.calls: dict[str, int] = {}
        self.between: Callable[[], None] = lambda: None
        self._learn(self.top, 0)
        self.kept = dict(self.names)

    def _learn(self, folder: Path, number: int) -> None:
        for path in sorted(folder.iterdir()):
            node = Node(path.is_dir(), [b""] if path.is_dir() else [path.read_bytes()])
            self.nodes.append(node)
            self.names[number, path.name] = len(self.nodes) - 1
            if node.folder:
                self._learn(path, len(self.nodes) - 1)

    # ---- what is asked of it
    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Stand between the program and os, for every call that changes a file, a folder, or what is on the disk."""
        for name in (
            "open",
            "write",
            "fsync",
            "mkdir",
            "unlink",
            "remove",
            "rmdir",
            "rename",
            "replace",
            "link",
        ):
            patch.setattr(os, name, self._standing_in(name, getattr(os, name)))
        for name in ("truncate", "ftruncate", "symlink", "pwrite", "writev", "sendfile"):
            patch.setattr(os, name, self._refuse(name))
        # rmtree by paths, as where there is no dir_fd
        patch.setattr(shutil, "_use_fd_functions", False)

    def _refuse(self, name: str) -> Callable[..., Any]:
        def act(*_given: Any, **_named: Any) -> None:
            raise AssertionError(f"the model of the disk does not know os.{name}")

        return act

    def _standing_in(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            assert not any(named.get(one) is not None for one in ("dir_fd", "src_dir_fd", "dst_dir_fd")), name
            result = real(*given, **named)
            if getattr(self, f"_{name}")(result, *given):
                self.calls[name] = self.calls.get(name, 0) + 1
                self.between()
            return result

        return act

    def _place(self, path: Any) -> tuple[int, str] | None:
        """Folder and name of a path; None for what is not beneath the top."""
        place = Path(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 - nothing is resolved here
        if self.top not in place.parents or place.name in self.apart:
            return None
        number = 0
        for part in place.relative_to(self.top).parts[:-1]:
            number = self.names[number, part]
        return number, place.name

    def _node(self, path: Any) -> int | None:
        if Path(os.fsdecode(path)) == self.top:
            return 0
        place = self._place(path)
        return None if place is None else self.names[place]

    def _come(self, place: tuple[int, str], number: int, *goes: tuple[int, str]) -> bool:
        self._change(Step(goes, (*place, number), {place[0], *(one[0] for one in goes)}))
        return True

    def _change(self, step: Step) -> None:
        step.apply(self.names)
        self.loose.append(step)

    def _open(self, fd: int, path: Any, flags: int, *_mode: Any) -> bool:
        self.opened.pop(fd, None)
        if Path(os.fsdecode(path)) != self.top and self._place(path) is None:
            return False
        changed = False
        place = self._place(path)
        if place is not None and place not in self.names:
            self.nodes.append(Node(False))
            changed = self._come(place, len(self.nodes) - 1)
        number = self._node(path)
        assert number is not None
        self.opened[fd] = number
        node = self.nodes[number]
        if flags & os.O_TRUNC and flags & WRITES and node.past[-1]:
            node.past.append(b"")
            changed = True
        return changed

    def _write(self, count: int, fd: int, data: Any) -> bool:
        if fd not in self.opened:
            return False
        node = self.nodes[self.opened[fd]]
        end = os.lseek(fd, 0, os.SEEK_CUR)
        now = node.past[-1]
        node.past.append(now[: end - count].ljust(end - count, b"\0") + bytes(data)[:count] + now[end:])
        return True

    def _fsync(self, _none: None, fd: int) -> bool:
        if fd not in self.opened:
            return False
        number = self.opened[fd]
        if self.nodes[number].folder:
            for step in self.loose:
                step.waits.discard(number)
            for step in [one for one in self.loose if not one.waits]:
                self.loose.remove(step)
                step.apply(self.kept)
        self.nodes[number].past = self.nodes[number].past[-1:]
        return True

    def _mkdir(self, _none: None, path: Any, *_mode: Any) -> bool:
        place = self._place(path)
        if place is None:
            return False
        self.nodes.append(Node(True))
        return self._come(place, len(self.nodes) - 1)

    def _unlink(self, _none: None, path: Any) -> bool:
        place = self._place(path)
        if place is None:
            return False
        self._change(Step((place,), None, {place[0]}))
        return True

    _remove = _rmdir = _unlink

    def _rename(self, _none: None, source: Any, target: Any) -> bool:
        here, there = self._place(source), self._place(target)
        if here is None or there is None:
            assert here is there, "a move across the edge of what is watched"
            return False
        return self._come(there, self.names[here], here)

    _replace = _rename

    def _link(self, _none: None, source: Any, target: Any) -> bool:
        here, there = self._place(source), self._place(target)
        if here is None or there is None:
            return False
        return self._come(there, self.names[here])

    # ---- what may be found
    def states(self) -> Iterator[State]:
        """Every state the disk may be found in after a cut now; some may come twice."""
        for count in range(len(self.loose) + 1):
            for stayed in itertools.combinations(self.loose, count):
                names = dict(self.kept)
                for step in stayed:
                    step.apply(names)
                yield from self._contents(names)

    def _contents(self, names: dict[tuple[int, str], int]) -> Iterator[State]:
        folders: list[tuple[str, None]] = []
        files: list[tuple[str, int]] = []
        below = [("", 0)]
        while below:
            path, number = below.pop()
            for (folder, name), node in names.items():
                if folder != number:
                    continue
                if self.nodes[node].folder:
                    folders.append((f"{path}{name}", None))
                    below.append((f"{path}{name}/", node))
                else:
                    files.append((f"{path}{name}", node))
        several = sorted({node for _, node in files})
        for found in itertools.product(*(self.nodes[node].found() for node in several)):
            content = dict(zip(several, found, strict=True))
            yield frozenset([*folders, *((path, content[node]) for path, node in files)])


def lay(state: State, top: Path) -> None:
    """Make a state into files beneath a folder, which is made."""
    top.mkdir()
    for path, content in sorted(state, key=lambda one: one[0]):
        if content is None:
            (top / path).mkdir()
        else:
            (top / path).write_bytes(content)
