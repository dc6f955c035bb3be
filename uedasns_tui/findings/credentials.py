"""Passwords, codes and accounts with their values. A text that warns of giving them away has no value and is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_IS: Final = r"\s?(?:番号)?\s?(?:は、?|が|:|=|→|「|『|\(|【|\[|/|・)\s?「?"
_VALUE: Final = r"(?P<value>[!-'*-.0-~]{4,40})"
_SECRET: Final = r"(?:パスワード|パスコード|ﾊﾟｽﾜｰﾄﾞ|(?<![A-Za-z])(?i:password|passwd|passcode|pass|pw)|暗証番号|暗証|認証コード|確認コード|暗号化?キー|(?<![A-Za-z])(?i:pin)(?:コード|番号)?(?![A-Za-z])|秘密の質問の答え|(?i:api)キー|トークン|シークレット|合い?言葉)"
_ACCOUNT: Final = rf"(?:(?:ログイン|ユーザー?|会議|ミーティング|管理者?)?\s?(?<![A-Za-z])(?:ID|Id|id)|ユーザー名|アカウント名?)(?:{_IS}|\s)[!-~ ]{{3,30}}?[\s、,。/・]{{0,3}}(?:で、?|、)?\s?"
_PATTERNS: Final = (
    rf"(?:{_ACCOUNT})?{_SECRET}{_IS}{_VALUE}",
    rf"{_SECRET}\s(?P<value>(?=[!-~]*[0-9])[!-'*-.0-~]{{4,40}})",
    r"(?:普通|当座|貯蓄)(?:預金|口座)?\s?(?:口座番号|番号|No\.?)?\s?[:は(]?\s?(?P<value>[0-9]{6,8})(?![0-9])",
    r"(?:解錠|開錠|ドア|入館|入室|オートロック|キーボックス|金庫|ロッカー|セキュリティ|ダイヤル錠|南京錠|宅配ボックス)の?(?:暗証)?(?:番号|コード)\s?[:は=]?\s?「?(?P<value>[0-9]{3,8}[#＃*]?)(?![0-9円番])",
    r"(?<![ァ-ヶー])(?:キー|パス)(?:は|:|=)\s?「?(?P<value>(?=[!-~]*[0-9])(?=[!-~]*[A-Za-z])[!-'*-.0-~]{6,40})",
    r"口座(?:番号|No\.?)\s?[:は]?\s?(?:(?:普通|当座)(?:預金)?\s?)?(?P<value>[0-9]{6,8})(?![0-9])",
    r"記号\s?[:は]?\s?[0-9]{5}[\s、,・-]{0,3}番号\s?[:は]?\s?(?P<value>[0-9]{6,8})(?![0-9])",
)
_MESSAGE: Final = "パスワードや口座番号のようです。載せてよいと決まったものでなければ、消してください。"


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each secret with its value."""
    behind = 0
    hits = (hit for pattern in _PATTERNS for hit in re.finditer(pattern, text.masked))
    for hit in sorted(hits, key=lambda hit: (hit.start(), -hit.end())):
        if hit.start() >= behind and not re.fullmatch(r"[*•●_.-]+|https?:?", hit["value"]):
            behind = hit.end()
            yield context.finding(text, "credentials", *hit.span(), _MESSAGE)
