"""Saves that a record does not hold, other copies, records in their history only, and newer folders, from the line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.cli.main import run

Said = Callable[[], str]


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The records of 花子: one policy."""
    for key, value in {
        "UEDASNS_NAME": "花子",
        "UEDASNS_SECTION": "広報課",
        "UEDASNS_DATA": str(tmp_path / "records"),
        "UEDASNS_NOW": "2026-11-27T10:15:00+09:00",
    }.items():
        monkeypatch.setenv(key, value)
    (tmp_path / "records").mkdir()
    run(["policy", "new", "name=上田市公式", "--id", "r1"])
    return tmp_path / "records"


@pytest.fixture
def lost(data: Path) -> Path:
    """Two PCs saved at once, and the second wrote over the first: both changed the name."""
    record = data / "policies" / "r1.toml"
    history = data / ".history" / "policy-r1"
    first = record.read_bytes()
    run(["policy", "set", "r1", "name=太郎の名"])
    (newest,) = (path for path in history.glob("*.toml") if "-first" not in path.name)
    away = newest.rename(data.parent / newest.name)
    record.write_bytes(first)
    run(["policy", "set", "r1", "name=花子の名", "purpose=広報"])
    away.rename(newest)
    return record


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = run([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_lists_home_and_doctor_show_both_texts(lost: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["policy", "list"], ["todo"], ["doctor"]):
        capsys.readouterr()
        assert run(words) == 1
        text = capsys.readouterr().out
        assert "太郎の名" in text and "花子の名" in text and "record merge r1" in text, words


@pytest.mark.parametrize(("take", "name"), [("record", "花子の名"), ("version", "太郎の名")])
def test_a_person_chooses_and_nothing_is_left_to_say(
    lost: Path, capsys: pytest.CaptureFixture[str], take: str, name: str
) -> None:
    before = lost.read_bytes()
    code, told = rows(capsys, "record", "merge", "r1")
    assert code == 3 and lost.read_bytes() == before
    (version,) = told["versions"]
    assert version["conflicts"] and {"label", "record", "version"} == set(version["changes"][0])
    assert rows(capsys, "record", "merge", "r1", "--take", take)[0] == 0
    _, shown = rows(capsys, "policy", "show", "r1")
    assert (shown["values"]["name"], shown["values"]["purpose"]) == (name, "広報")
    assert rows(capsys, "policy", "list")[1]["problems"] == []
    assert rows(capsys, "record", "merge", "r1") == (0, {"id": "r1", "versions": []})


def test_another_copy_is_shown_and_then_brought_in(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "USB"
    shutil.copytree(data, copy)
    monkeypatch.setenv("UEDASNS_DATA", str(copy))
    run(["policy", "set", "r1", "name=太郎の名", "purpose=太郎の目的"])
    run(["policy", "new", "name=新しい", "--id", "r2"])
    assert run(["backup", str(tmp_path / "控え.zip")]) == 0
    monkeypatch.setenv("UEDASNS_DATA", str(data))
    run(["policy", "set", "r1", "name=花子の名"])
    before = {path: path.read_bytes() for path in data.rglob("*.toml")}
    code, told = rows(capsys, "record", "merge", str(tmp_path / "控え.zip"))
    assert code == 0 and not told["merged"]
    assert {row["id"]: row["outcome"] for row in told["records"]} == {"r1": "conflict", "r2": "added"}
    assert {path: path.read_bytes() for path in data.rglob("*.toml")} == before
    code, told = rows(capsys, "record", "merge", str(copy), "--yes")
    assert code == 3 and told["merged"]
    assert rows(capsys, "policy", "show", "r2")[1]["values"]["name"] == "新しい"
    assert rows(capsys, "policy", "show", "r1")[1]["values"]["name"] == "花子の名"
    assert [row["code"] for row in rows(capsys, "policy", "list")[1]["problems"]] == ["unmerged"]
    assert run(["record", "merge", "r1", "--take", "version"]) == 0
    values = rows(capsys, "policy", "show", "r1")[1]["values"]
    assert (values["name"], values["purpose"]) == ("太郎の名", "太郎の目的")
    assert rows(capsys, "record", "merge", str(tmp_path / "控え.zip"), "--yes")[1]["merged"] is False


def test_a_conflict_copy_is_offered_merged_and_put_away(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = data / "policies" / "r1.sync-conflict-20261127-101500-ABCDEFG.toml"
    shutil.copy(data / "policies" / "r1.toml", copy)
    run(["policy", "set", "r1", "name=後の名"])
    capsys.readouterr()
    assert run(["policy", "list"]) == 1
    assert "record merge" in capsys.readouterr().out
    assert run(["record", "merge", str(copy), "--yes"]) == 0
    assert not copy.exists() and run(["policy", "list"]) == 0
    assert rows(capsys, "policy", "show", "r1")[1]["values"]["name"] == "後の名"


def test_what_is_no_copy_is_refused(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(data.rglob("*"))
    (tmp_path / "note.toml").write_bytes(b"\xff")
    (tmp_path / "a.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    for source in ("note.toml", "a.zip", "missing.zip", "records"):
        assert run(["record", "merge", str(tmp_path / source), "--yes"]) == 4, source
        assert "予期しない" not in capsys.readouterr().err
    assert sorted(data.rglob("*")) == before


def test_a_record_in_its_history_only_is_told_of_and_mended(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "policies" / "r1.toml").unlink()
    for words in (["policy", "list"], ["policy", "show", "r1"], ["todo"], ["doctor"]):
        capsys.readouterr()
        assert run(words) == (4 if "show" in words else 1)
        captured = capsys.readouterr()
        assert "この記録は版の中にだけあります" in captured.out + captured.err, words
    run(["doctor", "--fix"])
    assert run(["policy", "list"]) == 0
    run(["record", "delete", "r1"])
    run(["trash", "empty", "--yes"])
    assert run(["policy", "list"]) == 0


def test_the_folder_of_a_newer_program_stops_list_save_and_screen(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / ".uedasns-tui").write_text("format = 3\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    for words in (
        ["policy", "list"],
        ["policy", "set", "r1", "name=x"],
        ["todo"],
        ["doctor"],
        ["doctor", "--fix"],
        [],
    ):
        capsys.readouterr()
        assert run(words) == 4, words
        assert "番号 3" in capsys.readouterr().err, words
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    assert run(["read", "1"]) == 0
    os.utime(data)


def test_what_is_no_copy_is_said_and_changes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, the folder itself, beneath it, without records; where one is meant, nothing is taken for empty."""
    (data / "copy" / "policies").mkdir(parents=True)
    (tmp_path / "wrong" / "inner" / "policies").mkdir(parents=True)
    before = sorted(path.name for path in data.rglob("*"))
    for source, said in (
        (tmp_path / "missing.zip", "見つかりません"),
        (data, "今の記録のフォルダーです"),
        (data / "copy", "フォルダーの中にあります"),
        (data / ".history", "フォルダーの中にあります"),
        (tmp_path / "wrong", "記録が1つもありません"),
    ):
        capsys.readouterr()
        assert run(["record", "merge", str(source), "--yes"]) == 4, source
        shown = capsys.readouterr()
        assert said in shown.out + shown.err, source
    assert sorted(path.name for path in data.rglob("*")) == before
    assert run(["--data", str(tmp_path / "gone"), "record", "merge", str(data)]) == 4
    assert not (tmp_path / "gone").exists()


def test_a_backup_of_another_city_names_its_records_by_their_place_in_it(
    data: Path, tmp_path: Path, small_guideline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city, packed = tmp_path / "city", tmp_path / "city.zip"
    city.mkdir()
    shutil.copytree(small_guideline, city / "guideline")
    run(["--data", str(city), "policy", "new", "meishou=みなと"])
    assert run(["--data", str(city), "backup", str(packed)]) == 0
    code, report = rows(capsys, "record", "merge", str(packed), "--yes")
    assert code == 4 and report["records"] == [] and report["merged"] is False
    told = {(row["severity"], row["file"]) for row in report["problems"]}
    assert {("warning", str(packed / "todokes")), ("error", str(packed))} <= told
    assert not any("uedasns-" in row["file"] for row in report["problems"])
