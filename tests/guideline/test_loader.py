"""Loading: whatever is broken is said with file, line and key, all at once, and the rest works."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load, load_newest, load_platforms

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled edition to break."""
    return Path(shutil.copytree(ROOT / "guideline", tmp_path / "guideline"))


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def line(path: Path, part: str) -> int:
    return next(n for n, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if part in text)


def messages(folder: Path) -> list[str]:
    return [str(entry) for entry in load(folder).problems]


def whole(folder: Path) -> Guideline:
    guideline = load(folder).guideline
    assert guideline is not None
    return guideline


def test_a_missing_chapter(folder: Path) -> None:
    (folder / "chapters" / "03-scope.md").unlink()
    at = line(folder / "guideline.toml", '"03-scope"')
    problems = messages(folder)
    assert (
        problems[0]
        == f"guideline.toml:{at}:chapters.4: chapters/03-scope.md がありません。この章なしで続けます。"
    )
    assert any("「3(2)」という条項はありません" in entry for entry in problems)
    assert not any("があるはずの所に" in entry for entry in problems)
    guideline = whole(folder)
    assert guideline.clause("4(2)ア") is not None
    assert guideline.clause("3") is None


def test_an_unknown_citation_and_a_quote_that_is_not_there(folder: Path) -> None:
    path = folder / "checklists" / "post.toml"
    change(path, 'clause = "5(8)オ"', 'clause = "5(8)ケ"')
    change(path, 'quote = "次に掲げる情報は', 'quote = "次にかかげる情報は')
    first, second = messages(folder)
    assert first.startswith(f"checklists/post.toml:{line(path, '5(8)ケ')}:item.")
    assert "「5(8)ケ」という条項はありません（近いもの: 5(8)キ、" in first
    assert second.startswith(f"checklists/post.toml:{line(path, '次にかかげる')}:item.")
    assert second.endswith("は 5(8) の文にありません。")


def test_a_citation_that_is_not_in_canonical_form_is_named_as_it_should_be(folder: Path) -> None:
    change(folder / "city.toml", 'clause = "8"', 'clause = "８"')
    assert messages(folder)[0].endswith("「８」という条項はありません（近いもの: 8）。")


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("checklists/post.toml", 'id = "no-rumor"', 'id = "no-abuse"', "「no-abuse」が二度あります。"),
        ("checklists/post.toml", 'when = { link = "yes" }', 'when = { linc = "yes" }', "「linc」という質問や項目はありません。"),
        ("checklists/post.toml", 'findings = ["abuse"]', 'findings = ["abuze"]', "「abuze」という指摘の種類はありません。"),
        ("checklists/post.toml", 'form = "post"', 'form = "posts"', "「posts」という様式（forms）はありません。"),
        ("checklists/post.toml", 'needs = ["where"]', 'needs = ["whence"]', "「whence」という質問（ask）はありません。"),
        ("checklists/post.toml", 'any = [{ finding = "open" }', 'any = [{ findings = "open" }', "「findings」という事実はありません。"),
        ("checklists/post.toml", '{ consent = "refused" }', '{ consent = "refuzed" }', "「refuzed」という値はありません（missing・"),
        ("checklists/post.toml", '["missing", "asked"]', '["missing", "axed"]', "「axed」という値はありません（missing・"),
        ("forms/policy.toml", 'to = "waiting"', 'to = "wating"', "「wating」は states にありません。"),
        ("forms/policy.toml", 'needs = ["by", "number"]', 'needs = ["bye", "number"]', "「bye」という質問（ask）はありません。"),
        ("forms/policy.toml", 'first = "draft"', 'first = "drafts"', "「drafts」は states にありません。"),
        ("forms/policy.toml", 'part_of = "replies"', 'part_of = "reply"', "「reply」は group ではありません。"),
        ("forms/policy.toml", 'role = "account"', 'role = "name"', "「name」が二度あります。"),
        ("templates/incident.toml", '"kept_text"', '"kept_texts"', "「kept_texts」という項目はありません。"),
        ("guideline.toml", 'numbering = ["(1)"', 'numbering = ["【1】", "(1)"', "「【1】」は番号の書き方ではありません"),
        ("guideline.toml", '"00-promotion"', '"../../secret"', "chapters/ の中のファイルの名前ではありません。"),
        ("guideline.toml", '"こと{とする|}。", "{っ', '"こと{とする|。", "{っ', "かっこが閉じていない"),
        ("words/rumor.toml", "scheme = 1", "scheme = 2", "読めるのは scheme = 1 です（今は 2）"),
        ("words/abuse.toml", 'word = "馬鹿"', 'word = "{馬鹿"', "「{馬鹿」のかっこが閉じていないか"),
        ("words/abuse.toml", 'word = "馬鹿"', 'word = ["馬鹿", "間抜", "馬鹿"]', "「馬鹿」が二度あります。"),
        ("words/rumor.toml", '"{語}という', '"{語}〈誤〉という', "「誤」という組（set）はありません。"),
        ("words/rumor.toml", '"{語}という', '"語という', "見つけた語を表す{語}を1つ入れてください。"),
    ],
)  # fmt: skip
def test_each_fault_names_its_place(folder: Path, file: str, before: str, after: str, message: str) -> None:
    change(folder / file, before, after)
    hits = [entry for entry in load(folder).problems if message in entry.message]
    assert len(hits) == 1
    where = hits[0].where
    assert where.file == file
    text = (folder / file).read_text(encoding="utf-8").split("\n")[where.line - 1]
    wrong = after.split('"')[-2] if '"' in after else after.split("=")[0].strip()
    assert wrong in text
    assert where.key
    assert whole(folder).clause("5") is not None


def test_faults_of_all_files_come_together(folder: Path) -> None:
    (folder / "forms" / "post.toml").write_text("scheme = \n", encoding="utf-8")
    (folder / "checklists" / "private.toml").write_bytes(b"\xff\xfe")
    (folder / "chapters" / "08-other.md").write_bytes("# 8 その他\n".encode("cp932"))
    (folder / "words" / "abuse.toml").unlink()
    (folder / "words" / "abuse.toml").mkdir()
    (folder / "readings.toml").write_text("scheme = 1\n[reading]\na = 1\n", encoding="utf-8")
    (folder / "chapters" / "09-more.md").write_text("# 9 題\n", encoding="utf-8")
    (folder / "forms" / "again.toml").write_bytes((folder / "forms" / "incident.toml").read_bytes())
    problems = load(folder).problems
    files = {entry.where.file for entry in problems}
    assert files >= {
        "forms/post.toml", "checklists/private.toml", "chapters/08-other.md", "words/abuse.toml", "readings.toml",
        "chapters/09-more.md", "forms/incident.toml",
    }  # fmt: skip
    assert {entry.where.line for entry in problems if entry.where.file == "forms/post.toml"} == {1}
    guideline = whole(folder)
    assert set(guideline.forms) == {"policy", "incident", "comment"}
    assert guideline.clause("7") is not None


def test_what_editors_leave_behind_is_not_read(folder: Path) -> None:
    for name in (".post.toml.swp", ".post.toml", "~post.toml", "post.toml~", "post.toml.bak"):
        (folder / "forms" / name).write_text("= broken", encoding="utf-8")
    assert messages(folder) == []


def test_a_file_of_50_megabytes_is_not_read(folder: Path) -> None:
    with (folder / "chapters" / "01-purpose.md").open("r+b") as file:
        file.truncate(50_000_000)
    assert messages(folder)[0].startswith("chapters/01-purpose.md: 大きすぎます（50,000,000 バイト。")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(folder: Path) -> None:
    (folder / "forms").chmod(0)
    problems = messages(folder)
    (folder / "forms").chmod(0o755)
    assert "forms: 読むアクセス権がありません。" in problems


def test_nothing_but_text(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "a.md").write_text("# 1 題\n\n(1) 文。\n", encoding="utf-8")
    head = 'scheme = 1\ntitle = "題"\ncity = "市"\nedition = 2025-01-01\nnumbering = []\nchapters = ["a"]\n'
    (tmp_path / "guideline.toml").write_text(head + '[asks]\nmust = ""\nshould = ""\n', encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.problems == ()
    assert loaded.guideline is not None
    assert loaded.guideline.city.name == "市"


def test_no_guideline_at_all(tmp_path: Path) -> None:
    assert load(tmp_path / "none").guideline is None
    assert [str(entry) for entry in load(tmp_path).problems] == ["guideline.toml: このファイルがありません。"]
    shutil.copy(ROOT / "guideline" / "guideline.toml", tmp_path)
    loaded = load(tmp_path)
    assert loaded.guideline is None
    assert "使えません" in loaded.problems[-1].message


def test_the_newest_edition_in_force_is_opened(tmp_path: Path) -> None:
    documents = Path(__file__).resolve().parent / "documents"
    folder = Path(shutil.copytree(documents / "items", tmp_path / "items"))
    (folder / "readings.toml").write_text('scheme = 1\n[reading]\n"投稿" = "とうこう"\n', encoding="utf-8")
    for today, edition in ((date(2026, 1, 1), date(2025, 10, 1)), (date(2027, 4, 1), date(2027, 4, 1))):
        guideline = load_newest(folder, today).guideline
        assert guideline is not None
        assert guideline.edition == edition
        assert guideline.readings == {"投稿": "とうこう"}


def test_platforms(tmp_path: Path) -> None:
    assert load_platforms(tmp_path / "none")[1][0].message == "フォルダーがありません。"
    folder = Path(shutil.copytree(ROOT / "data" / "platforms", tmp_path / "platforms"))
    change(folder / "x.toml", "max = 280", 'max = "280"')
    platforms, problems = load_platforms(folder)
    assert set(platforms) == {"x", "line", "facebook", "youtube", "instagram"}
    assert [str(entry.where) for entry in problems] == [
        f"platforms/x.toml:{line(folder / 'x.toml', 'max =')}:limit.0.max"
    ]


def test_a_form_without_purpose_takes_it_from_its_old_id(folder: Path) -> None:
    change(folder / "forms" / "policy.toml", 'purpose = "policy"\n', "")
    assert messages(folder) == [
        "forms/policy.toml: purpose（用途）がないので「policy」（アカウントごとの方針）とみなします。"
    ]
    form = whole(folder).form_for("policy")
    assert form is not None
    assert (form.id, form.title) == ("policy", "利用方針")
    change(folder / "forms" / "policy.toml", 'id = "policy"', 'id = "houshin"')
    assert "「other」（その他の記録）とみなします" in messages(folder)[0]
    assert whole(folder).form_for("policy") is None
    assert (whole(folder).purpose_of("houshin"), whole(folder).purpose_of("nai")) == ("other", "other")


def test_two_forms_of_one_purpose(folder: Path) -> None:
    change(folder / "forms" / "post.toml", 'purpose = "post"', 'purpose = "policy"')
    at = line(folder / "forms" / "post.toml", "purpose =")
    assert (
        f"forms/post.toml:{at}:purpose: 用途「policy」の様式は forms/policy.toml にもあります。そちらを使います。"
        in messages(folder)
    )
    form = whole(folder).form_for("policy")
    assert form is not None
    assert form.id == "policy"


@pytest.mark.parametrize(
    ("file", "word", "near"),
    [("policy", "decide", "desicion"), ("policy", "by", "bye"), ("policy", "platform", "platfrom")],
)
def test_an_unknown_role_is_said_with_the_nearest_and_loading_goes_on(
    folder: Path, file: str, word: str, near: str
) -> None:
    path = folder / "forms" / f"{file}.toml"
    change(path, f'role = "{word}"', f'role = "{near}"')
    first = messages(folder)[0]
    assert first.startswith(f"forms/{file}.toml:{line(path, near)}:")
    assert f"（今は「{near}」。近いもの: {word}）" in first
    form = whole(folder).form_for("policy")
    assert form is not None
    assert len(form.field) > 10


def test_the_words_of_a_procedure_come_from_its_form(folder: Path) -> None:
    form = whole(folder).form_for("incident")
    assert form is not None
    assert (form.tab_title, form.short_title) == ("トラブル", "トラブル")
    assert (form.begin_label, form.register_title) == ("トラブルの記録を始める", "トラブルの記録の一覧")
    change(folder / "forms" / "incident.toml", 'tab = "トラブル"\nbegin = "トラブルの記録を始める"\n', "")
    form = whole(folder).form_for("incident")
    assert form is not None
    assert (form.tab_title, form.begin_label) == ("トラブルの記録", "トラブルの記録を新しく書く")
    assert form.published_title == "トラブルの記録"
