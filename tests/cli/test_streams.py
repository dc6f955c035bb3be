"""Standard streams that are closed, full or odd; odd time zones; values and files of the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.values import decode_text
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "uedasns_tui"]


@pytest.fixture
def me(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Somebody named with a data folder of their own."""
    (tmp_path / "records").mkdir()
    for name, value in (("NAME", "上田　花子"), ("SECTION", "広報課"), ("DATA", str(tmp_path / "records"))):
        monkeypatch.setenv(f"UEDASNS_{name}", value)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    assert run(["policy", "new", "--from", "sample", "--id", "r1"]) in (0, 1)
    return tmp_path


def values(name: str = "r1") -> dict[str, object]:
    return dict(open_context(AppOptions()).repository.load(name).record.values)


def ended(words: list[str], **how: object) -> tuple[int, str]:
    # buffered, as on any PC: what waits is written at the end
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    process = subprocess.run([*PROGRAM, *words], env=env, stderr=subprocess.PIPE, check=False, **how)  # type: ignore[call-overload]
    return process.returncode, process.stderr.decode()


# ---- streams
@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["policy", "--help"], ["read", "5"], ["todo"], ["read", "5", "--json"]],
)
def test_who_stops_reading_our_output_sees_no_fault(words: list[str], me: Path) -> None:
    away, out = os.pipe()
    os.close(away)
    try:
        code, err = ended(words, stdout=out)
    finally:
        os.close(out)
    assert (code, err) in ((0, ""), (1, ""))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written_is_told(me: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, err = ended(["read", "5"], stdout=full)
    assert code == 1
    assert "最後まで出力できませんでした" in err and "Traceback" not in err and "Exception" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's >&- is POSIX")
@pytest.mark.parametrize("closed", [">&-", "<&-", ">&- <&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_fault(closed: str, me: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m uedasns_tui read 5 {closed}', shell=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


# ---- the clock
@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no time zone from TZ")
@pytest.mark.parametrize("zone", ["XYZ99", "America/New_York"])
def test_japan_s_time_is_taken_whatever_the_machine_s_zone_is(
    me: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    monkeypatch.delenv("UEDASNS_NOW", raising=False)
    for words in (
        ["todo"],
        ["policy", "set", "r1", "name=新しい名称"],
        ["record", "history", "r1"],
        ["doctor"],
    ):
        code, err = ended(words, stdout=subprocess.DEVNULL)
        assert code in (0, 1) and "予期しない" not in err and "Traceback" not in err
    monkeypatch.delenv("TZ")
    entry = open_context(AppOptions()).repository.load("r1").record.log[-1]
    assert entry.at.utcoffset() == timedelta(hours=9)


# ---- values
@pytest.mark.parametrize(
    "value",
    ["@uedacity", "@r1.txt", "-", "-x", "a=b=c", "100%", "%s%n", "~", "$HOME", "*", "", "\\n", "@", "{0}"],
)
def test_a_value_is_what_was_written(value: str, me: Path) -> None:
    (me / "r1.txt").write_text("ファイルの中", encoding="utf-8")
    assert run(["policy", "set", "r1", f"name={value}", "account=@uedacity"]) in (0, 1)
    assert (values().get("name", ""), values()["account"]) == (value, "@uedacity")


def test_a_value_comes_from_a_file_only_by_its_option(me: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (me / "a=b.txt").write_bytes("\ufeff一行目\r\n二行目".encode())
    assert run(["policy", "set", "r1", "--from-file", "purpose=a=b.txt", "name=名称"]) in (0, 1)
    assert (values()["purpose"], values()["name"]) == ("一行目\n二行目", "名称")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("標準入力から".encode())))
    assert run(["policy", "set", "r1", "--from-file", "purpose=-"]) in (0, 1)
    assert values()["purpose"] == "標準入力から"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("purpose=none.txt", "none.txt"),
        ("purpose=", "項目=ファイル"),
        ("zzz=a", "項目=ファイル"),
        ("purpose=bad", "3 バイト目"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_recorded(
    word: str, said: str, me: Path, capsys
) -> None:
    (me / "bad").write_bytes(b"ab\xff\xff\x80")
    before = values()
    assert run(["policy", "set", "r1", "name=新", "--from-file", word]) == 2
    assert said in capsys.readouterr().err and values() == before


def test_the_help_of_every_command_that_takes_values_says_how_a_file_is_read(capsys) -> None:
    for words in (
        "policy new",
        "policy set",
        "post new",
        "post set",
        "post media",
        "incident new",
        "policy decide",
    ):
        assert run([*words.split(), "--help"]) == 0
        assert "--from-file" in capsys.readouterr().out


# ---- questions
def test_a_line_with_a_byte_that_is_no_text_is_asked_for_again() -> None:
    typed = io.TextIOWrapper(
        io.BytesIO(b"ab\xff\n\xe5\xb8\x82\n"), encoding="utf-8", errors="surrogateescape"
    )
    out = io.StringIO()
    assert Prompt(typed, out).line("お名前") == "市"
    assert "読めない文字" in out.getvalue() and "UTF-8" in out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"]
)
def test_a_draft_is_understood_as_windows_programs_write_it(me, capsys, encoding: str) -> None:
    text = "図書館は明日お休みです。" if encoding in ("euc_jp", "iso2022_jp") else "図書館は①明日お休みです。"
    (me / "draft.txt").write_bytes(f"{text}\r\n".encode(encoding))
    assert run(["post", "new", "--id", "m9", "--file", str(me / "draft.txt")]) in (0, 1)
    [path] = (me / "records").rglob("m9.toml")
    assert text in path.read_text("utf-8")


@pytest.mark.parametrize("text", ["ﾃｽﾄの文です。", "ｶﾅだけ", "ｱ", "縦書きの文、続き。"])
def test_narrow_kana_are_no_other_encoding(text: str) -> None:
    assert decode_text(text.encode("cp932")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("市長", "euc_jp"), ("あすのお知らせ", "euc_jp"), ("室", "cp932"), ("執室", "cp932")],
)
def test_of_two_encodings_that_fit_the_one_without_narrow_kana_is_meant(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert data.decode("cp932") != data.decode("euc_jp"), "both fit"
    assert decode_text(data) == text


@pytest.mark.parametrize(
    "data",
    ["まつり".encode()[:-1], "あ\0い".encode(), "1月2日".encode("utf-16-le"), b"\x89PNG\r\n\x1a\n\0\0"],
)
def test_what_is_cut_or_no_text_becomes_no_record(me, capsys, data: bytes) -> None:
    (me / "draft.txt").write_bytes(data)
    assert run(["post", "new", "--id", "m9", "--file", str(me / "draft.txt")]) == 2
    assert "バイト目が" in capsys.readouterr().err and not list((me / "records").rglob("m9.toml"))
