"""Sentences that ask → statements to confirm (すること → している), where the grammar leaves no doubt.

Used by `import_files`. MUST, SHOULD and UNLESS are the words of `[asks]` in an imported guideline.toml. A sentence that is
not sure to turn right is left as it is published, and the import says so.
"""

from __future__ import annotations

import re

MUST = (
    "こと{とする|とします|}。", "なければな{らない|りません}。", "{て|で}は{ならない|なりません|いけない|いけません}。",
    "ものと{する|します}。", "必要があ{る|ります}。", "べきで{ある|す}。", "{て|で}ください。",
    "{定め|届け出|公表す|報告す|提出す|作成す|明示す|掲載す|決定す|対応す|講じ}る。", "禁{止す|止じ|す|じ}る。", "禁{止|}します。",
    "{定め|届け出|公表し|報告し|提出し|作成し|明示し|掲載し|決定し|対応し|講じ|配慮し|行い|いたし}{ます|ません}。",
)  # fmt: skip
SHOULD = (
    "努める{こと|こととする|こととします|ものとする|ものとします|}。", "努めます。", "望ま{しい|れる|れます}。",
    "心{がけ|掛け}る{こと|}。", "心がけます。",
)  # fmt: skip
UNLESS = (
    "{関する|係る|できる|がある|場合の}こと{とする|とします|}。", "できるものと{する|します}。",
    "{別に|別途|必要な事項を}定める", "{次|以下|下記|別紙}の{とおり|ように}…定め", "{次|各号|以下|下記|別表}に掲げる{もの|事項|情報|者|とおり|ところ}と{する|します}。",
    "{この|本}{要綱|要領|規程|規則|訓令|ガイドライン|方針|ポリシー|指針|手引|手引き|基準|マニュアル}{は、|を定め}",
)  # fmt: skip

_A_ROW = dict(
    zip("かさたなばまらわ", ("いて", "して", "って", "んで", "んで", "んで", "って", "って"), strict=True)
)
_U_ROW = dict(
    zip("くぐすつぬぶむう", ("いて", "いで", "して", "って", "んで", "んで", "んで", "って"), strict=True)
)
_ONE_STEM = "いきしじちにびみりえけげせぜてねべめれ"
"""Kana before る or ない of verbs that keep their stem (届け出る has a kanji)."""
_ONE_STEM_KANJI = "見得着似煮経寝出居来"
_ASKS = (
    r"(?:こと(?:とする|とします|が必要である|が必要です)?|ものとする|ものとします|必要がある|必要があります"
    r"|べきである|べきです)。?$"
)
_NO_VERB = r"(?:でき|少|[がはもの]|[くで])$"


def statement(sentence: str) -> str:
    """The statement to confirm in place of a sentence that asks; "" where that is not sure."""
    bare = re.sub(r"^(?:また|なお|さらに|ただし)、", "", sentence)
    for pattern, turn in _TURNS:
        match = re.search(pattern, bare)
        if match is not None:
            return turn(bare[: match.start()])
    return ""


def _without(text: str) -> str:
    """書か(ない) → 書いていない; "" for what is no verb."""
    verb = _negative(text)
    return f"{verb}いない" if verb else ""


def _with(text: str) -> str:
    """書か(なければならない) → 書いている."""
    if text.endswith("で"):
        return f"{text}ある"
    verb = _negative(text)
    return f"{verb}いる" if verb else ""


def _negative(text: str) -> str:
    """The て form of a verb whose form before ない this is."""
    last = text[-1:]
    if not last or re.search(_NO_VERB, text):
        return ""
    if last in _A_ROW:
        return text[:-1] + ("って" if text.endswith(("行か", "いか")) else _A_ROW[last])
    return f"{text}て" if last in _ONE_STEM or last in _ONE_STEM_KANJI else ""


def _plain(text: str) -> str:
    """書く(こと) → 書いている; である and ている stay."""
    if text.endswith("である"):
        return text
    if text.endswith("する"):
        return f"{text[:-2]}している"
    text = re.sub("(?<=[てで])おく$", "いる", text)
    if text.endswith(("ている", "でいる")):
        return text
    last, before = text[-1:], text[-2:-1]
    if text.endswith(("行く", "いく")):
        return f"{text[:-1]}っている"
    if last in _U_ROW:
        return f"{text[:-1]}{_U_ROW[last]}いる"
    if last != "る" or text.endswith(("ある", "できる", "なる", "よる")) or not before:
        return ""
    one_stem = before in _ONE_STEM or before in _ONE_STEM_KANJI
    return f"{text[:-1]}{'て' if one_stem else 'って'}いる"


def _polite(text: str) -> str:
    """し(ません) → していない, 行い(ません) → 行っていない."""
    verb = _stem(text)
    return f"{verb}いない" if verb else ""


def _polite_with(text: str) -> str:
    verb = _stem(text)
    return f"{verb}いる" if verb else ""


def _stem(text: str) -> str:
    if text.endswith("行い"):
        return f"{text[:-1]}って"
    text = re.sub("(?:いたし|致し)$", "し", text)
    known = text.endswith(
        ("し", "届け出", "定め", "講じ", "努め", "求め", "設け", "受け", "得", "確かめ", "心がけ")
    )
    return f"{text}て" if known else ""


_TURNS = (
    (r"(?<=[てで])はならない。?$|(?<=[てで])はなりません。?$|(?<=[てで])はいけ(?:ない|ません)。?$", lambda text: f"{text}いない"),
    (r"なければならない(?:こととする|ものとする)?。?$|なければなりません。?$", _with),
    (r"ないでください。?$", _without),
    (r"(?<=[てで])ください。?$", lambda text: f"{text}いる"),
    (rf"ない{_ASKS}|ないよう(?:に)?する{_ASKS}|ないよう(?:に)?する。?$", _without),
    (r"よう(?:に)?努める(?:こと|ものとする)?。?$", lambda text: f"{text}よう努めている"),
    (r"に努める(?:こと|ものとする)?。?$", lambda text: f"{text}に努めている"),
    (_ASKS, _plain),
    (r"ません。?$", _polite),
    (r"(?<=[し得めけじ出い])ます。?$", _polite_with),
    (r"(?<=[作公報決明掲提対][成表告定示載出応])する。?$", lambda text: f"{text}している"),
    (r"(?<=を)定める。?$", lambda text: f"{text}定めている"),
)  # fmt: skip
"""Endings that ask, and what turns the words before them."""
