"""Finding among records: folded words, all of them; a policy by its よみ in romaji or kana, whole or half typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.services import finder, record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")),
        {},
        lambda: now,
        UserSettings(name="花子", section="広報課"),
    )
    values = {"name": "髙橋記念館だより", "platform": "X", "reading": "たかはしきねんかんだより"}
    record_actions.save_record(
        context, record_actions.new_record(context, "policy", values, name="museum"), None
    )
    return context


@pytest.mark.parametrize(
    "query", ["高橋", "Ｘ 髙橋", "takahashi", "kinenkan", "tayori", "たかはし", "kinenk", "museum"]
)
def test_a_policy_is_found(context: AppContext, query: str) -> None:
    found = [
        one.place for one in finder.find_everywhere(context, query, records=True) if one.kind == "policy"
    ]
    assert found == (["museum"] if query != "tayori" else [])


@pytest.mark.parametrize("query", ["図書館", "高橋 図書館", "toshokan", "z"])
def test_what_is_not_there_is_not_found(context: AppContext, query: str) -> None:
    assert [one for one in finder.find_everywhere(context, query, records=True) if one.kind == "policy"] == []
