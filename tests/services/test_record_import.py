"""Taking in: what was exported comes back the same; what is not understood is said; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.services import open_data, publication, record_import

REPLY = {
    "reply": "reply",
    "reply_none": "",
    "reply_hours": "平日の午前8時30分から午後5時15分まで",
    "reply_staff": "広報課の広報担当",
    "reply_daysoff": "翌開庁日に確認して対応します",
    "reply_late": "お時間をいただく旨と、\n後日回答することをお答えします。",
    "reply_note": "全ての書き込みに返信するものではありません。",
}


def printed(context, record) -> dict[str, str]:
    """Every value that the sheet prints, with the choice that opens its parts."""
    fields = [
        one
        for one in context.form("policy").field
        if one.type != "group" and (one.print or one.id == "reply")
    ]
    return {one.id: text.strip("\n") for one in fields if (text := record.text(one.id).strip())}


@pytest.mark.parametrize("suffix", ["word", "csv"])
@pytest.mark.parametrize("values", [{}, REPLY], ids=["no-reply", "reply"])
@pytest.mark.parametrize("acts", [(), ("submit", "decide")], ids=["draft", "decided"])
def test_what_was_exported_comes_back(suffix, values, acts, context, make, tmp_path: Path) -> None:
    record = make("channel", *acts, **values).record
    path = tmp_path / f"sheet.{'docx' if suffix == 'word' else 'csv'}"
    path.write_bytes(publication.export(context, record, suffix))
    (taken,) = record_import.preview(context, path)
    got = {key: value.strip("\n") for key, value in taken.values.items() if isinstance(value, str)}
    assert got == {key: value for key, value in printed(context, record).items() if key in got or value}
    assert taken.unknown == ()
    assert len(context.repository.everything("policy")[0]) == 1


def test_the_registers_csv_comes_back_row_by_row(context, make, tmp_path: Path) -> None:
    records = [
        make("a", "submit", "decide").record,
        make("b", "submit", "decide", name="=防災", **REPLY).record,
    ]
    path = tmp_path / "register.csv"
    path.write_bytes(FORMATS["csv"].write(open_data.page(context, records)))
    taken = record_import.preview(context, path)
    for one, record in zip(taken, records, strict=True):
        got = {key: value.strip("\n") for key, value in one.values.items() if isinstance(value, str)}
        got.pop("runner")
        assert got == printed(context, record)


def test_what_nobody_claims_is_said(context, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        '①発信情報の名称,内線,⑨運用者・連絡先\n広報,1234,"○広報課\n・電話：0268-71-8080\n・内線 5"\n',
        encoding="cp932",
    )
    (taken,) = record_import.preview(context, path)
    assert taken.values["name"] == "広報" and taken.values["phone"] == "0268-71-8080"
    assert any("内線: 1234" in one for one in taken.unknown) and any("内線 5" in one for one in taken.unknown)
    assert any("Shift_JIS" in one for one in taken.notes)
    assert context.repository.everything("policy")[0] == []


def test_a_list_of_last_posts_is_no_list_of_drafts(context, make, tmp_path: Path) -> None:
    make("channel")
    path = tmp_path / "seen.csv"
    path.write_text("ID,seen_on,seen_by\nchannel,2026-11-20,広報太郎\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="policy seen"):
        record_import.preview(context, path)
