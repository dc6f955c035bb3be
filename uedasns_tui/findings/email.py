"""Mail addresses, ＠ and full width included; the city's own published ones are marked."""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText


def find(read: PostText, context: FindingContext) -> Iterator[Finding]:
    """Every mail address."""
    own = {one.email.lower() for one in context.city.contact if one.email}
    for one in read.emails:
        mine = one.text.lower() in own
        message = (
            "市が公表しているメールアドレスです。"
            if mine
            else "メールアドレスが書かれています。載せてよいか確かめてください。"
        )
        found = read.text[one.start : one.end]
        yield Finding(one.start, one.end, "email", found, context.clauses.get("email", ""), message, mine)
