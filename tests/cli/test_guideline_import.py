"""guideline import and guideline new: from a published file to the first policy, by commands alone."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run

PUBLISHED = Path(__file__).resolve().parents[1] / "guideline" / "published"
SHAPES = sorted(PUBLISHED.iterdir())


@pytest.mark.parametrize("source", SHAPES, ids=lambda path: path.stem)
def test_a_published_guideline_is_used_from_the_first_command_on(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = str(tmp_path / "made"), str(tmp_path / "data")
    assert run(["guideline", "import", str(source), folder]) == 0
    out = capsys.readouterr().out
    assert "個のファイルを書きました" in out
    assert "KEYS.md" in out
    assert run(["guideline", "check", folder]) == 0
    city = ["--guideline", folder, "--data", data]
    assert run([*city, "read"]) == 0
    first = capsys.readouterr().out
    assert first
    assert run([*city, "find", "発信"]) == 0
    capsys.readouterr()
    assert run([*city, "read", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_a_first_policy_is_written_filed_and_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, data = str(tmp_path / "made"), str(tmp_path / "data")
    assert run(["guideline", "import", str(PUBLISHED / "ordinance.txt"), folder]) == 0
    monkeypatch.setenv("UEDASNS_NAME", "みなと　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    city = ["--guideline", folder, "--data", data]
    values = [
        "アカウントの名称=みなと市広報", "platform=X", "（３）アドレス=https://x.com/minato", "content=市のお知らせ",
        "運用期間=2026年4月1日から当面の間", "section=広報課",
    ]  # fmt: skip
    assert run([*city, "policy", "new", "--create", "--id", "minato", *values]) == 0
    assert run([*city, "policy", "decide", "minato", "date=2026-04-01"]) in (0, 1)
    capsys.readouterr()
    assert run([*city, "policy", "export", "minato", "--format", "text", "-o", "-"]) == 0
    assert "みなと市広報" in capsys.readouterr().out


def test_standard_input_and_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO((PUBLISHED / "outline.txt").read_bytes()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run(["guideline", "import", "-", str(tmp_path / "made"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["clauses"], report["fields"]) == (17, 5)
    assert "KEYS.md" in report["files"]
    assert all(note["message"] for note in report["notes"])


def test_nothing_that_exists_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("大事", encoding="utf-8")
    assert run(["guideline", "import", str(PUBLISHED / "kanji.txt"), str(tmp_path)]) == 2
    assert "空ではありません。何も書いていません" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert run(["guideline", "import", str(tmp_path / "none.txt"), str(tmp_path / "made")]) == 2
    assert not (tmp_path / "made").exists()


def test_a_new_guideline_loads(tmp_path: Path) -> None:
    folder = str(tmp_path / "made")
    assert run(["guideline", "new", folder, "--title", "もり町の手引", "--city", "もり町"]) == 0
    assert run(["guideline", "check", folder]) == 0
    assert run(["--guideline", folder, "read", "2(1)"]) == 0


def test_another_city_s_worked_example_is_not_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, data = tmp_path / "made", str(tmp_path / "data")
    monkeypatch.setenv("UEDASNS_NAME", "海辺　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "総務課")
    assert run(["guideline", "import", str(PUBLISHED / "outline.txt"), str(folder)]) == 0
    city = ["--guideline", str(folder), "--data", data, "--create"]
    assert run([*city, "policy", "new", "--from", "sample", "--id", "s1"]) == 2
    assert "記載例はありません" in capsys.readouterr().err
    (folder / "samples").mkdir()
    text = 'scheme = 1\nkind = "policy"\nid = "example"\nedition = 2001-01-01\n\n[values]\nname = "例の町の広報"\n'
    (folder / "samples" / "policy.toml").write_text(text, encoding="utf-8")
    assert run([*city, "policy", "new", "--from", "sample", "--id", "s1"]) in (0, 1)
    assert run([*city, "policy", "show", "s1"]) in (0, 1)
    assert "例の町の広報" in capsys.readouterr().out
