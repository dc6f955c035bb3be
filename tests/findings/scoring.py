"""The table of drafts and how well the reader does on it; used by the tests and by the benchmark."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.registry import find
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.loader import load, load_platforms
from uedasns_tui.records.record import Medium

ROOT = Path(__file__).resolve().parents[2]
DRAFTS = Path(__file__).parent / "drafts"
KINDS = tuple(sorted(file.stem for file in DRAFTS.glob("*.toml")))
TODAY = date(2026, 11, 23)
BY_OVERLAP = ("confidential", "undecided", "rumor", "abuse", "unlawful", "indecent")
"""Where a word ends is the list's business: there a finding counts when it overlaps what must be found."""


@dataclass(frozen=True)
class Draft:
    """One row of drafts/KIND.toml."""

    kind: str
    half: str
    text: str
    found: tuple[str, ...]
    platforms: tuple[str, ...]
    media: tuple[Medium, ...]


@dataclass(frozen=True)
class Score:
    """Expected and found, expected and missed, found and not expected."""

    hits: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        """Of what was found, how much should be."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what should be found, how much was."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def drafts(kind: str) -> tuple[Draft, ...]:
    """The rows of one kind; `times` repeats a text."""
    table: dict[str, Any] = tomllib.loads((DRAFTS / f"{kind}.toml").read_text(encoding="utf-8"))
    return tuple(
        Draft(
            kind,
            row["half"],
            row["text"] * row.get("times", 1),
            tuple(row["found"]),
            tuple(row.get("platforms", ())),
            tuple(Medium(f"m{at}", **medium) for at, medium in enumerate(row.get("media", ()))),
        )
        for row in table["draft"]
    )


@cache
def known_platforms() -> dict[str, Platform]:
    """The bundled platforms."""
    return load_platforms(ROOT / "data" / "platforms")[0]


@cache
def bundled() -> FindingContext:
    """What the bundled guideline gives to a reader, on the day of the drafts."""
    guideline = load(ROOT / "guideline").guideline
    assert guideline is not None
    return FindingContext(guideline.city, TODAY, guideline.words)


def context(draft: Draft) -> FindingContext:
    """The context of one draft."""
    base = bundled()
    platforms = tuple(known_platforms()[name] for name in draft.platforms)
    return FindingContext(base.city, base.today, base.words, platforms, draft.media)


def shown(one: Finding) -> str:
    """What a row names a finding by: its text, or for a length the platform."""
    return one.message.split("の")[0].split("で")[0] if one.kind == "length" else one.text


def outcome(draft: Draft) -> tuple[list[str], list[str], list[str]]:
    """What was rightly found, missed and wrongly found in a draft, of its kind alone."""
    ones = [one for one in find(draft.text, context(draft)) if one.kind == draft.kind]
    if draft.kind in BY_OVERLAP:
        return _overlapping(draft, ones)
    found = [shown(one) for one in ones]
    wanted_, found_ = Counter(draft.found), Counter(found)
    return (
        list((wanted_ & found_).elements()),
        list((wanted_ - found_).elements()),
        list((found_ - wanted_).elements()),
    )


def _overlapping(draft: Draft, ones: list[Finding]) -> tuple[list[str], list[str], list[str]]:
    hits: list[str] = []
    missed: list[str] = []
    for at, wanted in enumerate(draft.found):
        start = -1
        for _ in range(draft.found[: at + 1].count(wanted)):
            start = draft.text.index(wanted, start + 1)
        match = next((one for one in ones if one.start < start + len(wanted) and start < one.end), None)
        (missed if match is None else hits).append(wanted)
        ones = [one for one in ones if one is not match]
    return hits, missed, [one.text for one in ones]


def score(kind: str, half: str) -> Score:
    """The sums over one half of a kind's drafts."""
    rows = [outcome(one) for one in drafts(kind) if one.half == half]
    return Score(*(sum(len(row[part]) for row in rows) for part in range(3)))
