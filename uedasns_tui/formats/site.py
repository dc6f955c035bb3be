"""Builds a folder of pages: writes only what changed, deletes only what an earlier build wrote.

Used by `site build`. The folder may be the city's own, with files of others in it: a manifest (JSON) names what is
ours with its digests. It is written before the pages, naming both what stands and what comes, so that a build that
was cut off leaves no page that nobody owns; a page that somebody edited by hand is not deleted but named.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.plain_file import FileTooLarge, NotPlainFile, read_plain

MANIFEST: Final = "site-manifest.json"
_MOST: Final = 50_000_000
_PART: Final = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,80}(?<!\.)")
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

Owned = dict[str, list[str]]
Write = Callable[[Path, bytes], object]
"""Puts bytes at a path, whole or not at all."""


class SiteError(ValueError):
    """A folder that cannot be built into; `reason` is a Japanese sentence. No page was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SiteResult:
    """How many files were written, were the same already, and were deleted; `left`: edited by hand, so kept."""

    written: int
    same: int
    deleted: int
    left: tuple[str, ...] = ()


def build(
    folder: Path,
    pages: Mapping[str, bytes],
    write: Write,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> SiteResult:
    """Make `folder` hold `pages` (relative path with "/" → bytes), leaving others' files alone.

    `progress` is told how many of how many pages are done. Raises SiteFault before anything is written; whatever
    `write` raises, and OSError, pass through and the next build goes on from there.
    """
    _checked(pages)
    if folder.exists() and not folder.is_dir():
        raise SiteError(f"「{folder}」はフォルダーではありません。フォルダーを指定してください。")
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    owned = _owned(folder)
    for name in {**pages, **owned, MANIFEST: b""}:
        _inside(folder, name)
    standing = {name: _digest_of(folder / name) for name in pages}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in pages.items()}
    for name, digest in standing.items():
        if digest is not None and name not in owned and digest != digests[name]:
            raise SiteError(
                f"「{folder / name}」は、このプログラムが書いたものではありません。上書きしないように、何も書きませんでした。"
                "別のフォルダーを選ぶか、そのファイルをほかへ移してください。"
            )
    both = {
        name: [*dict.fromkeys((*owned.get(name, ()), digests.get(name, "")))] for name in {**owned, **pages}
    }
    _note(folder, {name: [digest for digest in known if digest] for name, known in both.items()}, write)
    written = 0
    for done, (name, data) in enumerate(sorted(pages.items()), 1):
        if standing[name] != digests[name]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(folder / name, data)
            written += 1
        progress(done, len(pages))
    deleted, left = _swept(folder, {name: known for name, known in owned.items() if name not in pages})
    _note(folder, {name: [digest] for name, digest in digests.items()}, write)
    return SiteResult(written, len(pages) - written, deleted, left)


def _checked(pages: Mapping[str, bytes]) -> None:
    seen: set[str] = set()
    for name in pages:
        if not _harmless(name) or name == MANIFEST:
            raise SiteError(f"「{name}」は、ページの場所として使えません。")
        if name.lower() in seen:
            raise SiteError(f"「{name}」と、大文字・小文字だけが違うページがあります。")
        seen.add(name.lower())


def _harmless(name: str) -> bool:
    """Whether a relative path stays inside its folder, on every system."""
    return all(_PART.fullmatch(part) and not _DEVICE.fullmatch(part) for part in name.split("/"))


def _inside(folder: Path, name: str) -> None:
    place = folder
    for part in name.split("/"):
        place = place / part
        if place.is_symlink() or getattr(place, "is_junction", bool)():
            raise SiteError(
                f"「{place}」は、ほかの場所を指すリンクです。リンクの先を変えないように、何も書きませんでした。"
            )
    if place.is_dir():
        raise SiteError(f"「{place}」はフォルダーなので、ページを書けません。何も書きませんでした。")


def _owned(folder: Path) -> Owned:
    path = folder / MANIFEST
    if path.is_symlink() or not path.exists():
        return {}
    fault = SiteError(
        f"「{path}」が読めないため、どのページがこのプログラムのものか分かりません。何も書きませんでした。"
        "空のフォルダーを選ぶか、このファイルを元に戻してください。"
    )
    try:
        manifest = json.loads(read_plain(path, _MOST))
    except (NotPlainFile, FileTooLarge, ValueError, RecursionError) as error:
        raise fault from error
    files = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(files, dict) or manifest.get("scheme") != 1:
        raise fault
    for name, known in files.items():
        fits = isinstance(known, list) and all(
            isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in known
        )
        if not fits or not _harmless(name) or name == MANIFEST:
            raise fault
    return files


def _digest_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_plain(path, _MOST)).hexdigest()
    except FileNotFoundError:
        return None


def _note(folder: Path, owned: Owned, write: Write) -> None:
    manifest = {"scheme": 1, "written_by": "uedasns-tui", "files": dict(sorted(owned.items()))}
    data = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    if _digest_of(folder / MANIFEST) != hashlib.sha256(data).hexdigest():
        write(folder / MANIFEST, data)


def _swept(folder: Path, gone: Owned) -> tuple[int, tuple[str, ...]]:
    """Delete pages no longer wanted, and folders that are empty then; those changed by hand stay."""
    deleted, left = 0, []
    for name, known in sorted(gone.items()):
        path = folder / name
        digest = _digest_of(path)
        if digest is None:
            continue
        if digest not in known:
            left.append(name)
            continue
        path.unlink()
        deleted += 1
        for above in path.parents:
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()
    return deleted, tuple(left)
