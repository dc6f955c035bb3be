"""Invitations to a day that is over. Only where the sentence, or the notice around it, invites.

A sentence that tells of the day as over (ました, the photographs of it, a date of issue) is silent; one that speaks
of it as to come (します, まで, 日時：, 投票日です) is not. Of a range its end alone counts.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.meant_days import (
    NEAR,
    SHORT,
    TIME,
    MeantDay,
    japanese,
    meant_days,
    range_starts,
    sentence,
)
from uedasns_tui.findings.post_text import PostText
from uedasns_tui.japanese.date_mentions import DateMention, read_weekday
from uedasns_tui.japanese.eras import date_exists, weekday_of

LAST_YEARS: Final = timedelta(days=400)
"""An older day with its year written is history, not a notice taken over from last year."""

_INVITES: Final = (
    r"お(?:越し|いで|申し?込み|待ちして|出かけ|集まり|早め|楽しみ|誘い|気軽|立ち寄り|忘れなく|見逃し|運び)"
    r"|ご(?:来場|参加|応募|来館|来店|予約|観覧|来庁|提出|応援|協力|案内|覧ください|利用ください|注意ください|持参|視聴)"
    r"|(?:参加|来場|申し?込み?|応募|観覧|出店|受講|ボランティア|聴講)(?:者|生|希望者)?(?:を|の)?(?:募集|受付|受け付け|お待ち|受付)"
    r"|募集(?:中|して|します|いた)|受け?付け?(?:中|けて|ています|ます)|開催(?:します|いたします|予定|中|決定|!|の|です|$)|開かれます|行います|行われます"
    r"|開きます|いたします|実施(?:します|予定)|始まります|始めます|スタート(?:します|です|!|$)|オープン(?:します|です|!|$)|ください|下さい|遊びに来て"
    r"|しませんか|どなたでも|どうぞ|ぜひ|いよいよ|応援を|お願いします|お願いいたします|次回|次の[^。]{1,12}は|募集|ましょう|あす|明日|本日|今週|来週|今度の"
    r"|(?:投票日|納期限|最終日|休館日|開館日|休業日|定休日|収集日|回収日|開催日|本番|当日|締め?切り?|〆切|期限|予定|運休|通行止め|休診|休み|休園|休館)です"
    r"|(?:受付|募集|販売|申込み?|予約|配布|発売|公開|配信|放送)開始(?:です|!|$)|にて[^。]{0,12}(?:開催|実施)|参加無料|入場無料|参加費|申込不要|予約不要|雨天(?:決行|順延|中止)|小雨決行|定員|迷惑をお(?:かけ|掛け)|まだ[^。]{0,8}(?:席|空き|間に合)|残席|残りわずか|空きがあり|承(?:り|って)"
)
_DEADLINE: Final = r"締め?切り?|〆切|期限|必着|消印|期日|まで|限り(?!ある|な)"
_ASKED: Final = "納め|納期|募集|応募|申し?込|提出|届|受け?付|参加|締|〆|期限|必着|納付|支払|予約|返却|投票|申請|回答|エントリー|利用|来場|公募"
_SHOWN: Final = r"(?:ています|ております|ます|です|中|展示|開催|開館|開園|休館|販売|公開|配布|配信|実施|見頃|見ごろ|会期|期間|無料|割引|受付|応募|募集|ライトアップ)"
_TOLD: Final = (
    r"ました(?!ら)|でした|終了(?!し?ます|いたします|予定|とな)|終わり(?!ます)|終えて|ありがとう|当時|以来|中止(?!の場合|とな|します)|(?<!に)延期(?!の場合)"
    r"|訂正|お詫び|おわび|昨日|先日|を過ぎた|一昨日|先週|先月|昨年|去年|前回|かな\?$|歳の誕生日|周年を迎え|(?:勝利|優勝|準優勝|敗れ|引き分け|達成|満員御礼|大盛況|大成功|完売)(?!を|し?よう|へ|に向|目指)|まだ[^。]{1,15}(?:てい|でい)(?:ない|ません)|お疲れ"
)
_TOLD_AT_ONCE: Final = (
    rf"^\s?{TIME}\s?(?:現在|時点|付け?|号|発行|発表|公表|改定|改正|策定|制定|施行|撮影|生まれ|創業|開館|開業|設立|発生|決定|合併|締結|更新|掲載|収録|作成|調べ|採択|可決|議決|判明|確認|登録|取得|受賞|交付|完成|竣工|落成|没|逝去|放送分|放送の|配信分|出発式)"
    r"|^[^、。]{0,24}?(?:った|した|れた|いた|んだ|えた|けた|めた|きた|べた|せた|てた|じた|びた|ちた|げた)(?=[㐀-鿿ァ-ヶこのごおももうと])"
    r"|^\s?(?:に|の|は)?[^、。]{0,24}?(?:開催|実施|執行|行われ|配信|放送|開か|撮影)?(?:の|された|した)[^。]{0,20}?"
    r"(?:写真|結果|様子|模様|動画|映像|録画|レポート|報告|アーカイブ|感想|忘れ物|落とし物|記録|議事録|会議録|アンケート|見逃し|入賞|当選|表彰|答え|正解|反響|舞台裏|思い出|お礼|御礼|裏側|総括|ダイジェスト)"
    r"(?!教室|展|講座|コンテスト|会|祭|館|集|を募集|募集|発表会|相談|作り|づくり|クイズ)"
)
_ELIGIBLE: Final = (
    r"^\s?(?:から|まで|以前|以後|以降|現在|時点|の間|[~〜])[^。]{0,24}?"
    r"(?:生まれ|転入|在住|在籍|登録(?:のあ|があ|され|した)|取得(?:した|して)|購入した|勤務|在学|満[0-9]|該当|住んで|受けた)"
)
"""A period that says who is meant, not when to come."""
_DATED: Final = (
    r"(?:(?:更新|掲載|公開|発行|作成|投稿|登録|改定|施行|受付|回答|撮影|起案)日|生年月日)\s?[:は]?\s?$"
)
"""A label of the day on which something was written."""
_ENDED: Final = r"^\s?[~〜～]|^\s?から[^。]*まで"
"""What began, but is over or was to begin: the first day is past all the same."""
_LAST_DAY: Final = rf"^\s?{TIME}\s?(?:[~→-]|から|より)+\s?(?:(?P<month>[0-9]{{1,2}})月(?:末日?|[上中下]旬)|(?P<open>年度?末|当[分面]|無期限|未定|来年|翌年))"
_TO_BE: Final = (
    r"^\s?(?:に|は|から|より|まで|頃|ごろ|[、,]|午[前後]|朝|夜|夕方|正午|\d{1,2}[時:])[^。]*"
    r"(?<!てい)(?<!でい)(?<!てお)(?<!でお)(?<!でき)(?<!られ)(?<!え)(?<!あり)(?<!思い)ます[♪☆!]*$"
)
"""Told as still to be, though the day is over."""
_RUNS_ON: Final = r"^\s?(?:から|より|以降|以後|[~〜～])"
_HOUR: Final = r"^\s?(?:の)?(?:午[前後]|朝|夜|夕方|正午)?\s?(?:\d{1,2}(?:時(?:\d{1,2}分|半)?|:\d\d))?\s?(?:から|より|開始|開演|開場|集合|スタート|[~〜～-])"
"""An hour behind the day is when something begins, not what runs on from there."""
_HEADED: Final = (
    r"(?:日\s?時|とき|日\s?程|開催日時?|期\s?日|日にち|実施日|集合|会期|期\s?間|締め?切り?|〆切|期\s?限|公開|発売日?|放送日?|投票日|納期限|when|開講日|試験日|公演日|上映日|収集日)"
    r"[^\w。]{0,8}$"
)
_LABEL: Final = r"[:：]\s*$"
"""Another label before the day: バスの運休：11月21日."""
_ALONE: Final = r"^\s?(?:$|\d|午[前後]|正午|\(|[~〜～・-]|朝|夜|[,、]\s?\d|終日|[^\s、,]{1,12}$)"
"""What may stand behind a day that begins its line, for the line to be an announcement."""
_HOURS: Final = (
    r"^\s?(?:午[前後]\s?)?\d{1,2}(?:時(?:\d{1,2}分|半)?|:\d\d)\s?(?:から|より|[~〜～→-])"
    r"(?:\s?(?:午[前後]\s?)?\d{1,2}(?:時(?:\d{1,2}分|半)?|:\d\d)(?:まで)?)?\s?(?:$|[(（【※])"
)
"""A line that is a day and its hours, and no more, announces it."""
_CALLS: Final = (
    r"お越し|ご参加|ご来場|ご応募|お申し?込み|申し?込み|お待ちして|参加|ましょう|お立ち寄り|ご予約|お早め|ご来館|お出かけ|お集まり|お楽しみ|ぜひ|どなたでも"
    r"|ご協力|ご利用|ご覧ください|ご注意|お忘れなく|事前予約|予約は|定員|入場無料|参加無料|参加費|お気軽|問い?合わ?せ|詳しく|詳細は|主催|持ち物|対象|来て(?:ね|くだ|みて)|遊びに|会場|場所|ところ[:：]|料金|観覧料|申込|待って(?:い)?ます|配信|生放送|スタート|開演|開場|受付|📍|📌"
)


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each day before the day of writing that a reader is invited to, or that an application was due on."""
    today = context.today
    days = _with_short_days(text, today)
    starts = range_starts(days)
    for index, meant in enumerate(days):
        day = meant.day
        if index in starts or day is None or day >= today or today - day > LAST_YEARS:
            continue
        mention = meant.mention
        if len({year.western for year in mention.years}) > 1:
            continue  # which year is meant is to be mended first
        before, _, after = sentence(text, mention)
        if meant.ranged:
            before = sentence(text, days[index - 1].mention)[0]
        if _runs_past(after, day, today) or _told(mention, before, after):
            continue
        if _open(days, index, after, today) or not _invites(text, mention, before, after):
            continue
        message = f"{japanese(day, today)}は過ぎています。日付を確かめてください。"
        yield context.finding(text, "past", mention.start, mention.stop, message)


def _with_short_days(text: PostText, today: date) -> tuple[MeantDay, ...]:
    """The days meant, and with them 20日（金） and 今月20日, which name no month."""
    days = list(meant_days(text, today))
    taken = {position for meant in days for position in range(meant.mention.start, meant.mention.stop)}
    for hit in re.finditer(SHORT, text.masked):
        if hit.start("day") in taken:
            continue
        weekdays = read_weekday(hit)[0]
        if day := _nearest(hit, weekdays, today):
            end = hit.end("unit" if hit["unit"] else "day")
            stop = hit.end() if weekdays else end
            days.append(
                MeantDay(DateMention(hit.start(), end, stop, day.month, day.day, (), "", weekdays), day)
            )
    return tuple(sorted(days, key=lambda meant: meant.mention.start))


def _nearest(hit: re.Match[str], weekdays: str, today: date) -> date | None:
    """The day of this month, or the nearest of the weekday written, if that one is past."""
    number = int(hit["day"])
    if hit["this"]:
        return date(today.year, today.month, number) if date_exists(today.year, today.month, number) else None
    if not weekdays:
        return None
    around = sorted(
        (today + timedelta(step) for step in range(-NEAR, NEAR + 1)), key=lambda day: abs(day - today)
    )
    return next((day for day in around if day.day == number and weekday_of(day) in weekdays), None)


def _runs_past(after: str, day: date, today: date) -> bool:
    """Whether the day begins a range whose end is written without a day, and not over: ～12月末, 当分の間."""
    hit = re.search(_LAST_DAY, after)
    if hit is None or hit["open"]:
        return hit is not None
    month = int(hit["month"])
    if not 1 <= month <= 12:
        return False
    year = day.year + (month < day.month)
    return date(year, month, calendar.monthrange(year, month)[1]) >= today


def _told(mention: DateMention, before: str, after: str) -> bool:
    """Whether the sentence speaks of it as over, or as the date of something written."""
    if re.search(
        r"^\s?(?:\([^)]*\))?(?:必着|消印|締め?切り?|まで(?!に(?:生|転|登))|に?延期)", after
    ) and not re.search(r"ました[^ら]|ました$|でした", after):
        return re.search(_ELIGIBLE, after) is not None
    alone = mention.years and re.search(r"[(\[【]\s?$", before) and re.search(r"^\s?[)\]】]", after)
    return bool(
        alone
        or mention.relative
        or re.search(_DATED, before)
        or re.search(_TOLD, before + after)
        or re.search(_TOLD_AT_ONCE, after)
        or re.search(_ELIGIBLE, after)
    )


def _open(days: tuple[MeantDay, ...], index: int, after: str, today: date) -> bool:
    """Whether it only begins what still runs, or the same sentence invites to a later day."""
    end = days[index].mention.stop + len(after)
    if any(
        later.day and later.day >= today and later.mention.start < end
        for later in days[index + 1 : index + 9]
    ):
        return True
    if re.search(_HOUR, after) and re.search(r"\d", after[:8]):
        return False
    return re.search(_RUNS_ON, after) is not None and not re.search(rf"{_ENDED}|{_TO_BE}", after)


def _invites(text: PostText, mention: DateMention, before: str, after: str) -> bool:
    own = before + after
    if re.search(_DEADLINE, own) and re.search(
        _ASKED, text.flat[max(0, mention.start - 400) : mention.stop + 400]
    ):
        return True
    if re.match(r"\s?(?:\([^)]*\))?(?:まで|限り)", after) and re.search(_SHOWN, own):
        return True
    if re.search(_INVITES, own) or re.search(_TO_BE, after):
        return True
    around = text.flat[max(0, mention.start - 120) : mention.stop + 160]
    plain = not re.search(r"(?:ます|です|た)$", after)
    if plain and re.search(_HEADED, before):
        return not re.search(r"ました|ありがとう|報告|結果|でした", around)
    begins = re.search(r"^\W*$", before) and re.search(_ALONE, after)
    if plain and (begins or re.search(_LABEL, before)):
        announced = (begins and re.search(_HOURS, after)) or re.search(rf"{_INVITES}|{_CALLS}", around)
        return announced is not None and not re.search("ました|ありがとう|でした", around)
    behind = text.flat[mention.stop + len(after) : mention.stop + len(after) + 200].lstrip("。!?♪☆")
    following = re.split(r"[。!?\n]", behind.lstrip("\n"))[0]
    return re.search(_CALLS, following) is not None and not re.search(
        r"\d月|\d/\d|ました|アンケート|ご覧", following
    )
