"""Links: outside the city's own domains (look-alikes included), shortened, or without https."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.guideline.facts_schema import City


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each address with the one thing about it that matters most; the city's own, by https, are silent."""
    for url in post.urls:
        message = _message(url.text, context.city)
        if message:
            yield context.finding(post, "link", url.start, url.end, message)


def parts(address: str) -> tuple[str, str, bool]:
    """Scheme ("" where none is written), host in lower case, and whether something stands before an @ in it."""
    scheme = (re.match(r"([A-Za-z]+):", address) or ["", ""])[1].lower() if "//" in address else ""
    try:
        split = urlsplit(address if "//" in address else f"//{address}")
        return scheme, (split.hostname or "").rstrip(".").lower(), "@" in split.netloc
    except ValueError:
        return scheme, "", False


def beneath(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or beneath one."""
    return any(host == domain.lower() or host.endswith("." + domain.lower()) for domain in domains)


def _message(address: str, city: City) -> str:
    scheme, host, masked = parts(address)
    if not host:
        return "リンク先を読み取れないURLです。書き方を確かめてください。"
    if masked:
        return f"URLの @ より前はリンク先ではありません。本当のリンク先は {host} です。"
    if beneath(host, city.shorteners):
        return "短縮URLのため、リンク先が分かりません。元のURLを書いてください。"
    if not beneath(host, city.domains):
        return _outside(host, city)
    if scheme and scheme != "https":
        return "暗号化されないURLです。https:// で始めてください。"
    return ""


def _outside(host: str, city: City) -> str:
    if any(re.sub(r"[.-]", "", domain.lower()) in re.sub(r"[.-]", "", host) for domain in city.domains):
        return f"市のドメインに似ていますが、リンク先は {host} で、市以外のページです。"
    if "xn--" in host or not host.isascii():
        return f"英数字だけでないドメイン（{host}）で、市以外のページです。似た文字でないか、リンク先を確かめてください。"
    return f"市以外のページ（{host}）です。リンク先と内容を確かめてください。"
