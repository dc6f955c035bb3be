"""Which command a line means, and that only its modules are loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from uedasns_tui.cli.commands import MODULES, commands
from uedasns_tui.cli.parser import DECLARED, first_word


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("", ""), ("policy list", "policy"), ("--data read policy list", "policy"), ("--data=read policy", "policy"),
        ("--json --plain find x", "find"), ("--data", ""), ("nonsense read", "nonsense"), ("read --help", "read"),
        ("--help", ""), ("-h doctor", "doctor"), ("-- read", "read"),
    ],
)  # fmt: skip
def test_the_first_word_is_no_value_of_an_option(line: str, word: str) -> None:
    assert first_word(line.split()) == word


def test_every_declared_command_is_listed_once() -> None:
    listed = [command.words for command in commands()]
    assert sorted(listed) == sorted(command.words for command in DECLARED)
    assert len(set(listed)) == len(listed)
    for word in MODULES:
        assert [words for words in listed if words.split()[0] == word] == [
            command.words for command in commands(word)
        ]


def test_reading_loads_nothing_that_only_records_need() -> None:
    line = "import sys\nfrom uedasns_tui.cli.main import run\nrun(['read', '1'])\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True).stdout.decode()
    names = {name.rpartition(".")[2] for name in loaded.split() if name.startswith("uedasns_tui.cli.")}
    assert {"read", "exchange"} <= names and not names & {
        "policy",
        "post",
        "transition",
        "versions",
        "doctor",
    }
