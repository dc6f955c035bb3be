"""Emoji in a row: each counted once, joined and coloured ones whole, one space between them at most."""

from __future__ import annotations

import pytest

from tests.findings import scoring
from uedasns_tui.findings.registry import find

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def runs(text: str) -> list[tuple[str, str]]:
    """The emoji in a row that are pointed at, and what is said."""
    return [(one.text, one.message) for one in find(text, scoring.bundled()) if "絵文字" in one.message]


@pytest.mark.parametrize(
    ("text", "run", "count"),
    [
        ("祭り🎉🎉🎉🎉です", "🎉🎉🎉🎉", 4),
        ("🎉 🎉\n🎉　🎉 と", "🎉 🎉\n🎉　🎉", 4),
        (f"{FAMILY}🇯🇵☎\ufe0f1\ufe0f\u20e3👍🏽", f"{FAMILY}🇯🇵☎\ufe0f1\ufe0f\u20e3👍🏽", 5),
        ("🎉🎉🎉🎉🎉と🎉🎉🎉", "🎉🎉🎉🎉🎉", 5),
    ],
)
def test_a_row_is_named_with_its_count(text: str, run: str, count: int) -> None:
    assert [said for said, _ in runs(text)] == [run]
    assert f"絵文字が{count}個" in runs(text)[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "🎉🎉🎉",
        "🎉と🎉と🎉と🎉",
        "🎉  🎉  🎉  🎉",
        FAMILY,
        "👍🏽👍🏽",
        "👨\u200d" * 40,
        "🇯🇵🇯🇵🇯🇵",
        "🎉🎉と🎉🎉",
        "",
    ],
)
def test_fewer_are_no_row(text: str) -> None:
    assert runs(text) == []
