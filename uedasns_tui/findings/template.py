"""Unfilled templates, draft marks and test posts: 本日○時○分ころ、0268-○○-○○○○、【下書き】、テスト投稿."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_HOLE: Final = "[○◯〇●△▲□■×✕＊*Xx_]"
_NOT_NUMBER: Final = "(?<![0-9〇一二三四五六七八九十百A-Za-z])"
_NOUNS: Final = (
    "地区|地域|町|村|市|県|区|丁目|番|様|さん|氏|課|係|部|小学校|中学校|学校|公民館|会館|ホール|教室|講座|講演会|大会|まつり|祭|公園|道路|川|"
    "線|駅|先生|付近|方面|株式会社|センター|号|円|名|人|年|月|日|時|分|頃|ころ|について|のお知らせ|を開催|が発生"
)
_LABELS: Final = "イベント名|行事名|催し名|施設名|会場名|氏名|名前|担当者名|担当課名?|課名|部署名|年月日|タイトル|件名|本文|URL|地区名|団体名|学校名|日付|電話番号"
_PATTERNS: Final = (
    rf"{_NOT_NUMBER}{_HOLE}{{1,2}}(?:年度?{_HOLE}{{1,2}})?月{_HOLE}{{1,2}}日|{_HOLE}{{1,2}}時{_HOLE}{{1,2}}分|{_HOLE}{{1,2}}日\({_HOLE}\)",
    rf"(?:[0-9]{{2,4}}-)?{_HOLE}{{2,4}}-{_HOLE}{{3,4}}(?![0-9A-Za-z])|[0-9]{{2,4}}-[0-9]{{2,4}}-{_HOLE}{{4}}",
    rf"{_NOT_NUMBER}[○◯〇●△▲□■×＊*]{{2,8}}(?={_NOUNS})",
    r"[【\[(<](?:下書き|ドラフト|(?i:draft|test)|テスト(?:投稿|送信|配信)?|要確認|要修正|修正前|差し?替え?(?:前|予定)?|校正中|ひな[形型]|テンプレ(?:ート)?|ダミー|仮原稿"
    r"|ここに[^】\])>\n]{1,20}|[^】\])>\n]{1,12}(?:を(?:入れる|入力|記入|挿入)(?:する|してください)?|が?入ります))[】\])>]",
    rf"[【\[({{<「](?:{_LABELS})[】\])}}>」](?=[をはがにでの])|\{{(?:{_LABELS}|会場|場所|日時|曜日|担当|講師)\}}|<<[^<>\n]{{1,12}}>>",
    rf"(?:第|参加費|料金|定員|先着|令和|午[前後])\s?{_HOLE}{{1,2}}(?=[円名人回年時])|(?:(?<=(?:担当|講師|会場|場所|氏名|定員)[:は])|(?<=(?:担当|講師|会場|場所|氏名|定員)[:は]\s))[○◯〇●△▲□■]{{2,8}}|(?<![0-9])0{{3,5}}-0{{2,4}}-0{{4}}(?![0-9])",
    r"\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|%[A-Z_]{3,20}%|\[\[[^\[\]\n]{1,40}\]\]",
    r"(?<![ァ-ヶー一-鿿A-Za-z])テスト(?:投稿|送信|配信)(?!機能|の?方法)(?:です|中)?|^(?:テスト(?:です)?|下書き|(?i:test|draft|asdf\w*|qwerty)|あ{4,20}|あいうえお(?:かきくけこ)?|[（(【]?コピペ用[)）】]?)[。!]?$|これはテストです|【(?:仮|下書)】",
    r"(?i:lorem ipsum)|ダミー(?:テキスト|文|画像)|(?:本文|テキスト|文章|タイトル|見出し|文字|サンプル){2,}(?![ァ-ヶー一-鿿])|(?:画像|写真|文面|文章|原稿|図)(?:は|を|の)?(?:後日|あとで|後で)?差し?替え?(?:予定|前)|ここに(?:本文|文章|タイトル|説明)|(?:後日|あとで|後で)(?:差し?替え?|記入(?!く|し)|追記(?:する|予定))|(?<![A-Za-z])(?:TBD|TODO|FIXME)(?![A-Za-z])|文章が入ります|(?:後|あと)で(?:書く|埋める|入れる|足す|直す)(?![㐀-鿿ぁ-ん])|(?:URL|リンク)(?:は|を)?(?:後ほど|あとで|入れる|挿入|貼る)(?![ぁ-ん])",
)
_QUIZ: Final = "クイズ|穴埋め|当てはま|入る言葉|○×|〇×|まる|五七五"
_MESSAGE: Final = "ひな形や下書きのまま残っているようです。埋めるか消すかしてください。"


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each hole and each mark of a draft; a quiz has holes of its own."""
    if re.search(_QUIZ, text.flat):
        return
    behind = 0
    hits = (hit for pattern in _PATTERNS for hit in re.finditer(pattern, text.flat, re.MULTILINE))
    for hit in sorted(hits, key=lambda hit: (hit.start(), -hit.end())):
        if hit.start() >= behind:
            behind = hit.end()
            yield context.finding(text, "template", *hit.span(), _MESSAGE)
