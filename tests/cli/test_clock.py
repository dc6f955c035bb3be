"""A PC whose clock is at the end, or the beginning, of all days: every command answers, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.cli.main import run


@pytest.mark.parametrize(
    "now", ["9999-12-31T23:59:59+09:00", "9999-01-01T00:00:00-12:00", "0001-01-02T00:00:00+09:00"]
)
def test_every_command_answers(
    now: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, value in {
        "UEDASNS_NAME": "花子", "UEDASNS_SECTION": "広報課", "UEDASNS_DATA": str(tmp_path / "records"), "UEDASNS_NOW": now,
    }.items():  # fmt: skip
        monkeypatch.setenv(key, value)
    (tmp_path / "records").mkdir()
    run(["policy", "new", "name=上田市公式", "seen=2026-11-01", "--id", "r1"])
    for words in (
        ["policy", "set", "r1", "name=二"], ["policy", "list"], ["todo"], ["activity"], ["doctor"],
        ["record", "history", "r1"], ["post", "new", "accounts=r1", "title=祭", "text=明日開きます。"],
        ["lint", "明日 11月3日（火）に開きます。"], ["backup", str(tmp_path / "a.zip")], ["record", "delete", "r1"],
    ):  # fmt: skip
        code = run(words)
        said = capsys.readouterr()
        assert code in (0, 1, 2) and "予期しない" not in said.out + said.err, (words, said.err)
