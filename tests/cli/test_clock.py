"""A PC whose clock is at the end, or the beginning, of all days: every command answers, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.storage.versions import list_versions

ENDS = [
    "9999-12-31T23:59:59+09:00", "9999-12-31T23:59:59-12:00", "9999-01-01T00:00:00-12:00", "0001-01-02T00:00:00+09:00",
    "0001-01-01T00:00:00+09:00",
]  # fmt: skip


def works_in(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has said who they are, with a data folder."""
    records.mkdir()
    for key, value in {"NAME": "花子", "SECTION": "広報課", "DATA": str(records)}.items():
        monkeypatch.setenv(f"UEDASNS_{key}", value)


@pytest.mark.parametrize("now", ENDS)
def test_every_command_answers(
    now: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    works_in(tmp_path / "records", monkeypatch)
    monkeypatch.setenv("UEDASNS_NOW", now)
    assert run(["policy", "new", "name=上田市公式", "--id", "r1"]) == 1
    for words in (
        ["policy", "set", "r1", "name=二"], ["policy", "list"], ["todo"], ["activity"], ["doctor"],
        ["record", "history", "r1"], ["post", "new", "accounts=r1", "title=祭", "text=明日開きます。"],
        ["lint", "明日 11月3日（火）に開きます。"], ["backup", str(tmp_path / "a.zip")], ["record", "delete", "r1"],
    ):  # fmt: skip
        code = run(words)
        said = capsys.readouterr()
        assert code in (0, 1, 2) and "予期しない" not in said.out + said.err, (words, said.err)
    folder = tmp_path / "records/.history/policy-r1"
    named = [path.name for path in folder.glob("*.toml")]
    assert len(named) == len(list_versions(tmp_path / "records", "policy", "r1")) == 2, (
        "each version is listed"
    )
    assert run(["trash", "restore", "r1"]) == 0


@pytest.mark.parametrize("at", ENDS)
def test_a_record_of_such_a_time_is_listed(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    works_in(tmp_path / "records", monkeypatch)
    for name in ("r1", "r2"):
        run(["policy", "new", f"name={name}", "--id", name])
    path = tmp_path / "records/policies/r1.toml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^at = .*$", f"at = {at}", text), "utf-8")
    for words in (
        ["policy", "list"], ["todo"], ["activity"], ["doctor"], ["policy", "show", "r1"], ["record", "history", "r1"],
        ["policy", "set", "r1", "name=三"], ["policy", "export", "r1", "--draft", "--format", "text", "--output", "-"],
        ["site", "build", str(tmp_path / "site")],
    ):  # fmt: skip
        code = run(words)
        heard = capsys.readouterr()
        assert code in (0, 1) and "予期しない" not in heard.out + heard.err, (words, heard.err)
        if words[0] == "policy" and words[1] == "list":
            assert "r1" in heard.out and "r2" in heard.out
