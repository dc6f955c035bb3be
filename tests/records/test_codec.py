"""A record as a file and back: exact, and with everything that somebody else wrote into it."""

from __future__ import annotations

import json
import string
import tarfile
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import work
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import codec, limits
from uedasns_tui.records.record import Answer, LogEntry, Medium, Person, Record, Snapshot

Make = Callable[..., Record]

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from('a"\\\n\t\r あ\x00'), max_size=9
)
names = st.text(st.sampled_from(string.ascii_lowercase + "_"), min_size=1, max_size=6)
values = st.dictionaries(names, texts | st.lists(texts, max_size=2).map(tuple), max_size=3)
media = st.lists(
    st.builds(Medium, names, texts, texts, texts, texts, texts, texts),
    max_size=2,
    unique_by=lambda one: one.id,
)
answers = st.lists(
    st.builds(Answer, names, st.sampled_from(["", "ok", "no", "na"]), texts, texts, st.lists(texts, max_size=2).map(tuple)),
    max_size=3, unique_by=lambda one: one.id,
)  # fmt: skip
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda one: one.replace(tzinfo=timezone(timedelta(hours=9)))
)
stamps = st.builds(Snapshot, texts, values, media.map(tuple))
entries = st.builds(
    LogEntry, names, moments, texts, st.builds(Person, texts, texts, texts), values, st.none() | stamps
)
logs = st.lists(entries, max_size=2, unique_by=lambda one: one.id)
records = st.builds(
    Record, st.just("20261123-ab3x7"), texts, st.dates(), values, texts,
    media.map(tuple), answers.map(tuple), logs.map(tuple),
)  # fmt: skip


def decoded(data: bytes, file: str = "posts/a.toml") -> Record:
    found, problems = codec.decode(data, file)
    assert found is not None, problems
    return found


def faults(data: bytes | str) -> list[str]:
    found, problems = codec.decode(data.encode() if isinstance(data, str) else data, "posts/a.toml")
    assert found is None
    assert all(one.severity == "error" and one.where.file == "posts/a.toml" for one in problems)
    return [str(one) for one in problems]


# ---- exact
@given(records)
def test_what_is_written_is_read(record: Record) -> None:
    assert decoded(codec.encode(record, None, None)) == record


@given(records, records)
def test_what_is_written_over_another_is_read(record: Record, other: Record) -> None:
    before = codec.encode(other, None, None) + b"# by hand\n"
    assert decoded(codec.encode(record, None, before)) == record


@given(st.text())
def test_any_text_comes_back_or_is_refused_with_the_reason(text: str) -> None:
    record = Record("a", "note", date(2024, 1, 4), {"text": text})
    try:
        data = codec.encode(record, None, None)
    except codec.UnwritableRecord as error:
        assert any(0xD800 <= ord(letter) < 0xE000 for letter in text)
        assert "壊れた文字" in str(error)
    else:
        assert decoded(data).values == {"text": text}


def test_naughty_strings_come_back(corpora: Path, record: Make, form: Form) -> None:
    naughty = json.loads((corpora / "blns.json").read_text(encoding="utf-8"))
    assert len(naughty) > 500
    before = codec.encode(record(), form, None) + b"# by hand\n"
    for text in naughty:
        one = record(name=text, more=f"{text}\n{text}", many=(text, text))
        one = replace(
            one, answers=(Answer("x", "na", text, text, (text,)),), media=(Medium("m", text, text),)
        )
        assert decoded(codec.encode(one, form, None)) == one
        written = codec.encode_checked(one, form, before)
        assert decoded(written.data) == one
        assert not written.whole


@pytest.mark.parametrize("place", ["values", "given", "media", "answer", "by"])
def test_a_lone_surrogate_is_refused_wherever_it_stands(place: str, record: Make, now: datetime) -> None:
    bad = "あ\ud83d"
    one = record()
    one = {
        "values": lambda: record(name=bad),
        "given": lambda: replace(one, log=(replace(one.log[0], inputs={"reason": bad}),)),
        "media": lambda: replace(one, media=(Medium("m", bad),)),
        "answer": lambda: replace(one, answers=(Answer("x", "na", "", bad),)),
        "by": lambda: replace(one, log=(replace(one.log[0], by=Person(bad)),)),
    }[place]()
    with pytest.raises(codec.UnwritableRecord, match="2 文字目"):
        codec.encode(one, None, None)


def test_crlf_and_a_byte_order_mark_are_read(record: Make, form: Form) -> None:
    one = record(name="花火", more="一\n二")
    data = codec.encode(one, form, None)
    assert decoded(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == one


def test_a_carriage_return_that_was_typed_stays(record: Make) -> None:
    one = record(name="一\r\n二\r三")
    assert decoded(codec.encode(one, None, None)) == one


# ---- reads well
def test_a_new_file_explains_itself(record: Make, form: Form) -> None:
    text = codec.encode(record(more="一\n二", name="花火"), form, None).decode()
    assert '# 名称\nname = "花火"\n# 備考\nmore = """\n一\n二"""\n' in text
    assert text.startswith("# お知らせの記録です。")
    assert "\r" not in text


def test_a_file_that_nobody_touched_stays_as_new(record: Make, form: Form) -> None:
    one = record(more="備考")
    both = replace(one, values={**one.values, "name": "名", "url": "https://x.jp/"}, checklist="post")
    written = codec.encode_checked(both, form, codec.encode(one, form, None))
    assert written.data == codec.encode(both, form, None)
    assert not written.whole


# ---- somebody else's hand
HAND = '''\
# わたしの覚え書き
scheme = 1
id = "20261123-ab3x7"   # 番号
kind = "note"
edition = 2024-01-04
checklist = ""
future = { a = [1, nan] }

[values]
name = "花火"     # 名前
more = """
一
二"""
other = "知らない欄"

[[media]]
id = "m1"
file = "a.jpg"
alt = ""
taken = 2026-11-01

[[answer]]
id = "x"
answer = "ok"
said = "文"
mood = "良い"

[[log]]
id = "e1"
at = 2026-11-22T10:00:00+09:00
act = "created"
by = "上田 花子"
colour = "red"

[log.given]
x = "y"

[log.stamp]
digest = "sha256:1:00"
seal = true

[log.stamp.values]
name = "花"

[[log.stamp.media]]
id = "m1"
file = "a.jpg"
size = 3

# 終わりの覚え書き
[extra]
a = 1
'''


def test_comments_and_unknown_keys_at_every_level_survive_an_edit(form: Form, now: datetime) -> None:
    one = decoded(HAND.encode())
    edited = replace(
        one,
        values={**one.values, "name": "祭り", "url": "https://x.jp/"},
        media=(replace(one.media[0], alt="写真"), Medium("m2", "b.jpg")),
        answers=(Answer("w", "no", "別", "直す"), *one.answers),
        log=(
            *one.log,
            LogEntry(
                "e2", now, "note", Person("真田"), {"reason": "長い\n理由"}, Snapshot("d", {"name": "祭り"})
            ),
        ),
    )
    written = codec.encode_checked(edited, form, HAND.encode())
    text = written.data.decode()
    assert decoded(written.data) == edited
    assert not written.whole
    for line in HAND.splitlines():
        if line not in ('name = "花火"     # 名前', 'alt = ""'):
            assert line in text.splitlines()
    assert 'name = "祭り"     # 名前' in text
    assert '# アドレス\nurl = "https://x.jp/"' in text
    table = tomllib.loads(text)
    assert table["log"][0]["stamp"]["seal"] is True
    assert table["log"][0]["stamp"]["media"][0]["size"] == 3
    assert table["answer"][1]["mood"] == "良い"
    assert table["media"][0]["taken"] == date(2026, 11, 1)
    assert table["extra"] == {"a": 1}


def test_saving_without_a_change_changes_no_byte(form: Form) -> None:
    assert codec.encode(decoded(HAND.encode()), form, HAND.encode()) == HAND.encode()


def test_taking_out_takes_out_no_more(form: Form) -> None:
    one = decoded(HAND.encode())
    edited = replace(one, values={"name": "花火"}, media=(), answers=())
    written = codec.encode_checked(edited, form, HAND.encode())
    assert decoded(written.data) == edited
    assert not written.whole
    table = tomllib.loads(written.data.decode())
    assert "media" not in table
    assert table["extra"] == {"a": 1}


def test_a_file_without_values_gets_them_and_keeps_its_comments() -> None:
    before = b'# by hand\nscheme = 1\nid = "a" # c\nkind = "note"\nedition = 2024-01-04\n'
    one = replace(decoded(before), values={"name": "x", "more": "y\nz"})
    written = codec.encode_checked(one, None, before)
    assert decoded(written.data) == one
    assert not written.whole
    assert written.data.startswith(before)


INLINE = (
    'scheme = 1\nid = "a"\nkind = "note"\nedition = 2024-01-04\nnew = "x"\n'
    'answer = [{ id = "x", answer = "ok", mood = "m" }]\nvalues = { name = "花" } # c\n'
)


def test_where_editing_in_place_is_not_sure_the_file_is_written_anew_and_says_so() -> None:
    one = decoded(INLINE.encode())
    edited = replace(one, answers=(*one.answers, Answer("y", "no")), media=(Medium("m", "a"),))
    written = codec.encode_checked(edited, None, INLINE.encode())
    assert decoded(written.data) == edited
    table = tomllib.loads(written.data.decode())
    assert table["new"] == "x"
    assert table["answer"][0]["mood"] == "m"
    assert written.whole == (b"# c" not in written.data)


def test_what_cannot_be_moved_in_place_is_written_anew_with_every_foreign_key() -> None:
    one = decoded((HAND.split("[[log]]")[0] + "[[answer]]\nid = 'y'\nanswer = 'no'\n").encode())
    before = codec.encode(one, None, None) + b"[foreign]\na = 1 # c\n"
    turned = replace(one, answers=one.answers[::-1])
    written = codec.encode_checked(turned, None, before)
    assert written.whole
    assert decoded(written.data) == turned
    assert tomllib.loads(written.data.decode())["foreign"] == {"a": 1}


def test_an_edited_file_has_line_feeds_only(form: Form) -> None:
    before = b"\xef\xbb\xbf" + HAND.replace("\n", "\r\n").encode()
    one = decoded(before)
    edited = replace(one, values={**one.values, "name": "祭り"})
    written = codec.encode_checked(edited, form, before)
    assert written.data.decode() == HAND.replace('name = "花火"  ', 'name = "祭り"  ')
    assert not written.whole


@given(records, values, answers)
def test_edits_in_a_row_lose_no_foreign_key(record: Record, changed: Any, answered: Any) -> None:
    first = codec.encode(record, None, None).decode()
    head, _, rest = first.partition("[values]")
    before = f"{head}foreign = [1, 'あ']\n\n[values]{rest}\n[foreigner]\nx = {{ y = nan }}\n".encode()
    if any(one.id == "foreign" for one in record.log):
        return
    edited = replace(record, values=changed, answers=tuple(answered))
    after = codec.encode(edited, None, before)
    assert decoded(after) == edited
    table = tomllib.loads(after.decode())
    assert table["foreign"] == [1, "あ"]
    assert "y" in table["foreigner"]["x"]


# ---- refused
WHOLE = 'scheme = 1\nid = "a"\nkind = "note"\nedition = 2024-01-04\n'


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (WHOLE + "[values]\nname = あ\n", 6, "値の書き方"),
        (WHOLE + '[values]\nname = "a\n', 6, "終わりの"),
        (WHOLE + '[values]\nname＝"a"\n', 6, "全角"),
        (WHOLE + "<<<<<<< HEAD\n", 5, "Git の印"),
        (WHOLE + "[values]\na = 1\n", 6, "文字列か"),
        (WHOLE + "[values]\na = ['x', 2]\n", 6, "文字列か"),
        (WHOLE + "[values.a]\nb = 'c'\n", 5, "文字列か"),
        (WHOLE + "values = 3\n", 5, "表"),
        (WHOLE + "[[media]]\nid = 'm'\n", 0, "file"),
        (WHOLE + "[[answer]]\nid = 'm'\nanswer = 'yes'\n", 7, "ok・no・na"),
        (WHOLE + "[[log]]\nid = 'e'\nat = 2026-11-23T10:00:00\nact = 'x'\n", 7, "時差"),
        (WHOLE + "[[log]]\nid = 'e'\nat = '今日'\nact = 'x'\n", 7, "日時"),
        (WHOLE + "[[log]]\nid='e'\nat = 2026-11-23T10:00:00Z\nact='x'\n[log.given]\na = 1\n", 10, "文字列か"),
        (WHOLE.replace('"a"', '"../a"'), 2, "id は半角"),
        (WHOLE.replace('"a"', '"con"'), 2, "機器"),
        (WHOLE.replace('"a"', '"あ"'), 2, "id は半角"),
        (WHOLE.replace("2024-01-04", "'R6'"), 4, "日付"),
        (WHOLE.replace("kind", "kinds"), 0, "「kind」がありません"),
        (WHOLE.replace("= 1", "= 2"), 1, "より新しいバージョンの uedasns-tui で書かれた記録です"),
        (WHOLE.replace("= 1", "= 0"), 1, "scheme は 1"),
        (WHOLE.replace("= 1", "= '1'"), 1, "整数"),
        (WHOLE.replace("scheme = 1\n", ""), 0, "「scheme」がありません"),
        ("", 0, "「scheme」がありません"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_a_problem_with_its_line(data: str, line: int, said: str) -> None:
    found = faults(data)
    assert any(said in one for one in found), found
    if line:
        assert any(one.startswith(f"posts/a.toml:{line}:") for one in found), found


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode("utf-16"), "あ".encode("cp932"), b"\x00", b"\xff\xfe", b"a" * 1_000_001,
        b"a = " + b"[" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_text_is_a_problem(data: bytes) -> None:
    assert len(faults(data)) == 1


NESTED = {
    "lists": b"x = " + b"[" * 10_000 + b"]" * 10_000, "tables": b"x = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000,
    "key": b".".join([b"x"] * 10_000) + b" = 1", "header": b"[" + b".".join([b"x"] * 10_000) + b"]",
    "quoted": b"x = {" + b" . ".join([b"'x'"] * 10_000) + b" = 1}", "array": b"[[" + b".".join([b"x"] * 500) + b"]]",
    "lines": b"x = [" + b"\n[" * 60 + b"]" * 61, "megabyte": b"x" + b".x" * 490_000 + b"=1",
}  # fmt: skip


@pytest.mark.parametrize("name", NESTED)
def test_what_lies_too_deep_is_a_problem_with_its_line(name: str) -> None:
    found: list[str] = []
    assert work(lambda: found.extend(faults(WHOLE.encode() + NESTED[name] + b"\n"))) < 20_000
    assert len(found) == 1
    assert "入れ子が深すぎます" in found[0]
    assert found[0].startswith(f"posts/a.toml:{5 + (50 if name == 'lines' else 0)}:")


def test_a_level_more_than_a_record_may_have_is_a_problem_with_its_line() -> None:
    depth = limits.DEEPEST + 1
    for more in ("x = " + "[" * depth + "]" * depth, ".".join(["x"] * (depth + 1)) + " = 1"):
        (message,) = faults(f"{WHOLE}{more}\n".encode())
        assert message.startswith("posts/a.toml:5:") and "入れ子が深すぎます（10 段まで）" in message
    (message,) = faults(f"{WHOLE}[{'.'.join(['x'] * depth)}]\n".encode())
    assert "入れ子が深すぎます（10 段まで）" in message


@pytest.mark.parametrize("depth", [1, 4, limits.DEEPEST - 1])
def test_what_lies_less_deep_survives_an_edit(depth: int) -> None:
    for more in (
        "x = " + "[" * depth + "]" * depth, ".".join(["x"] * depth) + " = 1", "[x" + ".x" * depth + "]\ny = 1",
        "".join(f"[x{'.x' * at}]\n" for at in range(depth)),
    ):  # fmt: skip
        before = f"{WHOLE}{more}\n".encode()
        edited = replace(decoded(before), values={"name": "x"})
        written = codec.encode(edited, None, before)
        assert decoded(written) == edited
        assert tomllib.loads(written.decode())["x"] == tomllib.loads(before.decode())["x"]


def test_dots_in_a_text_are_no_depth(record: Make) -> None:
    one = record(name="a." * 2_000, more="x\n" + "a.b." * 2_000 + "\n[" * 100 + '"""\\')
    assert decoded(codec.encode(one, None, None)) == one


def test_a_key_of_a_thousand_parts_is_answered() -> None:
    assert faults(b"a." * 1_000 + b"a = 1")


def test_all_faults_are_told_at_once() -> None:
    data = WHOLE.replace('"a"', '"A"') + "[values]\na = 1\nb = 2\n"
    assert len(faults(data)) == 3


def test_a_newer_scheme_is_not_written_over(record: Make) -> None:
    before = (WHOLE.replace("= 1", "= 2") + 'treasure = "x"\n').encode()
    with pytest.raises(codec.UnwritableRecord, match="より新しいバージョン"):
        codec.encode(record(), None, before)


def test_unknown_keys_are_noted_and_nothing_worse() -> None:
    found, problems = codec.decode((WHOLE + 'new = "x"\n').encode(), "a.toml")
    assert found is not None
    assert [(one.severity, one.where.line) for one in problems] == [("note", 5)]


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    found, problems = codec.decode(data, "a.toml")
    assert found is not None or problems


@pytest.mark.parametrize("name", ["invalid", "valid"])
def test_files_of_toml_test_are_no_records_and_stop_nothing(name: str, corpora: Path) -> None:
    with tarfile.open(corpora / f"toml-test-1.0-{name}.tar.gz") as archive:
        files = {one.name: archive.extractfile(one) for one in archive if one.name.endswith(".toml")}
        datas = {name: found.read() for name, found in files.items() if found}
    assert len(datas) > 200
    for file, data in datas.items():
        record, problems = codec.decode(data, file)
        assert record is None
        assert problems
        assert all(1 <= one.where.line <= data.count(b"\n") + 1 for one in problems if name == "invalid"), (
            file
        )
        unreadable = any("TOML として" in one.message or "UTF-8" in one.message for one in problems)
        assert unreadable == (name == "invalid"), file


def test_the_worked_example_is_a_record(guideline: Any) -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "samples"
    for path in folder.glob("*.toml"):
        found, problems = codec.decode(path.read_bytes(), path.name)
        assert found is not None, problems
        assert codec.encode(found, guideline.forms[found.kind], path.read_bytes()) == path.read_bytes()


@given(records)
def test_a_table_is_a_record_again(record: Record) -> None:
    assert codec.record_of(codec.table_of(record)) == record
