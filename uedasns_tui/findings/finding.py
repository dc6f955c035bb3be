"""Finding: a hint to confirm (要確認), with the exact span of the text it rests on. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from uedasns_tui.findings.post_text import PostText
from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.facts_schema import City, Platform, WordList
from uedasns_tui.japanese.visible import one_line
from uedasns_tui.records.record import Medium

NO_FINDINGS = "指摘はありません。指摘がないことは、安全という意味ではありません。"
"""What is said wherever findings are listed and there is none."""
LONGEST_LABEL = 40
LONGEST = 200
"""A longer text names its finding by both its ends: keys are stored in records."""


@dataclass(frozen=True, order=True)
class Finding:
    """`start` / `end`: code-point offsets in the text as typed ([0, 0) for what bears on no span).

    `own`: the city's own published contact, which needs no more than a glance.
    """

    start: int
    end: int
    kind: str
    text: str
    clause: str
    message: str
    own: bool = False

    @property
    def label(self) -> str:
        """Its words in a line of a list: a sentence is named by its beginning, on one line."""
        written = one_line(self.text)
        return written if len(written) <= LONGEST_LABEL else f"{written[:LONGEST_LABEL]}…"

    @property
    def key(self) -> str:
        """Names this finding across edits of the text around it: what a person looked at stays looked at."""
        if len(self.text) > LONGEST:
            return f"{self.kind}:{self.text[: LONGEST // 2]}…{self.text[-LONGEST // 2 :]}"
        return f"{self.kind}:{self.text}"


@dataclass(frozen=True)
class FindingContext:
    """What a reader of a text needs to know besides the text.

    `clauses`: kind of finding -> citation it bears on, from the checklists. `platforms`: those the post goes
    to. `today`: the day of writing, from which years are inferred.
    """

    city: City
    today: date
    words: tuple[WordList, ...] = ()
    platforms: tuple[Platform, ...] = ()
    media: tuple[Medium, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict)

    def finding(
        self, text: PostText, kind: str, start: int, end: int, message: str, own: bool = False
    ) -> Finding:
        """A finding on a span of `text.text`, placed in the text as typed."""
        first, last = text.typed_span(start, end)
        return Finding(first, last, kind, text.typed[first:last], self.clauses.get(kind, ""), message, own)


def group_findings(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The same finding at several places as one: a line is told once, with the number of its places."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.key, finding.message), []).append(finding)
    return list(groups.values())


def place_in(text: str, finding: Finding) -> str:
    """Where a finding begins, as a person counts: 2行5字目; "" for what bears on no span."""
    if finding.end == 0:
        return ""
    before = text[: finding.start]
    return f"{before.count(chr(10)) + 1}行{finding.start - (before.rfind(chr(10)) + 1) + 1}字目"
