"""Pictures and films of a post: the questions about each, and the Medium made from the answers."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from uedasns_tui.guideline.schema import TransitionInput
from uedasns_tui.plain_file import open_plain
from uedasns_tui.records.ids import new_entry_id
from uedasns_tui.records.record import Medium, Record
from uedasns_tui.storage.errors import read_error

ASKS = (
    TransitionInput(
        "file",
        "ファイルの名前",
        help="このパソコンにあるファイルの場所を書くと、内容の印（ハッシュ）も残します。ほかの場所にあるものは、"
        "名前だけを書きます。",
    ),
    TransitionInput("alt", "代替テキスト", help="見えない人にも伝わるように、何が写っているかを書きます。"),
    TransitionInput("shows", "写っている人や物"),
    TransitionInput(
        "consent",
        "写っている人の承諾",
        help="誰に、いつ承諾を得たか。人が写っていなければ「人は写っていない」と書きます。",
    ),
    TransitionInput(
        "source", "出どころと使ってよい条件", help="自分たちで撮ったものは「職員撮影」と書きます。"
    ),
)
TEXTS = ("alt", "shows", "consent", "source")


def medium_of(answers: Mapping[str, str], old: Medium | None = None) -> Medium:
    """What was answered as a medium; the hash of the file where it can be read on this machine. Raises StorageError,
    also where the place of a file was written and there is none."""
    name = answers.get("file", "")
    digest = old.sha256 if old is not None and old.file == name else ""
    path = Path(name).expanduser()
    if path.name != name and (old is None or old.file != name):
        try:
            with os.fdopen(open_plain(path), "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise read_error(error, path) from error
        name = path.name
    texts = {key: answers.get(key, getattr(old, key) if old else "") for key in TEXTS}
    return Medium(old.id if old else new_entry_id(), name, sha256=digest, **texts)


def medium_named(record: Record, file: str) -> Medium | None:
    """The record's medium of a file name."""
    return next(
        (medium for medium in record.media if medium.file == Path(file).name or medium.file == file), None
    )


def put_medium(record: Record, new: Medium) -> Record:
    """The record with a medium added, or in the place of the one with the same id."""
    if any(medium.id == new.id for medium in record.media):
        return replace(record, media=tuple(new if medium.id == new.id else medium for medium in record.media))
    return replace(record, media=(*record.media, new))


def without_medium(record: Record, gone: Medium) -> Record:
    """The record without a medium."""
    return replace(record, media=tuple(medium for medium in record.media if medium.id != gone.id))
