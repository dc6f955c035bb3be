"""Finding everywhere: clauses, and records by the same folding. Used by `find` and the screen's finder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from uedasns_tui.desk import work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline import search
from uedasns_tui.japanese import fold, romaji


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
    """Records that hold every word, or whose よみ begins as it was typed in romaji or kana."""
    words = query.split()
    for kind, form in desk.guideline.forms.items():
        readings = [one.id for one in form.field if one.role == "reading"]
        for row in work.lines(desk, kind)[0]:
            record = row.kept.record
            texts = [row.title, *(record.text(key) for key in record.values)]
            whole = fold.fold("\n".join(texts))
            sounds = [fold.fold(record.text(key)) for key in readings if record.text(key)]
            if words and all(_held(word, whole, sounds) for word in words):
                hit = next((text for text in texts if fold.fold(words[0]) in fold.fold(text)), row.title)
                yield Found(kind, record.id, row.title, hit)  # type: ignore[arg-type]


def _held(word: str, whole: str, sounds: list[str]) -> bool:
    if fold.fold(word) in whole:
        return True
    return len(word) > 1 and any(
        romaji.readings_match(word, sound[at:]) for sound in sounds for at in range(len(sound))
    )


def suggest(desk: Desk, query: str) -> list[str]:
    """The nearest citations or words for a query that finds nothing."""
    return [str(one) for one in search.suggest(desk.guideline, query)]
