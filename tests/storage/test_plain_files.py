"""Whatever lies in the place of a file: nobody waits for a pipe, each is said with its reason, and the rest goes on."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui import plain_file
from uedasns_tui.cli.main import run
from uedasns_tui.storage import lock

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no pipes, sockets or devices among files"
)
ROOT = Path(__file__).resolve().parents[2]
NET = 60
"""Seconds after which a command that hangs is ended; none is measured by it."""


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # the name of a socket may be 107 bytes long
    around = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(around)


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS: dict[str, Callable[[Path], None]] = {
    "folder": _folder, "pipe": _pipe, "socket": _socket, "dangling link": _dangling, "link to a device": _device,
}  # fmt: skip
every_kind = pytest.mark.parametrize("plant", KINDS.values(), ids=KINDS)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two records, one deleted record and one purged one."""
    data = tmp_path / "data"
    data.mkdir()
    for name, value in (("NAME", "上田　花子"), ("SECTION", "広報課"), ("DATA", str(data))):
        monkeypatch.setenv(f"UEDASNS_{name}", value)
    for name in ("r1", "r2", "gone", "purged"):
        assert run(["policy", "new", "--from", "sample", "--id", name]) in (0, 1)
    assert run(["record", "delete", "gone"]) == 0
    assert run(["record", "purge", "purged", "--reason", "誤り", "--yes"]) == 0
    return data


def command(*words: str) -> tuple[int, str]:
    """A command, ended when it hangs: its exit code and all that it says."""

    def hangs(*_: object) -> None:
        raise AssertionError(f"{words} waits for ever")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(NET)
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run(words)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        lock.close_held()
    text = out.getvalue()
    assert "予期しないエラー" not in text and "Traceback" not in text, text
    return code, text


def replace(path: Path, plant: Callable[[Path], None]) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    plant(path)


@every_kind
def test_in_the_place_of_a_record(office: Path, plant: Callable[[Path], None]) -> None:
    path = office / "policies" / "r1.toml"
    replace(path, plant)
    code, text = command("policy", "list")
    assert code == 1 and text.count(str(path)) >= 1 and "r2" in text
    assert "ふつうのファイルではありません" in text or "リンクです" in text
    code, text = command("doctor")
    assert code == 1 and str(path) in text
    for words in (["policy", "show", "r1"], ["policy", "set", "r1", "name=x"]):
        code, text = command(*words)
        assert code == 4 and str(path) in text and "という ID の記録はありません" not in text
    assert os.path.lexists(path) and not path.is_file()


OWN = (".lock-holder", ".history/policy-r2/who.jsonl", ".purged.toml", "settings.toml", ".lock", "trash note")


@every_kind
@pytest.mark.parametrize("place", OWN)
def test_in_the_place_of_a_file_of_the_program(
    office: Path, place: str, plant: Callable[[Path], None]
) -> None:
    [note] = (office / ".trash").glob("*.json")
    path = note if place == "trash note" else office / place
    replace(path, plant)
    assert command("policy", "list")[0] in (0, 1)
    code, text = command("policy", "set", "r2", "name=新しい名前")
    saved = "保存しました" in text
    assert code in ((0, 1) if saved else (4,)), text
    assert saved or str(path) in text or "同時に書き込まないための準備ができませんでした" in text
    assert ("新しい名前" in command("policy", "show", "r2")[1]) == saved
    code, text = command("doctor")
    assert (code, str(path) in text) == (1, True) or place in (".lock-holder", ".lock"), text
    for words in (["trash", "list"], ["record", "history", "r2"], ["backup", str(office.parent / "b.zip")]):
        assert command(*words)[0] in (0, 1, 4)


@every_kind
def test_in_the_place_of_a_file_that_somebody_names(
    office: Path, tmp_path: Path, plant: Callable[[Path], None]
) -> None:
    path = tmp_path / "named"
    plant(path)
    site = tmp_path / "site"
    site.mkdir()
    plant(site / "index.html")
    for words in (
        ["post", "new", "--file", str(path)],
        ["post", "lint", str(path)],
        ["policy", "set", "r1", "--from-file", f"name={path}"],
        ["policy", "import", str(path), "--yes"],
        ["guideline", "import", str(path), str(tmp_path / "made")],
        ["restore", str(path), "--yes"],
        ["policy", "export", "r1", "--draft", "--format", "text", "-o", str(path)],
        ["backup", str(path)],
    ):
        code, text = command(*words)
        into_folder = "export" in words and path.is_dir() and not path.is_symlink()
        assert code in ((0,) if into_folder else (2, 4)), (words, text)
        assert "named" in text, (words, text)
    before = sorted(site.iterdir())
    assert command("site", "build", str(site))[0] == 4 and sorted(site.iterdir()) == before
    assert not path.is_file()


@every_kind
@pytest.mark.parametrize("place", ["chapters", "synonyms.toml"])
def test_in_the_place_of_a_file_of_the_guideline(
    tmp_path: Path, place: str, plant: Callable[[Path], None]
) -> None:
    folder = tmp_path / "guideline"
    shutil.copytree(ROOT / "guideline", folder)
    path = sorted((folder / place).iterdir())[0] if place == "chapters" else folder / place
    replace(path, plant)
    code, text = command("guideline", "check", str(folder))
    assert code == 1 and path.name in text
    assert command("--guideline", str(folder), "read")[0] in (0, 1)


# ---- the one opening
def test_a_plain_file_is_read_whole_and_a_large_one_before_nothing_of_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert plain_file.read_plain(path, 5) == b"12345"
    with pytest.raises(plain_file.FileTooLarge) as caught:
        plain_file.read_plain(path, 4)
    assert (caught.value.size, caught.value.limit) == (5, 4)
    with pytest.raises(FileNotFoundError):
        plain_file.read_plain(tmp_path / "none", 5)


def test_a_file_that_grows_while_it_is_read_is_not_read_without_end(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"1")
    with plain_file.opened(path, 4) as (descriptor, _):
        path.write_bytes(b"12345")
        with pytest.raises(plain_file.FileTooLarge):
            plain_file.read_descriptor(descriptor, path, 4)


def test_a_device_is_named_and_a_link_is_followed_only_when_it_may(tmp_path: Path) -> None:
    with pytest.raises(plain_file.NotPlainFile, match="装置"):
        plain_file.read_plain(Path("/dev/zero"), 5)
    (tmp_path / "file").write_bytes(b"1")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "file")
    assert plain_file.read_plain(link, 5) == b"1"
    with pytest.raises(OSError, match="symbolic links"):
        plain_file.read_plain(link, 5, follow=False)


def test_a_repair_that_cannot_be_done_ends_none_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A note in the trash that is a folder and whose record went back is found twice: the second repair finds nothing."""
    data = tmp_path / "data"
    monkeypatch.setenv("UEDASNS_NAME", "花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    monkeypatch.setenv("UEDASNS_DATA", str(data))
    data.mkdir()
    for words in ("policy new --id a name=x", "record delete a"):
        assert run(words.split()) in (0, 1)
    [note] = (data / ".trash").glob("*.json")
    note.unlink()
    note.mkdir()
    run(["trash", "restore", "a"])
    (data / "settings.toml").mkdir()
    (data / ".lock-holder").unlink()
    (data / ".lock-holder").mkdir()
    capsys.readouterr()
    assert run(["doctor", "--fix"]) == 1
    heard = capsys.readouterr()
    assert "直せませんでした" in heard.err and heard.out.count("直しました") >= 3
    assert not note.exists() and not (data / ".lock-holder").is_dir()


def test_the_history_of_a_record_that_is_not_there_is_no_empty_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path))
    for option in ([], ["--json"]):
        assert run(["record", "history", "nobody", *option]) == 2
        assert "という ID の記録はありません" in capsys.readouterr().err


def test_names_that_no_time_gave_are_said_and_hold_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for key, value in {
        "UEDASNS_NAME": "花子",
        "UEDASNS_SECTION": "課",
        "UEDASNS_DATA": str(tmp_path),
    }.items():
        monkeypatch.setenv(key, value)
    run(["policy", "new", "--id", "a", "name=x"])
    run(["policy", "new", "--id", "b", "name=x"])
    run(["record", "delete", "b"])
    capsys.readouterr()
    run(["doctor"])
    assert "の名前の決まりに合わない" not in capsys.readouterr().out
    strange = (
        tmp_path / ".history/policy-a/20261399T250000000000Z-0123456789abcdef-first.toml",
        tmp_path / ".history/policy-a/notes.txt",
        tmp_path / ".trash/20261399T250000000000Z-policy-a.toml",
        tmp_path / ".trash/99999999T999999999999Z-policy-a.json",
    )
    for path in strange:
        path.write_text("x = 1")
    for words in ("policy list", "policy set a name=y", "record history a", "trash list", "trash restore b"):
        assert run(words.split()) in (0, 1), words
    capsys.readouterr()
    assert run(["doctor"]) == 1
    heard = capsys.readouterr().out
    assert all(path.name in heard for path in strange) and heard.count("の名前の決まりに合わない") == 3
    assert all(path.exists() for path in strange)
