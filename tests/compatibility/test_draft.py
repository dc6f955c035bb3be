"""What somebody typed into yesterday's program and had not saved is offered by today's, and saved when taken.

The draft in state/ was left by the screen of the program at commit 4a9b4ca, which was killed; the name of the machine
and the number of the process were then replaced by hand. Like all files here it is only added to.
"""

from __future__ import annotations

import sys
import tomllib

import pytest
from office import HERE, NOW, Office

sys.path.insert(0, str(HERE.parent / "journeys"))

pytest.importorskip("termios", reason="Windows has no pseudo-terminals")
from terminal import Terminal

pytestmark = pytest.mark.journey
WORDS = "まだ保存していない名称"


def test_a_draft_of_yesterday_is_offered_and_saved(office: Office) -> None:
    (draft,) = (office.state / "drafts").iterdir()
    folder = office.home / ".config" / "uedasns-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("seen_home = true\n", encoding="utf-8")
    env = office.environment | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "UEDASNS_NOW": NOW.format(9, 0)}
    before = set(office.files())
    with Terminal(
        [sys.executable, "-m", "uedasns_tui"], env=env, cwd=office.home, columns=120, rows=40
    ) as window:
        window.wait(lambda text: "書きかけ" in text and WORDS in text, "the draft to be offered")
        window.send("1")
        window.wait(lambda text: WORDS in text and "・未保存" in text, "the draft in its fields")
        window.send("f10")
        window.wait_for("・保存済み")
    (place,) = [place for place in set(office.files()) - before if place.startswith("records/policies/")]
    table = tomllib.loads((office.data / place.removeprefix("records/")).read_text(encoding="utf-8"))
    assert table["values"]["name"] == WORDS
    assert not draft.exists()
