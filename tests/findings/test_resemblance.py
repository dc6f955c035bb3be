"""Sentences told by their likeness to examples: spans, what is left out, and work that grows with the text."""

from __future__ import annotations

import pytest

from tests.findings import scoring
from uedasns_tui.findings import resemblance
from uedasns_tui.findings.finding import Finding
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.findings.registry import find
from uedasns_tui.findings.words import RESEMBLES

INSULT = "ろくに働きもしない人たちが、文句だけは立派です。"
PLAIN = "図書館は、12月28日から休館します。"
KINDS = scoring.BY_OVERLAP


def resembling(text: str, known: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, str]]:
    """Kind and words of what resembles."""
    flat = PostText(text).masked
    return [(kind, text[start:end]) for kind, start, end in resemblance.resembling(flat, KINDS, known)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("abuse", INSULT),
        ("confidential", "税務課の窓口に見えた社長は、去年の倍も稼いでいました。"),
        ("rumor", "夜逃げをした社長は、外国に隠れていると言う人がいます。"),
        ("undecided", "給食費を上げるかどうか、市長はまだ迷っています。"),
    ],
)
def test_a_sentence_without_a_listed_word_is_told_by_its_wording(kind: str, text: str) -> None:
    (finding,) = (item for item in find(text, scoring.bundled()) if item.kind in KINDS)
    assert (finding.kind, finding.text) == (kind, text)


def test_the_finding_is_the_sentence_and_says_why() -> None:
    text = f"お知らせです。\n {INSULT}{PLAIN}"
    (finding,) = (item for item in find(text, scoring.bundled()) if item.kind in KINDS)
    assert (finding.text, finding.message.endswith(RESEMBLES), finding.clause) == (INSULT, True, "5(8)ア")


def test_ordinary_sentences_are_silent() -> None:
    assert resembling(PLAIN * 20) == []


def test_what_is_pointed_at_already_is_left_out_with_the_sentences_beside_it() -> None:
    text = PLAIN + INSULT + PLAIN
    at = text.index(INSULT)
    assert resembling(text) == [("abuse", INSULT)]
    assert resembling(text, ((at + 2, at + 4),)) == []
    assert resembling(text, ((0, 2),)) == []
    assert resembling(PLAIN + text, ((0, 2),)) == [("abuse", INSULT)]


def test_a_kind_without_examples_is_none() -> None:
    assert resemblance.weights_of("no-such-kind") is None
    assert list(resemblance.resembling(INSULT, ("no-such-kind",), ())) == []


def test_numbers_spaces_and_ends_are_alike() -> None:
    assert resemblance.letter_runs("12月 3日") == resemblance.letter_runs("4月56日")
    assert {"^0", "日$"} <= resemblance.letter_runs("12月3日")


@pytest.mark.parametrize("unit", ["亜", "（「", "1", "あ。", INSULT, "👨\u200d", "\n", " "])
def test_runs_to_weigh_grow_no_faster_than_the_text(unit: str) -> None:
    def work(length: int) -> int:
        text = (unit * (length // len(unit) + 1))[:length]
        every = resemblance.sentences(PostText(text).masked)
        return sum(len(runs) for *_, runs in every) + sum(end - start for start, end, _ in every)

    assert work(40_000) <= 2.2 * work(20_000) + 100


def test_a_long_sentence_is_named_by_its_beginning_in_lists() -> None:
    text = "ろくに働きもしない人たちが、\n昼間から集まって、文句だけは立派に並べて帰っていくのを見ると、うんざりします。"
    finding = Finding(0, len(text), "abuse", text, "", "")
    assert (len(finding.label), finding.label[-1], "\n" in finding.label) == (41, "…", False)
    assert Finding(0, 3, "abuse", "あいつ", "", "").label == "あいつ"


@pytest.mark.parametrize("kind", ["../weights/abuse", "./abuse", "weights/../abuse", "abuse\0", ""])
def test_a_kind_is_no_path(kind: str) -> None:
    assert resemblance.weights_of("abuse") is not None
    assert resemblance.weights_of(kind) is None
