"""The bundle for Windows as a whole, out of tiny invented inputs: what is in it, and that it is the same every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from bundle import Files
from bundle.command import contents, launcher
from bundle.runtime import Runtime, read_runtime
from bundle.sbom import Build
from bundle.sheet import USES
from bundle.wheels import Wheel, read_wheel
from invented import LICENCE, python_zip, wheel

ROOT = Path(__file__).resolve().parents[2]
BUILD = Build("1.0", "0123456789abcdef", "2026-11-23", "3.11.7")


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Runtime, Wheel, list[Wheel]]:
    python = python_zip(tmp_path / "python.zip")
    runtime = read_runtime(python, {"3.11.9": sha256(python.read_bytes()).hexdigest()})
    asked = ("Requires-Dist: openpyxl>=1", "Requires-Dist: Rich")
    program = read_wheel(wheel(tmp_path, "uedasns-tui", {"uedasns_tui/__main__.py": b"print()\n"}, *asked))
    double = "License-Expression: MIT OR Apache-2.0"
    others = [
        wheel(tmp_path, "openpyxl", {"openpyxl/__init__.py": b"", "openpyxl/part.pyi": b""}),
        wheel(tmp_path, "rich", {"rich/__init__.py": b""}, double),
    ]
    return runtime, program, [read_wheel(path) for path in others]


@pytest.fixture
def files(parts: tuple[Runtime, Wheel, list[Wheel]]) -> Files:
    return contents(BUILD, *parts)


def test_everything_lies_in_its_place(files: Files) -> None:
    assert {path for path in files if "/" not in path} == {
        "uedasns-tui.cmd", "bundle.json", "sbom.cdx.json", "shinseisho.html", "SHA256SUMS.txt",
    }  # fmt: skip
    assert {path.partition("/")[0] for path in files if "/" in path} == {"python", "app", "licences"}
    assert "app/openpyxl/part.pyi" not in files
    assert json.loads(files["bundle.json"]) == {
        "version": "1.0", "commit": "0123456789abcdef", "day": "2026-11-23", "python": "3.11.9",
    }  # fmt: skip


def test_every_part_has_its_licence(files: Files) -> None:
    for part in (
        "python-3.11.9/LICENSE.txt",
        "uedasns-tui-1.0/LICENSE",
        "openpyxl-1.0/LICENSE",
        "rich-1.0/LICENSE",
    ):
        assert files[f"licences/{part}"] == LICENCE


def test_every_file_but_the_list_itself_has_its_hash(files: Files) -> None:
    listed = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS.txt"].decode().splitlines())
    assert listed == {
        path: sha256(content).hexdigest() for path, content in files.items() if path != "SHA256SUMS.txt"
    }


# ---- the launcher


def test_the_launcher_runs_the_bundles_own_python_wherever_it_lies() -> None:
    lines = launcher("3.11.7").decode("ascii").split("\r\n")
    assert '"%~dp0python\\python.exe" -X utf8 -B -m uedasns_tui %*' in lines
    assert lines[0] == "@echo off" and lines[-2:] == ["exit /b %status%", ""]


def test_without_compiled_files_python_keeps_its_own_in_the_users_cache(
    parts: tuple[Runtime, Wheel, list[Wheel]],
) -> None:
    plain = contents(Build("1.0", "", "2026-11-23", ""), *parts)
    assert not [path for path in plain if path.endswith(".pyc")]
    assert b'-X "pycache_prefix=%LOCALAPPDATA%\\uedasns-tui\\Cache\\pycache"' in plain["uedasns-tui.cmd"]
    assert "Cache\\pycache" in plain["shinseisho.html"].decode()


def test_with_compiled_files_nothing_is_written_beside_them(files: Files) -> None:
    assert [path for path in files if path.endswith(".pyc")]
    assert "Cache\\pycache" not in files["shinseisho.html"].decode()


# ---- the list of parts


def test_the_list_of_parts_names_each_with_version_licence_and_hash(
    files: Files, parts: tuple[Runtime, Wheel, list[Wheel]]
) -> None:
    document = json.loads(files["sbom.cdx.json"])
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    main = document["metadata"]["component"]
    assert (main["type"], main["name"], main["purl"]) == (
        "application",
        "uedasns-tui",
        "pkg:pypi/uedasns-tui@1.0",
    )
    assert {entry["name"]: entry["value"] for entry in main["properties"]}[
        "uedasns-tui:commit"
    ] == BUILD.commit
    components = {component["name"]: component for component in document["components"]}
    assert set(components) == {"Python", "openpyxl", "rich"}
    assert components["Python"]["hashes"] == [{"alg": "SHA-256", "content": parts[0].digest}]
    assert components["openpyxl"]["hashes"] == [{"alg": "SHA-256", "content": parts[2][0].digest}]
    assert components["openpyxl"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert components["rich"]["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    edges = {edge["ref"]: edge["dependsOn"] for edge in document["dependencies"]}
    assert edges == {
        "uedasns-tui": ["openpyxl", "python", "rich"],
        "openpyxl": ["python"],
        "rich": ["python"],
    }


def test_another_content_has_another_serial_number(parts: tuple[Runtime, Wheel, list[Wheel]]) -> None:
    serials = [
        json.loads(contents(Build("1.0", commit, "2026-11-23", "3.11.7"), *parts)["sbom.cdx.json"])[
            "serialNumber"
        ]
        for commit in ("a", "a", "b")
    ]
    assert serials[0] == serials[1] != serials[2] and serials[0].startswith("urn:uuid:")


# ---- the application sheet


def test_the_sheet_answers_what_the_information_section_asks(files: Files) -> None:
    page = files["shinseisho.html"].decode()
    for words in (
        "どこにも接続しません", "127.0.0.1 だけ", "asyncio", "%LOCALAPPDATA%\\uedasns-tui", "更新:", "削除:",
        "certutil -hashfile uedasns-tui-1.0-windows.zip SHA256", "SHA256SUMS.txt", "sbom.cdx.json", "licences",
        "Word に", "確かめていないこと",
        "Python Software Foundation の署名 1 個", "Microsoft Corporation の署名 1 個", "python-3.11.9-embed-amd64.zip",
    ):  # fmt: skip
        assert words in page, words
    assert USES["openpyxl"] in page and "MIT OR Apache-2.0" in page


def test_the_sheet_says_of_an_untried_python_that_it_is_untried(
    parts: tuple[Runtime, Wheel, list[Wheel]], files: Files
) -> None:
    untried = contents(BUILD, replace(parts[0], version="3.14.3"), *parts[1:])
    assert "3.14.3 の zip は、まだ動かしていません" in untried["shinseisho.html"].decode()
    assert "まだ動かしていません" not in files["shinseisho.html"].decode()


def test_a_new_part_must_say_what_it_is_for(
    parts: tuple[Runtime, Wheel, list[Wheel]], tmp_path: Path
) -> None:
    runtime, program, wheels = parts
    with pytest.raises(Exception, match="what these are for: newcomer"):
        contents(BUILD, runtime, program, [*wheels, read_wheel(wheel(tmp_path, "newcomer", {}))])


# ---- the command


PROGRAM = """
import os, sys
from hashlib import sha256
from pathlib import Path

umask, sys.path[:0], folder, output = int(sys.argv[1], 8), sys.argv[2].split(os.pathsep), *map(Path, sys.argv[3:])
os.umask(umask)
from bundle.command import read_bundle, write

python = folder / "python.zip"
pins = {"3.11.9": sha256(python.read_bytes()).hexdigest()}
write(read_bundle(python, folder, folder / "wheels.txt", pins), output)
"""


def built(folder: Path, output: Path, cwd: Path, umask: str, **surroundings: str) -> bytes:
    """The zip that a process of its own builds out of the inputs in `folder`."""
    path = f"{ROOT / '.ci'}{os.pathsep}{ROOT}"
    command = [sys.executable, "-c", PROGRAM, umask, path, str(folder), str(output)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795402801", **surroundings}
    result = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode(errors="replace")
    return (output / "uedasns-tui-1.0-windows.zip").read_bytes()


def test_the_same_inputs_give_the_same_bytes_wherever_and_however_they_are_built(
    parts: tuple[Runtime, Wheel, list[Wheel]], tmp_path: Path
) -> None:
    lines = [f"{part.name}==1.0 --hash=sha256:{part.digest}\n" for part in parts[2]]
    (tmp_path / "wheels.txt").write_text("".join(lines), encoding="utf-8")
    elsewhere = tmp_path / "課の 共有　フォルダー"
    elsewhere.mkdir()
    first = built(tmp_path, tmp_path / "first", tmp_path, "022")
    surroundings = {
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "3",
        "PYTHONOPTIMIZE": "1",
    }
    assert built(tmp_path, elsewhere / "second", elsewhere, "077", **surroundings) == first
    with zipfile.ZipFile(tmp_path / "first" / "uedasns-tui-1.0-windows.zip") as packed:
        assert {info.date_time for info in packed.infolist()} == {(2026, 11, 23, 3, 0, 0)}
        assert {info.external_attr >> 16 for info in packed.infolist()} == {0o100644}
        assert all(name.startswith("uedasns-tui/") for name in packed.namelist())
    beside = (tmp_path / "first" / "uedasns-tui-1.0-windows.zip.sha256").read_text(encoding="ascii")
    assert beside == f"{sha256(first).hexdigest()}  uedasns-tui-1.0-windows.zip\n"
