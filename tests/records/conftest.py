"""What the tests of records stand on: people, a small form with a life of its own, and records of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.guideline.loader import load, load_platforms
from uedasns_tui.guideline.schema import Form, FormField, FormRule, Transition, TransitionInput
from uedasns_tui.records.record import LogEntry, Person, Record

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
        FormField("name", "名称", "line", "1(1)", role="name"),
        FormField("runner", "区分", "choice", role="runner", weight="may", choices={"city": "市", "outside": "団体"}),
        FormField("medium", "媒体", "platform", role="platform", weight="may"),
        FormField("url", "アドレス", "url", "1(2)", role="url", weight="may"),
        FormField("reply", "返信", "choice", weight="may", choices={"none": "しない", "reply": "する"}),
        FormField("group", "体制", "group", when={"reply": "reply"}),
        FormField("hours", "時間", "line", "1(3)", part_of="group"),
        FormField("late", "遅れるとき", "text", "1(4)", part_of="group", weight="should"),
        FormField("more", "備考", "text", weight="may"),
        FormField("secret", "内部", "line", weight="may", public=False, print=False),
    ),
    ask=(
        TransitionInput("by", "決めた人", role="by"), TransitionInput("number", "番号"), TransitionInput("reason", "理由", "text"),
        TransitionInput("day", "日", "date"), TransitionInput("how", "方法", "choice", choices={"paper": "書面", "phone": "電話"}),
        TransitionInput("case", "場合", "choice", role="exemption", choices={"known": "周知済み", "facts": "事実"}),
        TransitionInput("where", "場所"),
    ),
    act=(
        Transition("submit", "出す", "asked", ("draft", "changed"), stamps=True, clean=True, role="submit", clause="1"),
        Transition("decide", "決める", "done", ("asked",), ("by", "number"), ("day", "how"), stamps=True, role="decide"),
        Transition("return", "戻す", "draft", ("asked",), ("reason",), role="return"),
        Transition("exempt", "要らない", "done", ("draft",), ("case",), ("where",), stamps=True, role="exempt"),
        Transition("publish", "公表", after=("done", "changed"), needs=("day",), role="publish"),
        Transition("close", "廃止", "gone", needs=("reason",), role="close", when={"reply": "none"}),
        Transition("note", "メモ", needs=("reason",), role="note"),
    ),
    rule=(
        FormRule("exception", "返信は例外です。", "1(5)", weight="should", on="reply", when={"reply": "reply"}),
        FormRule("more-or-url", "備考が要ります。", on="more", when={"url": "*"}, unless=({"more": "*"}, {"reply": "none"})),
    ),
)  # fmt: skip


@pytest.fixture
def form() -> Form:
    return FORM


@pytest.fixture
def record(now: datetime) -> Callable[..., Record]:
    """A record of the small form, made by 上田 花子."""

    def make(**values: Any) -> Record:
        entry = LogEntry("e1", now - timedelta(days=1), "created", HANAKO)
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
