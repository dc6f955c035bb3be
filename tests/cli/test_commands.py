"""The grammar of the command line: help in Japanese, global options on both sides, exit codes, JSON, faults as sentences."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.worked_example import lacking_values
from uedasns_tui.cli.commands import commands
from uedasns_tui.cli.main import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def me(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Somebody named with a data folder of their own."""
    monkeypatch.setenv("UEDASNS_NAME", "上田　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    said = capsys.readouterr()
    return said.out, said.err


@pytest.mark.parametrize("command", commands(), ids=lambda one: one.words)
def test_every_command_that_is_listed_explains_itself_in_japanese(command, capsys) -> None:
    assert run([*command.words.split(), "--help"]) == 0
    out, _ = told(capsys)
    assert command.help in out and "使い方" in out and "usage" not in out


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["read", "--nonsense"], ["policy"], ["policy", "show"], ["post", "lint", "--platform"]],
)
def test_wrong_use_is_said_in_japanese_and_is_2(words, capsys) -> None:
    assert run(words) == 2
    _, err = told(capsys)
    assert "使い方" in err and "error" not in err and "invalid" not in err


def test_global_options_work_before_and_after_the_command(me, capsys) -> None:
    assert run(["--json", "read", "5(8)オ"]) == 0
    before, _ = told(capsys)
    assert run(["read", "5(8)オ", "--json"]) == 0
    after, _ = told(capsys)
    assert before == after
    assert json.loads(before)[0]["text"] == "守秘義務に関する情報"


def test_a_citation_that_names_nothing_offers_the_nearest(me, capsys) -> None:
    assert run(["read", "5(9)"]) == 2
    _, err = told(capsys)
    assert "5(8)" in err


def test_read_prints_what_lies_beneath_and_no_line_begins_with_a_comma(me, capsys) -> None:
    for chapter in ("はじめに", "1", "2", "3", "4", "5", "6", "7", "8"):
        assert run(["read", chapter]) == 0
    out, _ = told(capsys)
    assert "守秘義務に関する情報" in out
    assert not [line for line in out.splitlines() if line.strip()[:1] in tuple("、。」』）")]


def test_who_reads_is_told_of_the_text_s_faults_and_waits_for_no_others(me, capsys, monkeypatch) -> None:
    folder = me / "guideline"
    shutil.copytree(ROOT / "guideline", folder)
    chapter = next(
        path for path in sorted((folder / "chapters").iterdir()) if "ア" in path.read_text(encoding="utf-8")
    )
    chapter.write_text(
        chapter.read_text(encoding="utf-8") + "\n\nヲ 番号のない項目\n\nオ とんだ番号\n", encoding="utf-8"
    )
    form = folder / "forms" / "policy.toml"
    form.write_text(form.read_text(encoding="utf-8") + "\nnonsense = 1\n", encoding="utf-8")
    monkeypatch.setenv("UEDASNS_GUIDELINE", str(folder))
    assert run(["read", "1"]) == 0
    _, reading = told(capsys)
    assert chapter.name in reading and "policy.toml" not in reading
    run(["todo"])
    _, working = told(capsys)
    assert chapter.name in working and "policy.toml" in working


def test_a_folder_that_somebody_named_and_that_is_not_there_is_never_called_empty(me, capsys) -> None:
    (me / "records").rmdir()
    for words in (["policy", "list"], ["policy", "show", "p1"], ["doctor"], ["todo"]):
        assert run(words) == 4
        out, err = told(capsys)
        assert "見つかりません" in out + err and "まだありません" not in out and "問題はありません" not in out
        assert "という ID の記録はありません" not in err
    assert not (me / "records").exists()


def test_doctor_is_content_with_what_is_bundled(me, capsys) -> None:
    assert run(["doctor"]) == 0
    assert run(["doctor", "--coverage"]) == 0
    out, _ = told(capsys)
    assert "抜け" not in out and "守秘義務" in out
    assert run(["guideline", "check", str(ROOT / "guideline")]) == 0


def test_a_policy_by_flags_is_kept_listed_shown_and_changed(me, capsys) -> None:
    assert run(["policy", "new", "name=広報", "platform=X", "--id", "koho"]) == 1
    assert run(["policy", "list", "--plain"]) == 0
    assert "名称: 広報" in told(capsys)[0]
    assert run(["policy", "set", "koho", "period=平成32年から"]) == 1
    out = told(capsys)[0]
    assert "平成" in out and "必須: ⑦運用期間（period）: " in out, "the label, and the id that one types"
    assert run(["policy", "show", "koho", "--json"]) == 1
    shown = json.loads(told(capsys)[0])
    assert shown["values"]["period"] == "平成32年から"
    assert any(one["key"] == "period" for one in shown["problems"])
    run(["policy", "set", "koho", "seen_on=きのう", "period=～令和9年3月末日"])
    assert "必須: ⑦運用期間" not in told(capsys)[0]
    run(["policy", "show", "koho", "--json"])
    shown = json.loads(told(capsys)[0])
    assert len(shown["values"]["seen_on"]) == len("2026-11-22")
    assert shown["values"]["period"] == "～令和9年3月末日"
    assert {one["severity"] for one in shown["problems"] if one["key"] == "period"} == {"should"}
    assert run(["policy", "submit", "koho"]) == 4
    assert "必須の項目が" in told(capsys)[1]


def test_who_records_is_needed_to_record_and_not_to_read(me, capsys, monkeypatch) -> None:
    monkeypatch.delenv("UEDASNS_NAME")
    assert run(["read", "1"]) == 0
    assert run(["policy", "new", "name=広報"]) == 2
    assert "名前" in told(capsys)[1]


def test_lint_gives_spans_in_code_points(me, capsys) -> None:
    text = me / "draft.txt"
    text.write_text("😀お問い合わせは090-1234-5678まで", encoding="utf-8")
    assert run(["post", "lint", str(text), "--json", "--today", "2026-11-23"]) == 1
    rows = json.loads(told(capsys)[0])
    phone = next(row for row in rows if row["kind"] == "phone")
    assert set(phone) == {"kind", "start", "end", "text", "clause", "message"}
    assert text.read_text(encoding="utf-8")[phone["start"] : phone["end"]] == "090-1234-5678" == phone["text"]


@pytest.mark.parametrize("name", ["X", "Ｘ", "ｘ", "Ｔｗｉｔｔｅｒ", "ﾂｲｯﾀｰ"])
def test_lint_knows_a_medium_however_it_is_written(name, me, capsys) -> None:
    text = me / "draft.txt"
    text.write_text("あ" * 400, encoding="utf-8")
    assert run(["post", "lint", str(text), "--platform", name]) == 1
    assert "長さ" in told(capsys)[0]


@pytest.mark.parametrize("hostile", ["[red]赤[/]", "[/]", "\x1b]0;題\x07", "\x1b[2J", "<b>太字</b>", "=1+1"])
def test_hostile_text_is_shown_as_text(hostile, me, capsys) -> None:
    run(["policy", "new", f"name={hostile}", "--id", "hostile"])
    run(["policy", "list"])
    run(["policy", "show", "hostile"])
    out, err = told(capsys)
    assert "\x1b" not in out + err
    assert hostile.replace("\x1b", "").replace("\x07", "")[:4] in out.replace("␛", "").replace("␇", "")


def test_a_broken_record_is_one_line_and_the_rest_works(me, capsys) -> None:
    run(["policy", "new", "name=良い", "--id", "good"])
    folder = me / "records" / "policies"
    (folder / "bad.toml").write_text("scheme = 1\nid = ＂bad＂\n", encoding="utf-8")
    (folder / "future.toml").write_text('scheme = 9\nid = "future"\n', encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    told(capsys)
    assert run(["policy", "list"]) == 1
    out, _ = told(capsys)
    assert "良い" in out and "bad.toml:2" in out and "future.toml:1" in out
    assert run(["doctor"]) == 1
    out, err = told(capsys)
    assert "bad.toml:2" in out and "Traceback" not in out + err
    assert run(["policy", "show", "bad"]) == 4
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_an_unexpected_fault_leaves_a_report_without_the_text(me, capsys, monkeypatch) -> None:
    from uedasns_tui.services import record_actions

    def broken(*_: object) -> int:
        secret = "秘密の文章"
        raise RuntimeError(secret)

    monkeypatch.setattr(record_actions, "record_lines", broken)
    assert run(["policy", "list"]) == 1
    _, err = told(capsys)
    assert "予期しないエラー" in err and "Traceback" not in err and "秘密" not in err
    (report,) = Path.home().rglob("fault-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError" in text and "秘密" not in text


def test_history_trash_backup_and_purge(me, capsys) -> None:
    run(["policy", "new", "name=一", "--id", "one"])
    run(["policy", "set", "one", "name=二"])
    told(capsys)
    assert run(["record", "history", "one", "--json"]) == 0
    assert len(json.loads(told(capsys)[0])) == 2
    assert run(["record", "diff", "one", "1"]) == 1
    assert "前: 一" in told(capsys)[0]
    run(["record", "restore", "one", "1"])
    run(["policy", "show", "one"])
    assert "①発信情報の名称: 一" in told(capsys)[0]
    assert run(["backup", str(me / "b.zip")]) == 0
    assert run(["record", "delete", "one", "--reason", "重複"]) == 0
    assert run(["trash", "list"]) == 0
    assert "重複" in told(capsys)[0]
    assert run(["trash", "restore", "one"]) == 0
    assert run(["record", "purge", "one", "--reason", "個人情報", "--yes"]) == 0
    left = [
        path
        for path in (me / "records").rglob("*")
        if path.is_file() and "発信情報の名称" in path.read_text(errors="ignore")
    ]
    assert left == []
    assert run(["restore", str(me / "b.zip"), "--data", str(me / "other"), "--create", "--yes"]) == 0
    assert (me / "other" / "policies" / "one.toml").is_file()


def test_export_and_site_use_the_decided_version(me, capsys) -> None:
    from uedasns_tui.services.context import open_context
    from uedasns_tui.services.folders import AppOptions
    from uedasns_tui.services.record_actions import copy_of, new_record, sample, save_record

    context = open_context(AppOptions())
    record = sample(context, "policy")
    assert record is not None
    values = copy_of(context, record) | lacking_values(context, record)
    save_record(context, new_record(context, "policy", values, name="channel"), None)
    assert run(["policy", "export", "channel", "--format", "text", "-o", "-"]) == 0
    assert run(["policy", "submit", "channel"]) == 4
    assert run(["policy", "submit", "channel", "--anyway", "試験のため"]) == 0
    assert run(["policy", "decide", "channel", "by=市長", "number=広第12号", "--anyway", "試験のため"]) == 0
    run(["policy", "set", "channel", "purpose=決裁後に変えた目的"])
    told(capsys)
    out = me / "sheet.txt"
    assert run(["policy", "export", "channel", "--format", "text", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "広第12号" in text and "決裁後に変えた目的" not in text and "案" not in text.splitlines()[0]
    site = me / "site"
    assert run(["site", "build", str(site)]) == 0
    assert "決裁後に変えた目的" not in (site / "channel.html").read_text(encoding="utf-8")
    assert run(["site", "build", str(site), "--json"]) == 0
    assert '"written": 0' in told(capsys)[0]
    assert run(["policy", "list"]) == 0
    assert "変更あり" in told(capsys)[0]


def test_doctor_mends_only_when_asked_and_says_how_to_undo_it(me, capsys) -> None:
    import os
    import time

    run(["policy", "new", "name=一", "--id", "one"])
    left = me / "records" / "policies" / ".one.toml.123.abcdef01.tmp"
    left.write_text("half", encoding="utf-8")
    os.utime(left, (time.time() - 7200, time.time() - 7200))
    told(capsys)
    run(["doctor"])
    out, _ = told(capsys)
    assert "--fix" in out and left.exists()
    run(["doctor", "--fix"])
    out, _ = told(capsys)
    assert "直しました" in out and not left.exists()
    assert any(path.read_bytes() == b"half" for path in me.rglob("*") if path.is_file()), (
        "a mend is reversible"
    )


def test_files_are_written_in_all_formats_and_replaced_only_when_asked(me, capsys, monkeypatch) -> None:
    monkeypatch.chdir(me)
    assert run(["policy", "blank", "--all-formats"]) == 0
    names = {path.name for path in me.glob("様式1.*")}
    assert names == {f"様式1{suffix}" for suffix in (".docx", ".html", ".csv", ".md", ".txt", ".xlsx")}
    (me / "様式1.txt").write_text("自分の文", encoding="utf-8")
    for words in (["--format", "text"], ["--all-formats"]):
        assert run(["policy", "blank", *words]) != 0
        assert "--overwrite" in told(capsys)[1]
    assert (me / "様式1.txt").read_text(encoding="utf-8") == "自分の文"
    assert run(["policy", "blank", "--format", "text", "--overwrite"]) == 0
    assert "自分の文" not in (me / "様式1.txt").read_text(encoding="utf-8")
    assert run(["policy", "blank", "--all-formats", "-o", "-"]) == 2


def test_a_clause_can_be_written_as_a_file(me, capsys) -> None:
    assert run(["read", "5(8)オ", "--format", "html", "-o", str(me / "a.html")]) == 0
    assert "守秘義務" in (me / "a.html").read_text(encoding="utf-8")


def test_a_file_that_is_not_there_is_told_in_japanese(me, capsys) -> None:
    run(["post", "new", "text=文", "--id", "one"])
    told(capsys)
    for words in (["post", "media", "one", f"file={me / 'nai.jpg'}"], ["post", "lint", str(me / "nai.txt")]):
        assert run(words) in (2, 4)
        err = told(capsys)[1]
        assert "見つかりません" in err and "No such" not in err, words
    assert run(["post", "show", "one", "--json"]) == 1
    assert json.loads(told(capsys)[0])["media"] == []


def test_days_and_contacts_are_checked_before_anything_is_written(me, capsys) -> None:
    run(["policy", "new", "name=広報", "section=広報課", "phone=0268-71-8080", "--id", "koho"])
    told(capsys)
    assert run(["policy", "bulk", "広報課", "phone=内線のみ", "--yes"]) == 4
    assert "電話（phone）" in told(capsys)[1]
    assert (
        run(["policy", "close", "koho", "date=13月1日", "reason=x", "fate_account=kept", "fate_data=x"]) == 4
    )
    assert "13月はありません" in told(capsys)[1]
    assert run(["policy", "seen", "koho", "13月1日"]) == 4
    assert "13月はありません" in told(capsys)[0]
    run(["policy", "show", "koho", "--json"])
    shown = json.loads(told(capsys)[0])
    assert (
        shown["values"]["phone"] == "0268-71-8080"
        and len(shown["log"]) == 1
        and "seen_on" not in shown["values"]
    )
    assert run(["policy", "seen", "koho", "きのう"]) in (0, 1)
    told(capsys)
    run(["policy", "show", "koho", "--json"])
    assert len(json.loads(told(capsys)[0])["values"]["seen_on"]) == len("2026-11-22")
