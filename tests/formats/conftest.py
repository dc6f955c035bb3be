"""Pages that the formats are tried on, texts that try to do harm, and a headless browser without a driver."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.formats.page import Heading, Items, Link, Page, Paragraph, Table

SHEET = (
    ("①発信情報の名称", "上田市行政チャンネル"),
    ("②ソーシャルメディア名", "YouTube"),
    ("③アカウント", "cityuedakoho"),
    ("④登録URL", "https://www.youtube.com/user/cityuedakoho/"),
    (
        "⑤開設の目的",
        "・観光情報や交流・文化施設の情報など、市内視聴者に限らず、県内外に上田市の魅力をPRするために、"
        "ソーシャルメディアを利用して情報発信を行います。\n"
        "・YouTubeの「再生回数」を、番組の閲覧者数を把握するための一つの指標とします。",
    ),
    (
        "⑥発信情報の内容",
        "・観光情報、まちづくり、健康・福祉、教育、ごみや環境など身近な市民生活に関する企画番組や職員からのお知らせ番組\n"
        "・市長からの施策の発表（市長記者会見、市議会提案説明）など",
    ),
    ("⑦運用期間", "平成25年6月から当面の間"),
    (
        "⑧利用者の書き込みに対する返信",
        "・運用者は、利用者からの書き込みに対して、原則として返信を行いません。\n"
        "・ご意見・ご質問は、以下の問い合わせ先に直接ご連絡をお願いいたします。",
    ),
    (
        "⑨運用者・連絡先",
        "○上田市 政策企画部 広報課\n・住所：〒386-8601 上田市大手一丁目11番16号\n・電話：0268-71-8080（直通）\n"
        "・FAX：0268-22-4131\n・電子メール：koho@city.ueda.nagano.jp",
    ),
)
LABELS = {f"field{number}": label for number, (label, _) in enumerate(SHEET, 1)}

HOSTILE = (
    "<script>window.hit=1</script>",
    "</script></style></td></table></main><h1>x</h1>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1",
    "javascript:window.hit=1",
    "&lt;b&gt; &amp; &#x3c;",
    "<!-- x --> <![CDATA[y]]> <?php z ?>",
    "abc\u202edcba\u2066x\u2069\u200f",
    "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "nul\x00end",
    "bell\x07 back\x08 feed\x0c delete\x7f next\x85",
    "noncharacters \ufffe \uffff",
    "長" * 10_000,
    "=cmd|' /C calc'!A0",
    "+81\t-1",
    "@SUM(1+1)*cmd",
    '＝HYPERLINK("http://evil.example")',
    "\t=1+1",
    "'=1",
    "a\r\nb\rc\nd",
    "# 見出し\n- 項目\n1. 番号\n> 引用\n---\n    code",
    "**太字** _斜体_ `code` [x](javascript:hit) ![y](http://z) | a | b |\n|---|---|",
    "back\\slash \\* <br> &nbsp; \\",
    "  行頭の空白\n　全角の空白　\n末尾  ",
    "㈱髙﨑𠮷野葛\U000e0100 👨‍👩‍👧 か\u3099",
    "{{7*7}} ${7*7} %s %(x)s {0}",
    "../../etc/passwd",
)


def sheet(values: tuple[str, ...] | None = None, mark: str = "") -> Page:
    """様式1 of the worked example, or with other values."""
    rows = (
        SHEET
        if values is None
        else tuple((label, value) for (label, _), value in zip(SHEET, values, strict=True))
    )
    return Page(
        "上田市行政チャンネル 利用方針",
        (
            Paragraph("様式1 ソーシャルメディアの利活用に関する上田市ガイドライン"),
            Heading("ソーシャルメディアの公式活用に関する利用方針"),
            Table(rows, caption="上田市行政チャンネルの利用方針", row_heads=True, widths=(3, 7)),
        ),
        name="ueda-channel",
        mark=mark,
        made=("ガイドラインの版: 令和6年1月4日", "決裁日: 令和8年4月1日"),
    )


def report() -> Page:
    """A page with everything that a page may hold."""
    return Page(
        "ソーシャルメディアの報告",
        (
            Heading("報告"),
            Paragraph(
                "一行目です。\n二行目です。", Link("上田市のホームページ", "https://www.city.ueda.nagano.jp/")
            ),
            Heading("確かめたこと", 2),
            Items(("投稿の内容", Link("利用方針の一覧", "index.html"), "二行に\nわたる項目")),
            Paragraph("次の表のとおりです。"),
            Table(
                (
                    ("2026-11-23 10:00", "記録を始めた", "広報太郎", ""),
                    ("2026-11-23 10:30", "報告", "広報課長", "一つ目\n二つ目"),
                ),
                head=("日時", "何を", "だれが", "内容"),
                caption="経過",
            ),
            Heading("連絡先", 2),
            Table(
                (("課", "広報課"), ("電話", "0268-71-8080")), caption="連絡先", row_heads=True, widths=(3, 7)
            ),
        ),
        name="report",
        mark="案",
        made=("作成日: 令和8年11月23日",),
    )


def register(count: int = 3) -> Page:
    """A register of `count` accounts."""
    rows = tuple(
        (f"20261123-{number:05}", f"=公式{number}", "X", "公開", "2026-04-01") for number in range(count)
    )
    return Page(
        "利用方針の一覧",
        (Table(rows, head=("ID", "①発信情報の名称", "媒体", "状態", "決裁日")),),
        name="register",
    )


@pytest.fixture(name="sheet")
def _sheet() -> Any:
    return sheet


@pytest.fixture
def pages() -> dict[str, Page]:
    """One page of each kind."""
    return {"sheet": sheet(), "draft": sheet(mark="案"), "report": report(), "register": register()}


@pytest.fixture
def labels() -> dict[str, str]:
    """The nine labels by made-up ids."""
    return dict(LABELS)


@pytest.fixture(params=HOSTILE, ids=lambda text: repr(text[:16]))
def hostile(request: pytest.FixtureRequest) -> str:
    """One text that tries to do harm."""
    return str(request.param)


_TO_PIPES = (
    "import os, sys; os.dup2(int(sys.argv[1]), 100); os.dup2(int(sys.argv[2]), 101);"
    "os.dup2(100, 3); os.dup2(101, 4); os.execvp(sys.argv[3], sys.argv[3:])"
)


class Browser:
    """Chromium spoken to through a pair of pipes: no port, no driver, no network."""

    def __init__(self, program: str, profile: Path) -> None:
        there, write = os.pipe()
        read, back = os.pipe()
        command = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TO_PIPES, str(there), str(back), *command],
            pass_fds=(there, back), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(there)
        os.close(back)
        self._write, self._read = os.fdopen(write, "wb", buffering=0), os.fdopen(read, "rb", buffering=0)
        self._numbers = itertools.count(1)
        self._rest = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        """One command of the DevTools protocol; events that come meanwhile are gathered."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        self._write.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = self._read.read(1 << 20)
            assert part, "Chromium ended"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def open(self, path: Path) -> None:
        """A file in a tab of its own, loaded whole; `events` then holds what happened on the way."""
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.events = []
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """What a script in the page gives; the page's own content policy does not bind it."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def happened(self, *methods: str) -> list[dict[str, Any]]:
        """The events of these kinds since the page was opened."""
        return [event for event in self.events if event.get("method") in methods]

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self._process.terminate()
        self._process.wait(timeout=20)
        self._write.close()
        self._read.close()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium, one for all tests; a skip with its reason where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None or os.name == "nt":
        pytest.skip("Chromium is not on this machine: pages are not looked at in a browser here")
    made = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()
