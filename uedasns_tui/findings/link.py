"""Links: outside the city's own domains (look-alikes included), shortened, or without https."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading


def host_of(address: str) -> tuple[str, str, bool]:
    """Scheme ("" for a bare address), host in lower case, and whether a name stands before an @ in it."""
    scheme, separator, _ = address.partition("://")
    try:
        parts = urlsplit(address if separator else f"//{address}")
        return (
            scheme.lower() if separator else "",
            (parts.hostname or "").rstrip(".").lower(),
            "@" in parts.netloc,
        )
    except ValueError:
        return (scheme.lower() if separator else "", "", False)


def beneath(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of the domains or beneath one."""
    return any(host == one.lower() or host.endswith("." + one.lower()) for one in domains)


def link(read: Reading, context: Context) -> Iterator[Finding]:
    """Each address with the one thing about it that matters most; the city's own, by https, are silent."""
    for one in read.urls:
        scheme, host, named = host_of(one.text)
        if not host or ("." not in host):
            continue
        said = _said(scheme, host, named, context)
        if said:
            text = read.text[one.start : one.end]
            yield Finding(one.start, one.end, "link", text, context.clauses.get("link", ""), said)


def _said(scheme: str, host: str, named: bool, context: Context) -> str:
    city = context.city
    if named:
        return f"アドレスの @ より前は行き先ではありません。実際の行き先は {host} です。"
    if beneath(host, city.shorteners):
        return "短縮されたアドレスで、行き先が見えません。元のアドレスを書いてください。"
    if not beneath(host, city.domains):
        alike = any(one.lower() in host or one.lower().replace(".", "-") in host for one in city.domains)
        if alike:
            return f"市のドメインに似ていますが、行き先は {host} で、市の外です。"
        if re.search(r"xn--|[^\x00-\x7f]", host):
            return f"日本語などを含むドメイン（{host}）で、市の外です。行き先を確かめてください。"
        return f"市の外のページ（{host}）へのリンクです。市のページと思われないか、内容は適切か確かめてください。"
    if scheme == "http":
        return "https:// で始まるアドレスにしてください。"
    return ""
