"""Reminder of image rights: pictures and films without a recorded consent or source."""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText


def find(_: PostText, context: FindingContext) -> Iterator[Finding]:
    """One reminder a picture; it bears on no span of the text."""
    for medium in context.media:
        missing = [
            what
            for what, value in (
                ("写っている人や物の承諾", medium.consent),
                ("出どころ（著作権）", medium.source),
            )
            if not value.strip()
        ]
        if missing:
            message = f"「{medium.file}」の{'と'.join(missing)}を確かめてください。"
            yield Finding(0, 0, "image", medium.file, context.clauses.get("image", ""), message)
