"""A step finds its record by title or account; two that fit are both named, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worked_example import lacking_values, sample_words
from uedasns_tui.cli.main import run
from uedasns_tui.services import record_actions
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("UEDASNS_NAME", "上田　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    context = open_context(AppOptions())
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    added = [f"{key}={text}" for key, text in lacking_values(context, sample).items()]
    for name, title, account in (("one", "上田市行政", "@ueda_gyosei"), ("two", "上田市防災", "@ueda_bosai")):
        run(
            ["policy", "new", "--from", "sample", f"name={title}", f"account={account}", *added, "--id", name]
        )
    capsys.readouterr()


@pytest.mark.parametrize("words", ["two", "上田市防災", "@ueda_bosai", "防災"])
def test_one_that_fits_is_taken_and_what_comes_next_is_said(words: str, capsys: Capture) -> None:
    run(["policy", "submit", words, "--anyway", "試験のため"])
    out = capsys.readouterr().out
    assert "保存しました: two（決裁待ち）" in out and "「決裁に出す」を記録しました" in out and "次は" in out


def test_two_that_fit_are_named_and_nothing_is_done(capsys: Capture) -> None:
    assert run(["policy", "submit", "上田市", "--anyway", "試験のため"]) == 2
    err = capsys.readouterr().err
    assert "one（上田市行政）" in err and "two（上田市防災）" in err
    run(["policy", "list"])
    assert "決裁待ち" not in capsys.readouterr().out


def test_none_that_fits_is_said(capsys: Capture) -> None:
    assert run(["policy", "submit", "ない"]) == 2
    assert "ない" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("policy", "show"),
        ("policy", "check"),
        ("policy", "export", "--format", "text", "-o", "-"),
        ("record", "history"),
    ],
)
def test_a_title_is_enough_to_show_check_export_and_look_back(
    words: tuple[str, ...], capsys: Capture
) -> None:
    command, rest = words[:2], words[2:]
    answers = ("name=ok",) if "check" in words else ()
    assert run([*command, "上田市防災", *answers, *rest]) in (0, 1)
    capsys.readouterr()
    assert run([*command, "上田市", *answers, *rest]) == 2
    err = capsys.readouterr().err
    assert "one（上田市行政）" in err and "two（上田市防災）" in err


def test_a_title_is_enough_to_set_and_a_sure_slip_is_mended_when_asked(capsys: Capture) -> None:
    assert run(["policy", "set", "上田市防災", "phone=０２６８－７１－８０８０"]) == 0
    assert "--fix で「0268-71-8080」に直せます" in capsys.readouterr().out
    assert run(["policy", "set", "上田市防災", "--fix"]) == 0
    assert "phone: ０２６８－７１－８０８０ → 0268-71-8080" in capsys.readouterr().out
    run(["policy", "show", "two"])
    assert "電話: 0268-71-8080" in capsys.readouterr().out
    run(["policy", "set", "two", "--fix"])
    assert "確かに直せる値はありませんでした" in capsys.readouterr().out


def test_a_new_record_says_the_next_command(capsys: Capture) -> None:
    run([*sample_words("three")])
    assert "次は policy check three（項目を確かめる）です" in capsys.readouterr().out
    run(["policy", "new", "name=防災", "--id", "four"])
    assert "次は policy set four（必須の項目を書く）です" in capsys.readouterr().out
    run(["post", "new", "text=催しです", "title=催し", "accounts=two", "--id", "p1"])
    assert "次は post check p1" in capsys.readouterr().out


def test_the_office_of_many_accounts_changes_at_once_after_it_was_shown(capsys: Capture) -> None:
    run(["policy", "submit", "two", "--anyway", "試験のため"])
    run(["policy", "decide", "two", "by=課長", "number=1", "--anyway", "試験のため"])
    capsys.readouterr()
    command = ["policy", "bulk", "広報課", "section=秘書広報課", "phone=0268-00-0001"]
    assert run(command) == 2
    out = capsys.readouterr()
    assert "0268-71-8080（直通） → 0268-00-0001" in out.out and "何も変えていません" in out.err
    assert run([*command, "--yes"]) == 0
    assert "2 件を変えました" in capsys.readouterr().out
    run(["policy", "list"])
    assert "変更あり" in capsys.readouterr().out
    assert run(["policy", "bulk", "秘書広報課"]) == 2
    assert "phone（電話）" in capsys.readouterr().err


def test_the_approved_text_is_handed_over_exactly(capsys: Capture, tmp_path: Path) -> None:
    run(["post", "new", "text=一行目\n二行目 ", "title=催し", "accounts=two", "--id", "p1"])
    capsys.readouterr()
    file = tmp_path / "post.txt"
    assert run(["post", "text", "催し", "-o", str(file)]) == 1
    assert "まだ了承されていません" in capsys.readouterr().err
    run(["post", "submit", "p1", "--anyway", "試験のため"])
    run(["post", "approve", "p1", "by=課長", "--anyway", "試験のため"])
    capsys.readouterr()
    file.write_text("ほかの文", encoding="utf-8")
    assert run(["post", "text", "催し", "-o", str(file)]) == 4
    assert file.read_text(encoding="utf-8") == "ほかの文" and "--overwrite" in capsys.readouterr().err
    assert run(["post", "text", "催し", "-o", str(file), "--overwrite"]) == 0
    assert file.read_bytes().decode() == "一行目\n二行目 "


def test_the_title_block_is_read_found_and_cited(capsys: Capture) -> None:
    assert run(["read", "表題"]) == 0
    out = capsys.readouterr().out
    assert "平成25年12月12日策定　上田市総務部広報情報課" in out and "令和6年1月4日改定" in out
    assert run(["find", "広報情報課", "策定"]) == 0
    assert "表題  ソーシャルメディアの利活用" in capsys.readouterr().out
    run(["read", "表題", "--json"])
    assert (
        "『ソーシャルメディアの利活用に関する上田市ガイドライン』（令和6年1月4日改定）"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("words", "ids"),
    [("上田市防災", ["two"]), ("防災、@ueda_gyosei", ["two", "one"]), ("one two", ["one", "two"]), ("one,two", ["one", "two"])],
)  # fmt: skip
def test_a_post_names_its_accounts_by_title(words: str, ids: list[str], capsys: Capture) -> None:
    run(["post", "new", "text=催しです", "title=催し", f"accounts={words}", "--id", "p1"])
    context = open_context(AppOptions())
    assert list(context.repository.load("p1").record.values["accounts"]) == ids, capsys.readouterr()


def test_a_title_that_several_accounts_have_is_refused(capsys: Capture) -> None:
    assert run(["post", "new", "text=催しです", "title=催し", "accounts=上田市", "--id", "p1"]) == 2
    error = capsys.readouterr().err
    assert "one（上田市行政）" in error and "two（上田市防災）" in error
    assert open_context(AppOptions()).repository.path_of("p1") is None


def test_for_good_and_unasked_only_by_id(capsys: Capture) -> None:
    assert run(["record", "purge", "防災", "--reason", "試し", "--yes"]) == 2
    assert "two のことですか" in capsys.readouterr().err
    assert open_context(AppOptions()).repository.path_of("two") is not None
    assert run(["record", "purge", "two", "--reason", "試し", "--yes"]) == 0
    assert open_context(AppOptions()).repository.path_of("two") is None
