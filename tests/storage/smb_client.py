"""A PC whose client of a shared folder answers from memory, as that of Linux does with leases on.

It stands between the program and os. A file that was read stays open for a while: reading the same name again goes to
that open file, although another PC has put a new file there meanwhile, and the old text is then taken for that of the
new file under every name, until what is cached of it is dropped. Or it raises EINVAL, or ESTALE, as it then does
for another name of a file that it holds open. A name that was looked for in vain stays missing. What no memory can
answer goes to the disk: a name that is new to this PC, a new link, a listing. What this PC itself changes it knows.
`test_file_read.py` keeps the model honest.
"""

from __future__ import annotations

import errno
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WRITES = os.O_WRONLY | os.O_RDWR


class SmbClient:
    """The memory of one PC for the files beneath `top`.

    `confused`: the error it raises where it would give the old text (0: it gives the old text). `links` false: the
    share knows no hard links. `learns` false: it goes on with the old file also after it put a new one there itself
    (measured with oplocks instead of leases). It forgets after `lifetime` seconds of sleep (time does not pass otherwise). `calls`
    counts what was asked; `stale` the answers that were not what lies on the disk.
    """

    def __init__(
        self, top: Path, confused: int = 0, links: bool = True, lifetime: float = 1.0, learns: bool = True
    ) -> None:
        self.top = str(top.resolve())
        self.confused = confused
        self.links = links
        self.lifetime = lifetime
        self.learns = learns
        self.opened: dict[str, int] = {}
        self.missing: set[str] = set()
        self.mixed: dict[int, int] = {}
        self.cached: dict[int, str] = {}
        self.slept = 0.0
        self.stale = 0
        self.calls: dict[str, int] = {}
        self.real: dict[str, Callable[..., Any]] = {}

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Stand between the program and os."""
        for name in (
            "open",
            "link",
            "stat",
            "lstat",
            "replace",
            "rename",
            "unlink",
            "mkdir",
            "posix_fadvise",
        ):
            self.real[name] = getattr(os, name)
            patch.setattr(os, name, self._counted(name))
        self.real["io"] = io.open
        patch.setattr(io, "open", self._io_open)
        patch.setattr(time, "sleep", self._sleep)

    def _counted(self, name: str) -> Callable[..., Any]:
        act = getattr(self, f"_{name}")

        def call(*words: Any, **options: Any) -> Any:
            self.calls[name] = self.calls.get(name, 0) + 1
            return act(*words, **options)

        return call

    def forget(self, *paths: Any) -> None:
        """Know these names (or everything) no more."""
        for name in [self._name(path) for path in paths] if paths else list(self.opened):
            if (descriptor := self.opened.pop(name, None)) is not None:
                os.close(descriptor)
            self.missing.discard(name)
        if not paths:
            self.missing.clear()
            self.mixed.clear()

    def leave(self) -> None:
        """Remember nothing from now on."""
        self.forget()
        self.top, self.links = os.devnull, True

    def _name(self, path: Any) -> str:
        """The name under which a path is remembered; "" for what lies elsewhere."""
        if isinstance(path, int):
            return ""
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - nothing is resolved here
        return name if name.startswith(self.top + os.sep) else ""

    def _refuse_missing(self, path: Any) -> None:
        if self._name(path) in self.missing:
            self.stale += bool(self._on_disk(path))
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))

    def _remember_missing(self, path: Any) -> None:
        if name := self._name(path):
            self.missing.add(name)

    def _on_disk(self, path: Any) -> os.stat_result | None:
        try:
            return self.real["lstat"](path)  # type: ignore[no-any-return]
        except OSError:
            return None

    def _remembered(self, path: Any) -> int | None:
        """The file that this PC still holds open under a name; raises where the client is confused by it."""
        held = self.opened.get(self._name(path))
        if held is None:
            return None
        now = self._on_disk(path)
        if now is None or not os.path.samestat(now, os.fstat(held)):
            self.stale += 1
            if self.confused:
                raise OSError(self.confused, os.strerror(self.confused), str(path))
            if now is not None:
                self.mixed[now.st_ino] = os.dup(held)
                self.real["open"](path, os.O_RDONLY)  # stays open, so that no other file gets its number
        return held

    def _refuse_other_name(self, path: Any, held: int | None) -> None:
        """A lease is that of a name: a file that is held open already is not opened by another name of it."""
        now = self._on_disk(path)
        if not self.confused or held is not None or now is None:
            return
        if any(os.path.samestat(now, os.fstat(descriptor)) for descriptor in self.opened.values()):
            raise OSError(self.confused, os.strerror(self.confused), str(path))

    def _open(self, path: Any, flags: int, *mode: Any, **options: Any) -> int:
        if flags & (WRITES | os.O_CREAT | getattr(os, "O_DIRECTORY", 0)) or not self._name(path):
            self.missing.discard(self._name(path))
            return self.real["open"](path, flags, *mode, **options)  # type: ignore[no-any-return]
        self._refuse_missing(path)
        held = self._remembered(path)
        self._refuse_other_name(path, held)
        if held is not None:
            return self.real["open"](f"/proc/self/fd/{held}", flags & ~os.O_NOFOLLOW)  # type: ignore[no-any-return]
        try:
            descriptor: int = self.real["open"](path, flags, *mode, **options)
        except FileNotFoundError:
            self._remember_missing(path)
            raise
        self.opened[self._name(path)] = os.dup(descriptor)
        old = self.mixed.get(os.fstat(descriptor).st_ino)
        if old is None:
            return descriptor
        os.close(descriptor)
        descriptor = self.real["open"](f"/proc/self/fd/{old}", flags & ~os.O_NOFOLLOW)
        self.cached[descriptor] = self._name(path)
        return descriptor

    def _posix_fadvise(self, descriptor: int, *_range: int) -> None:
        """Drop what is cached of a file: from here on its own text is read."""
        name = self.cached.pop(descriptor, None)
        if name is not None and self._on_disk(name) is not None:
            true = os.dup(self.opened[name])
            self.mixed.pop(os.fstat(true).st_ino, None)
            os.dup2(true, descriptor)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.close(true)

    def _io_open(self, file: Any, mode: str = "r", *words: Any, **options: Any) -> Any:
        if self._name(file) and "r" in mode and "+" not in mode:
            options["opener"] = lambda path, flags: self._open(path, flags)
        else:
            self.missing.discard(self._name(file))
        return self.real["io"](file, mode, *words, **options)

    def _status(self, real: Callable[..., Any], path: Any, **options: Any) -> Any:
        if not isinstance(path, int):
            self._refuse_missing(path)
            held = self.opened.get(self._name(path))
            if held is not None:
                return os.fstat(held)
        try:
            return real(path, **options)
        except FileNotFoundError:
            self._remember_missing(path)
            raise

    def _stat(self, path: Any, **options: Any) -> Any:
        return self._status(self.real["stat"], path, **options)

    def _lstat(self, path: Any, **options: Any) -> Any:
        return self._status(self.real["lstat"], path, **options)

    def _link(self, source: Any, target: Any, **options: Any) -> None:
        self._refuse_missing(source)
        if not self.links:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(source))
        self.real["link"](source, target, **options)
        self.forget(target)

    def _replace(self, source: Any, target: Any, **options: Any) -> None:
        self.real["replace"](source, target, **options)
        self.forget(source, *([target] if self.learns else []))

    _rename = _replace

    def _unlink(self, path: Any, **options: Any) -> None:
        self.real["unlink"](path, **options)
        self.forget(path)

    def _mkdir(self, path: Any, *mode: Any, **options: Any) -> None:
        self.forget(path)
        self.real["mkdir"](path, *mode, **options)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        if self.slept >= self.lifetime:
            self.slept = 0.0
            self.forget()
