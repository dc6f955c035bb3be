"""Snapshots: the state of a record at a decision, with a digest that reveals later changes.

The digest is over a normal form (NFC, \\n, no trailing spaces, empty values left out), so that it changes with
what a person would call a change; its scheme number stands in it. It detects changes; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping

from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese.fold import fold
from uedasns_tui.records.record import Medium, Record, Snapshot, Value

DIGEST_SCHEME = 1


def _normal(text: str) -> str:
    flat = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in flat.split("\n")).strip("\n")


def digest(values: Mapping[str, Value], media: tuple[Medium, ...] = ()) -> str:
    """`sha256:1:HEX` over values and media."""
    flat = {
        key: normal
        for key, value in values.items()
        if (normal := _normal(value) if isinstance(value, str) else [_normal(part) for part in value])
    }
    pictures = [
        [
            _normal(part)
            for part in (medium.file, medium.alt, medium.shows, medium.consent, medium.source, medium.sha256)
        ]
        for medium in media
    ]
    content = json.dumps([DIGEST_SCHEME, flat, pictures], ensure_ascii=False, sort_keys=True)
    return f"sha256:{DIGEST_SCHEME}:{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()}"


def text_basis(text: str) -> str:
    """A digest of a text as it is compared: width and spaces make no difference."""
    return hashlib.sha256("".join(fold(text).split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def media_basis(media: tuple[Medium, ...]) -> str:
    """A digest of pictures and films with what is written of them."""
    return digest({}, media).rpartition(":")[2][:16]


def snapshot_values(values: Mapping[str, Value], form: Form) -> dict[str, Value]:
    """What a decision is about: the fields that are printed or public. The register's internal ones are not."""
    about = {value.id for value in form.field if value.print or value.public}
    return {key: value for key, value in values.items() if key in about}


def snapshot_of(record: Record, form: Form) -> Snapshot:
    """The stamp of a record as it stands now."""
    values = snapshot_values(record.values, form)
    return Snapshot(digest(values, record.media), values, record.media)


def matches_snapshot(record: Record, form: Form, stamp: Snapshot) -> bool:
    """Whether the record still is what was stamped."""
    return digest(snapshot_values(record.values, form), record.media) == stamp.digest
