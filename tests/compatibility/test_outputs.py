"""What yesterday's program said and exported of yesterday's data folder, command by command.

Every file under golden/outputs/ and golden/exports/ was made by the program at commit 4a9b4ca. They are not made
anew together: a change of words or of an export that is meant replaces its own file by what the failing test names,
and whoever reads the change sees just that. What is saved on disk is in test_saves.py and never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office import HERE, LETTERS, Office, Output, word_parts
from save_steps import SAVES, Save

GOLDEN = HERE / "golden" / "outputs"
EXPORTS = HERE / "golden" / "exports"
TEXT = "上田城の紅葉は見頃だそうです。11月28日（日）、問い合わせは 0268-71-8080 か 090-1234-5678 へ。https://bit.ly/abc ①"
POLICIES = (
    "bosai", "byhand", "changed", "channel", "closed", "draft", "resumed", "returned", "suspended", "waiting",
    "windows", "withdrawn",
)  # fmt: skip
POSTS = (
    "20261103-after", "20261103-approved", "20261103-corrected", "20261103-deleted", "20261103-draft",
    "20261103-excepted", "20261103-exempt", "20261103-lapsed", "20261103-late", "20261103-posted",
    "20261103-refused", "20261103-returned", "20261103-waiting", "20261104-reply",
)  # fmt: skip
INCIDENTS = ("20261102-again", "20261102-ended", "20261102-open")


def command(words: str, *more: str, **others: Any) -> dict[str, Any]:
    return {"arguments": [*words.split(), *more], **others}


def in_every_way(name: str, words: str, **others: Any) -> dict[str, dict[str, Any]]:
    """The command as text, as plain lines and as JSON."""
    return {
        name: command(words, **others),
        f"{name}-plain": command(words, "--plain", **others),
        f"{name}-json": command(words, "--json", **others),
    }


COMMANDS: dict[str, dict[str, Any]] = {
    "read-contents": command("read"),
    **in_every_way("read-clause", "read 5(8)オ"),
    "read-markdown": command("read 4(1) --markdown"),
    "read-wrong": command("read 5(9)"),
    **in_every_way("find", "find 守秘"),
    "find-romaji": command("find hensin"),
    **in_every_way("find-records", "find 紅葉 --records"),
    **in_every_way("todo", "todo"),
    "todo-section": command("todo --section 危機管理防災課"),
    **in_every_way("guideline-check", "guideline check GUIDELINE"),
    **in_every_way("guideline-compare", "guideline compare 2013-12-12 2024-01-04"),
    **in_every_way("policy-list", "policy list"),
    "policy-list-section": command("policy list --section 危機管理防災課"),
    **in_every_way("post-list", "post list"),
    **in_every_way("incident-list", "incident list"),
    **{f"policy-show-{name}": command(f"policy show {name}") for name in POLICIES},
    **{f"post-show-{name}": command(f"post show {name}") for name in POSTS},
    **{f"incident-show-{name}": command(f"incident show {name}") for name in INCIDENTS},
    **{f"policy-show-{name}-json": command(f"policy show {name} --json") for name in ("byhand", "changed")},
    "post-show-20261103-draft-json": command("post show 20261103-draft --json"),
    "incident-show-20261102-open-json": command("incident show 20261102-open --json"),
    "show-missing": command("policy show nowhere"),
    "show-broken": command("policy show bad"),
    "show-future": command("policy show future"),
    **in_every_way("post-lint", "post lint --platform X", input=TEXT),
    **in_every_way("record-history", "record history channel"),
    **in_every_way("record-diff", "record diff changed 1"),
    "record-diff-two": command("record diff changed 3 4"),
    **in_every_way("trash-list", "trash list"),
    **in_every_way("doctor", "doctor"),
    "doctor-coverage": command("doctor --coverage"),
    "import-preview": command("policy import WORD"),
    "import-preview-json": command("policy import CSV --json"),
    "step-refused": command("policy decide channel by=市長 number=1"),
    "step-incomplete": command("policy submit draft"),
    "wrong-field": command("policy set channel nothing=1"),
    "wrong-command": command("policy nothing"),
}
EXPORTED: dict[str, dict[str, Any]] = {
    **{
        f"channel{suffix}": command(f"policy export channel --format {name} -o -")
        for name, suffix in (
            ("word", ".docx"),
            ("html", ".html"),
            ("markdown", ".md"),
            ("text", ".txt"),
            ("csv", ".csv"),
        )
    },
    "channel-fragment.html": command("policy export channel --format html --fragment -o -"),
    "changed.txt": command("policy export changed --format text -o -"),
    "changed-draft.txt": command("policy export changed --format text --draft -o -"),
    "bosai.docx": command("policy export bosai --format word -o -"),
    "bosai.html": command("policy export bosai --format html -o -"),
    "draft.md": command("policy export draft --draft --format markdown -o -"),
    "open-report.txt": command("incident report 20261102-open"),
    "open-report.md": command("incident report 20261102-open --format markdown"),
    "open-report.docx": command("incident report 20261102-open --format word"),
    "site-channel-fragment.html": command("site build SITE --fragment channel"),
}
FILES = {
    "WORD": str(EXPORTS / "channel.docx"),
    "CSV": str(EXPORTS / "channel.csv"),
    "SITE": "site",
}


def ready(step: dict[str, Any], office: Office) -> dict[str, Any]:
    files = FILES | {"GUIDELINE": str(office.data / "guideline")}
    return step | {"arguments": [files.get(word, word) for word in step["arguments"]]}


def transcript(step: dict[str, Any], output: Output, office: Office) -> str:
    """A command line and what came of it, without the folders of this machine."""
    line = " ".join(step["arguments"]).replace("\n", "\\n")
    parts = [f"$ {line}\n= {output.code}\n{output.out.decode()}"]
    if output.err:
        parts.append(f"--- standard error\n{output.err.decode()}")
    return numbered(office.named("".join(parts)))


def numbered(text: str) -> str:
    """The text with ids of new records, which are drawn at random, numbered."""
    drawn = dict.fromkeys(re.findall(rf"20261124-([{LETTERS}]{{5}})\b", text))
    for number, letters in enumerate(drawn, 1):
        text = text.replace(letters, f"new{number}")
    return text


@pytest.fixture(scope="module")
def outputs(reading_office: Office) -> dict[str, str]:
    results = reading_office.run(*(ready(step, reading_office) for step in COMMANDS.values()))
    return {
        name: transcript(step, output, reading_office)
        for (name, step), output in zip(COMMANDS.items(), results, strict=True)
    }


@pytest.fixture(scope="module")
def exports(reading_office: Office) -> dict[str, bytes]:
    results = reading_office.run(*(ready(step, reading_office) for step in EXPORTED.values()))
    return {name: output.out for name, output in zip(EXPORTED, results, strict=True)}


def compare(golden: Path, text: str, tmp_path: Path) -> None:
    wanted = golden.read_bytes().decode()
    if text != wanted:
        fresh = tmp_path / golden.name
        fresh.write_bytes(text.encode())
        assert text == wanted, f"where this is meant, copy {fresh} to {golden}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_said(name: str, outputs: dict[str, str], tmp_path: Path) -> None:
    compare(GOLDEN / f"{name}.txt", outputs[name], tmp_path)


@pytest.mark.parametrize("name", SAVES)
def test_a_save_says_what_it_said(name: str, saved: Callable[[str], Save], tmp_path: Path) -> None:
    save = saved(name)
    texts = [
        transcript(step, output, save.office) for step, output in zip(save.steps, save.outputs, strict=True)
    ]
    compare(GOLDEN / f"save-{name}.txt", "\n".join(texts), tmp_path)


@pytest.mark.parametrize("name", EXPORTED)
def test_an_export_is_what_it_was(name: str, exports: dict[str, bytes], tmp_path: Path) -> None:
    if name.endswith(".docx"):
        compare(EXPORTS / f"{name}.xml", word_parts(exports[name]), tmp_path)
    else:
        compare(EXPORTS / name, exports[name].decode(), tmp_path)


def test_a_site_is_what_it_was(office: Office, tmp_path: Path) -> None:
    (result,) = office.run(["site", "build", "site"])
    assert result.code == 0
    site = office.home / "site"
    built = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    golden = EXPORTS / "site"
    assert built == sorted(
        path.relative_to(golden).as_posix() for path in golden.rglob("*") if path.is_file()
    )
    assert (site / "register.xlsx").read_bytes() == (golden / "register.xlsx").read_bytes()
    for name in (name for name in built if not name.endswith(".xlsx")):
        compare(golden / name, (site / name).read_bytes().decode(), tmp_path)
