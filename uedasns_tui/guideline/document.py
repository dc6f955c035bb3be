"""The guideline in memory: its clauses, forms, checklists, city and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.numbering import read_label
from uedasns_tui.plain_file import read_plain

if TYPE_CHECKING:
    from uedasns_tui.guideline.facts_schema import City, Template, WordList
    from uedasns_tui.guideline.guideline_schema import GuidelineFile
    from uedasns_tui.guideline.schema import Checklist, Form, FormField, Purpose

TITLE_BLOCK = "表題"
"""How the title block is cited: what stands above the first clause."""

TABLES = ("forms", "checklists", "city", "templates", "words", "readings", "synonyms", "sources")
"""What of a Guideline stands in other files than its text."""


class FormHead(NamedTuple):
    """What the screens say of a form before they need it: the titles of its tab, and the action that begins a record."""

    tab_title: str
    short_title: str
    begin_label: str
    clause: str = ""


class Guideline:
    """One edition of one city's guideline. Read-only.

    The text's files are read first, and made clauses when somebody first asks for `root`: home need not wait for it. Each
    of TABLES is read when somebody first asks for it, by whichever thread comes first. `sources`: file name -> what was read from it.
    """

    forms: Mapping[str, Form]
    checklists: Mapping[str, Checklist]
    city: City
    templates: Mapping[str, Template]
    words: tuple[WordList, ...]
    readings: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, Any]

    def __init__(
        self,
        file: GuidelineFile,
        root: Clause | Callable[[], Clause],
        folder: Path,
        table: Callable[[str], Any],
    ) -> None:
        self.file, self._root, self.folder = file, root, folder
        self._table, self._lock = table, RLock()

    def __getattr__(self, name: str) -> Any:
        if name not in TABLES:
            raise AttributeError(name)
        with self._lock:
            return (
                self.__dict__[name]
                if name in self.__dict__
                else self.__dict__.setdefault(name, self._table(name))
            )

    @property
    def root(self) -> Clause:
        """The document itself, with all its clauses beneath."""
        with self._lock:
            if not isinstance(self._root, Clause):
                self._root = self._root()
            return self._root

    @property
    def title(self) -> str:
        """The guideline's title."""
        return self.file.title

    @property
    def edition(self) -> date:
        """The date of this edition."""
        return self.file.edition

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause in document order, without the document itself."""
        return tuple(self.root.walk())[1:]

    @cached_property
    def _by_citation(self) -> dict[str, tuple[Clause, ...]]:
        clauses: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            clauses[clause.citation] = (*clauses.get(clause.citation, ()), clause)
        return clauses

    @cached_property
    def form_heads(self) -> dict[Purpose, FormHead]:
        """Purpose -> the head of its form. Read from the heads of the files, so that the first screen need not wait for
        whole forms; from the forms where a head does not say it all."""
        if "forms" not in self.__dict__:
            tables = [_head(path) for path in sorted((self.folder / "forms").glob("*.toml"))]
            if all(table.get("purpose") and table.get("title") for table in tables):
                heads: dict[Purpose, FormHead] = {}
                for table in tables:
                    tab = str(table.get("tab") or table["title"])
                    begin = str(table.get("begin") or f"{table['title']}を新しく書く")
                    heads.setdefault(
                        table["purpose"],
                        FormHead(tab, str(table.get("short") or tab), begin, str(table.get("clause") or "")),
                    )
                return heads
        forms = {form.purpose: form for form in reversed(tuple(self.forms.values())) if form.purpose}
        return {
            purpose: FormHead(form.tab_title, form.short_title, form.begin_label, form.clause)
            for purpose, form in forms.items()
        }

    def form_for(self, purpose: Purpose) -> Form | None:
        """The form of a purpose; the first, where several say the same. None where the guideline has none."""
        return next((form for form in self.forms.values() if form.purpose == purpose), None)

    @property
    def other_forms(self) -> tuple[Form, ...]:
        """The forms of records that the program knows nothing of: a handover, a yearly check."""
        return tuple(form for form in self.forms.values() if form.purpose == "other")

    def purpose_of(self, form_id: str) -> Purpose:
        """The purpose of a form; "other" where the guideline has no such form."""
        form = self.forms.get(form_id)
        return (form.purpose if form else "") or "other"

    def clause(self, citation: str) -> Clause | None:
        """The clause of a canonical citation; the first, where a wrong numbering gives several the same."""
        return self._by_citation.get(citation, (None,))[0]

    def find(self, citation: str) -> tuple[Clause, ...]:
        """The clauses that a citation in any writing may name; a form's citation names the clause it rests on."""
        exact = self._by_citation.get(citation.strip())
        if exact is not None:
            return exact
        if named := self.find_field(citation):
            form, field = named
            clause = self.clause((field.clause if field else "") or form.clause)
            return (clause,) if clause else ()
        from uedasns_tui.guideline import citations

        return citations.find(self.root, citation)

    def nearest(self, citation: str) -> tuple[Clause, ...]:
        """The clauses that a citation which names none may have meant."""
        from uedasns_tui.guideline import citations

        return citations.nearest(self.root, citation)

    def find_field(self, citation: str) -> tuple[Form, FormField | None] | None:
        """The form, and its field, that 様式1④ (様式1の4, 様式第1号④) names; None when it names no form.

        The field is None where the form alone is named; a label that no field has names nothing.
        """
        from uedasns_tui.guideline import citations

        wanted = citations.plain_form(citation)
        for form in sorted(self.forms.values(), key=lambda form: -len(form.cite)):
            cite = citations.plain_form(form.cite)
            if not cite or not wanted.startswith(cite):
                continue
            rest = wanted[len(cite) :]
            if not rest:
                return form, None
            path = None if cite[-1:].isdecimal() and rest[:1].isdecimal() else citations.steps(rest)
            for field in form.field if path and len(path) == 1 else ():
                label = read_label(field.label)
                if label and not field.part_of and path and citations.names(path[0], label[0]):
                    return form, field
        return None

    @property
    def title_block(self) -> str:
        """What stands above the text: the title, then each event of its history with its number and offices."""
        from uedasns_tui.japanese import eras

        events = (
            "　".join(
                filter(None, (f"{eras.japanese_date(event.date)}{event.event}", event.number, *event.offices))
            )
            for event in self.file.history
        )
        return "\n".join((self.title, *events))

    def cite(self, citation: str) -> str:
        """As one writes it in a memo: 『title』（令和6年1月4日改定）5(8)オ「text」."""
        from uedasns_tui.japanese import eras

        clause = self.clause(citation)
        written = clause.formal_citation if clause and self.file.citation == "formal" else citation
        history = [event for event in self.file.history if event.date == self.edition]
        event = history[-1].event if history else "版"
        source = f"『{self.title}』（{eras.japanese_date(self.edition)}{event}）"
        if citation == TITLE_BLOCK:
            return source
        if clause is None:
            return source + written
        return f"{source}{written}「{(clause.text or clause.title).strip()}」"


def _head(path: Path) -> dict[str, Any]:
    """The keys of a TOML file above its first table; {} where they cannot be read, which whoever reads it all reports."""
    import tomllib

    try:
        return tomllib.loads(read_plain(path, 1_000_000).decode("utf-8-sig").partition("\n[")[0])
    except (OSError, ValueError):
        return {}
