"""The difference between two states of a record, field by field: for 変更あり, history and consent."""

from __future__ import annotations

from collections.abc import Mapping

from uedasns_tui.frozen import dataclass
from uedasns_tui.records.record import Medium, Record, Snapshot, Value


@dataclass(frozen=True)
class FieldChange:
    """A field (or "media:ID", "answer:ID") with its text before and after, "" where it was not there."""

    field: str
    before: str
    after: str


def _text(value: Value) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _medium(medium: Medium) -> str:
    return "\n".join(
        part
        for part in (medium.file, medium.alt, medium.shows, medium.consent, medium.source, medium.sha256)
        if part
    )


def _rows(values: Mapping[str, Value], media: tuple[Medium, ...]) -> dict[str, str]:
    return {
        **{key: _text(value) for key, value in values.items()},
        **{f"media:{medium.id}": _medium(medium) for medium in media},
    }


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    keys = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(key, before.get(key, ""), after.get(key, ""))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    )


def compare(before: Record, after: Record) -> tuple[FieldChange, ...]:
    """What differs between two states of one record: values, media, answers. The log only grows and is not compared."""
    sides = []
    for record in (before, after):
        answers = {
            f"answer:{answer.id}": f"{answer.answer} {answer.note}".strip() for answer in record.answers
        }
        sides.append({**_rows(record.values, record.media), **answers})
    return _changed(*sides)


def since(stamp: Snapshot, now: Snapshot) -> tuple[FieldChange, ...]:
    """What was edited between two stamps; `stamp.stamp_of` makes one of a record as it stands."""
    return _changed(_rows(stamp.values, stamp.media), _rows(now.values, now.media))
