"""Colleagues in one group folder: what one of them makes, the others may read, change and delete, whatever the umask."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

AS_PERSON = """
import grp, io, os, sys, contextlib
from uedasns_tui.cli.main import run
person, group, umask, scratch, data, *words = sys.argv[1:]
# the interpreter may lie where only root can read: what the command loads is loaded before the rights are dropped
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    os.makedirs(scratch, exist_ok=True)
    run(["policy", "new", "--id", "p1", "name=x", "--data", scratch])
    run(["doctor", "--data", scratch])
    run([*words[:-1], scratch + "/b.zip", "--data", scratch] if words[0] == "backup" else [*words, "--data", scratch])
home = os.environ["OWN_HOME"]
os.environ.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), home))
os.umask(int(umask))
os.setgroups([])
os.setresgid(int(group), int(group), int(group))
os.setresuid(int(person), int(person), int(person))
sys.exit(run([*words, "--data", data]))
"""
GROUP, ANNA, BERT = 4200, 4201, 4202
ONLY_ROOT = pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can run a program as two different people",
)
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("uedasns_tui", "guideline", "data", "pyproject.toml")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that both may enter, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def office(place: Path) -> Path:
    """A data folder that a group shares: setgid, 2775."""
    data = place / "data"
    data.mkdir()
    os.chown(data, ANNA, GROUP)
    data.chmod(0o2775)
    return data


@pytest.fixture
def program(place: Path) -> Path:
    """The program where both may read it, which the checkout need not be."""
    folder = place / "program"
    folder.mkdir()
    for name in PROGRAM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@pytest.fixture
def run(office: Path, place: Path, program: Path) -> Run:
    """Run a command as one of the two, with an umask of theirs."""

    def as_person(person: int, *words: str, umask: int = 0o022) -> subprocess.CompletedProcess[str]:
        home = place / f"home{person}"
        home.mkdir(exist_ok=True)
        os.chown(home, person, GROUP)
        env = {
            **os.environ, "OWN_HOME": str(home), "UEDASNS_NAME": f"職員{person}", "UEDASNS_SECTION": "広報課",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        scratch = place / f"scratch{len(list(place.iterdir()))}"
        arguments = [str(person), str(GROUP), str(umask), str(scratch), str(office), *words]
        return subprocess.run(
            [sys.executable, "-c", AS_PERSON, *arguments],
            capture_output=True, encoding="utf-8", env=env, cwd=program, check=False,
        )  # fmt: skip

    return as_person


@ONLY_ROOT
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_colleague_may_do_all_that_the_first_writer_may(run: Run, office: Path, umask: int) -> None:
    made = run(ANNA, "policy", "new", "--id", "p1", "name=上田市X", umask=umask)
    assert "p1" in made.stdout, made.stderr
    for words in (
        ("policy", "set", "p1", "account=@ueda"),
        ("policy", "new", "--id", "p2", "name=二つ目"),
        ("record", "delete", "p1"),
        ("trash", "restore", "p1"),
    ):
        done = run(BERT, *words, umask=umask)
        assert done.returncode in (0, 1) and not done.stderr, (words, done.stdout, done.stderr)
    assert "職員4201" in run(BERT, "record", "history", "p1", umask=umask).stdout
    again = run(ANNA, "policy", "set", "p2", "account=@a", umask=umask)
    assert "p2" in again.stdout and not again.stderr
    for path in (path for path in office.rglob("*") if not path.name.startswith(".lock")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert path.stat().st_gid == GROUP, path
        assert mode & 0o060 == 0o060, f"{path} {mode:o}: the group may not read and write"
        assert not mode & 0o002, f"{path} {mode:o} is wider than the data folder"


@ONLY_ROOT
def test_what_may_not_be_read_is_said_and_never_taken_for_nothing(
    run: Run, office: Path, place: Path
) -> None:
    run(ANNA, "policy", "new", "--id", "p1", "name=上田市X")
    run(ANNA, "policy", "set", "p1", "account=@a")
    (office / "policies").chmod(0o700)
    shown = run(BERT, "policy", "show", "p1")
    assert shown.returncode == 4 and "という ID の記録はありません" not in shown.stderr
    assert "を読めませんでした" in shown.stderr, shown.stderr
    listed = run(BERT, "policy", "list")
    assert listed.returncode == 1 and "まだありません" not in listed.stdout
    (office / "policies").chmod(0o2775)
    first = sorted((office / ".history" / "policy-p1").glob("*.toml"))[0]
    first.chmod(0o600)
    history = run(BERT, "record", "history", "p1")
    assert "読めません" in history.stdout and len(history.stdout.splitlines()) >= 3, (
        history.stdout + history.stderr
    )
    backup = run(BERT, "backup", str(place / "home4202" / "b.zip"))
    assert backup.returncode == 1 and first.name in backup.stderr, backup.stdout
    assert "控えを取りました" in backup.stdout, "the rest is in it"


@ONLY_ROOT
def test_a_folder_that_may_not_be_entered_keeps_nothing_else_out_of_a_backup(
    run: Run, office: Path, place: Path
) -> None:
    run(ANNA, "policy", "new", "--id", "p1", "name=上田市X")
    run(ANNA, "policy", "new", "--id", "p2", "name=二つ目")
    (office / ".history" / "policy-p1").chmod(0o700)
    file = place / "home4202" / "b.zip"
    backup = run(BERT, "backup", str(file))
    assert backup.returncode == 1 and ".history/policy-p1/（" in backup.stderr, backup.stdout + backup.stderr
    names = zipfile.ZipFile(file).namelist()
    assert {"policies/p1.toml", "policies/p2.toml"} <= set(names)
    assert any(name.startswith(".history/policy-p2/") for name in names)
    purged = run(BERT, "record", "purge", "p2", "--reason", "試し", "--yes")
    assert purged.returncode == 0, purged.stderr


@ONLY_ROOT
def test_doctor_names_the_group_that_is_wrong(run: Run, office: Path) -> None:
    run(ANNA, "policy", "new", "--id", "p1", "name=上田市X")
    os.chown(office / "policies" / "p1.toml", ANNA, ANNA)
    (office / "policies" / "p1.toml").chmod(0o600)
    asked = run(BERT, "doctor").stdout
    assert f"chgrp {GROUP}・chmod 644 を頼んで" in asked, asked
    mended = run(0, "doctor", "--fix").stdout
    assert f"元に戻すには: chgrp {ANNA}・chmod 600 " in mended, mended
    assert (office / "policies" / "p1.toml").stat().st_gid == GROUP
