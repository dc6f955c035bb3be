"""Forms of other bodies and less usual shapes: an item that the form lacks ends the value above it, and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.test_import_corpus import (
    CONTACT,
    LABELS,
    VALUES,
    csv_bytes,
    docx,
    everything,
    filled,
    par,
    previewed,
    table,
    xlsx,
)

WAYS = [
    ("1 アカウント名", "3 情報発信の目的", "2 URL"),
    ("(1) アカウント名", "(3) 情報発信の目的", "(2) URL"),
    ("1．アカウント名", "3．情報発信の目的", "2．URL"),
    ("一　アカウント名", "三　情報発信の目的", "二　URL"),
    ("[アカウント名]", "[情報発信の目的]", "[URL]"),
    ("【アカウント名】", "【情報発信の目的】", "【URL】"),
    ("アカウント名：", "情報発信の目的：", "URL："),
    ("アカウント名", "情報発信の目的", "URL"),
]


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_the_heading_of_an_item_that_the_form_lacks_ends_a_value(way, context, tmp_path: Path) -> None:
    account, foreign, url = way
    lines = [
        account,
        "kou_ueda",
        url,
        "https://example.jp/kou",
        foreign,
        "森のことを伝えます。",
        "町の人に。",
    ]
    (preview,) = previewed(context, tmp_path, docx("".join(map(par, lines))))
    assert preview.values["account"] == "kou_ueda"
    assert preview.values["url"] == "https://example.jp/kou"
    for line in ("情報発信の目的", "森のことを伝えます。", "町の人に。"):
        assert line in everything(preview)


@pytest.mark.parametrize("first", ["2 URL\nhttps://example.jp/kou\n", "2 運用の方針\n方針の文。\n"])
def test_headings_go_on_over_a_list_of_labels_inside_one_of_them(first, context, tmp_path: Path) -> None:
    lines = f"{first}3 アカウント情報\n(1) アカウント名：kou_ueda\n4 運用の手引き\n手引きの文。".split("\n")
    (preview,) = previewed(context, tmp_path, docx("".join(map(par, lines))))
    assert preview.values["account"] == "kou_ueda"
    assert "手引きの文。" in "\n".join(preview.unknown)


def test_a_list_under_the_next_label_begins_again(context, tmp_path: Path) -> None:
    lines = [
        "2 アカウント名",
        "kou",
        "4 発信者",
        "(1) 甲課",
        "(2) 乙課",
        "5 発信内容",
        "(1) 催し",
        "(2) 災害",
        "(3) その他",
    ]
    (preview,) = previewed(context, tmp_path, docx("".join(map(par, lines))))
    assert preview.values["content"] == "(1) 催し\n(2) 災害\n(3) その他"


def test_a_list_inside_a_value_is_no_heading(context, tmp_path: Path) -> None:
    lines = [
        "⑤開設の目的",
        "1 市民に知らせる",
        "2 市外に知らせる",
        "⑥発信情報の内容",
        "・①の案内",
        "③の案内",
        "⑧の案内",
    ]
    (preview,) = previewed(context, tmp_path, docx("".join(map(par, lines))))
    assert preview.values["purpose"] == "1 市民に知らせる\n2 市外に知らせる"
    assert preview.values["content"] == "・①の案内\n③の案内\n⑧の案内"


@pytest.mark.parametrize(
    "label", ["3 アカウント管理者", "③アカウントのインターネットアドレス", "③アカウント運用責任者"]
)
def test_another_noun_with_a_labels_words_before_it_is_another_item(label, context, tmp_path: Path) -> None:
    rows = [["①発信情報の名称", "甲の便り"], [label, "広報課長"]]
    (preview,) = previewed(context, tmp_path, docx(table(rows)))
    assert "account" not in preview.values
    assert "広報課長" in everything(preview)


def test_a_choice_in_cells_of_its_own_is_read_together(context, tmp_path: Path) -> None:
    rows: list[list[object]] = [list(row) for row in filled("返信は行わない")]
    rows[7] += ["返信を行う", "○"]
    (preview,) = previewed(context, tmp_path, xlsx(rows), "a.xlsx")
    assert not preview.values.get("reply")
    assert "返信を行う" in everything(preview)


def test_two_sheets_beside_each_other_are_named_and_never_one_value(context, tmp_path: Path) -> None:
    rows = [[label, value, label, f"乙の{value}"] for label, value in filled("返信は行わない")]
    (preview,) = previewed(context, tmp_path, docx(table(rows)))
    assert preview.values["name"] == VALUES[0]
    assert f"乙の{VALUES[0]}" in "\n".join(preview.unknown)


def test_heads_over_values_in_two_tables_are_one_sheet(context, tmp_path: Path) -> None:
    values = [*VALUES, "返信は行わない", CONTACT]
    body = table([LABELS[:4], values[:4]]) + par("") + table([LABELS[4:], values[4:]])
    (preview,) = previewed(context, tmp_path, docx(body))
    assert [preview.values[name] for name in ("name", "url", "purpose", "period")] == [
        VALUES[0], VALUES[3], VALUES[4], VALUES[6],
    ]  # fmt: skip


def test_the_telephone_of_somebody_else_gives_way_to_the_offices_own(context, tmp_path: Path) -> None:
    contact = CONTACT.replace("・住所", "・委託先：ベル企画　電話：03-1234-5678\n・住所")
    (preview,) = previewed(context, tmp_path, docx(table(list(map(list, filled("返信は行わない", contact))))))
    assert preview.values["phone"] == "0268-71-8080"
    assert "03-1234-5678" in "\n".join(preview.unknown)


def test_a_value_that_the_choice_leaves_unused_is_said(context, tmp_path: Path) -> None:
    rows = [["名称", "返信を行うか", "利用者への説明"], ["甲の便り", "返信を行う", "返信は行いません。"]]
    (preview,) = previewed(context, tmp_path, csv_bytes(rows), "a.csv")
    assert preview.values["reply"] == "reply"
    assert any("利用者への説明" in note and "返信は行いません。" in note for note in preview.notes)


def test_two_columns_that_say_different_choices_leave_it_open(context, tmp_path: Path) -> None:
    rows = [
        ["名称", "⑧利用者の書き込みに対する返信", "返信を行うか"],
        ["甲の便り", "返信は行わない", "返信を行う"],
    ]
    (preview,) = previewed(context, tmp_path, csv_bytes(rows), "a.csv")
    assert not preview.values.get("reply")
    assert any("返信は行わない／返信を行う" in text for text in preview.unknown)


def test_rows_that_end_in_cr_keep_the_line_breaks_in_their_cells(context, tmp_path: Path) -> None:
    data = "名称,開設の目的,アカウント\r甲の便り,・目的です。\n・二つ目です。,kou\r".encode()
    (preview,) = previewed(context, tmp_path, data, "a.csv")
    assert preview.values["purpose"] == "・目的です。\n・二つ目です。"
    assert preview.values["account"] == "kou"


def test_each_sheet_of_a_workbook_is_named(context, tmp_path: Path) -> None:
    heads = ["名称", "SNS", "アカウント"]
    data = xlsx([heads, ["甲の便り", "X", "kou"]], [heads, ["乙の便り", "LINE", "otsu"]])
    first, second = previewed(context, tmp_path, data, "a.xlsx")
    assert any("シート「" in note for note in first.notes)
    assert any("シート「" in note for note in second.notes)
