"""Yesterday's data folder opens, and what is saved into it are the same bytes as yesterday.

`folder/`, `state/`, `backup.zip` and `golden/saves/` were made by the program at commit 4a9b4ca, by its command line
and its screen; some lines of the records were then written by hand (comments, unknown keys, CRLF, a broken file).
**They are never made anew, only added to**: a change that reddens this file changes what offices have on their disks.
Nothing here names what lies behind the entry point, so that a renaming leaves this file as it is.
Words that are only shown stand in test_outputs.py, where a change that is meant replaces its own golden file.
"""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office import HERE, ROOT, Office, changed, clock
from save_steps import CODES, REASON, SAVES, Save, step

GOLDEN = HERE / "golden" / "saves"
KINDS = {"policy": "policies", "post": "posts", "incident": "incidents"}
BROKEN = ("bad.toml", "future.toml")
COMMANDS = (
    "read", "find", "todo", "guideline check", "guideline compare", "policy list", "policy show", "policy new",
    "policy set", "policy export", "policy import", "policy seen", "policy submit", "policy return",
    "policy withdraw", "policy decide", "policy published", "policy suspend", "policy resume", "policy close",
    "post new", "post list", "post show", "post lint", "post set", "post media", "post check", "post submit",
    "post approve", "post return", "post exempt", "post except", "post posted", "post late", "post corrected",
    "post deleted", "post reacted", "incident set", "incident check", "incident new", "incident list",
    "incident show", "incident report", "incident add", "incident close", "incident reopen", "record history",
    "record diff", "record restore", "record purge", "record delete", "trash list", "trash restore",
    "trash empty", "site build", "backup", "restore", "doctor",
)  # fmt: skip


def stored(folder: Path) -> dict[str, bytes]:
    """The golden tree of a save; a line of `same` says of a file that it equals another."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    for line in files.pop("same", b"").decode().splitlines():
        place, _, other = line.partition(" = ")
        files[place] = files[other]
    return files


NOTED = ("answer", "set-post")
"""Saves in which answers also note, since then, what they rest on, who gave them and when."""


DRAFTED = ("conflict",)
"""Saves that were refused, whose answers are a draft since then: before, they were lost."""


def without_notes(match: re.Match[str]) -> str:
    return "\n".join(
        line for line in match[0].split("\n") if not re.match("(basis|by|at|seen_by|seen_at) = ", line)
    )


def without_reasons(text: str) -> str:
    """A file without the reasons for which held steps went on: the table that was added to the log, and with it the
    digest of what was saved, in the name of the version."""
    text = re.sub(r"(?<=Z-)[0-9a-f]{16}(?=\.toml)", "DIGEST", text)
    text = re.sub(
        r"(?m)(?<=^said = ).*(?:\n(?:note|seen|basis|by|at|seen_by|seen_at) = .*)+", without_notes, text
    )
    return re.sub(
        rf'\n\[log\.override\]\nreason = "{REASON}"\n(?:(?:unconfirmed|unread|failed) = \d+\n)*', "", text
    )


@pytest.mark.parametrize("name", SAVES)
def test_a_save_changes_the_same_bytes(name: str, saved: Callable[[str], Save]) -> None:
    save, golden = saved(name), stored(GOLDEN / name)
    for output in save.outputs:
        assert output.code in CODES.get(name, [0, 1]) and "予期しない" not in output.err.decode(), output
    files = {place: data.decode() for place, data in save.files.items()}
    wanted = {place: data.decode() for place, data in golden.items()}
    if name in NOTED or any(REASON in one["arguments"] for one in save.steps):
        files, wanted = plain(files), plain(wanted)
    if name == "restore-backup":
        files = without_united(files, wanted)
    for place in files.keys() & wanted.keys():
        assert files[place] == wanted[place], place
    drafts = {place for place in files.keys() - wanted.keys() if place.startswith("state/drafts/")}
    assert len(drafts) == (name in DRAFTED)
    assert sorted(files.keys() - drafts) == sorted(wanted)


def without_united(files: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    """The files of a restore, compared without what changed on purpose: of who wrote the versions nothing is taken away, and a
    record that was put back is a version once more, made of what it replaced."""
    for place in [place for place in wanted if place.endswith("/who.jsonl")]:
        if place.startswith("records/.trash/"):  # it is not replaced, so nothing of it is put aside
            assert place not in files
            del wanted[place]
        else:
            assert set(wanted[place].splitlines()) <= set(files[place].splitlines())
            files[place] = wanted[place]
    records = {text for place, text in files.items() if "/." not in place}
    more = {place for place in files.keys() - wanted.keys() if place.startswith("records/.history/")}
    assert all(files[place] in records for place in more)
    return {place: text for place, text in files.items() if place not in more}


def plain(files: dict[str, str]) -> dict[str, str]:
    return {without_reasons(place): without_reasons(text) for place, text in files.items()}


def test_values_are_saved_alike_under_the_bundled_guideline(office: Office) -> None:
    before = office.files()
    office.run(step(f"--guideline {ROOT / 'guideline'} policy set byhand purpose=画面で書いた目的"))
    files = changed(before, office.files())
    text = before["records/policies/byhand.toml"].decode()
    start, end = text.index("purpose = "), text.index("  # 目的の後の注")
    wanted = text[:start] + 'purpose = "画面で書いた目的"' + text[end:]
    assert files["records/policies/byhand.toml"].decode() == wanted


@pytest.mark.parametrize("guideline", [(), ("--guideline", str(ROOT / "guideline"))], ids=["own", "bundled"])
def test_every_record_opens_with_all_that_its_file_holds(guideline: tuple[str, ...], office: Office) -> None:
    before = office.files()
    for kind, folder in KINDS.items():
        paths = {
            path.stem: path for path in (office.data / folder).rglob("*.toml") if path.name not in BROKEN
        }
        listing, *shown = office.run(
            [*guideline, kind, "list", "--json"],
            *([*guideline, kind, "show", name, "--json"] for name in paths),
        )
        assert {row["id"] for row in listing.json["records"]} == set(paths)
        for result, (name, path) in zip(shown, paths.items(), strict=True):
            assert shown_as(result.json) == table_of(path), name
    assert office.files() == before, "reading writes nothing"


def shown_as(row: dict[str, Any]) -> dict[str, Any]:
    """What `show --json` says, in the shape of the file."""
    return {
        "id": row["id"],
        "kind": row["kind"],
        "edition": row["edition"],
        "checklist": row["checklist"],
        "values": row["values"],
        "media": [{key: value for key, value in medium.items() if value} for medium in row["media"]],
        "answers": [{key: value for key, value in answer.items() if value} for answer in row["answers"]],
        "log": [
            (entry["id"], entry["at"], entry["act"], entry["by"]["name"], entry["given"], entry["digest"])
            for entry in row["log"]
        ],
    }


def table_of(path: Path) -> dict[str, Any]:
    """The file itself, read by nothing of the program's."""
    table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    return {
        "id": table["id"],
        "kind": table["kind"],
        "edition": table["edition"].isoformat(),
        "checklist": table.get("checklist", ""),
        "values": table["values"],
        "media": table.get("media", []),
        "answers": table.get("answer", []),
        "log": [
            (
                entry["id"],
                entry["at"].isoformat(),
                entry["act"],
                entry["by"],
                entry.get("given", {}),
                entry.get("stamp", {}).get("digest", ""),
            )
            for entry in table["log"]
        ],
    }


def test_what_cannot_be_read_is_a_problem_of_the_list(office: Office) -> None:
    (listing,) = office.run(["policy", "list", "--json"])
    assert listing.code == 1
    broken = [row for row in listing.json["problems"] if row["severity"] == "error"]
    assert {Path(row["file"]).name for row in broken} == set(BROKEN)


def test_every_version_and_everything_in_the_trash_is_there(office: Office) -> None:
    folders = sorted((office.data / ".history").iterdir())
    live = [folder for folder in folders if folder.name != "policy-discarded"]
    trash, *histories = office.run(
        ["trash", "list", "--json"],
        *(["record", "history", folder.name.partition("-")[2], "--json"] for folder in live),
    )
    assert [row["id"] for row in trash.json] == ["discarded"]
    for folder, result in zip(live, histories, strict=True):
        assert len(result.json) == len(list(folder.glob("*.toml"))), folder.name
        assert {row["who"] for row in result.json} == {"上田　花子"}


def test_a_backup_holds_every_file_and_restores_them(office: Office) -> None:
    wanted = {path.removeprefix("records/"): data for path, data in office.files().items() if path[0] == "r"}
    file, folder = office.home / "taken.zip", office.home / "restored"
    taken, restored, listing = office.run(
        ["backup", str(file)],
        ["restore", str(file), "--data", str(folder), "--create", "--yes"],
        ["policy", "list", "--json", "--data", str(folder)],
    )
    assert (taken.code, restored.code, listing.code) == (0, 0, 1)
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("checksums.json"))
        assert (manifest["scheme"], manifest["at"]) == (1, clock(0))
        assert {name: packed.read(name) for name in manifest["sha256"]} == wanted
    assert {name: (folder / name).read_bytes() for name in wanted} == wanted


def test_every_command_of_yesterday_is_there(office: Office) -> None:
    results = office.run(*([*words.split(), "--help"] for words in COMMANDS))
    assert {words for words, result in zip(COMMANDS, results, strict=True) if result.code} == set()
