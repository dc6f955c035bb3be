"""A step finds its record by title or account; two that fit are both named, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.cli.main import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("UEDASNS_NAME", "上田　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    for name, title, account in (("one", "上田市行政", "@ueda_gyosei"), ("two", "上田市防災", "@ueda_bosai")):
        run(["policy", "new", "--from", "sample", f"name={title}", f"account={account}", "--id", name])
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
    assert run(["policy", "submit", "ない"]) == 1
    assert "ない" in capsys.readouterr().err
