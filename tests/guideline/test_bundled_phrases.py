"""guideline/phrases.txt says what BudouX says, so that the first screen need not wait for the model."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from uedasns_tui.japanese import phrases, wrap

ROOT = Path(__file__).resolve().parents[2]


def test_the_file_says_what_the_model_says() -> None:
    spec = importlib.util.spec_from_file_location("phrases_tool", ROOT / ".ci" / "phrases.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.made(), "run python .ci/phrases.py"


def test_the_guideline_wraps_without_the_model_and_as_with_it() -> None:
    code = """
import sys
from pathlib import Path
from uedasns_tui.guideline import loader
from uedasns_tui.japanese import phrases, wrap
guideline = loader.load_text_first(Path("guideline")).guideline
if "without" in sys.argv:
    phrases._to_read.clear()
print([wrap.wrap(text, wide) for one in guideline.clauses for text in (one.title, one.text) for wide in (30, 72)])
print("budoux" in sys.modules)
"""
    with_file, model = (
        subprocess.run(
            [sys.executable, "-c", code, *more], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.split("\n")
        for more in ((), ("without",))
    )
    assert with_file[0] == model[0]
    assert (with_file[1], model[1]) == ("False", "True")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", None, b"x" * (phrases.LARGEST + 1)])
def test_a_file_that_is_no_use_is_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "phrases.txt"
    if content is not None:
        file.write_bytes(content)
    phrases.beside(file)
    text = f"今日は良い天気なので散歩に行きます{len(content or b'')}"
    assert len(phrases.phrase_ends(text)) > 3


def test_a_city_may_say_where_its_phrases_end(tmp_path: Path) -> None:
    file = tmp_path / "phrases.txt"
    file.write_text("# 折り返し\nこの文|のとおりに|折り返します。\n", encoding="utf-8")
    phrases.beside(file)
    assert phrases.phrase_ends("このとおりに折り返します。") != (3, 8, 15)
    assert phrases.phrase_ends("この文のとおりに折り返します。") == (3, 8, 15)
    assert wrap.lines("この文のとおりに折り返します。", 18) == ["この文のとおりに", "折り返します。"]
