"""Particulars that identify a person together: a child's school, year and name; an illness or 生活保護 with a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_HONORIFIC: Final = "(?:さん|くん|君|ちゃん|様|氏)"
_NAME: Final = rf"(?![^。、\s]{{0,4}}(?:皆|みな|お子|児童|生徒|患者|保護者|利用者|読者|市民|代表|学生))(?:[一-鿿々]{{1,4}}\s?[一-鿿々ぁ-んァ-ヶー]{{1,5}}|[ァ-ヶー]{{2,8}}(?:・[ァ-ヶー]{{2,8}})?){_HONORIFIC}"
_BARE_NAME: Final = r"[一-鿿々]{1,3}\s?[一-鿿々ぁ-んァ-ヶー]{1,4}(?=[、。,()（\s]|[がはのとにを]|$)"
_SCHOOL: Final = r"(?:[一-鿿々ぁ-んァ-ヶー]{0,10}?(?:小学校|中学校|高等学校|高校|支援学校|養護学校|保育園|幼稚園|こども園|小|中)|(?:小|中|高)学?校?)"
_GRADE: Final = r"(?:の?\s?[1-6一二三四五六]\s?年生?(?:\s?[0-9A-Za-z一二三四]{1,2}\s?組)?|[1-6一二三四五六]-[0-9]{1,2}|の?年[長中少](?:組|児)?)"
_CHILD: Final = (
    rf"{_SCHOOL}[\s・、(]?{_GRADE}[\s)の、・:]{{0,3}}(?:(?:男|女)(?:児|子)(?:児童|生徒)?[\s(、・で]{{1,2}})?(?:{_NAME}|(?<=[\s)組]){_BARE_NAME})",
    rf"{_NAME}\s?[(（・、は]\s?{_SCHOOL}[\s・、]?{_GRADE}(?!の?(?:とき|時|頃|ころ)|当時|卒)",
    rf"{_SCHOOL}(?:に通う|の|[\s・、(])[^。\n]{{0,6}}?{_NAME}[\s(（・、]{{0,2}}1?[0-9]\s?歳",
    rf"{_NAME}\s?[(（・、は]{{1,2}}\s?1?[0-9]\s?歳[\s・、,]{{0,2}}{_SCHOOL}",
)
_STATUS: Final = (
    r"里子|特別支援学級|支援級|(?:身体障害者|療育|精神障害者保健福祉|障害者)手帳[^。\n]{0,4}|シングルマザー|一人暮らし|ひとり暮らし|独居|寝たきり|母子家庭|ひとり親家庭|要介護[1-5]|生活保護受給者|元受刑者|前科のある"
    r"|DV被害者|不登校児?|引きこもり|ひきこもり|ホームレス|(?:事故|事件|火災|災害)で(?:亡くなった|死亡した|けがをした|負傷した)|逮捕された|自殺した"
)
_HOLDER: Final = r"(?:の|、|は、?|・)?\s?"
_PERSONAL: Final = r"(?:住所|電話|携帯|生年月日|年齢|本籍|連絡先)\s?(?:[はが:]\s?[^\s、。:]|[0-9])"
_CONDITION: Final = (
    "生活保護|認知症|[一-鿿]{0,2}(?:がん|癌)|うつ病|統合失調症|発達障害|知的障害|精神疾患|(?i:hiv)|エイズ|結核|白血病|糖尿病|脳梗塞|てんかん|パーキンソン病|肺炎|"
    "新型コロナ|コロナ|インフルエンザ|ノロウイルス|乳がん|不登校|引きこもり|ひきこもり|虐待|(?:税|家賃|給食費|保険料)の?滞納|自己破産|難病|アルコール依存症?|依存症|[一-鿿]{1,4}病|[一-鿿]{1,3}症"
)
_SUFFERS: Final = r"(?:[のが]ある|を(?:持|もつ|抱え|受け|患|発症|理由)|で(?:す|した|、|入院|療養|闘病|徘徊|行方|迷|搬送|救急|亡くな|通院|死亡|治療|苦し|悩|休)|と診断|に(?:感染|かか|なっ|な(?:り|る)|苦し|悩)|の(?:診断|治療|ため|疑い|受給|症状)|受給|が(?:発症|再発|進|悪化)|陽性|患者|世帯|し|中|さ)"
_PUBLIC: Final = "講師|講演|出演|監督|教授|医師|先生|著者|トーク|体験談|主演|公演|ゲスト|対談|司会|選手"
_PATIENT: Final = (
    rf"(?:{_CONDITION}){_SUFFERS}[^。\n]{{0,24}}?{_NAME}",
    rf"{_NAME}[^。\n]{{0,24}}?(?:{_CONDITION}){_SUFFERS}",
    rf"(?:{_STATUS}){_HOLDER}{_NAME}",
    rf"(?<=[課係部署組級校園]の)[一-鿿]{{2,4}}(?:は|が)[^。\n]{{0,8}}?(?:{_CONDITION}){_SUFFERS}",
    rf"(?:氏名|名前)\s?[は:]\s?[一-鿿々]{{1,4}}\s?[一-鿿々ぁ-んァ-ヶー]{{1,5}}(?<![でがをには])[\s、,/|][^。\n]{{0,30}}?{_PERSONAL}|{_PERSONAL}[^。\n]{{0,30}}?(?:氏名|名前)\s?[は:]\s?[一-鿿々]{{2,8}}(?=[\s、。,/|)]|$)",
    r"[一-鿿々]{1,3}\s?[一-鿿々ぁ-んァ-ヶー]{1,4}\((?:明治|大正|昭和|平成|令和|19[0-9]{2}|20[0-9]{2})[^)\n]{0,8}月[0-9]{1,2}日生",
)
_CLUE: Final = rf"{_HONORIFIC}|[課係部署組級校園]の[一-鿿]{{2,4}}[はが]|氏名|名前|日生"


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each person whom a reader could find and learn something about that is nobody's business."""
    behind = 0
    for start, end, message in sorted((*_children(text.flat), *_patients(text.flat))):
        if start >= behind:
            behind = end
            yield context.finding(text, "particulars", start, end, message)


def _children(flat: str) -> Iterator[tuple[int, int, str]]:
    for pattern in _CHILD:
        for hit in re.finditer(pattern, flat):
            yield (
                *hit.span(),
                "子どもの学校、学年と名前がそろっています。本人と保護者の承諾を確かめてください。",
            )


def _patients(flat: str) -> Iterator[tuple[int, int, str]]:
    if not re.search(_CLUE, flat):
        return
    for sentence in re.finditer(r"[^。\n]{1,300}", flat):
        if re.search(_PUBLIC, sentence[0]):
            continue
        for pattern in _PATIENT:
            for hit in re.finditer(pattern, sentence[0]):
                start = sentence.start() + hit.start()
                yield (
                    start,
                    start + len(hit[0]),
                    "名前と、病気や暮らしの事情がそろっています。載せないでください。",
                )
