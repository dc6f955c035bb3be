"""A bad value of any field, asked line by line: why is told under the question, and the next line puts it right."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest

from uedasns_tui.cli import bulk_change, media
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.values import ask_fields, writable_fields
from uedasns_tui.records.record import Value
from uedasns_tui.services import record_actions
from uedasns_tui.services.bulk_change import contact_fields
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "guideline", ROOT / "tests" / "fixtures" / "guideline")
BAD = {
    "url": "ここです", "phone": "内線のみ", "email": "メールで", "address": "〒386", "count": "たくさん", "date": "13月1日",
    "datetime": "昼ごろ", "period": "そのうち", "reading": "漢字",
}  # fmt: skip
GOOD = {
    "url": "https://example.jp/a", "phone": "0268-71-8080", "email": "a@city.ueda.nagano.jp", "count": "3", "date": "きのう",
    "address": "〒386-8601 上田市大手一丁目11番16号", "datetime": "きのう 18:30", "period": "きょうから当面の間", "reading": "よみ",
}  # fmt: skip


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("folder", FOLDERS, ids=["bundled", "invented"])
def test_a_bad_value_is_told_where_it_was_typed_and_put_right_with_the_next_line(
    folder: Path, tmp_path: Path, now: datetime
) -> None:
    options = AppOptions(create=True, data=str(tmp_path / "records"), guideline=str(folder))
    context = open_context(options, {}, lambda: now, UserSettings(name="花子", section="課"))
    asked = 0
    for form in context.guideline.forms.values():
        record = record_actions.new_record(context, form.id, {})
        for field in writable_fields(form, record.values):
            if field.type not in BAD:
                continue
            end = ["."] if field.type == "address" else []
            lines = [BAD[field.type], *end, GOOD[field.type], *end]
            out = io.StringIO()
            prompt = Prompt(Keyboard("".join(f"{line}\n" for line in lines)), out)
            answered = ask_fields(context, record, prompt, (field.id,))
            value = answered.text(field.id)
            heard = out.getvalue()
            assert heard.count("\n  ") >= 1 and heard.count(f"{field.label}") >= 1, (form.id, field.id, heard)
            assert value and value not in BAD.values() and "きのう" not in value, (form.id, field.id, value)
            asked += 1
    assert asked >= 5


def test_the_questions_about_many_accounts_and_pictures_check_each_answer(
    tmp_path: Path, now: datetime
) -> None:
    options = AppOptions(create=True, data=str(tmp_path / "records"))
    context = open_context(options, {}, lambda: now, UserSettings(name="花子", section="課"))
    fields = contact_fields(context)
    lines = [
        line for field in fields for line in (BAD.get(field.type), GOOD.get(field.type, "新しい課")) if line
    ]
    out = io.StringIO()
    values: dict[str, Value] = {}
    bulk_change._ask_values(context, values, Prompt(Keyboard("".join(f"{line}\n" for line in lines)), out))
    assert values == {field.id: GOOD.get(field.type, "新しい課") for field in fields}
    assert out.getvalue().count("\n  ") >= sum(field.type in BAD for field in fields)

    answers: dict[str, str] = {}
    lines = [str(tmp_path / "ない.jpg"), "花.jpg", "花です", "", "", ""]
    media._ask(answers, Prompt(Keyboard("".join(f"{line}\n" for line in lines)), out))
    assert answers["file"] == "花.jpg" and answers["alt"] == "花です" and "見つかりません" in out.getvalue()
