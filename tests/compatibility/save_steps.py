"""The saves that are repeated on yesterday's data folder, each on a copy of its own. Only added to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from office import HERE, Office, Output, changed


def step(arguments: str, *values: str, **more: Any) -> dict[str, Any]:
    """A step by the words of its command, and the values that hold spaces."""
    return {"arguments": [*arguments.split(), *values], **more}


def held(arguments: str, *values: str) -> dict[str, Any]:
    """A step that the checklist holds since then: it goes on with a reason, which the log keeps beside all else."""
    return step(arguments, *values, "--anyway", REASON)


OTHER = 'account = "ueda_bosai"', 'account = "kaeta_account"'
"""What another person changes in policies/waiting.toml, and into what."""
REASON = "確認は別に済ませた"
SAVES: dict[str, list[dict[str, Any]]] = {
    "set-policy": [step("policy set channel", "purpose=新しい目的\n二行目", "fax=", "admins=3")],
    "set-by-hand": [step("policy set byhand", "purpose=画面で書いた目的", "account=teate")],
    "set-windows": [step("policy set windows name=メモ帳の記録 account=windows")],
    "set-post": [step("post set 20261103-approved", "text=了承の後で\n変えた文🍁")],
    "set-incident": [step("incident set 20261102-open kind=backlash", "where=LINE")],
    "new": [
        step("policy new name=新しい platform=LINE --id fresh"),
        step("policy new --from bosai name=写し"),
        step("post new accounts=channel,bosai title=新しい投稿 --id 20261124-autumn --file -", input="一行目\n二行目\n"),
        step("incident new what=起きた kind=other", "--id", "20261124-trouble"),
        step("incident new what=私的利用 kind=other origin=private --id 20261124-own --keep"),
    ],
    "steps-policy": [
        held("policy submit changed"),
        held("policy decide waiting by=市長 number=広第20号 method=電子決裁 date=R8.11.24"),
        step("policy published resumed address=https://www.city.ueda.nagano.jp/9.html date=2026-11-24"),
        step("policy suspend bosai date=2026-11-24", "reason=点検のため"),
        step("policy resume suspended date=2026-11-24"),
        step("policy close returned date=2026-11-24 reason=やめる fate_account=deleted fate_data=なし"),
        step("policy seen channel 2026-11-23"),
    ],
    "steps-return": [step("policy return waiting reason=直す"), held("policy submit withdrawn note=再び")],
    "steps-post": [
        held("post approve 20261103-waiting", "by=広報課長　小林", "deputy=代決"),
        held("post posted 20261103-approved address=https://x.com/a/1", "time=2026-11-24 09:00", "unchanged=yes"),
        held("post late 20261103-late by=課長"),
        step("post corrected 20261103-refused correction=訂正の文"),
        step("post deleted 20261103-after reason=誤り"),
        step("post reacted 20261103-posted date=2026-11-24 views=1300"),
        held("post submit 20261103-returned"),
    ],
    "steps-incident": [
        step("incident add 20261102-open note=連絡した"),
        step("incident close 20261102-again outcome=収まった prevention=研修"),
        step("incident reopen 20261102-ended reason=再び"),
    ],
    "answer": [
        step("post check 20261103-draft no-abuse=ok no-rumor=ok portrait=na:人はいない quote=no"),
        step("incident check 20261102-open stop-spread=ok explain=no"),
    ],
    "media": [
        step("post media 20261103-draft file=紅葉.jpg alt=言い直した説明"),
        step("post media 20261103-draft file=城.png alt=城"),
        step("post media 20261103-draft --remove 紅葉.jpg"),
    ],
    "restore-version": [step("record restore channel 1"), step("record restore byhand 1")],
    "trash": [step("record delete draft --reason 不要"), step("trash restore discarded")],
    "trash-empty": [step("trash empty --yes")],
    "purge": [step("record purge channel --reason 個人情報 --yes")],
    "restore-backup": [step("restore BACKUP --yes")],
    "import-word": [step("policy import WORD --yes")],
    "import-csv": [step("policy import CSV --yes")],
    "merged": [step("policy return waiting", answers="課長\n直す\n.\n", others="policies/waiting.toml")],
    "conflict": [
        step("policy set waiting", answers="\n\n私の変更\n\n.\n.\n\n\n.\n\n.\n\n\n\n\n", others="policies/waiting.toml")
    ],
}  # fmt: skip
CODES = {"conflict": [3]}
FILES = {
    "BACKUP": HERE / "backup.zip",
    "WORD": HERE / "golden" / "exports" / "channel.docx",
    "CSV": HERE / "golden" / "exports" / "channel.csv",
}


def steps_of(name: str, office: Office) -> Iterator[dict[str, Any]]:
    """The steps with the files that they name; another person's change stands ready, to come before the answers."""
    for listed in SAVES[name]:
        words = [str(FILES.get(word, word)) for word in listed["arguments"]]
        place = listed.get("others")
        if place is None:
            yield listed | {"arguments": words}
        else:
            path = office.data / place
            text = path.read_bytes().decode()
            assert text.count(OTHER[0]) >= 1
            yield listed | {"arguments": words, "others": {str(path): text.replace(*OTHER, 1)}}


@dataclass
class Save:
    """What came of a save: each step with its output, and the files that it changed."""

    office: Office
    steps: list[dict[str, Any]]
    outputs: list[Output]
    files: dict[str, bytes]


def perform(name: str, office: Office) -> Save:
    """Perform the steps of a save."""
    before = office.files()
    steps = list(steps_of(name, office))
    outputs = office.run(*steps)
    return Save(office, steps, outputs, changed(before, office.files()))
