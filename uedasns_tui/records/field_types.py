"""Field types: the format of a typed value, and the message for one that does not fit.

They only read: a wrong value stays as typed, may be saved in a draft, and is a Problem that says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.problem import Location, Problem, Severity
from uedasns_tui.guideline.schema import FormField
from uedasns_tui.japanese import dates, periods, visible
from uedasns_tui.japanese.fold import fold, narrow
from uedasns_tui.records.ids import valid_id
from uedasns_tui.records.record import Value

Check = tuple[Severity, str]
NO_PLATFORMS: Mapping[str, Platform] = {}


def check_value(field: FormField, value: Value) -> list[Problem]:
    """What is wrong with a value that is not empty. `where.key` is the field's id."""
    text = value if isinstance(value, str) else "\n".join(value)
    checks: list[Check] = list(_text(text))
    check = _CHECKS.get(field.type)
    if check is not None:
        checks += check(text.strip())
    if field.type == "choice" and text not in field.choices:
        checks.append(
            ("must", f"「{text}」は選べません。{'・'.join(field.choices.values())} のどれかにしてください。")
        )
    if field.type == "accounts":
        bad = [name for name in (value if isinstance(value, tuple) else text.split()) if not valid_id(name)]
        checks += [("must", f"「{name}」はアカウントの ID ではありません。") for name in bad]
    mend = half_width(field, text)
    if mend and check is not None and any(severity == "must" for severity, _ in check(mend.strip())):
        mend = ""
    if mend and not any(severity == "must" for severity, _ in checks):
        checks.append(("should", "半角で書いてください。"))
    return [
        Problem(severity, Location(key=field.id), message, field.clause, field.type, mend)
        for severity, message in checks
    ]


def half_width(field: FormField, text: str) -> str:
    """The value in half width where that is how it is used: URLs, addresses of mail, handles, numbers of telephone
    and post; "" where it is so already, or where nobody can be sure."""
    if field.type in ("url", "email"):
        mended = narrow(text)
    elif field.type == "phone":
        mended = re.sub(_NUMBER, _narrow_number, text)
    elif field.type == "address":
        mended = re.sub(rf"〒\s*{_NUMBER}", _narrow_number, text)
    elif field.role == "account":
        mended = narrow(text) if narrow(text).isascii() else text
    else:
        mended = text
    return mended if mended != text else ""


_DASHES = r"[‐‑‒–—―−ー－]"
_NUMBER = r"[0-9０-９＋+](?:[0-9０-９]|[-‐‑‒–—―−ー－](?=[0-9０-９]))+"


def _narrow_number(match: re.Match[str]) -> str:
    return re.sub(_DASHES, "-", narrow(match[0]))


def _text(text: str) -> Iterable[Check]:
    at = visible.bad_surrogate(text)
    if at is not None:
        yield "must", f"{at + 1} 文字目に、保存できない壊れた文字があります。消してください。"
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t\r" for letter in text):
        yield "should", "目に見えない制御文字があります。消してください。"
    if re.search(_TURNING, text):
        yield "should", "文字の向きを変える、目に見えない文字があります。消してください。"


# patterns, compiled when a value is first looked at: who comes home need not wait for it
_TURNING = r"[\u202a-\u202e\u2066-\u2069]"
_HOST = r"(?i)(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.?"


def _url(text: str) -> Iterable[Check]:
    if re.search(r"\s", text) or any(unicodedata.category(letter) in ("Cc", "Cf") for letter in text):
        yield "must", "URLに空白や改行、目に見えない文字があります。"
        return
    if narrow(text) != text:
        yield "must", "URLは半角で書いてください。"
        return
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port
        plain = host.encode("idna").decode() if host else ""
    except ValueError:
        yield "must", "URLとして読めません。"
        return
    if parts.scheme not in ("http", "https"):
        yield "must", "https:// から始まるURLを書いてください。"
    elif not re.fullmatch(_HOST, plain):
        yield "must", "URLにホスト名（www.example.jp など）がありません。"
    else:
        if "@" in parts.netloc or "\\" in text:
            yield "must", "URLに「@」や「\\」があり、別のリンク先に見えます。リンク先を確かめてください。"
        if not host.isascii():
            yield (
                "should",
                f"ホスト名「{host}」に英数字でない文字があります。よく似た偽のURLでないか確かめてください。",
            )
        if parts.scheme == "http":
            yield "should", "https:// で始まるURLがあれば、そちらを書いてください。"


def host_of(text: str) -> str:
    """The host of an address, "" where it has none."""
    try:
        return (urlsplit(text.strip()).hostname or "").lower()
    except ValueError:
        return ""


def on_host(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these or beneath one."""
    return any(host == known or host.endswith("." + known) for known in hosts)


def platform_named(platforms: Mapping[str, Platform], name: str) -> Platform | None:
    """The platform that a person means by a name; what stands in brackets (「X（公式）」) need not be known."""
    wanted = _bare(name)
    for bare in dict.fromkeys((wanted, re.sub(r"\([^()]*\)", "", wanted))):
        for platform in platforms.values():
            if bare and bare in map(_bare, (platform.id, platform.name, *platform.names)):
                return platform
    return None


def _bare(name: str) -> str:
    """A name as it is compared: neither width, case nor spaces matter."""
    return "".join(fold(name).split())


_PHONE = r"(?<!\d)\(?(?:\+81[- ]?(?:\(0\))?|0)\d{1,4}[-() ]{0,2}\d{1,4}[-() ]{0,2}\d{3,4}(?![- ]?\d)"
_LONGER = ("050", "060", "070", "080", "090", "0800")


def _phone(text: str) -> Iterable[Check]:
    match = re.search(_PHONE, re.sub(_DASHES, "-", narrow(text)))
    digits = re.sub(r"\D", "", match[0].replace("+81", "0").replace("(0)", "")) if match else ""
    if len(digits) != 10 + digits.startswith(_LONGER):
        yield "must", "電話番号として読めません。市外局番から書いてください（例: 0268-00-0000）。"


_EMAIL = r"[A-Za-z0-9._%+\-/=?^{}|~!#$&'*]+@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"


def _email(text: str) -> Iterable[Check]:
    if not re.fullmatch(_EMAIL, text):
        extra = "（全角の文字があります）" if narrow(text) != text else ""
        yield "must", f"電子メールのアドレスとして読めません{extra}。"


def _address(text: str) -> Iterable[Check]:
    flat = narrow(text)
    if "〒" in flat and not re.search(r"〒\s*\d{3}-?\d{4}", re.sub(r"[‐‑–—―−ー－]", "-", flat)):
        yield "must", "〒 の後に 7 桁の郵便番号を書いてください（例: 〒386-8601）。"
    if not re.search(r"[市区町村郡都道府県]", flat):
        yield "should", "市区町村から書いてください。"


def _count(text: str) -> Iterable[Check]:
    if not re.fullmatch(r"[0-9]+", narrow(text)):
        yield "must", "0 以上の数を書いてください。"


def _date(text: str) -> Iterable[Check]:
    date = dates.read_date(text)
    if isinstance(date, dates.DateError):
        yield "must", date.reason


def _datetime(text: str) -> Iterable[Check]:
    moment = dates.read_datetime(text)
    if isinstance(moment, dates.DateError):
        yield "must", moment.reason


LONGEST_PERIOD = 500
"""Whoever reads a period tries every dash in it."""


def _period(text: str) -> Iterable[Check]:
    if len(text) > LONGEST_PERIOD:
        yield "must", f"期間としては長すぎます（{LONGEST_PERIOD} 字まで）。"
        return
    period = periods.read_period(text)
    if isinstance(period, dates.DateError):
        yield "must", period.reason
    elif period.start is None and not period.named:
        yield "should", "開始日がありません。いつからかを書いてください。"


def _reading(text: str) -> Iterable[Check]:
    if not re.fullmatch(r"[\u3041-\u309f\u30a0-\u30ffA-Za-z0-9\s・、ー]*", text):
        yield "must", "よみは、ひらがなで書いてください。"


def _record(text: str) -> Iterable[Check]:
    if not valid_id(text):
        yield "must", f"「{text}」は記録の ID ではありません。"


_CHECKS: Mapping[str, Callable[[str], Iterable[Check]]] = {
    "url": _url, "phone": _phone, "email": _email, "address": _address, "count": _count, "date": _date,
    "datetime": _datetime, "period": _period, "reading": _reading, "record": _record,
}  # fmt: skip
