"""What screens say of a form before they need it comes from the heads of the form files, and is what the whole forms say."""

from __future__ import annotations

from pathlib import Path

from tests.guideline.conftest import ROOT
from uedasns_tui.guideline import loader
from uedasns_tui.guideline.document import Guideline


def loaded(folder: Path) -> Guideline:
    guideline = loader.load_text_first(folder).guideline
    assert guideline is not None
    return guideline


def test_heads_say_what_the_forms_say() -> None:
    for folder in (ROOT / "guideline", ROOT / "tests" / "fixtures" / "guideline"):
        guideline, other = loaded(folder), loaded(folder)
        heads = guideline.form_heads
        assert "forms" not in guideline.__dict__, "whole forms are not waited for"
        assert other.forms and heads == other.form_heads


def test_a_head_that_cannot_be_read_is_left_to_the_forms(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "guideline", tmp_path / "g")
    form = tmp_path / "g" / "forms" / "post.toml"
    form.write_text("title = \n" + form.read_text(encoding="utf-8"), encoding="utf-8")
    assert set(loaded(tmp_path / "g").form_heads) == {"policy", "incident", "other"}
