"""Postal addresses down to the house, and postcodes; the name of a place or a hall alone is none.

The city's own published addresses are marked, in whatever figures they are written (一丁目11番16号, 1-11-16).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.eras import kanji_number
from uedasns_tui.japanese.fold import narrow

PREFECTURES: Final = (
    "北海道|東京都|京都府|大阪府|神奈川県|和歌山県|鹿児島県|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|新潟|"
    "富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|"
    "長崎|熊本|大分|宮崎|沖縄)県"
)
_KANJI: Final = "[〇一二三四五六七八九十百]{1,5}"
_N: Final = rf"(?:[0-9]{{1,5}}|{_KANJI})"
_HAN: Final = "㐀-鿿々"
_NAME: Final = rf"(?:[{_HAN}ァ-ヶー]|(?<=[{_HAN}])[がのつ](?=[{_HAN}])|(?<=[上下入])る)"
_KANA_CITY: Final = rf"(?<![ぁ-んァ-ヶ{_HAN}])[ぁ-ん]{{2,5}}[{_HAN}]?市"
_TOWN_CITY: Final = rf"(?:[{_HAN}ヶケノ]{{1,6}}?郡[{_HAN}ヶケノ]{{1,5}}?[町村]|(?:[{_HAN}ヶケノ]{{1,7}}?|{_KANA_CITY[:-1]})市(?:[{_HAN}]{{1,4}}?区)?|[{_HAN}]{{1,5}}?[区町村])"
_HOUSE: Final = (
    rf"(?:{_N}丁目{_N}(?:番地?|-)(?:の?{_N})?(?:-{_N})?号?|{_N}番地(?:の?{_N})?(?:-{_N})?|{_N}番{_N}号|{_N}番の{_N}"
    r"|(?!(?:19|20)[0-9]{2}-)[1-9][0-9]{0,4}-[0-9]{1,5}(?:-[0-9]{1,5}){0,2}(?:号(?!線|車))?"
    rf"|{_KANJI}-{_KANJI}(?:-{_KANJI})?|[0-9]{{1,4}}の[0-9]{{1,4}}(?:の[0-9]{{1,4}})?)"
)
_ROOM: Final = r"(?:\s?[^\s、。,()「」\x00はがをにで]{1,14}?[0-9]{1,4}号室?|\s?[ァ-ヶー][^\s、。,()「」\x00はがをにで]{0,12}?[0-9]{2,4}(?![0-9年月日時円人-]))"
_POST: Final = r"(?:〒|郵便番号)[:\s]?[0-9]{3}[- ]?[0-9]{4}(?![0-9])"
_NOT_AFTER: Final = r"(?![0-9])(?!\s?(?:[年月日時分秒人名円%歳度点組班回枚個本台校階件位代倍万億冊話問区周世割合勝敗]|cm|km|kg|ｍ|m|[~〜～]|号[線車館]|番[線目])|-[0-9])"
_NOT_TOWN: Final = r"(?:第|約|計|延べ|定員|人口|大会|選抜|選手権|杯|計画|公告|チーム|クラブ|代表|結果|対|戦|年度|会計|予算|条例|議案|告示|号|曜|午前|午後|平成|令和|昭和|[年月日時回])$"
_HALLS: Final = "公民館|会館|体育館|図書館|武道館|資料館|学校|公園|広場|駅|ホール|センター|プラザ|線"
_LEAD: Final = r"(?:会場|場所|ところ|現?住所|所在地|送付先|宛先|あて先|郵送先|提出先|本社|火元|現場|工事場所|問合せ先?|連絡先)[はが:/|=)】\s]{0,2}"
_BUILT: Final = (
    "会|公民|図書|体育|武道|資料|博物|美術|文化|記念|学習|児童|集会|旅|本|新|別|東|西|南|北|開|休|来|入|閉"
)
_NOT_LOT: Final = rf"(?:(?:{_BUILT})館|(?:公会|音楽|食|講|本|聖|金)堂|[所院室場荘店棟課係口橋会委員部局社寺城民長階号数額費率税金量券祭賞品集表版街園内産車]|中央|当日|先着|人口)$"
"""What figures behind it are no number of a lot: 上田市民会館10."""


@cache
def _patterns() -> tuple[str, ...]:
    place = rf"(?:{PREFECTURES})?\s?{_TOWN_CITY}\s?(?P<town>(?:{_NAME}|[ぁ-ん]{{3,}}(?=[0-9{_HAN}])){{0,24}}?(?:[東西南北]{_N}条[東西南北]?)?)"
    return (
        rf"(?:{_POST}\s?)?{place}\s?{_HOUSE}{_NOT_AFTER}{_ROOM}?",
        rf"(?:{_POST}\s?)?(?P<town>{_NAME}{{1,8}}?){_N}丁目{_N}番(?:地)?(?:の?{_N}号?)?{_NOT_AFTER}{_ROOM}?",
        rf"(?<=住所[はが:\s])\s?(?P<town>{_NAME}{{2,14}}?)[0-9]{{1,5}}(?:-[0-9]{{1,5}}){{1,3}}{_NOT_AFTER}{_ROOM}?",
        rf"{_POST}\s?{place}\s?[甲乙丙]?[0-9]{{1,5}}{_NOT_AFTER}",
        rf"{_LEAD}{place}(?P<lot>[0-9]{{1,5}})(?!丁){_NOT_AFTER}",
        rf"(?<=\(){place}(?P<lot>[0-9]{{1,5}})(?=\))",
        rf"(?:(?<=[\s/|:)])|(?<![\s\S]))(?:(?:{PREFECTURES})?(?:[{_HAN}]{{2,4}}市|[{_HAN}]{{1,4}}郡[{_HAN}]{{1,4}}[町村])|(?:{PREFECTURES})[{_HAN}]{{1,4}}[市町村])(?P<town>{_NAME}{{2,6}}?)(?P<lot>(?!(?:19|20)[0-9]{{2}}(?![0-9]))[0-9]{{2,5}})(?=[\s/|)、。]|$)",
        rf"(?:{place})?大字(?P<area>{_NAME}{{1,10}}?)[0-9]{{1,5}}(?:番地?(?:の?[0-9]{{1,4}})?|(?:-[0-9]{{1,5}}){{1,3}})?{_NOT_AFTER}",
        rf"{_POST}\s?(?P<town>{_NAME}{{2,14}}?)[0-9]{{1,5}}(?:[-の][0-9]{{1,5}}){{1,3}}{_NOT_AFTER}{_ROOM}?",
        rf"(?<![{_HAN}ァ-ヶー])(?P<town>[{_HAN}ヶケノ]{{2,5}})[0-9]{{1,3}}([-の])[0-9]{{1,3}}\2[0-9]{{1,3}}{_NOT_AFTER}",
        _POST,
    )


def find(post: PostText, context: FindingContext) -> Iterator[Finding]:
    """Where somebody could be visited or written to."""
    text = post.masked
    if not re.search(
        rf"[0-9〇一二三四五六七八九十][-の][0-9一二三四五六七八九十]|番|〒|大字|{_LEAD}|[0-9]\)|[市町村][^\s0-9]{{2,6}}[0-9]",
        text,
    ):
        return
    own = [
        (_postcode(contact.address), _place(contact.address))
        for contact in context.city.contact
        if contact.address
    ]
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for hit in re.finditer(pattern, text):
            start, end = hit.span()
            if lead := re.match(rf"(?:{_LEAD})?\s*", hit[0]):
                start += lead.end()
            if any(a < end and start < b for a, b in taken) or not _is_house(hit):
                continue
            taken.append((start, end))
            mine = _is_own(post.text[start:end], own)
            message = (
                "市が公表している住所です。"
                if mine
                else "住所が書かれています。個人の住所でないか確かめてください。"
            )
            yield context.finding(post, "address", start, end, message, mine)


def _is_house(hit: re.Match[str]) -> bool:
    """Whether the figures are a house's; 3-2 after 大会 is a score."""
    if "town" not in hit.re.groupindex:
        return True
    town = hit["town"] or hit.groupdict().get("area") or ""
    if re.search(_NOT_TOWN, town) or ("lot" in hit.re.groupindex and re.search(_NOT_LOT, town)):
        return False
    marked = re.search("丁目|番|〒", hit[0]) is not None
    if not town and hit[0].count("-") > 1:
        return True
    return marked or (len(town) >= 1 and not re.search(rf"[のは]|内$|内の|(?:{_HALLS})$", town))


def _is_own(written: str, own: list[tuple[str, str]]) -> bool:
    post, place = _postcode(written), _place(written)
    if place:
        return any(address.endswith(place) and post in ("", code) for code, address in own)
    return any(post == code for code, _ in own)


def _postcode(text: str) -> str:
    code = re.search(r"〒\s*(\d{3})-?(\d{4})", re.sub("[‐‑‒–—―−ー]", "-", narrow(text)), re.ASCII)
    return code[1] + code[2] if code else ""


def _place(text: str) -> str:
    """An address without postcode, prefecture and spaces, its figures and their marks alike."""
    flat = re.sub(r"(?<=[0-9])[‐‑‒–—―−ー](?=[0-9])", "-", narrow(text))
    flat = re.sub(rf"〒\s*\d{{3}}-?\d{{4}}|\s|{PREFECTURES}", "", flat)
    flat = re.sub(r"[一二三四五六七八九十]{1,3}(?=丁目|番|号)", lambda hit: str(kanji_number(hit[0])), flat)
    return re.sub(r"丁目|番地?の?|号", "-", flat).strip("-")
