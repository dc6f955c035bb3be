"""Handing on: the worked example as the guideline prints it, what is decided and nothing internal, the site, hostile text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_safety import Unprintable, printable
from uedasns_tui.services import (
    open_data,
    public_site,
    publication,
    record_actions,
    record_import,
    transitions,
)

ROWS = (
    ("①発信情報の名称", "上田市行政チャンネル"),
    ("②ソーシャルメディア名", "YouTube"),
    ("③アカウント", "cityuedakoho"),
    ("④登録URL", "https://www.youtube.com/user/cityuedakoho/"),
    (
        "⑤開設の目的",
        "・観光情報や交流・文化施設の情報など、市内視聴者に限らず、県内外に上田市の魅力をPRするために、ソーシャルメディアを利用して情報発信を行います。\n"
        "・YouTubeの「再生回数」を、番組の閲覧者数を把握するための一つの指標とします。",
    ),
    (
        "⑥発信情報の内容",
        "・観光情報、まちづくり、健康・福祉、教育、ごみや環境など身近な市民生活に関する企画番組や職員からのお知らせ番組\n"
        "・市長からの施策の発表（市長記者会見、市議会提案説明）など",
    ),
    ("⑦運用期間", "平成25年6月から当面の間"),
    (
        "⑧利用者の書き込みに対する返信",
        "・運用者は、利用者からの書き込みに対して、原則として返信を行いません。\n"
        "・ご意見・ご質問は、以下の問い合わせ先に直接ご連絡をお願いいたします。",
    ),
    (
        "⑨運用者・連絡先",
        "○上田市 政策企画部 広報課\n・住所：〒386-8601 上田市大手一丁目11番16号\n・電話：0268-71-8080（直通）\n"
        "・FAX：0268-22-4131\n・電子メール：koho@city.ueda.nagano.jp",
    ),
)
"""様式1 as the guideline prints it for 上田市行政チャンネル (edition of 2024-01-04)."""

INTERNAL = {
    "reading": "ひみつのよみ",
    "verified": "unknown",
    "two_factor": "no",
    "admins": "98761",
    "recovery": "印つき復旧課",
    "next_review": "2031-03-07",
    "seen_on": "2026-11-19",
    "seen_by": "印つき目視者",
    "writer": "contractor",
}
"""A marker for each internal field."""
MARKERS = (
    "ひみつのよみ",
    "98761",
    "印つき",
    "2031",
    "令和13年",
    "2026-11-19",
    "令和8年11月19日",
    "未確認",
    "未設定",
    "委託した事業者",
)


def as_text(name: str, data: bytes) -> str:
    """Everything that stands in a file of a format."""
    if name not in ("word", "excel"):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(
            re.sub(r"<[^>]+>", " " if name == "excel" else "", packed.read(one).decode("utf-8"))
            for one in packed.namelist()
            if one.endswith((".xml", ".rels"))
        )


def test_the_worked_example_typed_field_by_field_is_the_guidelines_sheet(context) -> None:
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    record = record_actions.new_record(context, "policy")
    for field in context.form("policy").field:
        if field.type != "group":
            record = record_actions.with_values(record, {field.id: sample.values.get(field.id, "")})
    problems = record_actions.problems(context, record)
    assert [
        problem for problem in problems if problem.where.key in sample.values and problem.severity == "must"
    ] == []
    # a row that the worked example leaves empty is of a field that the guideline asks for beyond it
    assert (
        tuple(row for row in publication.sheet_rows(context.form("policy"), record.values) if row[1]) == ROWS
    )
    table = Document(io.BytesIO(publication.export(context, record, "word"))).tables[0]
    rows = [(row.cells[0].text, row.cells[1].text) for row in table.rows]
    assert [row for row in rows if row[1]] == list(ROWS)


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_draft_says_so_and_a_decided_copy_bears_date_and_number(name, context, make, edited) -> None:
    draft = make("draft").record
    text = as_text(name, publication.export(context, draft, name))
    assert re.search(r"(^|\W)案(\W|$)", text) and "広第12号" not in text
    kept = edited(make("decided", "submit", "decide"), purpose="決裁後に変えた目的です。")
    text = as_text(name, publication.export(context, kept.record, name))
    assert "決裁後に変えた目的" not in text and not re.search(r"(^|\W)案(\W|$)", text)
    if name not in ("csv", "excel"):  # a CSV of one sheet is its nine columns
        assert "広第12号" in text and "令和8年11月23日" in text
    asked = as_text(name, publication.export(context, kept.record, name, draft=True))
    assert "決裁後に変えた目的" in asked and re.search(r"(^|\W)案(\W|$)", asked) and "広第12号" not in asked


def test_a_decision_on_paper_bears_its_own_day(context, make) -> None:
    given = {"by": "課長", "number": "広第12号", "date": "R8.11.20", "method": "paper"}
    record = transitions.take_transition(
        context, make("channel", "submit"), "decide", given, "試験のため"
    ).kept.record
    assert "決裁日: 令和8年11月20日" in publication.policy_page(context, record).made
    assert next(open_data.rows(context, [record]))["決裁日"] == "2026-11-20"


def test_every_internal_field_has_a_marker(context) -> None:
    assert {one.id for one in context.form("policy").field if not one.public} == set(INTERNAL)


def test_nothing_internal_leaves(context, make, tmp_path: Path) -> None:
    kept = make("channel", "submit", **INTERNAL)
    told = {"by": "印つき課長", "number": "広第12号", "method": "voice", "deputy": "yes", "recorded_by": "印つき記録者",
            "note": "印つきメモ"}  # fmt: skip
    kept = transitions.take_transition(context, kept, "decide", told, "試験のため").kept
    given = {
        "address": "https://example.jp/a",
        "date": "2026-11-23",
        "by": "印つき公表者",
        "note": "印つき二",
    }
    kept = transitions.take_transition(context, kept, "published", given, "試験のため").kept
    folder = tmp_path / "site"
    public_site.build_site(context, folder)
    leaving = {
        f"site {path.name}": as_text("excel" if path.suffix == ".xlsx" else "html", path.read_bytes())
        for path in folder.iterdir()
    }
    for name in FORMATS:
        for draft in (False, True):
            leaving[f"{name} {draft}"] = as_text(name, publication.export(context, kept.record, name, draft))
        leaving[f"register {name}"] = as_text(
            name, FORMATS[name].write(open_data.page(context, [kept.record]))
        )
    leaving["fragment"] = publication.fragment(context, kept.record).decode()
    assert len(leaving) > 12 and all(
        "上田市行政チャンネル" in text for name, text in leaving.items() if "json" not in name
    )
    found = {(name, marker) for name, text in leaving.items() for marker in MARKERS if marker in text}
    assert found == set()
    labels = {one.label for one in context.form("policy").field if not one.public}
    assert not labels & set(open_data.page(context, [kept.record]).blocks[0].head)


def test_the_site_writes_what_changed_and_keeps_closed_accounts_on_its_index(
    context, make, edited, tmp_path
) -> None:
    folder = tmp_path / "site"
    one = make("one", "submit", "decide")
    two = make("two", "submit", "decide", name="上田市の防災", url="https://x.com/ueda_bosai")
    make("draft", name="まだ決めていない名前")
    seen: list[tuple[int, int]] = []
    built = public_site.build_site(context, folder, lambda done, whole: seen.append((done, whole)))
    assert built.written == 6 and seen[-1] == (6, 6)
    assert {path.name for path in folder.iterdir()} == {
        "index.html", "one.html", "two.html", "register.csv", "register.json", "register.xlsx", "site-manifest.json",
    }  # fmt: skip
    assert "まだ決めていない" not in (folder / "index.html").read_text("utf-8")
    (folder / "others.html").write_text("市のページ", encoding="utf-8")
    assert public_site.build_site(context, folder).written == 0
    one = edited(one, purpose="まだ決裁されていない目的です。")
    assert public_site.build_site(context, folder).written == 0
    transitions.take_transition(context, one, "submit", {}, "試験のため")
    assert public_site.build_site(context, folder).written == 0
    assert "決裁待ち" not in (folder / "register.csv").read_text("utf-8-sig")
    two = transitions.take_transition(
        context,
        two,
        "close",
        {"date": "2026-11-23", "reason": "終了", "fate_account": "kept", "fate_data": "保存"},
        "試験のため",
    ).kept
    built = public_site.build_site(context, folder)
    assert (built.written, built.deleted) == (4, 1)
    index = (folder / "index.html").read_text("utf-8")
    assert (
        "上田市の防災" in index and "運用終了" in index.split("上田市の防災")[1] and "two.html" not in index
    )
    assert not (folder / "two.html").exists() and (folder / "others.html").exists()
    assert "two" not in json.loads((folder / "site-manifest.json").read_text("utf-8"))["files"]
    assert two.record.log[-1].inputs["fate_data"] == "保存"


HOSTILE = (
    "<script>window.hit=1</script>", "</script></td></table>", "a\u202eb\u2066c", "\x1b[31m赤\x1b]0;t\x07", "長" * 10_000,
    "nul\x00end", "=cmd|' /C calc'!A0", "| a | b |\n# h\n[x](javascript:y)", "{value}", "\r\n\r\n",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("field", ["name", "purpose", "reply_none", "section", "phone"])
def test_hostile_text_is_kept_as_it_is_and_leaves_as_text(text, field, context, make) -> None:
    kept = make("hostile", **{field: f"前{text}後"})
    assert context.repository.load("hostile").record.text(field).replace(
        "\r\n", "\n"
    ) == f"前{text}後".replace("\r\n", "\n")
    for name in FORMATS:
        written = as_text(name, publication.export(context, kept.record, name))
        assert "<script>window" not in written.replace(json.dumps(text), "") or name in ("csv", "text")
        assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\u202a-\u202e\u2066-\u2069]", written)
    whole = publication.export(context, kept.record, "text").decode()
    flat = re.sub(r"\s", "", printable(f"前{text}後"))
    assert flat in re.sub(r"\s", "", whole)


def test_a_lone_surrogate_is_refused_with_the_reason(context, make) -> None:
    kept = make("channel")
    broken = replace(kept.record, values={**kept.record.values, "purpose": "前\ud83d後"})
    for name in FORMATS:
        with pytest.raises(Unprintable, match="前"):
            publication.export(context, broken, name)


def test_the_index_tells_the_citys_accounts_from_others_and_says_when_one_ended(
    context, make, tmp_path
) -> None:
    make("one", "submit", "decide")
    make(
        "out",
        "submit",
        "decide",
        name="実行委員会",
        runner="outside",
        url="https://example.jp/out",
        platform="X",
    )
    ended = make("end", "submit", "decide", "close", name="終わったもの", url="https://example.jp/end")
    assert "廃止: 令和8年11月23日" in publication.export(context, ended.record, "text").decode()
    pages = public_site.site_pages(context, records_of(context))
    index = FORMATS["html"].write(pages["index.html"]).decode()
    city, outside = index.split("以外の団体が運用するアカウント", 1)
    assert "YouTube" in city and "実行委員会" not in city and "適用外" in outside and "実行委員会" in outside
    assert "終わったもの" in outside and "令和8年11月23日" in outside and "更新日: " in index
    page = FORMATS["html"].write(pages["one.html"]).decode()
    assert 'href="index.html"' in page and 'href="tel:0268-71-8080"' in page and 'href="mailto:' in page
    assert "適用外" in FORMATS["html"].write(pages["out.html"]).decode()


def records_of(context):
    return [saved.record for saved in context.repository.everything("policy")[0]]


def test_no_number_is_not_printed(context, make) -> None:
    kept = make("one", "submit")
    kept = transitions.take_transition(
        context, kept, "decide", {"by": "課長", "number": "なし"}, "試験のため"
    ).kept
    assert "決裁番号" not in publication.export(context, kept.record, "text").decode()


def test_open_data_has_plain_heads_iso_days_and_exact_values(context, make, tmp_path) -> None:
    values = {
        "account": "@ueda_city",
        "phone": "0268718080",
        "purpose": "=1+1",
        "period": "令和6年4月1日から令和7年3月31日まで",
    }
    kept = make("one", "submit", "decide", **values)
    given = {"address": "https://www.city.ueda.nagano.jp/sns/1.html", "date": "2026-11-23", "by": "広報課"}
    transitions.take_transition(context, kept, "published", given, "試験のため")
    public_site.build_site(context, tmp_path)
    (row,) = json.loads((tmp_path / "register.json").read_text("utf-8"))["data"]
    facts = {"全国地方公共団体コード": "202037", "ID": "one", "地方公共団体名": "上田市", "開始日": "2024-04-01", "終了日": "2025-03-31",
             "公表URL": given["address"], "決裁日": "2026-11-23", "更新日": "2026-11-23", "状態": "決裁済"}  # fmt: skip
    assert facts.items() <= row.items() and not any("①" <= head[0] <= "⑳" for head in row)
    assert (row["アカウント"], row["電話"], row["開設の目的"]) == ("@ueda_city", "0268718080", "=1+1")
    text = (tmp_path / "register.csv").read_text("utf-8-sig")
    assert ",@ueda_city," in text and "'@" not in text and ",'=1+1," in text
    cells = {cell.value: cell for cell in load_workbook(tmp_path / "register.xlsx").active[2] if cell.value}
    assert {cells[value].data_type for value in ("0268718080", "@ueda_city", "=1+1", "202037")} == {"s"}
    index = (tmp_path / "index.html").read_text("utf-8")
    assert all(f'href="register.{kind}"' in index for kind in ("csv", "xlsx", "json")) and "公表URL" in index


def test_an_empty_sheet_can_be_filled_in_and_read(context, tmp_path) -> None:
    data = FORMATS["word"].write(publication.blank_page(context))
    assert "☐返信は行わない" in as_text("word", data) and "・電話：" in as_text("word", data)
    (tmp_path / "blank.docx").write_bytes(data)
    with pytest.raises(ImportRefused, match="どの欄も空") as refused:
        record_import.preview(context, tmp_path / "blank.docx")
    assert "①発信情報の名称" in refused.value.reason and "☐返信は行わない" in refused.value.reason
