"""The program says which version it is, which bundle it came in, and where it runs from."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.services.folders import PACKAGE
from uedasns_tui.services.program import running_program, system_name

ABOUT = {"version": "1.0", "commit": "0123456789abcdef0123", "day": "2026-11-23", "python": "3.11.9"}


def bundled(folder: Path, about: bytes) -> Path:
    """The package's folder in a bundle that says this about itself."""
    package = folder / "課の 共有　（Ａ）" / "app" / "uedasns_tui"
    package.mkdir(parents=True)
    (package.parents[1] / "bundle.json").write_bytes(about)
    return package


def test_doctor_says_version_python_and_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    python = ".".join(map(str, sys.version_info[:3]))
    run(["doctor"])
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("プログラム: "))
    assert str(PACKAGE) in line and f"Python {python}" in line
    run(["doctor", "--json"])
    program = json.loads(capsys.readouterr().out)["program"]
    assert (program["folder"], program["python"], program["bundle"]) == (str(PACKAGE), python, "")
    assert f"（{program['version']}、" in line


def test_a_bundle_is_known_by_its_day_and_commit(tmp_path: Path) -> None:
    package = bundled(tmp_path, json.dumps(ABOUT).encode())
    program = running_program(package)
    assert program.folder == package.parents[1]
    assert program.bundle == "Windows 用の zip、2026-11-23 の 0123456789ab"


@pytest.mark.parametrize(
    ("commit", "words"),
    [("", "、2026-11-23"), ("0123456789abcdef+", "の 0123456789ab+")],
    ids=["none", "changed"],
)
def test_a_bundle_without_a_commit_or_with_more_than_one_holds_says_so(
    tmp_path: Path, commit: str, words: str
) -> None:
    assert running_program(
        bundled(tmp_path, json.dumps(ABOUT | {"commit": commit}).encode())
    ).bundle.endswith(words)


@pytest.mark.parametrize("about", [b"", b"\xff", b"[]", b"{}", b'{"day": 1}'])
def test_a_bundle_that_cannot_say_what_it_is_is_still_one(tmp_path: Path, about: bytes) -> None:
    assert running_program(bundled(tmp_path, about)).bundle == "Windows 用の zip、bundle.json を読めません"


def test_a_file_of_that_name_elsewhere_makes_no_bundle(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "uedasns_tui"
    package.mkdir(parents=True)
    (tmp_path / "bundle.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    assert running_program(package).bundle == "" and running_program(package).folder == package


def test_the_system_has_a_name_and_a_version() -> None:
    assert system_name().split("-")[0] == ("Windows" if sys.platform == "win32" else os.uname().sysname)
