"""Full-text search over records while somebody types. Used by `record_index.py`.

For every character, a set of bits tells which records hold it. The sets of a query's characters, laid over each
other, leave few records, and those are looked into, newest first, until a page is full. Records written since
the sets were made are simply looked into always. A full-text index with trigrams answers one and two characters
wrongly, and one with bigrams costs more to build than reading every file (notes/storage-and-text.md 1).
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.fold import fold
from uedasns_tui.storage.index.rows import COLUMNS, IndexRow, row

PART = 4096
"""Records a set of bits covers."""
PENDING_MOST = 2000
"""Records that may be outside the sets before the sets are brought up to date."""


@dataclass(frozen=True)
class RecordHits:
    """A page of hits, newest first. `after`: where to go on (None: that was all). `words`: folded, for marking.

    `rids` are the index's own numbers of the hits, by which a longer query looks only where a shorter one hit;
    `change` is the index's number of changes then.
    """

    rows: tuple[IndexRow, ...]
    words: tuple[str, ...]
    after: int | None = None
    stopped: bool = False
    rids: tuple[int, ...] = ()
    whole: bool = False
    change: int = 0


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, folded; all of them must be found."""
    return tuple(dict.fromkeys(fold(query.encode("utf-8", "replace").decode()).split()))


def narrows(earlier: RecordHits, words: tuple[str, ...]) -> bool:
    """Whether every hit of `words` is among all the hits of an earlier, shorter query."""
    return earlier.whole and all(any(old in new for new in words) for old in earlier.words)


def order(database: sqlite3.Connection, kind: str = "") -> array[int]:
    """The index's numbers of all records (of a kind), newest first."""
    where, values = ("WHERE kind=?", (kind,)) if kind else ("", ())
    result = database.execute(f"SELECT rid FROM rec {where} ORDER BY at DESC, rid DESC", values)
    return array("q", (rid for (rid,) in result))


def find(
    database: sqlite3.Connection,
    root: Path,
    words: tuple[str, ...],
    ordered: array[int],
    limit: int,
    after: int,
    stop: Callable[[], bool],
    within: RecordHits | None,
) -> RecordHits:
    """A page of records that hold all the words, from position `after` of `ordered` on."""
    narrowed = None
    if within is not None and after == 0 and narrows(within, words):
        narrowed = set(within.rids)
    may = _may_hold(database, words) if narrowed is None else None
    hits: list[int] = []
    batch: list[int] = []
    size = limit
    position = after
    while position < len(ordered):
        rid = ordered[position]
        position += 1
        if narrowed is not None:
            if rid in narrowed:
                batch.append(rid)
        elif may is not None and may[rid >> 3] >> (rid & 7) & 1:
            batch.append(rid)
        if len(batch) < size and position < len(ordered):
            continue
        if stop():
            return RecordHits((), words, after, stopped=True)
        for rid in _holding(database, batch, words):
            hits.append(rid)
            if len(hits) == limit:
                place = _place(ordered, after, rid)
                return RecordHits(_rows(database, root, hits), words, place + 1, rids=tuple(hits))
        batch.clear()
        size = min(size * 2, 800)
    return RecordHits(_rows(database, root, hits), words, None, rids=tuple(hits), whole=after == 0)


def _place(ordered: array[int], start: int, rid: int) -> int:
    return ordered.index(rid, start)


def _may_hold(database: sqlite3.Connection, words: tuple[str, ...]) -> bytearray:
    """Bits by number of record: 1 for every record that may hold the words (and some that do not)."""
    top = database.execute("SELECT max(rid) FROM rec").fetchone()[0] or 0
    bits = bytearray((top // PART + 1) * (PART // 8))
    letters = sorted(set("".join(words)))
    for part in range(top // PART + 1):
        both: int | None = None
        for letter in letters:
            stored = database.execute(
                "SELECT bits FROM gram WHERE letter=? AND part=?", (letter, part)
            ).fetchone()
            letter_bits = int.from_bytes(stored[0], "little") if stored else 0
            both = letter_bits if both is None else both & letter_bits
            if not both:
                break
        if both:
            bits[part * (PART // 8) : (part + 1) * (PART // 8)] = both.to_bytes(PART // 8, "little")
    for (rid,) in database.execute("SELECT rid FROM loose"):
        if rid <= top:
            bits[rid >> 3] |= 1 << (rid & 7)
    return bits


def _holding(database: sqlite3.Connection, batch: list[int], words: tuple[str, ...]) -> list[int]:
    """Those of a batch that hold all the words, in the batch's order."""
    if not batch:
        return []
    where = " AND ".join("instr(body, ?) > 0" for _ in words)
    result = database.execute(
        f"SELECT rid FROM txt WHERE rid IN (SELECT value FROM json_each(?)) AND {where}",
        (json.dumps(batch), *words),
    )
    holding = {rid for (rid,) in result}
    return [rid for rid in batch if rid in holding]


def _rows(database: sqlite3.Connection, root: Path, rids: list[int]) -> tuple[IndexRow, ...]:
    by_number = {
        entry[0]: row(root, entry[1:])
        for entry in database.execute(
            f"SELECT rid, {COLUMNS} FROM rec WHERE rid IN (SELECT value FROM json_each(?))",
            (json.dumps(rids),),
        )
    }
    return tuple(by_number[rid] for rid in rids if rid in by_number)


def merge_bitmaps(database: sqlite3.Connection, least: int = PENDING_MOST) -> int:
    """Bring the sets up to date when at least `least` records are outside them; returns how many were taken in.

    Inside a transaction. Bits of letters that a record no longer holds stay: it is then looked into in vain.
    """
    rids = [rid for (rid,) in database.execute("SELECT rid FROM loose ORDER BY rid")]
    if len(rids) < max(least, 1):
        return 0
    for part in sorted({rid // PART for rid in rids}):
        _gather_part(database, part, [rid for rid in rids if rid // PART == part])
    database.execute("DELETE FROM loose")
    return len(rids)


def _gather_part(database: sqlite3.Connection, part: int, rids: Iterable[int]) -> None:
    offsets: defaultdict[str, list[int]] = defaultdict(list)
    base = part * PART
    for rid in rids:
        stored = database.execute("SELECT body FROM txt WHERE rid=?", (rid,)).fetchone()
        for letter in set(stored[0]) if stored else ():
            offsets[letter].append(rid - base)
    known = (
        dict(database.execute("SELECT letter, bits FROM gram WHERE part=?", (part,)).fetchall())
        if offsets
        else {}
    )
    rows = []
    for letter, at in offsets.items():
        bits = bytearray(known.get(letter) or PART // 8)
        for offset in at:
            bits[offset >> 3] |= 1 << (offset & 7)
        rows.append((letter, part, bytes(bits)))
    database.executemany("INSERT OR REPLACE INTO gram VALUES(?, ?, ?)", rows)
