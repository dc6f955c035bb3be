"""The guideline in memory: its clauses, forms, checklists, city, words; what the rest of the house asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.numbering import read_label

if TYPE_CHECKING:
    from uedasns_tui.guideline.schema import (
        Checklist,
        City,
        Form,
        FormField,
        GuidelineFile,
        Purpose,
        Template,
        WordList,
    )


@dataclass(frozen=True, eq=False)
class Guideline:
    """One edition of one city's guideline. Read-only.

    `sources`: file name -> what was read from it, for those who say where something is written.
    """

    file: GuidelineFile
    root: Clause
    city: City
    forms: Mapping[str, Form] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    words: tuple[WordList, ...] = field(default_factory=tuple)
    templates: Mapping[str, Template] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    sources: Mapping[str, Any] = field(default_factory=dict)

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
        found: dict[str, tuple[Clause, ...]] = {}
        for one in self.clauses:
            found[one.citation] = (*found.get(one.citation, ()), one)
        return found

    def form_for(self, purpose: Purpose) -> Form | None:
        """The form of a purpose; the first, where several say the same. None where the guideline has none."""
        return next((form for form in self.forms.values() if form.purpose == purpose), None)

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
            form, one = named
            clause = self.clause((one.clause if one else "") or form.clause)
            return (clause,) if clause else ()
        from uedasns_tui.guideline import citations

        return citations.find(self.root, citation)

    def nearest(self, citation: str) -> tuple[Clause, ...]:
        """The clauses that a citation which names none may have meant."""
        from uedasns_tui.guideline import citations

        return citations.nearest(self.root, citation)

    def find_field(self, citation: str) -> tuple[Form, FormField | None] | None:
        """The form, and its field, that 様式1④ (様式1の4, 様式第1号④) names; None when it names no form.

        The field is None where the form alone is named; a mark that no field has names nothing.
        """
        from uedasns_tui.guideline import citations

        wanted = citations.plain_form(citation)
        for form in sorted(self.forms.values(), key=lambda one: -len(one.cite)):
            head = citations.plain_form(form.cite)
            if not head or not wanted.startswith(head):
                continue
            rest = wanted[len(head) :]
            if not rest:
                return form, None
            path = None if head[-1:].isdecimal() and rest[:1].isdecimal() else citations.steps(rest)
            for one in form.field if path and len(path) == 1 else ():
                found = read_label(one.label)
                if found and not one.part_of and path and citations.names(path[0], found[0]):
                    return form, one
        return None

    def cite(self, citation: str) -> str:
        """As one writes it in a memo: 『title』（令和6年1月4日改定）5(8)オ「text」."""
        from uedasns_tui.japanese import dates

        clause = self.clause(citation)
        history = [one for one in self.file.history if one.date == self.edition]
        event = history[-1].event if history else "版"
        head = f"『{self.title}』（{dates.japanese_date(self.edition)}{event}）"
        if clause is None:
            return head + citation
        return f"{head}{citation}「{(clause.text or clause.title).strip()}」"
