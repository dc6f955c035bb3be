"""A record that holds far too much is one Problem, found without parsing it; what staff write is never refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from uedasns_tui.records import codec, limits
from uedasns_tui.records.record import Answer, LogEntry, Medium, Person, Record

HEAD = 'scheme = 1\nid = "x"\nkind = "post"\nedition = 2024-01-04\n'
CROWDED = {
    "values": HEAD + "[values]\n" + "".join(f'k{at} = "1"\n' for at in range(70_000)),
    "keys": HEAD + "".join(f"k{at} = 1\n" for at in range(80_000)),
    "inline": HEAD + "values = {" + ",".join(f"k{at}=1" for at in range(80_000)) + "}\n",
    "tables": HEAD + "".join(f"[t{at}]\n" for at in range(100_000)),
    "answers": HEAD + "[[answer]]\n" * 80_000,
    "media": HEAD + '[[media]]\nid = "a"\n' * 40_000,
    "unknown tables": HEAD + "[[a]]\n" * 100_000,
    "dotted": HEAD + "".join(f"a.b{at}.c=1\n" for at in range(60_000)),
    "list": HEAD + "a = [" + "1," * 400_000 + "]\n",
    "tables in a list": HEAD + "[values]\na = [" + "{}," * 300_000 + "]\n",
    "keys in the log": HEAD + '[[log]]\nid = "a"\n' + "".join(f"k{at} = 1\n" for at in range(80_000)),
    "list in the log": HEAD + '[[log]]\nid = "a"\na = [' + "1," * 400_000 + "]\n",
    "empty log": HEAD + "[[log]]\n" * 100_000,
}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the texts that the parser is given."""
    sizes: list[int] = []
    loads = tomllib.loads

    def count(text: str) -> dict[str, object]:
        sizes.append(len(text))
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", count)
    return sizes


@pytest.mark.parametrize("text", CROWDED.values(), ids=CROWDED)
def test_a_crowded_file_is_one_problem_and_never_parsed(text: str, parsed: list[int]) -> None:
    assert len(text) < 1_000_000
    record, problems = codec.decode(text.encode(), "f")
    assert record is None and [problem.code for problem in problems] == ["limit"]
    assert str(problems[0]).startswith("f:1: ") and (
        "すぎます" in str(problems[0]) or "中身" in str(problems[0])
    )
    assert parsed == []


def test_a_log_has_no_limit_and_wrong_values_in_it_are_listed_no_longer_than_they_are_read(
    parsed: list[int],
) -> None:
    entry = '[[log]]\nid = "a"\nat = 2026-01-01T00:00:00+09:00\nact = "x"\n[log.given]\nnote = "x"\n'
    record, problems = codec.decode((HEAD + entry * 9_000).encode(), "f")
    assert record is not None and len(record.log) == 9_000 and problems == [] and len(parsed) == 1
    record, problems = codec.decode(
        (HEAD + entry + "".join(f"k{at} = 1\n" for at in range(60_000))).encode(), "f"
    )
    assert record is None and 0 < len(problems) <= 101


def test_what_stands_in_a_text_does_not_count(parsed: list[int]) -> None:
    for quote in ('"""', "'''"):
        lines = "= [a] , {x} # =\n[b]\n" * 20_000
        record, problems = codec.decode(f"{HEAD}[values]\ntext = {quote}\n{lines}{quote}\n".encode(), "f")
        assert record is not None and problems == [] and record.text("text") == lines
    assert len(parsed) == 2


def _record(values: int = 1, media: int = 0, answers: int = 0) -> Record:
    at, who = datetime(2026, 1, 1, tzinfo=UTC), Person("上田　花子", "広報課", "hanako")
    return Record(
        "x", "post", date(2024, 1, 4), {f"field-{number}": "一行目\n二行目 = [a, b]" for number in range(values)},
        media=tuple(Medium(f"m{number}", f"{number}.png", alt="絵") for number in range(media)),
        answers=tuple(
            Answer(f"a{number}", "ok", "確かめました。", "備考", ("p1", "p2"), by="上田　花子", at=at, seen_by="上田　花子", seen_at=at)
            for number in range(answers)
        ),
        log=(LogEntry("e1", at, "created", who),),
    )  # fmt: skip


FULL: dict[str, Callable[[int], Record]] = {
    "values": lambda more: _record(values=limits.MOST_VALUES + more),
    "media": lambda more: _record(media=limits.MOST_MEDIA + more),
    "answer": lambda more: _record(answers=limits.MOST_ANSWERS + more),
}


@pytest.mark.parametrize("key", FULL)
def test_the_limits_hold_to_the_last(key: str) -> None:
    record = FULL[key](0)
    again, problems = codec.decode(codec.encode(record, None, None), "f")
    assert again == record and problems == []
    again, problems = codec.decode(codec.encode(FULL[key](1), None, None), "f")
    assert again is None and [problem.code for problem in problems] == ["limit"]
    assert limits.NAMES[key] in problems[0].message


def test_depth() -> None:
    for depth, code in ((limits.DEEPEST - 1, "unknown"), (limits.DEEPEST + 1, "limit")):
        _, problems = codec.decode(f"{HEAD}deep = {'[' * depth}{']' * depth}\n".encode(), "f")
        assert [problem.code for problem in problems] == [code], depth
