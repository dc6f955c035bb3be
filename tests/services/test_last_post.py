"""The last post as somebody saw it: by hand or CSV, with the date and who looked; else 未確認."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.services import last_post, register


def rows(context, tmp_path: Path, text: str) -> list[last_post.LastPostImport]:
    path = tmp_path / "seen.csv"
    path.write_text(text, encoding="utf-8-sig")
    return last_post.preview(context, path)


def test_by_hand(context, make) -> None:
    make("channel", "submit", "decide")
    (row,), _ = register.accounts(context)
    assert row.last_label == "未確認"
    last_post.write(context, last_post.entered_by_hand(context, "channel", "R8.11.20"))
    (row,), _ = register.accounts(context)
    assert (row.last_label, row.last_from, row.state_label) == ("2026-11-20", "上田　花子", "決裁済")


def test_a_csv_finds_its_accounts_by_id_address_and_name(context, make, tmp_path) -> None:
    make("a")
    make("b", url="https://x.com/Ueda_B/")
    make("c", account="ueda-c")
    make("d", account="ueda-c")
    found = rows(
        context,
        tmp_path,
        "ID,④登録URL,account,最後の投稿の日（目視）,目視で確かめた人\n"
        "a,,,2026/11/1,広報太郎\n,https://x.com/ueda_b,,令和8年10月31日,\n,,ueda-c,2026-11-01,x\nzz,,,2026-11-01,x\n",
    )
    assert [one.saved.record.id if one.saved else "" for one in found] == ["a", "b", "", ""]
    assert [bool(one.reason) for one in found] == [False, False, True, True]
    assert register.accounts(context)[0][0].last_post is None  # a preview writes nothing
    assert [one.kept.record.id for row in found if (one := last_post.write(context, row))] == ["a", "b"]
    kept = {row.id: (row.last_label, row.last_from) for row in register.accounts(context)[0]}
    assert kept["a"] == ("2026-11-01", "広報太郎") and kept["b"] == ("2026-10-31", "上田　花子")
    assert kept["c"][0] == kept["d"][0] == "未確認"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-11-24", "まだ来ていない"),
        ("2月30日", ""),
        ("", "日付がありません"),
        ("2026-10-01", "既に書かれて"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_not_written(context, make, day, reason) -> None:
    make("channel", seen_on="2026-11-01", seen_by="広報太郎")
    one = last_post.entered_by_hand(context, "channel", day)
    assert one.reason and reason in one.reason and last_post.write(context, one) is None
    assert context.repository.load("channel").record.text("seen_on") == "2026-11-01"


def test_a_csv_without_the_column_is_refused(context, make, tmp_path) -> None:
    with pytest.raises(last_post.InvalidLastPost, match="最後の投稿の日"):
        rows(context, tmp_path, "ID,名前\na,b\n")
