"""Every control in every text: what each command writes, in words, as lines and as JSON, holds none of them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from tests.ui.test_controls import CONTROLS, PLANT, context  # noqa: F401
from uedasns_tui.cli.commands import commands
from uedasns_tui.cli.main import run
from uedasns_tui.cli.prompt import Prompt, PromptStopped
from uedasns_tui.cli.transition import step
from uedasns_tui.services.context import AppContext

LINES = [
    "read", "read 5", "read 5 --markdown", "find 情報", "find 情報 --records", "todo", "activity", "guideline check GUIDELINE", "guideline compare GUIDELINE GUIDELINE",
    "guideline import TEXT made-PLANT", "guideline import PLANT made", "guideline new new-made --title PLANT --city PLANT",
    "policy list", "policy show policy-1", "policy set policy-1 name=PLANT", "policy set policy-1 section=OFFICE", "policy bulk OFFICE phone=PLANT", "policy bulk OFFICE phone=PLANT --yes", "policy bulk PLANT phone=PLANT", "policy bulk OFFICE PLANT=1", "policy new name=PLANT", "policy new --from policy-1", "policy export policy-1 --draft --format text --output -", "policy blank --format text --output -",
    "policy import PLANT", "policy check policy-1 PLANT=ok", "policy seen policy-1 PLANT", "policy seen PLANT 2026-11-20", "policy submit policy-1", "policy decide policy-1", "policy close policy-1 PLANT=1",
    "post list", "post show post-1", "post text post-1 --output -", "post text PLANT", "post text post-1 -o TEXT", "post text post-1 -o PLANT.txt", "post export post-1 --format text --output -", "post lint TEXT", "post lint TEXT --platform PLANT", "post new --file TEXT", "post media post-1 file=PLANT alt=PLANT", "post media post-1 --remove PLANT",
    "post check post-1 PLANT=ok", "post set post-1 title=PLANT", "post submit post-1", "post approve post-1", "incident list", "incident show incident-1", "incident new title=PLANT",
    "incident set incident-1 title=PLANT", "incident check incident-1 PLANT", "incident report incident-1", "incident add incident-1 PLANT", "incident close incident-1",
    "record forms", "record list policy", "record list PLANT", "record new policy name=PLANT", "record new PLANT a=b", "record show policy-1", "record set policy-1 name=PLANT", "record check policy-1 PLANT=ok",
    "record export policy-1 --draft --format text --output -",
    "record history policy-1", "record diff policy-1", "record restore policy-1 PLANT", "record merge policy-1", "record merge PLANT", "record merge TEXT", "record merge PLANT.zip --yes", "record delete post-1 --reason PLANT", "trash list", "trash restore post-1", "record purge post-1 --reason PLANT --yes",
    "site build site", "site build site --fragment policy-1", "backup PLANT.zip", "restore PLANT", "doctor", "doctor --coverage", "trash empty --yes", "PLANT", "read PLANT", "read --PLANT", "policy PLANT", "policy show PLANT", "policy set policy-1 PLANT=1", "policy set policy-1 --from-file name=PLANT",
]  # fmt: skip


def steers(text: str) -> list[str]:
    """The controls in a text, with what is around them; line breaks and tabs steer nothing and stay."""
    return [
        ascii(text[max(0, hit.start() - 20) : hit.end() + 20])
        for hit in re.finditer(f"[{re.escape(CONTROLS.replace(chr(10), '').replace(chr(9), ''))}]", text)
    ]


@pytest.fixture
def words(context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:  # noqa: F811
    """What stands for what in the lines, for somebody whose own name holds every control."""
    plant = PLANT.replace("\0", "")
    for name, value in (
        ("NAME", f"花子{plant}"),
        ("SECTION", f"課{plant}"),
        ("DATA", str(context.repository.root)),
    ):
        monkeypatch.setenv(f"UEDASNS_{name}", value)
    guideline = str(context.folders.guideline)
    monkeypatch.setenv("UEDASNS_GUIDELINE", guideline)
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    (tmp_path / "text.txt").write_text(f"11月22日（月）のまつり{PLANT}090-1234-5678", encoding="utf-8")
    return {"PLANT": plant.replace("/", ""), "GUIDELINE": guideline, "TEXT": str(tmp_path / "text.txt")}


def line(text: str, words: dict[str, str]) -> list[str]:
    return [re.sub("PLANT|GUIDELINE|TEXT", lambda found: words[found[0]], word) for word in text.split()]


@pytest.mark.parametrize("option", ["", "--plain", "--json"])
def test_what_a_command_writes_holds_no_control_of_a_text(option: str, words, capfd) -> None:
    shown = ""
    for text in LINES:
        code = run([*line(text, words), *option.split()])
        out, err = capfd.readouterr()
        assert (text, steers(err)) == (text, []) and "予期しない" not in err, (text, err)
        if "--output -" in text or "--fragment" in text:
            continue  # a file's own bytes, for a program
        assert (text, steers(out)) == (text, [])
        if (
            option == "--json"
            and out.strip()
            and code in (0, 1)
            and not text.startswith(("incident new", "incident report"))
        ):
            json.loads(out)
        shown += out + err
    assert "␛" in shown and ("\\u009b" in shown if option == "--json" else "〔U+009B〕" in shown)


def test_every_command_is_among_them() -> None:
    known = {" ".join(text.split()[: len(command.words.split())]) for text in LINES for command in commands()}
    steps = {command.words for command in commands() if command.does is step}
    assert {command.words for command in commands()} - steps <= known


def test_a_question_holds_no_control_of_a_text() -> None:
    out = io.StringIO()
    prompt = Prompt(io.StringIO("zz\n1\n\n.\n"), out)
    prompt.choice(PLANT, {PLANT: PLANT}, PLANT)
    prompt.line(PLANT, PLANT)
    prompt.text(PLANT, PLANT)
    with pytest.raises(PromptStopped):
        prompt.line(PLANT, check=lambda _: PLANT)
    assert steers(out.getvalue()) == [] and "␛" in out.getvalue()
