"""Mail addresses, ＠, (at) and full width included; the city's own published ones are marked."""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText, mail_address


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Every mail address."""
    own = {contact.email.lower() for contact in context.city.contact if contact.email}
    for email in post.emails:
        mine = mail_address(email.text) in own
        message = (
            "市が公表しているメールアドレスです。"
            if mine
            else "メールアドレスが書かれています。載せてよいか確かめてください。"
        )
        yield context.finding(post, "email", email.start, email.end, message, mine)
