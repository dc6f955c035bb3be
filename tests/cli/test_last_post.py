"""policy seen from the line: a preview first, then written, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from uedasns_tui.cli.main import run


def test_seen(capsys, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    for name, value in (("NAME", "上田　花子"), ("SECTION", "広報課"), ("DATA", str(tmp_path / "records"))):
        monkeypatch.setenv(f"UEDASNS_{name}", value)
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    run(["policy", "new", "--from", "sample", "--id", "channel"])
    run(["policy", "new", "--from", "sample", "--id", "other"])
    path = tmp_path / "seen.csv"
    path.write_text("ID,seen_on,seen_by\nchannel,2026-11-20,広報太郎\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["policy", "seen", str(path)]) == 0
    assert "何も書いていません" in capsys.readouterr().out
    assert run(["policy", "seen", str(path), "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == ["channel"]
    assert run(["policy", "seen", "other", "2026-11-25"]) == 4
    assert "まだ来ていない" in capsys.readouterr().out
    assert run(["policy", "seen", "other"]) == 2
    assert run(["policy", "seen", "nothing", "2026-11-20"]) == 2
