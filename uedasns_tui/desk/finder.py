"""Finding everywhere: clauses, and records by the same folding. Used by `find` and the screen's finder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from uedasns_tui.desk import listing
from uedasns_tui.desk.desk import Desk
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import search
from uedasns_tui.japanese import fold, romaji
from uedasns_tui.store.index import Hits, Row
from uedasns_tui.store.index_base import Unavailable

Sounds = list[tuple[Row, str, str]]
ALL = 1 << 40
"""More hits than there can be."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Found:
    """A hit: `place` is a citation or a record's id, `text` the passage, `spans` the hits in it."""

    kind: Literal["clause", "policy", "post", "incident"]
    place: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


def find(desk: Desk, query: str, records: bool = False) -> list[Found]:
    """Clauses that the query names or whose text holds all its words; then records, newest first."""
    cited = desk.guideline.find(query)
    found = [Found("clause", one.citation, one.title, one.text or one.title) for one in cited]
    named = {one.place for one in found}
    for hit in search.search(desk.guideline, query).hits:
        if hit.clause.citation not in named:
            text = hit.clause.text or hit.clause.title
            found.append(
                Found("clause", hit.clause.citation, hit.clause.chapter.title, text, tuple(hit.spans))
            )
    if records:
        found.extend(_records(desk, query))
    return found


def _records(desk: Desk, query: str) -> Iterator[Found]:
    """Records that hold every word, newest first; then policies whose よみ begins as it was typed."""
    first = fold.fold(query).split()[:1]
    try:
        held: Iterable[Row] = records(desk, query, ALL).rows
    except Unavailable:
        held = [row for row in listing.rows(desk)[0] if _holds(desk, row, query)]
    named = {row.id for row in held}
    for row in (*held, *(row for row in sounding(sounds(desk), query) if row.id not in named)):
        passage = row.title if first and first[0] in fold.fold(row.title) else _passage(desk, row, first)
        yield Found(row.kind, row.id, row.title, passage)  # type: ignore[arg-type]


def _texts(desk: Desk, row: Row) -> list[str]:
    kept = desk.store.try_load(row.id)
    return [kept.record.text(key) for key in kept.record.values] if kept is not None else []


def _passage(desk: Desk, row: Row, words: list[str]) -> str:
    """The text of the record in which the first word stands."""
    texts = _texts(desk, row)
    return next((text for text in texts if words and words[0] in fold.fold(text)), row.title)


def _holds(desk: Desk, row: Row, query: str) -> bool:
    whole = fold.fold("\n".join((row.title, row.section, row.id, *_texts(desk, row))))
    words = fold.fold(query).split()
    return bool(words) and all(word in whole for word in words)


def records(
    desk: Desk,
    query: str,
    limit: int = 50,
    within: Hits | None = None,
    stop: Callable[[], bool] = _never,
    kind: str = "",
) -> Hits:
    """A page of the records (of a kind) that hold every word, newest first. `within` and `stop` as for `Index.find`.
    Raises Unavailable while another program writes the index."""
    return listing.index(desk).find(query, limit, 0, stop, within, kind)


def sounds(desk: Desk) -> Sounds:
    """Every policy that has a よみ, with its words and the よみ, folded."""
    found = []
    for row in listing.rows(desk, "policy")[0]:
        said = row.facts.get("account", {})
        sound = fold.fold(str(said.get("reading", "")))
        if sound:
            found.append(
                (row, fold.fold("\n".join((row.title, row.section, *map(str, said.values())))), sound)
            )
    return found


def sounding(known: Sounds, query: str) -> list[Row]:
    """Policies whose よみ or words hold what was typed in romaji or kana."""
    words = query.split()
    if not any(len(word) > 1 for word in words):
        return []
    return [row for row, whole, sound in known if all(_held(word, whole, [sound]) for word in words)]


def _held(word: str, whole: str, sounds: list[str]) -> bool:
    if fold.fold(word) in whole:
        return True
    return len(word) > 1 and any(
        romaji.readings_match(word, sound[at:]) for sound in sounds for at in range(len(sound))
    )


def suggest(desk: Desk, query: str) -> list[str]:
    """The nearest citations or words for a query that finds nothing."""
    return [str(one) for one in search.suggest(desk.guideline, query)]
