"""Where published rules of Japanese print let a line end, against the line breaker.

The classes and what may stand between two of them are facts of "Requirements for Japanese Text Layout" (JLREQ, 3.1
and its table of line breaks); the strict lists of Japanese characters are those that the web platform's tests of
`line-break: strict` ask about; flags, key caps, skin tones and joined pictures follow from the grammar of emoji
sequences. They are written here from the rules; no file of theirs is carried.
"""

from __future__ import annotations

from itertools import product

import pytest

from uedasns_tui.japanese import kinsoku, phrases, wrap
from uedasns_tui.japanese.width import cells, graphemes

CLASSES = {
    "opening brackets": "‘“（〔［｛〈《「『【｟〘〖〝",
    "closing brackets": "’”）〕］｝〉》」』】｠〙〗»〟",
    "hyphens": "‐〜゠–",
    "dividing punctuation": "！？‼⁇⁈⁉",
    "middle dots": "・：；",
    "full stops": "。．",
    "commas": "、，",
    "inseparable": "―…‥",
    "iteration marks": "ヽヾゝゞ々〻",
    "prolonged sound": "ー",
    "small kana": "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "before figures": "￥＄￡＃№",
    "behind figures": "°′″℃￠％‰ℓ㎏㎞㎡",
    "hiragana": "あくねんを",
    "katakana": "アクネンヲ",
    "ideographs": "上田市亜熙",
}
"""Class of JLREQ -> members of it."""
NEVER_FIRST = (
    "closing brackets", "hyphens", "dividing punctuation", "middle dots", "full stops", "commas", "iteration marks",
    "prolonged sound", "small kana",
)  # fmt: skip
"""Classes whose members begin no line."""
DEVIATIONS = {
    (
        "",
        "behind figures",
    ): "a unit without its figure at a line's head cannot be read, so it always stays behind",
    ("before figures", ""): "a mark before what it counts never ends a line, whatever follows",
    ("opening brackets «", ""): "« and » are marks of western words here, which are not broken",
    ("", "inseparable … ‥"): "leaders stay with what they follow, as newspapers set them",
}
"""What is stricter here than there, and why."""
STRICT = {
    "small kana": "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿーｧｨｩｪｫｬｭｮｯｰ",
    "hyphens": "‐–〜゠",
    "iteration marks": "々〻ゝゞヽヾ",
    "leaders": "‥…⋯",
    "centred marks": "・：；･‼⁇⁈⁉！？",
    "wide marks behind figures": "°‰′″‵℃℉﹪％￠",
}
"""Characters before which strict Japanese text has no break."""


def can_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters that stand among ideographs."""
    text = f"文字{before}{after}文字"
    return 2 + len(before) in kinsoku.unit_ends(text, True)


def jlreq_breaks(first: str, second: str, before: str, after: str) -> bool:
    """Whether JLREQ has a break between members of two classes."""
    if second in NEVER_FIRST or first == "opening brackets":
        return False
    return not (first == second == "inseparable" and before == after)


def deviation(first: str, second: str, after: str) -> bool:
    """Whether it is stricter here, as listed."""
    return first == "before figures" or second == "behind figures" or after in "…‥"


@pytest.mark.parametrize("pair", list(product(CLASSES, CLASSES)), ids=" ".join)
def test_every_pair_of_classes_breaks_where_print_has_it(pair: tuple[str, str]) -> None:
    for before, after in product(CLASSES[pair[0]], CLASSES[pair[1]]):
        expected = jlreq_breaks(*pair, before, after) and not deviation(*pair, after)
        assert can_break(before, after) is expected, (before, after)


def test_each_deviation_is_only_stricter() -> None:
    assert len(DEVIATIONS) == 4 and all(DEVIATIONS.values())
    looser = [
        (before, after)
        for first, second in product(CLASSES, CLASSES)
        for before, after in product(CLASSES[first], CLASSES[second])
        if can_break(before, after) and not jlreq_breaks(first, second, before, after)
    ]
    assert looser == []


@pytest.mark.parametrize("name", STRICT)
def test_strict_text_never_begins_a_line_with_these(name: str) -> None:
    for letter in STRICT[name]:
        text = f"文文文文文文{letter}字字"
        lines = wrap.lines(text, 12)
        assert "".join(lines) == text and len(lines) == 2, lines
        assert not lines[1].startswith(letter), (name, letter, lines)


@pytest.mark.parametrize(
    "text", ["3か月", "１２％", "￥1,234", "第12条", "5(8)オ", "令和6年1月4日", "50㎡", "22℃"]
)
def test_a_figure_stays_with_its_unit(text: str) -> None:
    for size in range(6, 20):
        lines = wrap.lines(f"この文は{text}のところ", size)
        assert any(text in line for line in lines) or cells(text) > size or text == "令和6年1月4日", (
            size,
            lines,
        )


PHRASES = (
    "広報紙は|とても|読みやすい|紙面です。", "申込みの|前に|必ず|お読みください。", "資料は|そのまま|印刷して|構いません。",
    "ご来場|ありがとう|ございました。", "図書館が|まもなく|開館します。", "工事が|ようやく|終わりました。",
    "散歩で|たまたま|見つけた|花", "詳しくは|広報課まで|お問い合わせください。",
)  # fmt: skip
"""Sentences with the adverbs and thanks at which models of phrases went wrong once, and their phrases."""


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_are_those_that_people_read(phrase: str) -> None:
    parts = phrase.split("|")
    ends = {len("".join(parts[: number + 1])) for number in range(len(parts))}
    assert ends <= {*phrases.phrase_ends("".join(parts)), len("".join(parts))}


FLAGS = [chr(0x1F1E6 + a) + chr(0x1F1E6 + b) for a in range(26) for b in range(26)]
KEY_CAPS = [f"{key}\ufe0f\u20e3" for key in "0123456789#*"]
TONES = [chr(0x1F3FB + number) for number in range(5)]
HANDS = "☝⛹✊✋✌✍🎅🏂🏃🏄🏇🏊🏋🏌👂👃👆👇👈👉👊👋👌👍👎👏👐👦👧👨👩👮👰👱👲👳👴👵👶👷👸👼💁💂💃💅💆💇💪🕴🕵🕺🖐🖕🖖🙅🙆🙇🙋🙌🙍🙎🙏🚣🚴🚵🚶🛀🛌🤌🤏🤘🤙🤚🤛🤜🤝🤞🤟🤦🤰🤱🤲🤳🤴🤵🤶🤷🤸🤹🤽🤾🥷🦵🦶🦸🦹🦻🧍🧎🧏🧑🧒🧓🧔🧕🧖🧗🧘🧙🧚🧛🧜🧝🫃🫄🫅🫰🫱🫲🫳🫴🫵🫶"
JOBS = "🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦰🦱🦲🦳🦼🦽"
SEQUENCES = {
    "flags": FLAGS,
    "key caps": KEY_CAPS,
    "skin tones": [hand + tone for hand in HANDS for tone in TONES],
    "jobs": [f"{who}{tone}\u200d{job}" for who in "🧑👨👩" for tone in ("", *TONES) for job in JOBS],
    "families": [
        "\u200d".join(who) for who in ("👨👩👧", "👨👩👧👦", "👩👩👦👦", "👨👨👧", "👩👦", "👨👧👧", "🧑🧑🧒🧒")
    ],
    "regions": ["🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f" for name in ("gbeng", "gbsct", "gbwls")],
    "others": ["🏳\ufe0f\u200d🌈", "🏴\u200d☠\ufe0f", "❤\ufe0f\u200d🔥", "🐻\u200d❄\ufe0f", "👁\ufe0f\u200d🗨\ufe0f", "🐈\u200d⬛"],
}  # fmt: skip


@pytest.mark.parametrize("name", SEQUENCES)
def test_an_emoji_sequence_is_one_cluster_and_never_broken(name: str) -> None:
    for sequence in SEQUENCES[name]:
        text = f"市{sequence}長"
        assert [text[start:end] for start, end, _ in graphemes(text)] == ["市", sequence, "長"]
        assert any(sequence in line for line in wrap.lines(text, 2))
