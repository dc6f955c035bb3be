"""What the tests of records stand on: people, a small form with a life of its own, and records of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.load import load, load_platforms
from uedasns_tui.guideline.schema import Act, Ask, Field, Form, Platform, Rule
from uedasns_tui.records.record import Entry, Person, Record

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
ROOT = Path(__file__).resolve().parents[2]
HANAKO = Person("上田 花子", "広報課", "hanako")
TARO = Person("真田 太郎", "広報課", "taro")

FORM = Form(
    1, "note", "お知らせ",
    {"draft": "下書き", "asked": "待ち", "done": "済", "changed": "変更あり", "gone": "廃止"},
    "draft",
    changed="changed", changed_from=("asked", "done"), ended=("gone",),
    field=(
        Field("name", "名称", "line", "1(1)", role="name"),
        Field("runner", "区分", "choice", role="runner", weight="may", choices={"city": "市", "outside": "団体"}),
        Field("medium", "媒体", "platform", role="platform", weight="may"),
        Field("url", "アドレス", "url", "1(2)", role="url", weight="may"),
        Field("reply", "返信", "choice", weight="may", choices={"none": "しない", "reply": "する"}),
        Field("group", "体制", "group", when={"reply": "reply"}),
        Field("hours", "時間", "line", "1(3)", part_of="group"),
        Field("late", "遅れるとき", "text", "1(4)", part_of="group", weight="should"),
        Field("more", "備考", "text", weight="may"),
        Field("secret", "内部", "line", weight="may", public=False, print=False),
    ),
    ask=(
        Ask("by", "決めた人", role="by"), Ask("number", "番号"), Ask("reason", "理由", "text"),
        Ask("day", "日", "date"), Ask("how", "方法", "choice", choices={"paper": "書面", "phone": "電話"}),
        Ask("case", "場合", "choice", role="exemption", choices={"known": "周知済み", "facts": "事実"}),
        Ask("where", "場所"),
    ),
    act=(
        Act("submit", "出す", "asked", ("draft", "changed"), stamps=True, clean=True, role="submit", clause="1"),
        Act("decide", "決める", "done", ("asked",), ("by", "number"), ("day", "how"), stamps=True, role="decide"),
        Act("return", "戻す", "draft", ("asked",), ("reason",), role="return"),
        Act("exempt", "要らない", "done", ("draft",), ("case",), ("where",), stamps=True, role="exempt"),
        Act("publish", "公表", after=("done", "changed"), needs=("day",), role="publish"),
        Act("close", "廃止", "gone", needs=("reason",), role="close", when={"reply": "none"}),
        Act("note", "メモ", needs=("reason",), role="note"),
    ),
    rule=(
        Rule("exception", "返信は例外です。", "1(5)", weight="should", on="reply", when={"reply": "reply"}),
        Rule("more-or-url", "備考が要ります。", on="more", when={"url": "*"}, unless=({"more": "*"}, {"reply": "none"})),
    ),
)  # fmt: skip


@pytest.fixture
def form() -> Form:
    return FORM


@pytest.fixture
def record(now: datetime) -> Callable[..., Record]:
    """A record of the small form, made by 上田 花子."""

    def make(**values: Any) -> Record:
        entry = Entry("e1", now - timedelta(days=1), "created", HANAKO)
        return Record("20261123-ab3x7", "note", date(2024, 1, 4), values or {"name": "花火"}, log=(entry,))

    return make


@pytest.fixture(scope="session")
def guideline() -> Guideline:
    """The real guideline of this house."""
    found = load(ROOT / "guideline").guideline
    assert found is not None
    return found


@pytest.fixture(scope="session")
def platforms() -> dict[str, Platform]:
    return load_platforms(ROOT / "data" / "platforms")[0]
