"""Backlinks of a clause: the fields, items and rules in the guideline's files that cite it.

Used by `coverage` (which sentence is answered) and by the panel beside the text, so that the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import City, WordList
from uedasns_tui.guideline.guideline_schema import ExplainedSentence, Explanation, UnansweredSentence
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.guideline.toml_positions import Key

Kind = Literal["field", "item", "rule", "act", "consent", "page", "regulation", "watch"]
KINDS: dict[Kind, str] = {
    "field": "様式の欄", "item": "チェックの項目", "consent": "", "rule": "決まり", "watch": "見張り",
    "act": "手続", "regulation": "ほかの規定", "page": "様式やチェック",
}  # fmt: skip
"""Each kind in words, in the order in which they are shown; for consent, the form has its own word."""


@dataclass(frozen=True)
class Backlink:
    """One entry that rests on a clause.

    `id` and `label` are the entry's own; `source` is the title of the form or checklist it belongs to and `page` its
    id (a link). `quote`: the passage it answers, "" for all the clause's own text. `file` and `key` say where it is
    written.
    """

    kind: Kind
    id: str
    label: str
    source: str
    page: str = ""
    clause: str = ""
    quote: str = ""
    file: str = ""
    key: tuple[str | int, ...] = ()
    heading: str = ""

    @property
    def text(self) -> str:
        """What it is, in words."""
        return f"{self.heading}: {self.label}"


Entry = tuple[Kind, str, str, Any, Key]
"""Kind, id, label, what holds clause and quote, key."""


@lru_cache(4)
def all_backlinks(guideline: Guideline) -> tuple[Backlink, ...]:
    """Every entry of the guideline's files that cites a clause."""
    links: list[Backlink] = []
    for file, source in guideline.sources.items():
        title, page = getattr(source, "title", ""), getattr(source, "id", "")
        if isinstance(source, City):
            title = source.name
        elif isinstance(source, WordList):
            title = "投稿の文の指摘"
        form = guideline.forms.get(getattr(source, "form", ""))
        approval = form.approval if form else "同意"
        for kind, name, label, entry, key in _entries(source, approval):
            quote, shown = getattr(entry, "quote", ""), _page_kind(source) if kind == "page" else title
            heading = KINDS[kind] or approval
            links.append(Backlink(kind, name, label, shown, page, entry.clause, quote, file, key, heading))
    order = list(KINDS)
    return tuple(sorted((link for link in links if link.clause), key=lambda link: order.index(link.kind)))


def _page_kind(source: Form | Checklist) -> str:
    return source.cite or "様式" if isinstance(source, Form) else "チェック"


def _entries(source: Any, approval: str) -> Iterator[Entry]:
    match source:
        case Form():
            yield "page", source.id, source.title, source, ()
            yield from _rows("field", "field", source.field, "label")
            yield from _rows("act", "act", source.act, "label")
            yield from _rows("rule", "rule", source.rule, "message")
            for index, watch in enumerate(source.watch):
                yield "watch", watch.kind, watch.message, watch, ("watch", index)
        case Checklist():
            yield "page", source.id, source.title, source, ()
            yield from _rows("item", "item", source.item, "say")
            if (consent := source.consent) is not None:
                yield "consent", "consent", f"{consent.by}の{approval}", consent, ("consent",)
                for index, case in enumerate(consent.exempt):
                    entry = ExplainedSentence(consent.clause, case.quote)
                    yield "consent", case.id, case.label, entry, ("consent", "exempt", index)
        case City():
            yield from _rows("regulation", "regulation", source.regulation, "title")
        case WordList():
            yield "rule", source.kind, f"{source.title}を見つける", source, ()


def _rows(kind: Kind, table: str, entries: Sequence[Any], label: str) -> Iterator[Entry]:
    for index, entry in enumerate(entries):
        yield kind, entry.id, getattr(entry, label), entry, (table, index)


def backlinks_to(guideline: Guideline, citation: str) -> tuple[Backlink, ...]:
    """What rests on a clause: the entries that cite it, then those that cite a mere heading above it.

    An entry above counts only as long as every clause between has no sentence of its own: ④ 登録URL is the heading
    of ④・1, so the field of ④ answers ④・1; an entry of 5(8) says nothing of 5(8)オ.
    """
    clause = guideline.clause(citation)
    if clause is None:
        return ()
    cited = [clause.citation]
    above = clause.parent
    while above is not None and above.parent is not None and not above.sentences:
        cited.append(above.citation)
        above = above.parent
    links = all_backlinks(guideline)
    return tuple(link for name in cited for link in links if link.clause == name)


def reasons(guideline: Guideline, citation: str) -> tuple[Explanation, ...]:
    """Why no tool answers a clause, or that it explains and asks nothing.

    The entries of guideline.toml that name the clause, else those of the nearest clause above that speak of all of it.
    """
    clause = guideline.clause(citation)
    entries = guideline.file.explanations
    own = tuple(entry for entry in entries if clause is not None and entry.clause == clause.citation)
    while not own and clause is not None and (clause := clause.parent) is not None:
        own = tuple(entry for entry in entries if entry.clause == clause.citation and not entry.quote)
    return own


def reason(guideline: Guideline, citation: str) -> str:
    """Why no tool answers a clause, in sentences of its own or of the nearest clause above; "" where nobody says."""
    entries = reasons(guideline, citation)
    return "\n".join(entry.why for entry in entries if isinstance(entry, UnansweredSentence))
