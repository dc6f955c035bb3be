"""Periods as Japanese staff write them (令和8年4月1日～5月6日（水）, ～令和9年3月末日, から当面の間, から3年間), read and never rewritten.

Used by the types of fields and by the register; `dates` reads either end.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese.dates import YEARS, DateError, Moment, normalize, read_date


@dataclass(frozen=True)
class Period:
    """From `start` to `end`; None is not stated, `open` says that 当面の間 was, `named` is a start without a date
    (公開日). `text` is what was typed."""

    start: Moment | None
    end: Moment | None
    open: bool
    text: str
    named: str = ""

    def japanese(self) -> str:
        """The period with its days written out: 令和8年4月1日から令和9年3月31日まで."""
        end = "当面の間" if self.open else f"{self.end.japanese()}まで" if self.end else ""
        start = self.start.japanese() if self.start else self.named
        return (f"{start}から" if start else "") + end


_OPEN: Final = r"(?:当面(?:の間)?|当分の間|無期限|期限(?:な|無)し|(?:終了日?|期限|期間)?(?:は|の)?(?:未定|定め(?:な|無)し)|継続|永続)(?:とする)?(?:\(.*\))?。?"
_STRONG: Final = r"から|より|以降|[~〜→]|至|[‐‑‒–—―−─]+|(?<=[日月年度)])-"
_BEGINS: Final = "(?:(?:運用|利用|発信|提供|公開|配信)を?)?開始(?:する|します|予定)?。?$"
_NAMED: Final = r"[^\W\d_昨明翌前曜毎末年月今同]{2,4}(?:の?日|後)"
_LENGTH: Final = r"(\d{1,2})(年|(?:か|カ|ヶ|ヵ|ケ|箇)月)間?"


def read_period(text: str, today: date | None = None) -> Period | DateError:
    """The period that `text` names, or why it names none (an end before the start among the reasons).

    A date alone is a start; a fiscal year alone is the whole year. The end may leave out what it shares with
    the start (令和8年4月1日～9月30日) or be a length (から3年間). Either end may be left out (～令和9年3月末日), and a
    start may be named without its date (公開日から).
    """
    plain = normalize(text)
    if not plain:
        return DateError("期間が入力されていません。")
    if re.fullmatch(_OPEN, plain):
        return DateError(
            "いつからかがありません。令和8年4月1日から当面の間のように、開始日を書いてください。"
        )
    head, tail, parted = _parted(re.sub(_BEGINS, "", plain.removeprefix("自")))
    tail = tail.removesuffix("。").removesuffix("まで").removesuffix("迄")
    if not head and not tail:
        return DateError("いつからかがありません。開始日を書いてください。")
    named = head if re.fullmatch(_NAMED, head) else ""
    start = None if not head or named else read_date(head, today)
    if isinstance(start, DateError):
        reason = _as_typed(start.reason, head, text)
        return DateError(f"開始日：{reason}" if parted else reason)
    if not tail:
        return Period(start, start if start and start.fiscal and not parted else None, False, text, named)
    if re.fullmatch(_OPEN, tail):
        return Period(start, None, True, text, named)
    end = _end(start, tail, today)
    if isinstance(end, DateError):
        return DateError(f"終了日：{_as_typed(end.reason, tail, text)}")
    if start and end and end.last() < start.first():
        return DateError(f"終了日（{end.japanese()}）が開始日（{start.japanese()}）より前です。")
    return Period(start, end, False, text, named)


def _as_typed(reason: str, piece: str, text: str) -> str:
    """The reason with the piece that it quotes as it was typed: in its own case and width."""
    letters = [(letter, normalize(letter)) for letter in text]
    at = "".join(plain for _, plain in letters).find(piece)
    typed, place = "", 0
    for letter, plain in letters:
        typed += letter if at <= place < at + len(piece) else ""
        place += len(plain)
    return reason.replace(f"「{piece}」", f"「{typed.strip()}」") if at >= 0 else reason


def _parted(plain: str) -> tuple[str, str, bool]:
    """Start, end ("" when there is none) and whether something parted them."""
    if hit := re.search(_STRONG, plain):
        return plain[: hit.start()].rstrip("、,"), plain[hit.end() :].lstrip("、,~〜-至"), True
    if plain.endswith(("まで", "迄")):
        return "", plain, True
    for hit in re.finditer("[-ー]", plain):
        head, tail = plain[: hit.start()], plain[hit.end() :]
        if isinstance(read_date(head), Moment) and isinstance(read_date(tail), Moment):
            return head, tail, True
    if hit := re.search(r"(?<=.)(?:当面|当分|無期限)", plain):
        return plain[: hit.start()].rstrip("、,"), plain[hit.start() :], True
    return plain, "", False


def _end(start: Moment | None, tail: str, today: date | None) -> Moment | DateError | None:
    """The end, None for a length that is counted from a day which is only named."""
    length = re.fullmatch(_LENGTH, tail)
    if start is None:
        return None if length and int(length[1]) else read_date(tail, today)
    if length:
        return _after(start, int(length[1]) * (12 if length[2] == "年" else 1))
    prefix = f"{start.year}年"
    if re.match(r"\d{1,2}(?:月|/\d{1,2}(?!\d|/))", tail):
        return read_date(prefix + tail)
    if start.day is not None and re.match(r"\d{1,2}日", tail):
        return read_date(f"{prefix}{start.month}月{tail}")
    if tail.startswith(("年度末", "年末")):
        fiscal = start.first().year - (start.first().month < 4)
        return read_date((f"{fiscal}" if tail.startswith("年度") else f"{start.year}") + tail)
    return read_date(tail.replace("同年", prefix).replace("翌年", f"{start.year + 1}年"), today)


def _after(start: Moment, months: int) -> Moment | DateError:
    """The last day or month of a period of so many months from `start`."""
    if months == 0:
        return DateError("期間の長さが0です。")
    if start.month is None:
        return DateError("期間の長さを数えるには、開始の月が必要です。")
    ordinal = start.year * 12 + start.month - 1 + months
    year, month = divmod(ordinal, 12)
    if year not in YEARS:
        return DateError(f"西暦{year}年は扱えません。")
    if start.day is None:
        year, month = divmod(ordinal - 1, 12)
        return Moment(year, month + 1)
    month += 1
    next_day = min(start.day, calendar.monthrange(year, month)[1] + 1)
    last = date.fromordinal(date(year, month, 1).toordinal() + next_day - 2)
    return Moment(last.year, last.month, last.day)
