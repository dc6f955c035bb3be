"""The parts of the bundle for Windows, each on its own: names, hashes, wheels, licences, signatures, Python."""

from __future__ import annotations

import struct
import subprocess
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from bundle import BundleError, archive
from bundle.binaries import Binary, binaries, signature, verify
from bundle.compiled import can_compile, compiled
from bundle.runtime import Runtime, read_runtime
from bundle.wheels import LOCK, check_requirements, pinned_wheels, read_lock, read_wheel, unpacked
from invented import LICENCE, program_file, python_zip, wheel

TIME = datetime(2026, 11, 23, 10, 0, 1)


# ---- the zip


@pytest.mark.parametrize(
    "path", ["a/様式.txt", "a/aux", "a/NUL.txt", "a/b.", "a/b ", "a/b:c", 'a/"b"', "a//b"]
)
def test_a_name_that_a_windows_pc_cannot_unpack_stops_the_build(path: str) -> None:
    with pytest.raises(BundleError) as error:
        archive.pack({"fine.txt": b"", path: b""}, "top", TIME)
    assert path in str(error.value) and "fine" not in str(error.value)


def test_names_that_differ_by_case_only_stop_the_build() -> None:
    with pytest.raises(BundleError, match=r"app/a\.py"):
        archive.check_names(["app/A.py", "app/a.py", "app/b.py"])


def test_a_name_of_a_template_in_brackets_is_one_of_windows() -> None:
    archive.check_names(["app/[Content_Types].xml", "app/__init__.py", "app/nullable.py", "app/a+b-c.txt"])


def test_the_longest_path_says_how_long_the_folder_may_be() -> None:
    paths = ["a", "b/" + "c" * 50]
    folder = "C:\\" + "x" * (archive.longest_folder(paths, "top") - 3)
    assert len(f"{folder}\\top\\b\\" + "c" * 50) == archive.LONGEST_PATH == 259


def test_the_hashes_are_in_the_form_of_sha256sum() -> None:
    assert archive.sums({"b": b"2", "a/c": b"1"}).decode() == (
        f"{sha256(b'1').hexdigest()}  a/c\n{sha256(b'2').hexdigest()}  b\n"
    )


def test_the_zip_does_not_tell_in_which_order_files_came() -> None:
    files = {f"f{number}": bytes([number]) * 99 for number in range(9)}
    assert archive.pack(files, "top", TIME) == archive.pack(dict(reversed(files.items())), "top", TIME)


# ---- Python


def test_a_python_is_taken_by_its_hash_whatever_it_is_called(tmp_path: Path) -> None:
    path = python_zip(tmp_path / "a.zip")
    runtime = read_runtime(path, {"3.11.9": sha256(path.read_bytes()).hexdigest()})
    assert runtime.version == "3.11.9" and runtime.minor == (3, 11)
    assert runtime.files["python/python311._pth"] == b"python311.zip\r\n.\r\n..\\app\r\n"
    assert runtime.files["python/python311.zip"] == b"the library"


def test_a_python_that_is_not_pinned_is_refused(tmp_path: Path) -> None:
    path = python_zip(tmp_path / "python-3.11.9-embed-amd64.zip")
    with pytest.raises(BundleError, match=sha256(path.read_bytes()).hexdigest()):
        read_runtime(path)


# ---- wheels


def test_a_wheel_is_unpacked_without_scripts_headers_and_lists(tmp_path: Path) -> None:
    files = {
        "part/__init__.py": b"x = 1\n", "part/__init__.pyi": b"x: int\n", "part/core.pxd": b"",
        "part-1.0.data/scripts/part": b"#!", "part-1.0.data/purelib/more.py": b"y = 1\n",
        "part-1.0.dist-info/WHEEL": b"Generator: some 1.2\n",
    }  # fmt: skip
    part = read_wheel(wheel(tmp_path, "part", files))
    assert set(part.files) == {"part/__init__.py", "more.py", "part-1.0.dist-info/METADATA"}
    assert part.licences == {"LICENSE": LICENCE} and part.summary == "an invented 部品"


@pytest.mark.parametrize(
    "name", ["../evil.py", "/evil.py", "part/../../evil.py", "part-1.0.data/purelib/../evil.py"]
)
def test_a_wheel_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match="leads out"):
        read_wheel(wheel(tmp_path, "part", {name: b""}))


@pytest.mark.parametrize(
    ("line", "licence"),
    [
        ("License-Expression: Apache-2.0 OR BSD-2-Clause", "Apache-2.0 OR BSD-2-Clause"),
        ("Classifier: License :: OSI Approved :: MIT License", "MIT"),
        ("License: BSD-3-Clause", "BSD-3-Clause"),
    ],
)
def test_a_licence_is_read_wherever_a_wheel_says_it(tmp_path: Path, line: str, licence: str) -> None:
    assert read_wheel(wheel(tmp_path, "part", {}, line)).licence == licence


def test_a_licence_without_a_known_name_stops_the_build(tmp_path: Path) -> None:
    line = "Classifier: License :: Other/Proprietary License"
    with pytest.raises(BundleError, match="Proprietary"):
        read_wheel(wheel(tmp_path, "part", {}, line))


def test_a_wheel_without_a_licence_text_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no licence text"):
        read_wheel(wheel(tmp_path, "part", {}, licence=False))


def test_only_pinned_wheels_are_taken_and_all_of_them(tmp_path: Path) -> None:
    wheel(tmp_path, "part", {})
    wheel(tmp_path, "other", {})
    digest = sha256((tmp_path / "part-1.0-py3-none-any.whl").read_bytes()).hexdigest()
    pins = read_lock(f"# a remark\npart==1.0 --hash=sha256:{'0' * 64} --hash=sha256:{digest}\n")
    assert [part.name for part in pinned_wheels(tmp_path, pins)] == ["part"]
    with pytest.raises(BundleError, match="not there: absent"):
        pinned_wheels(tmp_path, pins | {"absent": ("1.0", frozenset())})
    with pytest.raises(BundleError, match="not the file that is pinned"):
        pinned_wheels(tmp_path, pins | {"other": ("1.0", frozenset({digest}))})


@pytest.mark.parametrize(
    "line", ["part", "part==1.0", "part>=1 --hash=sha256:" + "0" * 64, "part==1 --hash=sha256:00"]
)
def test_a_line_of_the_lock_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(BundleError, match="not NAME==VERSION"):
        read_lock(line)


def test_what_a_wheel_asks_for_on_windows_must_be_there(tmp_path: Path) -> None:
    first = ("Requires-Dist: second[more]>=1", "Requires-Dist: pty-only; sys_platform == 'linux'")
    second = ("Requires-Dist: third<2; extra == 'more'", "Requires-Dist: never; extra == 'test'")
    paths = [wheel(tmp_path, "first", {}, *first), wheel(tmp_path, "second", {}, *second)]
    parts = [read_wheel(path) for path in (*paths, wheel(tmp_path, "third", {}))]
    check_requirements(parts, "3.11.9")
    with pytest.raises(BundleError, match="second asks for third<2"):
        check_requirements(parts[:2], "3.11.9")
    colour = read_wheel(wheel(tmp_path, "fourth", {}, "Requires-Dist: colour; sys_platform == 'win32'"))
    with pytest.raises(BundleError, match="fourth asks for colour"):
        check_requirements([*parts, colour], "3.11.9")
    newer = read_wheel(wheel(tmp_path, "fifth", {}, "Requires-Dist: First>=2; python_version >= '3.12'"))
    check_requirements([*parts, newer], "3.11.9")
    with pytest.raises(BundleError, match="fifth asks for First>=2"):
        check_requirements([*parts, newer], "3.12.10")


def test_two_wheels_with_the_same_file_must_agree(tmp_path: Path) -> None:
    parts = [read_wheel(wheel(tmp_path, name, {"shared.py": b"1"})) for name in ("first", "second")]
    assert unpacked(parts, "app")["app/shared.py"] == b"1"
    parts.append(read_wheel(wheel(tmp_path, "third", {"shared.py": b"2"})))
    with pytest.raises(BundleError, match=r"third: shared\.py"):
        unpacked(parts, "app")


def test_the_lock_pins_what_the_program_asks_for() -> None:
    pins = read_lock(LOCK.read_text(encoding="utf-8"))
    assert {"textual", "openpyxl", "wcwidth", "tomlkit"} <= set(pins)
    assert len(pins["wcwidth"][1]) == 1, "the wheel without built parts"


# ---- machine code


def test_each_binary_has_a_signer_or_a_purpose() -> None:
    files = {
        "python/python.exe": program_file("Python Software Foundation"),
        "python/newer.dll": program_file("Microsoft Corporation for Python Software Foundation"),
        "python/vcruntime140.dll": program_file("Microsoft Corporation"),
        "app/native/part.pyd": program_file(),
        "app/text.py": b"MZ",
    }
    assert binaries(files, {"app/native/part.*": "XML"}) == [
        Binary("app/native/part.pyd", "", "XML"),
        Binary("python/newer.dll", "Python Software Foundation"),
        Binary("python/python.exe", "Python Software Foundation"),
        Binary("python/vcruntime140.dll", "Microsoft Corporation"),
    ]


def test_an_unsigned_binary_without_a_purpose_stops_the_build() -> None:
    with pytest.raises(BundleError, match=r"app/new\.PYD: nobody signed it"):
        binaries({"app/new.PYD": program_file()})


def test_a_strange_signer_stops_the_build() -> None:
    with pytest.raises(BundleError, match="signed by somebody"):
        binaries({"app/native/part.pyd": program_file("Somebody Else")})


@pytest.mark.parametrize("content", [b"", b"MZ", b"PK" * 200, struct.pack("<60xI", 0xFFFFFFF0)])
def test_what_is_no_program_file_bears_no_signature(content: bytes) -> None:
    assert signature(content) == b""


def test_without_the_tool_signatures_are_said_not_to_be_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "not verified" in verify({}, [])


# ---- compiled files


def test_compiled_files_lie_where_python_looks_and_are_the_same_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {
        "app/a/__init__.py": b"NAMES = {'x', 'y', 'z'}\n",
        "app/b.py": "題 = 'い'\n".encode(),
        "other/c.py": b"(",
    }
    first = compiled(files, "app")
    tag = sys.implementation.cache_tag
    assert set(first) == {f"app/a/__pycache__/__init__.{tag}.pyc", f"app/__pycache__/b.{tag}.pyc"}
    monkeypatch.setenv("PYTHONHASHSEED", "5")
    monkeypatch.setenv("PYTHONOPTIMIZE", "2")
    assert compiled(dict(reversed(files.items())), "app") == first


def test_a_compiled_file_runs_without_a_look_at_its_source(tmp_path: Path) -> None:
    for path, content in compiled({"app/part.py": b"print(6 * 7)\n"}, "app").items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "app" / "part.py").write_bytes(b"print('the source was read')\n")
    program = "import sys; sys.path.insert(0, sys.argv[1]); import part"
    command = [sys.executable, "-I", "-c", program, str(tmp_path / "app")]
    assert subprocess.run(command, capture_output=True, check=True).stdout.split() == [b"42"]


def test_only_the_bundles_own_version_compiles() -> None:
    major, minor = sys.version_info[:2]
    assert can_compile(Runtime(f"{major}.{minor}.99", "", {}))
    assert not can_compile(Runtime(f"{major}.{minor + 1}.0", "", {}))
