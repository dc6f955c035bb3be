"""Texts as a city posts them (notices.toml): plain ones stay silent, hard formats are read, problems are pointed at.

The aims are those the texts were written for; a text read wrongly is printed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.findings import scoring
from uedasns_tui.findings.finding import Finding
from uedasns_tui.findings.registry import find

TEXTS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "notices.toml").read_text(encoding="utf-8")
)
LEAST = {"plain": (0.99, 0.97), "hard": (0.97, 0.95), "problem": (0.90, 0.70)}
"""Precision and recall."""


def outcome(text: str, wanted: list[str]) -> tuple[int, list[str], list[Finding]]:
    """Hits, what was missed, and what was not wanted; more places of a wanted kind are the same finding."""
    findings = [finding for finding in find(text, scoring.bundled()) if not finding.own]
    missed, matched = [], set()
    for entry in wanted:
        kind, _, part = entry.partition(":")
        start = text.index(part)
        match = next(
            (
                item
                for item in findings
                if item.kind == kind and item.start < start + len(part) and start < item.end
            ),
            None,
        )
        if match is None:
            missed.append(entry)
        else:
            matched.add(match)
    kinds = {entry.partition(":")[0] for entry in wanted} & {"access", "template", *scoring.BY_OVERLAP}
    false = [item for item in findings if item not in matched and item.kind not in kinds]
    return len(wanted) - len(missed), missed, false


@pytest.mark.parametrize("kind", LEAST)
def test_each_class_of_texts_is_read_as_well_as_aimed_at(kind: str) -> None:
    hits = misses = falses = 0
    for row in TEXTS[kind]:
        hit, missed, false = outcome(row["text"], row["wanted"])
        hits, misses, falses = hits + hit, misses + len(missed), falses + len(false)
        if missed or false:
            print(row["text"], missed, false)
    precision, recall = LEAST[kind]
    assert falses <= (1 - precision) * (hits + falses)
    assert misses <= (1 - recall) * (hits + misses)


def test_there_are_forty_of_each() -> None:
    assert {kind: len(rows) for kind, rows in TEXTS.items()} == dict.fromkeys(LEAST, 40)
