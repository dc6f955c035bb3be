"""Bringing another copy of the records in: a backup, a folder from a stick, a conflict copy of a sync program.

Record by record, three-way over the newest version that both were made of. The histories and who wrote them are united.
What both changed is decided by a person: the other text becomes a version that the record was not made of
(`found_conflicts.py`). Nothing is removed, and what was deleted here does not come back. Used by `record merge`.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.records import codec, merge
from uedasns_tui.records.record import Record
from uedasns_tui.storage import ancestry, backup, format_mark, paths, purge, trash, version_notes, versions
from uedasns_tui.storage.atomic import make_folder, write_atomic
from uedasns_tui.storage.errors import StorageError, read_error, write_error
from uedasns_tui.storage.file_read import read_bytes
from uedasns_tui.storage.record_reader import RecordReader
from uedasns_tui.storage.repository import RecordRepository
from uedasns_tui.storage.versions import Version

ADDED, UPDATED, MERGED, CONFLICT, SAME, OLDER, PURGED, DELETED = (
    "added", "updated", "merged", "conflict", "same", "older", "purged", "deleted",
)  # fmt: skip
CHANGING = (ADDED, UPDATED, MERGED, CONFLICT)


@dataclass(frozen=True)
class RecordCopy:
    """A record as another copy has it: what it says, its bytes, its versions and their folder (None: it has none)."""

    record: Record
    data: bytes
    saved: tuple[Version, ...] = ()
    history: Path | None = None

    @property
    def digest(self) -> str:
        """The digest of the text, as the names of versions have it."""
        return versions.short_digest(self.data)


@dataclass(frozen=True)
class MergeOutcome:
    """What bringing a record in comes to (or came to): one of the words above, and the places that both changed."""

    record: Record
    outcome: str
    conflicts: tuple[merge.MergeConflict, ...] = ()


@dataclass(frozen=True)
class _Relation:
    """How a copy stands to the record here; `common` is the newest version that both were made of."""

    outcome: str
    common: Version | None = None


@contextlib.contextmanager
def opened(source: Path) -> Iterator[Path]:
    """A folder with the records of a copy: the folder itself, or a backup unpacked for a while. Raises StorageError."""
    if source.is_dir():
        format_mark.check(source)
        yield source
        return
    names = backup.verified_names(source)
    with tempfile.TemporaryDirectory(prefix="uedasns-") as folder:
        root = Path(folder)
        with zipfile.ZipFile(source) as packed:
            for name in names:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(packed.read(name))
        format_mark.check(root)
        yield root


def copies_in(root: Path, repository: RecordRepository) -> Iterator[RecordCopy | Problem]:
    """Every record of another data folder, and Problems for what is not brought in. Raises StorageError for a folder that
    is the records' own."""
    root = root.resolve()
    if root == repository.root:
        raise StorageError(f"「{root}」は今の記録のフォルダーです。別の写しを選んでください。", root, "same")
    if repository.root in root.parents:
        raise StorageError(
            f"「{root}」は今の記録のフォルダーの中にあります。写しなら、外へ移してから選んでください。何も変えていません。",
            root,
            "same",
        )
    yield from _unknown_folders(root, repository)
    for file in RecordReader(root, repository.forms).every():
        if isinstance(file, Problem):
            yield file
        elif file.record is None or file.data is None:
            yield from file.problems
        else:
            kind, name = file.record.kind, file.record.id
            saved = versions.list_versions(root, kind, name)
            yield RecordCopy(file.record, file.data, tuple(saved), versions.folder_of(root, kind, name))


def _unknown_folders(root: Path, repository: RecordRepository) -> Iterator[Problem]:
    """What else lies in a copy is not brought in: the settings, the guideline, records of forms that are not here."""
    tops = {paths.top_folder(kind) for kind in repository.kinds}
    entries = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    for path in entries:
        if path.name not in tops:
            records = path.is_dir() and path.name != "guideline"
            message = "ここにない様式の記録か、記録ではないもの" if records else "記録ではないもの"
            place = Location(paths.display_path(path))
            yield Problem(
                "warning" if records else "note", place, f"{message}なので、合わせません。", code="other"
            )
    if not any(path.name in tops for path in entries):
        message = "記録が1つもありません。記録のフォルダー（policies などが入っているもの）か、その控えを選んでください。"
        yield Problem("error", Location(paths.display_path(root)), message, code="no-records")


def copy_from_file(path: Path) -> RecordCopy:
    """A single record file, such as a conflict copy of a sync program. Raises StorageError."""
    try:
        data, _ = read_bytes(path)
    except OSError as error:
        raise read_error(error, path) from error
    record, problems = codec.decode(data, paths.display_path(path))
    if record is None:
        reasons = "\n".join(map(str, problems))
        raise StorageError(
            f"「{path}」は、記録として読めません。何も変えていません。\n{reasons}", path, "unreadable"
        )
    return RecordCopy(record, data)


def set_aside(repository: RecordRepository, path: Path) -> None:
    """Move a conflict copy that was brought in from among the records to the trash. Raises StorageError."""
    target = trash.aside(repository.root, path, time.time_ns())
    with repository.locked():
        paths.guard(repository.root, path)
        make_folder(target.parent, repository.root)
        try:
            path.rename(target)
        except OSError as error:
            raise write_error(error, path, "ごみ箱へ移すことが") from error
    repository.noticed(path)


def sure_merge(repository: RecordRepository, path: Path) -> Callable[[], str] | None:
    """Brings a conflict copy in and moves it to the trash, and tells how to undo it; None where a person must choose."""
    try:
        copy = copy_from_file(path)
        outcome = preview(repository, copy).outcome
    except StorageError:
        return None

    def merge() -> str:
        bring_in(repository, copy)
        set_aside(repository, path)
        return f"元に戻すには、record restore {copy.record.id} で版を選び、ごみ箱の「{path.name}」を元の場所に移してください。"

    return None if outcome in (CONFLICT, PURGED, DELETED) else merge


def preview(repository: RecordRepository, copy: RecordCopy) -> MergeOutcome:
    """What bringing a copy in would come to; changes nothing. Raises StorageError."""
    relation = _relation(repository, copy)
    if relation.outcome != MERGED:
        return MergeOutcome(copy.record, relation.outcome)
    mine = repository.load(copy.record.id).record
    before = _base(relation.common, mine)
    conflicts = merge.merge_records(before, mine, copy.record).conflicts
    return MergeOutcome(copy.record, CONFLICT if conflicts else MERGED, conflicts)


def bring_in(repository: RecordRepository, copy: RecordCopy) -> MergeOutcome:
    """Bring a copy in, and unite the histories; what both changed waits for a person. Raises StorageError."""
    outcome = preview(repository, copy)
    if outcome.outcome in (PURGED, DELETED):
        return outcome
    relation = _relation(repository, copy)
    with repository.locked():
        _unite(repository.root, copy)
        if outcome.outcome in CHANGING:
            _ensure_version(repository, copy, relation.common, outcome.outcome == CONFLICT)
    if outcome.outcome == ADDED:
        repository.put_back(_version(repository, copy), over_newest=False)
    elif outcome.outcome == UPDATED:
        saved = repository.load(copy.record.id)
        repository.save(copy.record, saved, (copy.digest,))
    elif outcome.outcome == MERGED:
        saved = repository.load(copy.record.id)
        merged = merge.merge_records(_base(relation.common, saved.record), saved.record, copy.record).record
        repository.save(merged or saved.record, saved, (copy.digest,))
    return outcome


def _relation(repository: RecordRepository, copy: RecordCopy) -> _Relation:
    root, kind, name = repository.root, copy.record.kind, copy.record.id
    place = paths.path_of(root, kind, name)
    if kind not in repository.kinds:
        raise StorageError(f"「{name}」の種類「{kind}」は、ここにはありません。", place, "kind")
    if name in purge.purged_ids(root):
        return _Relation(PURGED)
    here = versions.list_versions(root, kind, name, authors=False)
    if repository.path_of(name) is None:
        return _Relation(DELETED if here else ADDED)
    saved = repository.load(name)
    if saved.record.kind != kind:
        raise StorageError(f"「{name}」は、ここでは別の種類の記録です。", saved.path, "kind")
    head = versions.short_digest(saved.data)
    if head == copy.digest:
        return _Relation(SAME)
    mine = ancestry.descent(here, head)
    theirs = ancestry.descent(copy.saved, copy.digest) | _known(here, copy.digest)
    older, updated = copy.digest in mine, head in theirs
    if older and updated:  # one of them went back to an earlier text: whose history says more?
        names, others = ({entry.path.name for entry in saved} for saved in (here, copy.saved))
        older, updated = not others - names, not names - others
    if older:
        return _Relation(OLDER)
    if updated:
        return _Relation(UPDATED)
    shared = mine & theirs
    common = next((entry for entry in (*here[::-1], *copy.saved[::-1]) if entry.digest in shared), None)
    return _Relation(MERGED, common)


def _known(saved: Sequence[Version], digest: str) -> set[str]:
    """What a text was made of, by a history that has it."""
    return ancestry.descent(saved, digest) if any(entry.digest == digest for entry in saved) else set()


def _base(common: Version | None, mine: Record) -> Record:
    if common is not None:
        record, _ = codec.decode(common.read(), common.path.name)
        if record is not None:
            return record
    return merge.empty_of(mine)


def _unite(root: Path, copy: RecordCopy) -> None:
    """Bring the versions of a copy in that are not here, and who wrote them. What is not what its name says stays out."""
    folder = versions.folder_of(root, copy.record.kind, copy.record.id)
    if copy.history is None or not copy.saved:
        return
    paths.guard(root, folder)
    make_folder(folder, root)
    for entry in copy.saved:
        data = entry.read()
        if not (folder / entry.path.name).exists() and versions.short_digest(data) == entry.digest:
            write_atomic(folder / entry.path.name, data, new=True, shared=True)
    version_notes.unite(folder, copy.history)


def _ensure_version(
    repository: RecordRepository, copy: RecordCopy, common: Version | None, conflict: bool
) -> None:
    """See to it that the copy's text is a version here, and where a person must choose, that it is told of: versions of an
    earlier program do not say that they were made apart."""
    parents = (common.digest if common is not None else versions.FIRST,)
    if not conflict:
        _add_named(repository, copy, copy.data, parents, again=False)
        return
    here = repository.load(copy.record.id).data
    lines = ancestry.unmerged(_saved(repository, copy), versions.short_digest(here))
    if all(entry.digest != copy.digest for entry in lines):
        _add_named(repository, copy, copy.data, parents, again=True)
        _add_named(repository, copy, here, parents, again=True)


def _add_named(
    repository: RecordRepository, copy: RecordCopy, data: bytes, parents: tuple[str, ...], again: bool
) -> None:
    """Add a text as a version of `parents` where it is none yet, or with `again`, where none says what it was made of."""
    same = [entry for entry in _saved(repository, copy) if entry.digest == versions.short_digest(data)]
    if any(ancestry.is_named(entry) for entry in same) or (same and not again):
        return
    who = same[-1].who if same else None
    kind, name = copy.record.kind, copy.record.id
    versions.add_version(repository.root, kind, name, data, repository.clock(), who, parents)


def _saved(repository: RecordRepository, copy: RecordCopy) -> list[Version]:
    return versions.list_versions(repository.root, copy.record.kind, copy.record.id)


def _version(repository: RecordRepository, copy: RecordCopy) -> Version:
    return next(entry for entry in reversed(_saved(repository, copy)) if entry.digest == copy.digest)
