"""Reading and finding by numbers: chapters, clauses, what they refer to and what rests on them."""

from __future__ import annotations

from functools import partial

from uedasns_tui.cli import menu_records
from uedasns_tui.cli.menu_loop import LEFT, PAGE, Entries, Menu
from uedasns_tui.cli.prompt import required
from uedasns_tui.guideline import references
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.services import backlinks, finder
from uedasns_tui.services.backlinks import BacklinkTarget
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable

BEGINNING = 40
"""Letters of a clause that tell it from the others."""


def read(menu: Menu) -> None:
    """The chapters, and what each has."""
    root = menu.reading.guideline.root
    menu.loop("どの章を読みますか。", dict, lambda: _below(menu, root))


def _below(menu: Menu, parent: Clause) -> Entries:
    return {
        clause.citation: (_beginning(clause), partial(open_clause, menu, clause.citation))
        for clause in parent.children
    }


def _beginning(clause: Clause) -> str:
    text = (clause.title or clause.text).split("\n", 1)[0]
    return f"{clause.mark} {text if len(text) <= BEGINNING else f'{text[:BEGINNING]}…'}".strip()


def open_clause(menu: Menu, citation: str) -> None:
    """A clause, then what lies under it and where it leads; 「次の条項」 goes on from there."""
    clause = menu.reading.guideline.clause(citation)
    while clause is not None and not menu.closed:
        clause = _Place(menu, clause).stay()


class _Place:
    """A clause at which the person is."""

    def __init__(self, menu: Menu, clause: Clause) -> None:
        self.menu = menu
        self.clause = clause
        self.following: Clause | None = None

    def stay(self) -> Clause | None:
        """Read it out and do what is chosen; the clause to go on with."""
        self.menu.console.say(_spoken(self.clause))
        below = _below(self.menu, self.clause)
        few = below if len(below) <= PAGE else {}
        rows = {} if few else below
        self.menu.loop(self.clause.citation, lambda: {**self.entries(), **few}, lambda: rows)
        return self.following

    def entries(self) -> Entries:
        """What can be done at the clause: first what is the same at every one, which is read out once."""
        context = self.menu.reading
        linked = dict.fromkeys(link.target for link in references.references(context.guideline, self.clause))
        return {
            "next": ("次の条項", self.go_on),
            "links": ("関わるもの", self.links),
            "cite": ("引用の形", lambda: self.menu.console.say(context.guideline.cite(self.clause.citation))),
            **{
                f"to {name}": (f"参照先 {name}", partial(open_clause, self.menu, name))
                for name in linked
                if name
            },
            **({"whole": ("この下を続けて聞く", self.read_on)} if self.clause.children else {}),
        }

    def read_on(self) -> None:
        """The clauses beneath, one at a time."""
        self.menu.console.say("Enter で次、< でやめます。")
        for clause in list(self.clause.walk())[1:]:
            self.menu.console.say(_spoken(clause))
            self.menu.prompt.pause()

    def go_on(self) -> object:
        """To the clause behind this one."""
        order = [clause for chapter in self.menu.reading.guideline.root.children for clause in chapter.walk()]
        citations = [clause.citation for clause in order]
        rest = order[citations.index(self.clause.citation) + 1 :]
        if not rest:
            self.menu.console.say("ここが終わりです。")
            return None
        self.following = rest[0]
        return LEFT

    def links(self) -> None:
        """What rests on the clause: entries of the guideline, then records, which can be opened."""
        context = self.menu.reading
        self.menu.console.say(backlinks.clause_notes(context, self.clause.citation))
        targets = _records_on(context, self.clause.citation)
        if targets:
            self.menu.loop(
                "関わる記録",
                dict,
                lambda: {
                    target.record: (target.label, partial(menu_records.open_record, self.menu, target.record))
                    for target in targets
                },
            )


def _spoken(clause: Clause) -> str:
    return f"{clause.citation}　{clause.whole}" if clause.whole else clause.citation


def _records_on(context: AppContext, citation: str) -> list[BacklinkTarget]:
    try:
        return backlinks.record_backlinks(context, citation)
    except IndexUnavailable:
        return []


def find(menu: Menu, words: str = "") -> None:
    """Words or a citation, in the guideline and in the records; a hit is opened by its number."""
    words = words or menu.prompt.line("探す言葉、または 5(8)オ のような引用", check=required("言葉"))
    context = menu.reading
    hits = finder.find_everywhere(context, words, records=True)
    if not hits:
        near = finder.suggest(context, words)
        menu.console.say(f"「{words}」は見つかりませんでした。")
        if near:
            menu.loop("近いもの", dict, lambda: {name: (name, partial(find, menu, name)) for name in near})
        return

    def rows() -> Entries:
        return {
            f"{number}": (
                f"{hit.title if hit.kind != 'clause' else hit.place} {_short(hit.text)}".strip(),
                partial(open_clause if hit.kind == "clause" else menu_records.open_record, menu, hit.place),
            )
            for number, hit in enumerate(hits)
        }

    menu.loop(f"「{words}」 {len(hits)} 件", dict, rows)


def _short(text: str) -> str:
    first = text.strip().split("\n", 1)[0]
    return first if len(first) <= BEGINNING else f"{first[:BEGINNING]}…"
