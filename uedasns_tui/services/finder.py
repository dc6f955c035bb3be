"""Search over clauses and records with one folding. Used by `find` and the screen's finder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import search
from uedasns_tui.guideline.document import TITLE_BLOCK, Guideline
from uedasns_tui.guideline.topic_search import search_all
from uedasns_tui.japanese import fold, romaji
from uedasns_tui.services import record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import IndexRow, RecordHits

ReadingIndex = list[tuple[IndexRow, str, str]]
ALL = 1 << 40
"""More hits than there can be."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class FinderHit:
    """A hit: `kind` is "clause" or the id of a form, `place` a citation or a record's id, `text` the passage, `spans` the hits in it."""

    kind: str
    place: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


def find_everywhere(context: AppContext, query: str, records: bool = False) -> list[FinderHit]:
    """Clauses that the query names, whose text holds all its words, or that fit it best; then records, newest first."""
    cited = context.guideline.find(query)
    hits = [
        FinderHit("clause", clause.citation, clause.title, clause.text or clause.title) for clause in cited
    ]
    named = {clause.place for clause in hits}
    for hit in search_all(context.guideline, query).hits:
        if hit.clause.citation not in named:
            text = hit.clause.text or hit.clause.title
            hits.append(
                FinderHit("clause", hit.clause.citation, hit.clause.chapter.title, text, tuple(hit.spans))
            )
    place = title_block_place(context.guideline, query, len(hits))
    if place is not None:
        block = FinderHit("clause", TITLE_BLOCK, context.guideline.title, context.guideline.title_block)
        hits.insert(place, block)
    if records:
        hits.extend(_records(context, query))
    return hits


def title_block_place(guideline: Guideline, query: str, clauses: int) -> int | None:
    """Where the title block stands among so many clauses that are found: first for its name and for several words of
    its dates and offices, last for others of its words; None where it does not hold them."""
    words, block = fold.fold(query).split(), fold.fold(guideline.title_block)
    if query.strip() == TITLE_BLOCK:
        return 0
    if not words or not all(word in block for word in words):
        return None
    history = block.removeprefix(fold.fold(guideline.title))
    return 0 if len(words) > 1 and all(word in history for word in words) else clauses


def _records(context: AppContext, query: str) -> Iterator[FinderHit]:
    """Records that hold every word, newest first; then policies whose よみ begins as it was typed."""
    first = fold.fold(query).split()[:1]
    try:
        held: Iterable[IndexRow] = find_records(context, query, ALL).rows
    except IndexUnavailable:
        held = [row for row in record_list.rows(context)[0] if _holds(context, row, query)]
    named = {row.id for row in held}
    for row in (*held, *(row for row in sounding(sounds(context), query) if row.id not in named)):
        passage = row.title if first and first[0] in fold.fold(row.title) else _passage(context, row, first)
        yield FinderHit(row.kind, row.id, row.title, passage)


def _texts(context: AppContext, row: IndexRow) -> list[str]:
    saved = context.repository.try_load(row.id)
    return [saved.record.text(key) for key in saved.record.values] if saved is not None else []


def _passage(context: AppContext, row: IndexRow, words: list[str]) -> str:
    """The text of the record in which the first word stands."""
    texts = _texts(context, row)
    return next((text for text in texts if words and words[0] in fold.fold(text)), row.title)


def _holds(context: AppContext, row: IndexRow, query: str) -> bool:
    whole = fold.fold("\n".join((row.title, row.section, row.id, *_texts(context, row))))
    words = fold.fold(query).split()
    return bool(words) and all(word in whole for word in words)


def find_records(
    context: AppContext,
    query: str,
    limit: int = 50,
    within: RecordHits | None = None,
    stop: Callable[[], bool] = _never,
    kind: str = "",
) -> RecordHits:
    """A page of the records (of a kind) that hold every word, newest first. `within` and `stop` as for `Index.find`.
    Raises Unavailable while another program writes the index."""
    return record_list.index(context).find(query, limit, 0, stop, within, kind)


def sounds(context: AppContext) -> ReadingIndex:
    """Every policy that has a よみ, with its words and the よみ, folded."""
    index = []
    for row in record_list.rows(context, context.form_id("policy"))[0]:
        account = row.facts.get("account", {})
        sound = fold.fold(str(account.get("reading", "")))
        if sound:
            index.append(
                (row, fold.fold("\n".join((row.title, row.section, *map(str, account.values())))), sound)
            )
    return index


def sounding(known: ReadingIndex, query: str) -> list[IndexRow]:
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


def suggest(context: AppContext, query: str) -> list[str]:
    """The nearest citations or words for a query that finds nothing."""
    return [str(suggestion) for suggestion in search.suggest(context.guideline, query)]
