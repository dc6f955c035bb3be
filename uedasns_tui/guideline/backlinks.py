"""What rests on a clause: the fields, items, rules and all else in the guideline's files that cite it.

Used by `coverage.py` (which sentence is answered) and by the side panel beside the text (`built_on`), so that the
two can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import City, WordList
from uedasns_tui.guideline.guideline_schema import ExplainedSentence, UnansweredSentence
from uedasns_tui.guideline.schema import Checklist, Form

Kind = Literal["field", "item", "rule", "act", "consent", "page", "regulation", "watch"]
KINDS: dict[Kind, str] = {
    "field": "様式の欄", "item": "チェックの項目", "consent": "了承", "rule": "決まり", "watch": "台帳の見張り",
    "act": "手続", "regulation": "ほかの規定", "page": "様式やチェック",
}  # fmt: skip
"""Each kind as one says it, in the order in which they are shown."""


@dataclass(frozen=True)
class Backlink:
    """One entry that rests on a clause.

    `id` and `label` are the entry's own; `source` is the title of the form or checklist it stands in and `page`
    that one's id (a link). `quote`: the passage it answers, "" for all the clause's own text. `file` and `key`
    say where it is written.
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

    @property
    def said(self) -> str:
        """What it is, in words."""
        return f"{KINDS[self.kind]}: {self.label}"


@lru_cache(4)
def all_backlinks(guideline: Guideline) -> tuple[Backlink, ...]:
    """Every entry of the guideline's files that cites a clause."""
    found = [one for file, source in guideline.sources.items() for one in _of(source, file) if one.clause]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _of(source: object, file: str) -> Iterator[Backlink]:
    if isinstance(source, Form):
        yield from _form(source, file)
    elif isinstance(source, Checklist):
        yield from _checklist(source, file)
    elif isinstance(source, City):
        for at, rule in enumerate(source.regulation):
            key = ("regulation", at)
            yield Backlink(
                "regulation", rule.id, rule.title, source.name, "", rule.clause, rule.quote, file, key
            )
    elif isinstance(source, WordList):
        label = f"{source.title}を見つける"
        yield Backlink("rule", source.kind, label, "投稿の文の指摘", "", source.clause, "", file)


def _form(form: Form, file: str) -> Iterator[Backlink]:
    title, page = form.title, form.id
    yield Backlink("page", page, title, form.cite or "様式", page, form.clause, "", file)
    for at, field in enumerate(form.field):
        key = ("field", at)
        yield Backlink("field", field.id, field.label, title, page, field.clause, field.quote, file, key)
    for at, act in enumerate(form.act):
        yield Backlink("act", act.id, act.label, title, page, act.clause, act.quote, file, ("act", at))
    for at, rule in enumerate(form.rule):
        yield Backlink(
            "rule", rule.id, rule.message, title, page, rule.clause, rule.quote, file, ("rule", at)
        )
    for at, watch in enumerate(form.watch):
        key = ("watch", at)
        yield Backlink("watch", watch.kind, watch.message, title, page, watch.clause, watch.quote, file, key)


def _checklist(one: Checklist, file: str) -> Iterator[Backlink]:
    title, page = one.title, one.id
    yield Backlink("page", page, title, "チェック", page, one.clause, "", file)
    for at, item in enumerate(one.item):
        yield Backlink("item", item.id, item.say, title, page, item.clause, item.quote, file, ("item", at))
    if (consent := one.consent) is not None:
        label = f"{consent.by}の了承"
        yield Backlink(
            "consent", "consent", label, title, page, consent.clause, consent.quote, file, ("consent",)
        )
        for at, case in enumerate(consent.exempt):
            key = ("consent", "exempt", at)
            yield Backlink("consent", case.id, case.label, title, page, consent.clause, case.quote, file, key)


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
    everything = all_backlinks(guideline)
    return tuple(one for name in cited for one in everything if one.clause == name)


def reasons(guideline: Guideline, citation: str) -> tuple[UnansweredSentence | ExplainedSentence, ...]:
    """Why no tool answers a clause, or that it explains and asks nothing.

    The entries of guideline.toml that name the clause, else those of the nearest clause above that speak of all of it.
    """
    clause = guideline.clause(citation)
    entries: tuple[UnansweredSentence | ExplainedSentence, ...] = (
        *guideline.file.unanswered,
        *guideline.file.explained,
    )
    found = tuple(one for one in entries if clause is not None and one.clause == clause.citation)
    while not found and clause is not None and (clause := clause.parent) is not None:
        found = tuple(one for one in entries if one.clause == clause.citation and not one.quote)
    return found


def reason(guideline: Guideline, citation: str) -> str:
    """Why no tool answers a clause, in sentences of its own or of the nearest clause above; "" where nobody says."""
    found = (one for one in reasons(guideline, citation) if isinstance(one, UnansweredSentence))
    return "\n".join(one.why for one in found)
