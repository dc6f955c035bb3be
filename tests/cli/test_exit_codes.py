"""Exit codes: every command that names a record finds it by id, title and account, and says by its code what came of it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.cli.commands import commands
from uedasns_tui.cli.errors import guard
from uedasns_tui.cli.main import run
from uedasns_tui.cli.output import CHANGED, CODES, Console
from uedasns_tui.cli.parser import parser
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.records.workflow import TransitionOvertaken

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
MORE: dict[str, tuple[str, ...]] = {
    "policy set": ("reading=よみ",), "post set": ("text=文",), "incident set": ("what=文",), "record set": ("reading=よみ",),
    "post media": ("file=a.png",), "post check": ("alt=ok",), "policy check": ("name=ok",), "incident check": ("kept=ok",),
    "record check": ("name=ok",), "record restore": ("1",), "record purge": ("--reason", "誤り", "--yes"),
    "record delete": ("--reason", "誤り"), "record step": ("submit",),
}  # fmt: skip
"""What a command needs beside the record."""
NOT_LIVING = ("trash restore",)
"""Commands whose id is not that of a record in the lists."""


def arguments_of(words: str) -> dict[str, Any]:
    """The positional arguments of a command, by their name, in order."""
    grammar: Any = parser(commands())
    for word in words.split():
        choices = next(action for action in grammar._actions if hasattr(action, "choices") and action.choices)
        grammar = choices.choices[word]
    return {action.dest: action for action in grammar._actions if not action.option_strings}


NAMING = [
    command.words for command in commands() if "id" in arguments_of(command.words) and command.words not in NOT_LIVING
]  # fmt: skip


def line_of(words: str, name: str) -> list[str]:
    """A whole command line on the record of that name."""
    line = words.split()
    for dest in arguments_of(words):
        if dest == "id":
            line.append(name)
        elif dest in ("step", "role"):
            line.append("submit")
    return [*line, *(word for word in MORE.get(words, ()) if word not in line)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two records of each purpose, whose titles share a word; made once for all tests."""
    folder = tmp_path_factory.mktemp("made") / "records"
    with pytest.MonkeyPatch.context() as patch:
        at_home(patch, folder)
        for key, number in (("1", "一"), ("2", "二")):
            name, account = f"name=方針{number}号", f"account=@houshin{key}"
            run(["policy", "new", name, "platform=X", account, "--id", f"policy{key}", "--create"])
            run(
                [
                    "post",
                    "new",
                    f"title=投稿{number}号",
                    "text=文です。",
                    f"accounts=policy{key}",
                    "--id",
                    f"post{key}",
                ]
            )
            run(["incident", "new", f"what=事故{number}号", "--id", f"incident{key}"])
    return folder


def at_home(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, value in (
        ("UEDASNS_NAME", "花子"),
        ("UEDASNS_SECTION", "広報課"),
        ("HOME", str(folder.parent)),
    ):
        patch.setenv(name, value)
    patch.setenv("UEDASNS_DATA", str(folder))
    patch.chdir(folder.parent)


@pytest.fixture
def records(made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> Path:
    """A copy of them."""
    shutil.copytree(made, tmp_path / "records")
    at_home(monkeypatch, tmp_path / "records")
    capsys.readouterr()
    return tmp_path / "records"


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*.toml")}


def purpose_of(words: str) -> str:
    first = words.split()[0]
    return first if first in ("policy", "post", "incident") else "policy"


TITLES = {"policy": "方針", "post": "投稿", "incident": "事故"}


def test_most_commands_name_a_record() -> None:
    assert len(NAMING) > 25 and {"post text", "record diff", "post media", "policy export"} <= set(NAMING)


@pytest.mark.parametrize("words", NAMING)
def test_a_name_that_nothing_has_and_one_that_two_have_are_wrong_use(
    words: str, records: Path, capsys: Capture
) -> None:
    before = stored(records)
    purpose = purpose_of(words)
    for name, option in (("どこにもない名前", ()), (TITLES[purpose], ("--json",))):
        code = run([*line_of(words, name), *option])
        said = "".join(capsys.readouterr())
        assert code == 2 and name in said, (words, name, code, said)
    assert f"{purpose}1" in said and f"{purpose}2" in said, said
    assert stored(records) == before


@pytest.mark.parametrize("words", NAMING)
def test_a_title_or_an_account_is_as_good_as_the_id(words: str, records: Path, capsys: Capture) -> None:
    purpose = purpose_of(words)
    names = [f"{TITLES[purpose]}二号"] + (["@houshin2"] if purpose == "policy" else [])
    if words == "record purge":  # for good, and unasked: by its id alone
        names = [f"{purpose}2"]
    for name in names:
        code = run(line_of(words, name))
        by_title = "".join(capsys.readouterr())
        assert code != 2 or f"「{name}」" not in by_title, (words, name, by_title)
        assert "という ID の記録はありません" not in by_title, (words, by_title)
        assert "予期しない" not in by_title
        if words in ("record purge", "record delete"):
            assert not [
                path for path in stored(records) if path.endswith(f"{purpose}2.toml") and ".trash" not in path
            ]
            break


def test_what_is_held_refused_or_stopped_saves_nothing_and_is_4(records: Path, capsys: Capture) -> None:
    before = stored(records)
    assert run(["post", "submit", "post1"]) == 4  # held by its checklist
    assert run(["policy", "close", "policy1"]) == 4  # not a step of this state
    assert run(["post", "check", "post1", "nothing=ok"]) == 2  # no such item
    assert run(["backup", str(records / "policies" / "policy1.toml" / "b.zip")]) == 4
    assert run(["policy", "import", str(records / "nothing.csv")]) == 4
    assert run(["policy", "set", "policy1", "name=x", "--data", str(records / "away")]) == 4
    assert stored(records) == before
    assert run(["policy", "set", "policy1", "name=x"]) == 1  # saved, and much is still wanting
    assert stored(records) != before
    capsys.readouterr()
    assert run(["todo", "--json"]) == 1 and json.loads(capsys.readouterr().out)["tasks"]
    assert run(["read", "1"]) == 0


def test_the_codes_are_said_by_help_and_by_the_readme(capsys: Capture) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"{code} {text}" in out for code, text in CODES.items())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"\n| {code} | " in readme for code in CODES)


def test_a_step_that_somebody_else_took_meanwhile_is_3_and_says_who() -> None:
    said = io.StringIO()
    problem = Problem("error", Location("channel"), "「決裁済にする」は、上田 花子 が記録しています。")

    def work() -> int:
        raise TransitionOvertaken(problem)

    assert guard(work, Console(err=said)) == CHANGED
    assert "上田 花子" in said.getvalue()
