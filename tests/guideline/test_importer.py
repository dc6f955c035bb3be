"""Five guidelines in five published shapes, and the city's own: imported, nothing lost, nothing to mend by hand."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import docx
import pytest

from uedasns_tui.formats.published_text import published_text
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.asking_words import holds_any
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.import_files import guideline_files
from uedasns_tui.guideline.import_history import city_name
from uedasns_tui.guideline.import_statements import MUST, UNLESS, statement
from uedasns_tui.guideline.importer import import_text
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema_guide import FILES, meaning_of, meanings, roles, schema_guide, tables
from uedasns_tui.guideline.toml_reader import fields
from uedasns_tui.japanese.fold import narrow

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(__file__).resolve().parent / "published"
SHAPES = {path.stem: path for path in sorted(PUBLISHED.iterdir())}


def imported(path: Path, folder: Path) -> tuple[Guideline, list[tuple[int, str]], str]:
    text = published_text(path.read_bytes(), path.name)
    made = guideline_files(import_text(text), text)
    for name, body in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body, encoding="utf-8")
    loaded = load(folder)
    assert loaded.guideline is not None
    assert [str(problem) for problem in loaded.problems] == []
    assert [str(problem) for problem in coverage.problems(loaded.guideline)] == []
    return loaded.guideline, [(note.line, note.message) for note in made.notes], text


def outline(guideline: Guideline) -> list[str]:
    return [f"{clause.citation} {clause.title}".strip() for clause in guideline.clauses]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_published_word_is_lost_or_changed(shape: str, tmp_path: Path) -> None:
    guideline, _, text = imported(SHAPES[shape], tmp_path)
    drop = str.maketrans("", "", " \n\t　#|-・○")
    whole = narrow(
        "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "chapters").iterdir()))
    )
    whole = (whole + narrow(guideline.title)).translate(drop)
    for line in text.split("\n"):
        words = narrow(line).translate(drop)
        if len(words) > 10 and "年" not in words and "様式第1号(" not in words:
            assert words in whole, line


def test_articles_with_captions_and_supplements(tmp_path: Path) -> None:
    guideline, notes, _ = imported(SHAPES["ordinance"], tmp_path)
    assert guideline.title == "みなと市ソーシャルメディア運用要綱"
    assert guideline.file.numbering == ("第1条", "1", "(1)", "ア")
    assert [(str(event.date), event.event, event.offices) for event in guideline.file.history] == [
        ("2024-03-28", "制定", ("みなと市告示第４２号",)),
        ("2025-04-01", "改正", ("告示第31号",)),
    ]
    assert outline(guideline)[1:4] == ["第1条 趣旨", "第2条 定義", "第2条(1)"]
    assert outline(guideline)[-5:] == [
        "附則 附　則", "附則2 附　則（令和７年４月１日告示第３１号）", "附則2第1条 施行期日", "附則2第2条 経過措置",
        "別表第１（第４条関係） 別表第１（第４条関係）",
    ]  # fmt: skip
    form = guideline.form_for("policy")
    assert form is not None
    assert (form.cite, form.clause, form.approval) == ("様式第1号", "第3条", "届出")
    assert [(field.type, field.role) for field in form.field] == [
        ("line", "name"), ("platform", "platform"), ("url", "url"), ("text", "content"), ("period", "period"),
        ("section", "section"),
    ]  # fmt: skip
    assert guideline.cite("第3条2").endswith(
        "第3条第2項「運用責任者は、前項の運用方針を市のホームページで公表しなければならない。」"
    )
    assert [line for line, _ in notes] == [15, 44]


def test_levels_of_a_circular(tmp_path: Path) -> None:
    guideline, _, _ = imported(SHAPES["outline"], tmp_path)
    assert guideline.file.numbering == ("1", "(1)", "ア")
    assert [clause.text for clause in guideline.find("第２の１の(1)のイ")] == ["利用するサービス"]
    assert [item.say for item in guideline.checklists["post"].item][:3] == [
        "アカウントを開設する課は、次の事項を明記した利用方針を作成し、町長の承認を受けている",
        "利用方針は、町のホームページで公表している",
        "発信の前に、所属長の承認を受けている",
    ]
    form = guideline.form_for("policy")
    assert form is not None
    assert (form.approval, form.title) == ("承認", "利用方針")


def test_decimal_headings_of_a_pdf_with_broken_lines(tmp_path: Path) -> None:
    guideline, _, _ = imported(SHAPES["decimal"], tmp_path)
    assert [clause.title for clause in guideline.find("2.1")] == ["発信の前に"]
    clause = guideline.clause("2.1(1)")
    assert clause is not None
    assert clause.text.endswith("確かめた人の名前も残しておく必要があります。")
    assert "- 1 -" not in "".join(clause.text for clause in guideline.clauses)


def test_headings_lists_and_a_table_of_a_page(tmp_path: Path) -> None:
    guideline, _, _ = imported(SHAPES["page"], tmp_path)
    assert guideline.title == "かわべ村ソーシャルメディアガイドライン"
    assert outline(guideline) == [
        "基本原則 基本原則",
        "基本原則・1",
        "基本原則・2",
        "使う媒体 使う媒体",
        "免責 免責",
    ]
    assert guideline.clauses[3].blocks == ((("媒体", "担当"), ("X", "総務課"), ("LINE", "")),)
    assert guideline.clauses[4].text == "村は、利用者の投稿について責任を負いません。"


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("つぐみ市SNS運用要綱", "", "つぐみ市"), ("はま市SNS要綱", "", "はま市"), ("東つぐみ村山市SNS運用要綱", "", "東つぐみ村山市"), ("宇都宮市職員のSNS利用要領", "", "宇都宮市"),
        ("東京都つぐみ区SNS要領", "", "東京都つぐみ区"), ("つぐみ市消防局SNS方針", "", "つぐみ市"),
        ("SNSにおけるつぐみ大学公式アカウント運用方針", "", "つぐみ大学"), ("つぐみ広域市町村圏組合SNS基準", "", "つぐみ広域市町村圏組合"),
        ("（公財）つぐみ国際センター　SNS方針", "", "（公財）つぐみ国際センター"), ("つぐみ大学病院SNS方針", "", "つぐみ大学"),
        ("まるごとSNS方針", "つぐみ市観光課では、発信します。", "つぐみ市"), ("つぐみ市立図書館SNS方針", "", "つぐみ市"), ("SNS要綱", "この要綱は、つぐみ町（以下「町」という。）の", "つぐみ町"),
        ("SNS方針", "国立大学法人つぐみ大学（以下「本学」という。）は、", "国立大学法人つぐみ大学"),
    ],
)  # fmt: skip
def test_whose_guideline_it_is(title: str, text: str, name: str) -> None:
    assert city_name(title, text) == name


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_a_page_says_around_its_text_is_left_out_and_said(tmp_path: Path, newline: str) -> None:
    page = tmp_path / "page.txt"
    body = "- トップ\n- >\nつぐみ市SNS方針\nコンテンツ番号:5\n| （令和6年4月1日） |\n「つぐみ市SNS方針」\nフェイスブックでシェア\n"
    page.write_text(
        f"{body}1 目的\n甲を守ること。\n2 雑則\n乙とする。\nこのページに関するお問い合わせ\n総務課\n",
        encoding="utf-8",
        newline=newline,
    )
    guideline, notes, _ = imported(page, tmp_path / "made")
    assert (outline(guideline), guideline.clauses[0].text) == (["1 目的", "2 雑則"], "甲を守ること。")
    assert [str(entry.date) for entry in guideline.file.history] == ["2024-04-01"]
    left_out = [line for line, message in notes if "入れていません" in message]
    assert left_out == [1, 12]
    assert not [message for _, message in notes if "入っていない文" in message]


@pytest.mark.parametrize(
    ("above", "date", "offices", "noted"),
    [
        ("令和2年（2020年）5月1日策定\n", "2020-05-01", (), False),
        ("令和3年4月1日\n3つぐ広発第459号\n総務部長決定\n", "2021-04-01", ("3つぐ広発第459号", "総務部長決定"), False),
        ("更新日：2019年7月3日\n", "2019-07-03", (), True), ("", "2000-01-01", (), True),
    ],
)  # fmt: skip
def test_the_history_of_a_page(above: str, date: str, offices: tuple[str, ...], noted: bool) -> None:
    result = import_text(f"つぐみ市SNS方針\n{above}1 目的\n甲とする。\n2 雑則\n乙とする。\n")
    entry = result.history[-1]
    assert (str(entry.date), entry.offices) == (date, offices)
    assert bool(result.notes) == noted


def test_definitions_are_no_items_and_no_fields(tmp_path: Path) -> None:
    page = tmp_path / "rules.txt"
    page.write_text(
        "つぐみ市SNS運用方針\n令和6年4月1日\n第1条　本運用方針において、次の各号に掲げる用語の意義は、当該各号に定めるところによります。\n"
        "(1)　返信：他の投稿に返信をすること\n(2)　投稿：書くこと\n(3)　拡散：広めること\n第2条　登録は以下のように定める。\n第3条　課長は、投稿を確かめること。\n",
        encoding="utf-8",
    )
    guideline, _, _ = imported(page, tmp_path / "made")
    assert [item.clause for item in guideline.checklists["post"].item] == ["第3条"]
    form = guideline.form_for("policy")
    assert form and "返信" not in "".join(field.label for field in form.field)


def test_the_list_of_what_a_policy_holds_is_its_form(tmp_path: Path) -> None:
    page = tmp_path / "rules.txt"
    page.write_text(
        "つぐみ市SNS要領\n令和6年4月1日訓令第1号\n第1条　この要領は、次に掲げるものを対象とする。\n(1)　甲\n(2)　乙\n(3)　丙\n"
        "第2条　所属長は、次の事項を記載した利用指針を作成し、様式第1号により届け出なければならない。\n(1)　名称\n(2)　アドレス\n(3)　目的\n"
        "様式第1号（第2条関係）\n年　月　日\n",
        encoding="utf-8",
    )
    guideline, _, _ = imported(page, tmp_path / "made")
    form = guideline.form_for("policy")
    assert form and [field.role for field in form.field] == ["name", "url", "purpose"]
    assert [item.clause for item in guideline.checklists["post"].item] == ["第2条"]


def test_a_form_to_fill_in_whose_title_stands_below_its_number_is_no_text(tmp_path: Path) -> None:
    page = tmp_path / "guide.txt"
    page.write_text(
        "つぐみ市SNSガイドライン\n1 目的\n甲を守ること。\n2 雑則\n乙とする。\n別紙1\n運用方針に定める事項\n(1) 名称\n(2) アドレス\n(3) 目的\n"
        "別紙2\nSNS利用届出書\n年　月　日\n",
        encoding="utf-8",
    )
    guideline, notes, _ = imported(page, tmp_path / "made")
    assert outline(guideline)[1:3] == ["2 雑則", "別紙1 別紙1"]
    assert (11, "「別紙2」は本文に入れていません。様式の欄を確かめてください。") in notes
    form = guideline.form_for("policy")
    assert form and len(form.field) == 3


def test_kanji_numbers_and_iroha(tmp_path: Path) -> None:
    guideline, _, _ = imported(SHAPES["kanji"], tmp_path)
    assert guideline.file.numbering == ("第1条", "1", "一", "イ")
    assert [clause.text for clause in guideline.find("第二条第二号ロ")] == ["所長"]
    assert [(event.date.year, event.offices) for event in guideline.file.history] == [(2017, ("訓令第八号",))]


def test_the_bundled_chapters_are_read_back_as_they_are() -> None:
    bundled = tomllib.loads((ROOT / "guideline" / "guideline.toml").read_text(encoding="utf-8"))
    chapters = [
        (ROOT / "guideline" / "chapters" / f"{name}.md").read_text(encoding="utf-8")
        for name in bundled["chapters"]
    ]
    published = "\n".join([bundled["title"], "平成25年12月12日策定", *chapters]).replace("# ", "")
    assert list(import_text(published).chapters) == chapters


def test_a_word_file_with_headings_and_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    for level, text in ((0, "さと町の手引"), (1, "目的"), (1, "守ること")):
        document.add_heading(text, level)
        document.add_paragraph({0: "令和6年4月1日策定", 1: "(1) 承認を受けること。"}[level])
    for texts in (("媒体", "課", "X", ""), ("月", "回", "4", "2")):
        table = document.add_table(2, 2)
        for index, text in enumerate(texts):
            table.cell(index // 2, index % 2).text = text
    source = tmp_path / "a.docx"
    document.save(str(source))
    guideline, _, _ = imported(source, tmp_path / "made")
    assert (guideline.title, outline(guideline)) == (
        "さと町の手引", ["目的 目的", "目的(1)", "守ること 守ること", "守ること(1)"],
    )  # fmt: skip
    assert guideline.clauses[-1].blocks == (
        ("承認を受けること。", ()), (("媒体", "課"), ("X", "")), (("月", "回"), ("4", "2")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("個人情報を発信しないこと。", "個人情報を発信していない"),
        ("うわさを広めてはならない。", "うわさを広めていない"),
        ("元の文を読んではならない。", "元の文を読んでいない"),
        ("承認を受けなければならない。", "承認を受けている"),
        ("正確に書くよう努めるものとする。", "正確に書くよう努めている"),
        ("規約を守ること。", "規約を守っている"),
        ("連絡先を示す必要がある。", "連絡先を示している"),
        ("これが望ましい。", ""),
        ("二人で読むこと。", "二人で読んでいる"),
        ("個人情報を書かないこと。", "個人情報を書いていない"),
        ("写真を載せないこと。", "写真を載せていない"),
        ("人を傷つける表現を用いないこと。", "人を傷つける表現を用いていない"),
        ("議論に加わらないものとする。", "議論に加わっていない"),
        ("間違えないようにすること。", "間違えていない"),
        ("広報課に知らせることとする。", "広報課に知らせている"),
        ("広報課へ行くこと。", "広報課へ行っている"),
        ("正確であること。", "正確である"),
        ("次のことに留意しなければなりません。", "次のことに留意している"),
        ("事項を定めなければならないこととする。", "事項を定めている"),
        ("私的に利用してはなりません。", "私的に利用していない"),
        ("確認してください。", "確認している"),
        ("すみやかに消すべきである。", "すみやかに消している"),
        ("個別に返信いたしません。", "個別に返信していない"),
        ("市の信用を損なうことのないようにすること。", ""),
        ("誤りがないこと。", ""),
        ("十分でないこと。", ""),
        ("発信は禁止する。", ""),
    ],
)
def test_a_sentence_is_turned_only_where_that_is_sure(sentence: str, turned: str) -> None:
    assert statement(sentence) == turned


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("発信は禁止する。", True),
        ("内容を確認してください。", True),
        ("常に正しくあるべきである。", True),
        ("市の事業に関すること。", False),
        ("投稿を削除することができるものとする。", False),
        ("目的に沿わない投稿はご遠慮ください。", False),
        ("町の魅力を伝えるため、この方針を定めます。", False),
        ("この要綱は、必要な事項を定めるものとする。", False),
    ],
)
def test_the_signs_of_a_sentence_that_asks(sentence: str, asks: bool) -> None:
    assert (holds_any(MUST, sentence) and not holds_any(UNLESS, sentence)) is asks


def test_what_is_not_turned_is_said_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(
        "甲市の手引\n令和6年4月1日策定\n1 目的\n甲。\n2 注意\n(1) 皆で読むことが望ましい。\n",
        encoding="utf-8",
    )
    _, notes, _ = imported(source, tmp_path / "made")
    assert (
        6,
        "「皆で読むことが望ましい。」を、確かめる文に直していません（checklists/post.toml の item-1）。",
    ) in notes


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\0\1\2", "題だけ".encode(), b"\xff\xfe", b"# #\n##\n|||\n"]
)
def test_nothing_that_is_brought_in_can_raise_anything_else(data: bytes, tmp_path: Path) -> None:
    from uedasns_tui.formats.imported import ImportRefused

    try:
        text = published_text(data, "a.txt")
        guideline_files(import_text(text), text)
    except (ImportRefused, ValueError) as error:
        assert str(error).endswith(("。", "ません。"))


def test_the_page_of_keys_says_how_a_line_stays_text() -> None:
    page = schema_guide()
    assert "行の頭に `\\` を付けるか" in page and "`\\\\`" not in page
    root, _ = read_chapters([("1.md", "# 1 期限\n\n\\3 月末日までに出す。\n")], ("1",))
    assert root.children[0].text == "3 月末日までに出す。"


def test_the_page_of_keys_names_every_key_and_role_with_a_meaning() -> None:
    page = schema_guide()
    for name, cls in FILES:
        assert f"## {name}\n" in page
        for _, table in tables(cls):
            for key in fields(table) or ():
                assert meaning_of(table, key), (table.__name__, key)
                assert f"| `{key}` |" in page
            for role in roles(table):
                assert f"{table.__name__}-role.{role}" in meanings(), (table.__name__, role)
    assert json.dumps(page)
