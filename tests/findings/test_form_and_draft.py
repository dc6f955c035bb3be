"""A day that a form refuses is a finding in a draft, and the other way round: both read it by one grammar."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.findings import scoring
from uedasns_tui.findings.registry import find
from uedasns_tui.japanese.dates import DateError, read_date

YEARS = ("令和{era}年", "令和{era}({west})年", "{west}年", "{west}(令和{era})年", "令和{era}(令和{other}年)", "{west}（令和{other}）年", "R{era}.", "{west}/", "平成{heisei}年")  # fmt: skip
DAYS = ("{month}月{day}日", "{month}月{day:02}日", "{month} 月 {day} 日")
WEEKDAYS = (
    "", "（{}）", "({})", "〈{}〉", "【{}】", "（{}曜日）", "（{}・祝）", "（祝・{}）", " {}曜日", "（{}よう日）",
)  # fmt: skip
KANA = dict(zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True))
ENGLISH = dict(zip("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
CIRCLED = dict(zip("月火水木金土日", "㈪㈫㈬㈭㈮㈯㈰", strict=True))


@st.composite
def written_days(draw: st.DrawFn) -> str:
    era, month, day = draw(st.integers(5, 12)), draw(st.integers(1, 13)), draw(st.integers(1, 32))
    numbers = {"era": era, "west": 2018 + era, "other": draw(st.integers(5, 12)), "heisei": 30 + era}
    year = draw(st.sampled_from(YEARS)).format(**numbers)
    letter = draw(st.sampled_from("月火水木金土日"))
    frames = [frame.format(letter) for frame in WEEKDAYS]
    frames += [f"（{KANA[letter]}）", f"（{KANA[letter]}ようび）", f"({ENGLISH[letter]})", CIRCLED[letter]]
    dotted = f"{month}{year[-1]}{day}" if year.endswith((".", "/")) else ""
    written = year + (dotted or draw(st.sampled_from(DAYS)).format(month=month, day=day))
    return written + draw(st.sampled_from(frames))


@given(written_days())
def test_a_form_refuses_what_a_draft_is_told_of(written: str) -> None:
    context = replace(scoring.bundled(), words=())
    kinds = {finding.kind for finding in find(written, context)} & {"weekday", "date", "era"}
    assert bool(kinds) is isinstance(read_date(written), DateError), (written, kinds, read_date(written))
