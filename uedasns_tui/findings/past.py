"""An invitation to a day that is over. Only where the sentence, or the notice around it, invites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from uedasns_tui.findings import days
from uedasns_tui.findings.finding import Context, Finding
from uedasns_tui.findings.masks import Reading

LAST_YEARS: Final = timedelta(days=400)
"""An older day with its year written is history, not a notice taken over from last year."""

_INVITES: Final = (
    r"お(?:越し|いで|申し?込み|待ちして|出かけ|集まり|早め|楽しみ|誘い|気軽)|ご(?:来場|参加|応募|来館|来店|予約|観覧|来庁|提出|応援|協力|案内)"
    r"|(?:参加|来場|申し?込み?|応募|観覧|出店|受講|ボランティア|聴講)(?:者|生|希望者)?(?:を|の)?(?:募集|受付|受け付け|お待ち)"
    r"|募集(?:中|して|します|いた)|受け?付け?(?:中|けて|ています|ます)|開催(?:します|いたします|予定|中|!|の|です)|開かれます|行います|行われます"
    r"|開きます|いたします|実施します|始まります|始めます|スタートします|オープンします|ください|下さい|遊びに来て|しませんか|どなたでも|どうぞ|ぜひ|いよいよ"
    r"|応援を|お願いします|次回|次の[^。]{1,12}は|募集"
)
_DEADLINE: Final = r"締め?切り?|〆切|期限|必着|消印|期日|まで"
_TOLD: Final = (
    r"ました|でした|終了|終わり|ありがとう|当時|以来|中止|延期|訂正|お詫び"
    r"|昨日|先日|を過ぎた|一昨日|先週|先月|昨年|去年|前回"
)
_TOLD_AT_ONCE: Final = (
    r"^\s?(?:現在|時点|付け?|号|発行|発表|公表|改定|改正|策定|制定|施行|撮影|生まれ|創業|開館|開業|設立|発生|決定|合併|締結)"
    r"|^[^、。]{0,16}?(?:った|した|れた|いた|んだ|えた|けた|めた|きた)(?=[㐀-鿿ァ-ヶこのごおも])"
)
_ENDED: Final = r"^\s?[~〜～]|^\s?から[^。]*まで"
"""What began, but is over or was to begin: the first day is past all the same."""
_TO_BE: Final = r"^\s?(?:に|は|から|より|まで|午[前後])[^。]*(?<!てい)(?<!でい)(?<!てお)(?<!でお)(?<!でき)(?<!られ)(?<!え)ます$"
"""Told as still to be, though the day is over."""
_RUNS_ON: Final = r"^\s?(?:から|より|以降|以後|[~〜～])"


def find(read: Reading, context: Context) -> Iterator[Finding]:
    """Each day before the day of writing that a reader is invited to, or that an application was due on."""
    known = days.meant(read, context.today)
    for at, (one, day) in enumerate(known):
        if day is None or day >= context.today or context.today - day > LAST_YEARS:
            continue
        if _told(read, one) or _open(read, known, at, context.today) or not _invites(read, one):
            continue
        message = f"{days.japanese(day, context.today)}は過ぎています。日付を確かめてください。"
        found = read.text[one.start : one.stop]
        yield Finding(one.start, one.stop, "past", found, context.clauses.get("past", ""), message)


def _told(read: Reading, one: days.Day) -> bool:
    """Whether the sentence speaks of it as over."""
    before, _, after = days.sentence(read, one)
    return bool(one.relative or re.search(_TOLD, before + after) or re.search(_TOLD_AT_ONCE, after))


def _open(read: Reading, known: tuple[tuple[days.Day, date | None], ...], at: int, today: date) -> bool:
    """Whether it only begins what still runs, or the same sentence invites to a later day."""
    one = known[at][0]
    _, _, after = days.sentence(read, one)
    to_come = any(
        later and later >= today and other.start < one.stop + len(after) for other, later in known[at + 1 :]
    )
    if to_come:
        return True
    return re.search(_RUNS_ON, after) is not None and not re.search(rf"{_ENDED}|{_TO_BE}", after)


def _invites(read: Reading, one: days.Day) -> bool:
    before, _, after = days.sentence(read, one)
    own = before + after
    if re.search(_DEADLINE, own) and re.search("募集|応募|申|提出|届|受付|参加|締|〆|期限|必着", read.flat):
        return True
    if re.search(_INVITES, own) or re.search(_TO_BE, after):
        return True
    bare = re.search(r"日時|とき|日程|開催日|期日|^\W*$", before) and not re.search(
        r"(?:ます|です|た)$", after
    )
    around = read.flat[max(0, one.start - 80) : one.stop + 120]
    if bare:
        return re.search(_INVITES, around) is not None and not re.search("ました|ありがとう", around)
    following = re.split(r"[。!?\n]", read.flat[one.stop + len(after) :].lstrip("。!?\n"))[0]
    return re.search(
        r"お越し|ご参加|ご来場|ご応募|お申し?込み|お待ちして|参加|ましょう", following
    ) is not None and not re.search(r"\d月|\d/\d|ました", following)
