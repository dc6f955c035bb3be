"""Finding among records: folded words, all of them; a policy by its よみ in romaji or kana, whole or half typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.desk import finder, work
from uedasns_tui.desk.desk import Desk, open_desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.desk.settings import Mine


@pytest.fixture
def desk(tmp_path: Path, now: datetime) -> Desk:
    desk = open_desk(
        Options(data=str(tmp_path / "records")), {}, lambda: now, Mine(name="花子", section="広報課")
    )
    values = {"name": "髙橋記念館だより", "platform": "X", "reading": "たかはしきねんかんだより"}
    work.keep(desk, work.start(desk, "policy", values, name="museum"), None)
    return desk


@pytest.mark.parametrize(
    "query", ["高橋", "Ｘ 髙橋", "takahashi", "kinenkan", "tayori", "たかはし", "kinenk", "museum"]
)
def test_a_policy_is_found(desk: Desk, query: str) -> None:
    found = [one.place for one in finder.find(desk, query, records=True) if one.kind == "policy"]
    assert found == (["museum"] if query != "tayori" else [])


@pytest.mark.parametrize("query", ["図書館", "高橋 図書館", "toshokan", "z"])
def test_what_is_not_there_is_not_found(desk: Desk, query: str) -> None:
    assert [one for one in finder.find(desk, query, records=True) if one.kind == "policy"] == []
