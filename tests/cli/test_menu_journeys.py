"""Four journeys through the menu by numbers, as somebody with a screen reader makes them: what is heard and answered is
counted, beside the same work by commands that ask line by line. No escape code, no redraw, no box, and no id is typed."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.guideline.loader import load

BOXES = re.compile("[\u2500-\u259f\r\x00-\x08\x0b-\x1f\x7f]")


class Heard(NamedTuple):
    """What was read out, in lines, and how much was answered (a command line counts as an answer)."""

    text: str
    answers: int

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


Talk = Callable[..., Heard]


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Talk:
    """Run command lines and type answers; the bytes that were written are looked at each time."""
    for name, value in (("NAME", "上田 花子"), ("SECTION", "広報課"), ("DATA", str(tmp_path / "records"))):
        monkeypatch.setenv(f"UEDASNS_{name}", value)
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T18:30:00+09:00")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records").mkdir()

    def typed(*answers: str, words: str = "--plain") -> Heard:
        monkeypatch.setattr("sys.stdin", Keyboard("".join(f"{answer}\n" for answer in answers)))
        run(words.split())
        out, err = capfdbinary.readouterr()
        text = (out + err).decode()
        assert not BOXES.search(text) and b"\x1b" not in out + err
        assert "予期しない" not in text
        return Heard(text, len(answers) + (words != "--plain"))

    return typed


def total(*parts: Heard) -> Heard:
    return Heard("".join(part.text for part in parts), sum(part.answers for part in parts))


def stored(folder: Path, kind: str) -> list[dict[str, Any]]:
    return [
        tomllib.loads(path.read_text("utf-8")) for path in sorted((folder / "records" / kind).rglob("*.toml"))
    ]


def steps(record: Mapping[str, Any]) -> list[str]:
    return [entry["act"] for entry in record["log"]]


# ---- a new employee reads, finds and cites
def test_a_new_employee_reads_finds_and_cites(talk: Talk) -> None:
    menu = talk(
        "ガイドラインを読む", "3", "1", "次の条項", "<", "<",
        "言葉で探す", "守秘義務", "1", "引用の形", "関わるもの", "<", "<", "終わる",
    )  # fmt: skip
    commands = total(
        talk(words="read"),
        talk(words="read 1"),
        talk(words="read 2"),
        talk(words="find 守秘義務"),
        talk(words="read 5(8)オ"),
    )
    assert "5(8)オ" in menu.text and "「守秘義務に関する情報」" in menu.text
    assert commands.answers < menu.answers <= 14 and commands.lines < menu.lines <= 60


# ---- a clerk takes a new account through its life
WRITTEN = (
    "上田市図書館X", "X", "@ueda_library", "https://x.com/ueda_library", "図書館の催しを知らせるため", ".",
    "催しと休館日のお知らせ", ".", "令和8年12月から当面の間", "返信は行わない",
    "返信は行いません。お問い合わせは上田図書館へお願いします。", ".", "上田市 教育委員会 上田図書館",
    "〒386-0025 上田市天神一丁目8番1号", ".", "0268-22-0880", "0268-22-0881", "library@city.ueda.nagano.jp", "上田市（適用）",
    ".", ".", ".", ".", ".",
)  # fmt: skip
ASKED_IN_TURN = (
    "name", "platform", "account", "url", "purpose", "content", "period", "reply", "reply_none", "section", "address",
    "phone", "fax", "email", "runner", "hours", "request", "copyright", "privacy", "disclaimer",
)  # fmt: skip
"""The fields that `WRITTEN` answers; those of SEVERAL_LINES end with a line of their own."""
SEVERAL_LINES = ("purpose", "content", "reply_none", "address")


def policy_answers() -> tuple[str, ...]:
    """What the clerk types, field by field, with a word for a field that was added to the form."""
    guideline = load(Path(__file__).resolve().parents[2] / "guideline").guideline
    form = guideline.form_for("policy") if guideline else None
    assert form is not None
    lines, answers = iter(WRITTEN), []
    for field in form.field:
        if field.id in ASKED_IN_TURN:
            answers += [next(lines) for _ in range(1 + (field.id in SEVERAL_LINES))]
        elif field.weight == "must" and field.type == "line" and not field.when:
            answers.append("試験の値")
    return tuple(answers)


POLICY = policy_answers()
SUBMIT = ("点検票は紙で確かめた", "")
DECIDE = ("点検票は紙で確かめた", "教育長 信濃次郎", "8図第12号", "2026-11-20", "", "書面", "", "")
PUBLISH = ("", "2026-11-23", "", "https://www.city.ueda.nagano.jp/library.html", "")
CLOSE = ("", "", "2026-12-31", "統合したため", ".", "1", "市のサーバーに残す", ".")


def answers_of(folder: Path) -> list[list[str]]:
    return [steps(record) for record in stored(folder, "policies")]


def test_a_clerk_takes_an_account_through_its_life(talk: Talk, tmp_path: Path) -> None:
    menu = talk(
        "利用方針", "1", *POLICY,
        "手続: 決裁に出す", *SUBMIT, "手続: 決裁済にする", *DECIDE, "手続: 公表を記録する", *PUBLISH,
        "手続: 廃止する", *CLOSE, "<", "<", "<",
    )  # fmt: skip
    assert answers_of(tmp_path) == [["created", "submit", "decide", "published", "close"]], menu.text
    [record] = stored(tmp_path, "policies")
    (tmp_path / "records" / "policies" / f"{record['id']}.toml").unlink()
    commands = total(
        talk(*POLICY, words="policy new --id library"),
        talk(*SUBMIT, words="policy submit library"),
        talk(*DECIDE, words="policy decide library"),
        talk(*PUBLISH, words="policy published library"),
        talk(*CLOSE, words="policy close library"),
    )
    assert answers_of(tmp_path) == [["created", "submit", "decide", "published", "close"]], commands.text
    assert menu.answers <= commands.answers + 5 and menu.lines <= commands.lines + 41


# ---- three posts: one with a finding, one with a picture, one that is put off and gone on with
def post(text: str, title: str) -> tuple[str, ...]:
    return "1", "", "", text, ".", title, "", ""


ASKED = ("",)
APPROVE = ("図書館長 上田一郎", "口頭", "", "", "")
POSTED = ("", "https://x.com/ueda_library/status/1", "2026-11-23 18:00", "1", "")


def test_three_posts(talk: Talk, tmp_path: Path) -> None:
    talk(words="policy new --from sample --id account")
    first, second, third = (
        ("図書館は12月5日(日)にお休みです。", "休館日"), ("写真展を開いています。", "写真展"), ("講座の参加者を募っています。", "講座")
    )  # fmt: skip
    picture = ("写真.jpg", "展示室の壁に並ぶ写真", "", "人は写っていない", "職員撮影")
    menu = talk(
        "投稿前チェック",
        *post(*first), "項目を確かめる", "いいえ", "", *["1"] * 15, "手続: 了承を求める", *ASKED, "手続: 了承する", *APPROVE,
        "手続: 投稿を記録する", *POSTED, "<",
        *post(*second), "画像や動画を加える", *picture, "項目を確かめる", "いいえ", *["1"] * 16, "<",
        *post(*third), "項目を確かめる", "いいえ", "1", "3 引用しない", "<", "3 引用していない",
    )  # fmt: skip
    records = stored(tmp_path, "posts")
    assert len(records) == 3, menu.text
    one, two, three = sorted(
        records, key=lambda record: (*map(len, (steps(record), record["answer"])),), reverse=True
    )
    assert [one["values"]["title"], two["values"]["title"], three["values"]["title"]] == [
        "休館日",
        "写真展",
        "講座",
    ], menu.text
    assert steps(one)[-1] == "posted" and len(two["media"]) == 1 and len(three["answer"]) == 2
    assert any(entry.get("note") == "引用していない" for entry in three["answer"])
    assert "ここまでの答えを残します" in menu.text
    new = [answers[1:] for answers in (post(*first), post(*second), post(*third))]
    commands = total(
        talk(*new[0], words="post new --id p1"),
        talk("いいえ", "", *["1"] * 15, words="post check p1"),
        talk(*ASKED, words="post submit p1"),
        talk(*APPROVE, words="post approve p1"),
        talk(*POSTED, words="post posted p1"),
        talk(*new[1], words="post new --id p2"),
        talk(*picture, words="post media p2"),
        talk("いいえ", *["1"] * 16, words="post check p2"),
        talk(*new[2], words="post new --id p3"),
        talk("いいえ", "1", "3 引用しない", "<", "3 引用していない", words="post check p3"),
    )
    posts = [record for record in stored(tmp_path, "posts") if record["id"] in ("p1", "p2", "p3")]
    assert [(steps(record)[-1], len(record["answer"])) for record in posts] == [
        ("posted", 15), ("created", 16), ("created", 2),
    ], commands.text  # fmt: skip
    assert menu.answers <= commands.answers + 5 and menu.lines <= commands.lines + 24, menu.text


def test_the_text_alone_is_heard_among_the_first(talk: Talk) -> None:
    talk(words="policy new --from sample --id account")
    talk(words="post new text=写真展を開いています。 title=写真展 accounts=account --id p1")
    before = talk("投稿前チェック", "写真展、確認中、広報課", "本文だけを聞く", *["<"] * 2)
    assert before.text.index("本文だけを聞く") < before.text.index("版・ごみ箱など")
    assert "\n写真展を開いています。" in before.text and "まだ了承されていません" in before.text
    talk(words="post submit p1 --anyway 試験のため")
    talk(words="post approve p1 by=課長 --anyway 試験のため")
    after = talk("投稿前チェック", "写真展、了承済、広報課", "本文だけを聞く", *["<"] * 2)
    assert "\n写真展を開いています。" in after.text and "まだ了承されていません" not in after.text


# ---- trouble at half past six in the evening
TROUBLE = (
    "誤って個人のメールアドレスを載せた", ".", "漏えい", "1", "X", "11/23 18:20", "広報課 上田花子", "", "", "https://x.com/ueda/1", "原文", ".", "",
)  # fmt: skip
REPORT = ("", "", "1", "電話")
CLOSED = ("", "本人へ連絡し、削除した", ".", "二人で確かめる", ".")


def test_trouble_in_the_evening(talk: Talk, tmp_path: Path) -> None:
    talk(words="policy new --from sample --id account")
    menu = talk(
        "トラブルの記録", "1", *TROUBLE, "手続: 報告を記録する", *REPORT, "項目を確かめる", "1", "<", "<",
        "報告書を読む", "手続: 終結する", *CLOSED, "<", "<", "<",
    )  # fmt: skip
    [record] = stored(tmp_path, "incidents")
    assert steps(record) == ["created", "report", "close"], menu.text
    commands = total(
        talk(*TROUBLE, words="incident new --id trouble"),
        talk(*REPORT, words="record step trouble report"),
        talk("1", "<", "<", words="incident check trouble"),
        talk(words="incident report trouble"),
        talk(*CLOSED, words="incident close trouble"),
    )
    assert steps(stored(tmp_path, "incidents")[1]) == ["created", "report", "close"], commands.text
    assert menu.answers <= commands.answers + 5 and menu.lines <= commands.lines
