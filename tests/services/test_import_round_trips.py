"""Random records with lines that look like labels: what is exported comes back exactly, and an edited word wins."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from uedasns_tui.formats.page import Page, Table
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.services import publication, record_actions, record_import

LINES = [
    "・その旨を返答します", "・後日回答します", "・電話：0268-00-0000", "○広報課", "電話 0268-11-1111", "⑤開設の目的",
    "①発信情報の名称：別の名", "・速やかに回答できない場合：お待ちください", "返信を行います", "返信は行わない", "☑返信を行う",
    "", "　", "※注意", "FAX：なし", "・", "・・二重", "合計", "=1+1", "'=x", "住所　上田市", "- 箇条", "a\tb", "<b>&amp;", "  字下げ",
    "・対応する者：", "メール：a@example.jp", "1", "(2)", "担当：上田",
]  # fmt: skip
COUNT = 400


def random_values(form, chance: random.Random) -> dict[str, str]:
    values: dict[str, str] = {"reply": chance.choice(["none", "reply"]), "runner": "city"}
    for field in form.field:
        if field.type == "group" or not field.print or field.id in values or not matches(field.when, values):
            continue
        if chance.random() < 0.15:
            values[field.id] = ""
        elif field.type == "text":
            values[field.id] = "\n".join(
                chance.choice([*LINES, "本文です。"]) for _ in range(chance.randint(1, 5))
            )
        else:
            values[field.id] = chance.choice([line for line in LINES if line.strip()] + ["上田市 広報課"])
    return values


def expected(form, values: dict[str, str]) -> dict[str, str]:
    shown = [
        f
        for f in form.field
        if f.type != "group" and (f.print or f.id == "reply") and matches(f.when, values)
    ]
    return {field.id: values[field.id] for field in shown if values.get(field.id)}


@pytest.fixture(scope="module")
def count(request) -> int:
    """All of them where the long tests are asked for; the first ones on every run."""
    return COUNT if request.config.getoption("--long") else 60


def drafts(context, count: int):
    """A draft each, and what of it a sheet prints."""
    chance = random.Random(15)
    form = context.form("policy")
    blank = {field.id: "" for field in form.field if field.type != "group"}
    record = record_actions.new_record(context, "policy", blank)
    for _ in range(count):
        values = random_values(form, chance)
        yield replace(record, values={**blank, **values}), expected(form, values)


def taken(context, path: Path, data: bytes):
    path.write_bytes(data)
    (preview,) = record_import.preview(context, path)
    return preview


@pytest.mark.parametrize("format_name", ["word", "csv"])
def test_a_sheet_comes_back_exactly(format_name, context, count, tmp_path: Path) -> None:
    path = tmp_path / f"sheet{FORMATS[format_name].suffix}"
    for record, wanted in drafts(context, count):
        if not any(text.strip() for key, text in wanted.items() if key != "reply"):
            continue
        got = taken(context, path, publication.export(context, record, format_name, draft=True))
        assert filled(got.values) == filled(wanted)
        assert got.unknown == ()


def filled(values: dict[str, str]) -> dict[str, str]:
    """The values that say something: blanks alone are no value."""
    return {key: text for key, text in values.items() if text.strip()}


def test_the_register_comes_back_exactly(context, count, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    form = context.form("policy")
    columns = [field for field in form.field if field.public and field.type != "group"]
    every = list(drafts(context, count))
    rows = [
        [field.choices.get(text := wanted.get(field.id, ""), text) for field in columns]
        for _, wanted in every
    ]
    page = Page("x", (Table(tuple(map(tuple, rows)), head=tuple(field.label for field in columns)),))
    path.write_bytes(FORMATS["csv"].write(page))
    previews = record_import.preview(context, path)
    assert [filled(preview.values) for preview in previews] == [filled(wanted) for _, wanted in every]


def test_a_word_edited_by_hand_wins(context, count, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    for record, wanted in drafts(context, count // 4):
        record = replace(record, values={**record.values, "purpose": "元の目的です。"})
        data = publication.export(context, record, "word", draft=True)
        edited = replaced(data, "元の目的です。", "直した目的です。")
        assert edited != data
        got = taken(context, path, edited)
        assert filled(got.values) == filled({**wanted, "purpose": "直した目的です。"})


def replaced(data: bytes, old: str, new: str) -> bytes:
    """The visible text of a Word file edited, its data left as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(
                name, part.replace(old.encode(), new.encode()) if name == "word/document.xml" else part
            )
    return out.getvalue()
