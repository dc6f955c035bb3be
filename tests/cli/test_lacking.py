"""A guideline with less in it: every command says in a sentence what is lacking, and the rest works as ever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.partial import PARTIAL, ROOT, lacking, partial
from uedasns_tui.cli.commands import commands
from uedasns_tui.cli.main import run

RECORDS = {"policy": "one", "post": "two", "incident": "three"}
SENTENCE = "このガイドラインには、"


@pytest.fixture
def me(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Somebody named, with records that were made by the whole guideline."""
    (tmp_path / "records").mkdir()
    monkeypatch.chdir(tmp_path)
    for key, value in {
        "UEDASNS_NAME": "上田　花子",
        "UEDASNS_SECTION": "広報課",
        "UEDASNS_DATA": str(tmp_path / "records"),
        "UEDASNS_NOW": "2026-11-23T10:00:00+09:00",
    }.items():
        monkeypatch.setenv(key, value)
    assert run(["policy", "new", "name=広報", "platform=X", "--id", "one"]) == 1
    assert run(["post", "new", "text=あしたの催し", "accounts=one", "--id", "two"]) in (0, 1)
    assert run(["incident", "new", "what=誤った投稿", "--id", "three"]) in (0, 1)
    (tmp_path / "text.txt").write_text("あしたの催し", encoding="utf-8")
    (tmp_path / "rows.csv").write_text(
        "ID,最後の投稿の日,確かめた人\none,2026-11-20,花子\n", encoding="utf-8"
    )
    shutil.copytree(tmp_path / "records", tmp_path / "before")
    return tmp_path


def lines(words: str, place: Path) -> list[list[str]]:
    """Command lines that try a command out."""
    kind, _, verb = words.partition(" ")
    name = RECORDS.get(kind, "one")
    text, rows = str(place / "text.txt"), str(place / "rows.csv")
    plain = {
        "read": [[], ["1"]],
        "find": [["広報"], ["催し", "--records"]],
        "todo": [[]],
        "guideline check": [[str(place / "guideline")]],
        "guideline compare": [[str(place / "guideline"), str(ROOT / "guideline")]],
        "policy import": [[rows, "--yes"]],
        "policy seen": [["one", "2026-11-20"], [rows, "--yes"]],
        "policy new": [["name=新しい"], ["--from", "sample"], ["--from", "one"]],
        "policy set": [["one", "name=新しい"]],
        "policy export": [["one", "--format", "text", "-o", "-"], ["one", "--fragment"]],
        "policy blank": [["--format", "text", "-o", "-"]],
        "post export": [["two", "--format", "text", "-o", "-"]],
        "post new": [["text=文"], ["text=文", "--checklist", "post"], ["text=文", "--checklist", "zzz"]],
        "post lint": [[text], [text, "--platform", "X"]],
        "post set": [["two", "text=新しい"]],
        "post media": [["two", "file=a.png", "alt=絵"]],
        "post check": [["two", "alt=ok"], ["--checklist", "zzz"], ["--checklist", "private"], ["two"]],
        "incident set": [["three", "what=新しい"]],
        "incident check": [["three", "kept=ok"], ["three"]],
        "incident new": [["what=文"]],
        "record restore": [["one", "1"]],
        "record purge": [["one", "--reason", "誤り", "--yes"]],
        "trash restore": [["two"]],
        "trash list": [[]],
        "trash empty": [["--yes"]],
        "site build": [[str(place / "site")]],
        "backup": [[str(place / "b.zip")]],
        "restore": [[str(place / "b.zip"), "--yes"]],
        "doctor": [[], ["--coverage"], ["--fix"]],
    }
    if words in plain:
        return [[*words.split(), *rest] for rest in plain[words]]
    return [[*words.split()]] if verb == "list" else [[*words.split(), name]]


@pytest.mark.parametrize("name", PARTIAL)
def test_every_command_says_what_is_lacking_and_the_rest_works(
    name: str, me: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(me)  # some commands write where one stands
    monkeypatch.setenv("UEDASNS_GUIDELINE", str(partial(name, me / "guideline")))
    away = lacking(name)
    for command in commands():
        for line in lines(command.words, me):
            capsys.readouterr()
            code = run(line)
            said = "".join(capsys.readouterr())
            assert code in (0, 1, 2, 4), (line, said)
            assert "予期しないエラー" not in said and "Traceback" not in said, (line, said)
            needs = "policy" if line[0] == "site" else line[0]
            if needs in away and line[1] != "lint":
                assert code == (1 if line[1] == "list" else 4), (line, said)
                assert SENTENCE in said and f"（forms フォルダーの purpose = {needs}）" in said, (line, said)
                assert "まだありません" not in said, line
            elif "zzz" in line:
                assert code == 4 and "「zzz」がありません" in said, (line, said)
            elif needs in RECORDS and name != "no checklists" and line[1] != "check":
                assert SENTENCE not in said or away, (line, said)
    assert not list(Path.home().rglob("fault-*.txt"))


@pytest.mark.parametrize("name", [name for name in PARTIAL if lacking(name)])
def test_what_is_lacking_changes_no_record(name: str, me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(me)  # some commands write where one stands
    monkeypatch.setenv("UEDASNS_GUIDELINE", str(partial(name, me / "guideline")))
    for command in commands():
        if command.words.split()[0] in lacking(name):
            for line in lines(command.words, me):
                run(line)
    for kind, folder in (("policy", "policies"), ("post", "posts"), ("incident", "incidents")):
        if kind in lacking(name):
            before = {one.name: one.read_bytes() for one in (me / "before" / folder).rglob("*.toml")}
            after = {one.name: one.read_bytes() for one in (me / "records" / folder).rglob("*.toml")}
            assert after == before and before


def test_without_checklists_a_post_is_begun_and_shown(
    me: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UEDASNS_GUIDELINE", str(partial("no checklists", me / "guideline")))
    assert run(["post", "new", "text=090-1234-5678まで", "--id", "new"]) in (0, 1)
    assert "チェックリストがありません" in "".join(capsys.readouterr())
    assert run(["post", "show", "new"]) == 1
    said = "".join(capsys.readouterr())
    assert "090-1234-5678まで" in said and "チェックリストがありません" in said
    assert run(["post", "check", "new", "alt=ok"]) == 4
    assert "チェックリストがありません" in "".join(capsys.readouterr())


def test_a_record_without_its_form_is_brought_back_from_its_history(
    me: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["policy", "set", "one", "name=別"])
    monkeypatch.setenv("UEDASNS_GUIDELINE", str(partial("no policy", me / "guideline")))
    capsys.readouterr()
    run(["record", "restore", "one", "1"])
    said = "".join(capsys.readouterr())
    assert "保存しました: one" in said and SENTENCE in said
    assert "広報" in (me / "records" / "policies" / "one.toml").read_text(encoding="utf-8")
