"""Particulars that identify a person together: a child's school, year and name; an illness or 生活保護 with a name.

Without a name two clues of another kind do it too (age or sex, home, school or post, family): 塩田中2年の男子生徒, 85歳の女性、
常田在住. What speaks to everybody (対象, 相談, 65歳以上) or tells of a stranger (不審者, 声かけ) is nobody's particulars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText

_HONORIFIC: Final = "(?:さん|くん|君|ちゃん|様(?![式子々相])|氏(?!名))"
_NAME: Final = rf"(?![^。、\s]{{0,4}}(?:皆|みな(?=さん|様)|お子|児童|生徒|患者|保護者|利用者|読者|市民|代表|学生))(?:[一-鿿々]{{1,4}}\s?[一-鿿々ぁ-んァ-ヶー]{{1,5}}|[ァ-ヶー]{{2,8}}(?:・[ァ-ヶー]{{2,8}})?){_HONORIFIC}"
_BARE_NAME: Final = r"[一-鿿々]{1,3}\s?[一-鿿々ぁ-んァ-ヶー]{1,4}(?=[、。,()（\s]|[がはのとにを]|$)"
_SCHOOL: Final = r"(?:[一-鿿々ぁ-んァ-ヶー]{0,10}?(?:小学校|中学校|高等学校|高校|支援学校|養護学校|保育園|幼稚園|こども園|小|中)|(?:小|中|高)学?校?)"
_GRADE: Final = r"(?:の?\s?[1-6一二三四五六]\s?年生?(?:\s?[0-9A-Za-z一二三四]{1,2}\s?組)?|[1-6一二三四五六]-[0-9]{1,2}|の?年[長中少](?:組|児)?)"
_CHILD: Final = (
    rf"(?<![0-9])[1-6一二三四五六]\s?年\s?[0-9A-Za-z一二三四]{{1,2}}\s?組の?\s?{_NAME}",
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
    "生活保護|認知症|喘息|ぜんそく|[一-鿿]{0,2}(?:がん|癌)|うつ病|統合失調症|発達障害|知的障害|精神疾患|(?i:hiv)|エイズ|結核|白血病|糖尿病|脳梗塞|てんかん|パーキンソン病|肺炎|"
    "新型コロナ|コロナ|インフルエンザ|ノロウイルス|乳がん|不登校|引きこもり|ひきこもり|虐待|(?:税|家賃|給食費|保険料)の?滞納|自己破産|難病|アルコール依存症?|依存症|[一-鿿]{1,4}病|[一-鿿]{1,3}症"
)
_SUFFERS: Final = r"(?:[のが]ある|を(?:持|もつ|抱え|受け|患|発症|理由)|で(?:す|した|、|入院|療養|闘病|徘徊|行方|迷|[^。\n、]{0,5}(?:休ん|辞め|倒れ|働け|帰れ)|搬送|救急|亡くな|通院|死亡|治療|苦し|悩|休)|と診断|に(?:感染|かか|なっ|な(?:り|る)|苦し|悩)|の(?:診断|治療|ため|疑い|受給|症状)|受給|が(?:発症|再発|進|悪化)|陽性|患者|世帯|し|中|さ)"
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

_PERSON: Final = (
    r"(?<![0-9.])(?:1[01]|[1-9])?[0-9](?:歳|才)(?!以上|以下|未満|から|まで|になる|を迎え|[-~・]|の(?:方|皆|とき|時|頃))"
    r"|(?<=[一-鿿ぁ-んァ-ヶー])\([0-9]{1,3}(?:歳|才)?\)|(?<![0-9])[1-9]0代(?!以上|から|[-~・、]|の方)"
    r"|(?:男|女)(?:性|児|の子|子生徒|子児童|の人|子)(?!の|たち|の皆|専用|限定|向け|用|会|部|トイレ)|夫婦|生徒(?=[(は])|(?<=年の)(?:児童|生徒|子)(?=[がはで])|園児(?=は)"
)
_HOME: Final = r"[一-鿿]{0,6}(?<![市県村国都内])(?<!の町)(?:に住む|にお住まいの|在住|に住んで|で暮らし|に暮らし)|自宅|お宅|さん宅|のアパート|の団地|の(?:市|県|町|都)営住宅|(?:に勤め|に勤務|で働)|入所して"
_POST: Final = rf"[一-鿿]{{0,6}}[課係部署](?:の|・|に所属|勤務)|(?:{_SCHOOL[3:-1]})[^、。\n]{{0,2}}(?:[1-6一二三四五六]年|の?年[長中少]|[1-6]の)|[一二三四五六七八九東西南北]中の|同じ(?:部活|クラス|職場)|クラスの|会社員|店員|従業員"
_FAMILY: Final = r"(?<![一-鿿])(?:夫|妻|母|父|祖母|祖父)(?=[はがもとのに])|[父母]親(?!学級|教室)(?=[はがもとのに、。で])|(?:長|次|三)[男女]|(?:娘|息子|奥|旦那|妹|弟|姉|兄|孫)さん|[0-9一二三]人の(?:子|お子)"
_IDENTITY: Final = tuple(re.compile(clue) for clue in (_PERSON, _HOME, _POST, _FAMILY))
_TITLED: Final = r"(?<=[・のがはと、\s])[一-鿿]{2,3}(?:主任|主査|主事|教諭|係長)(?=[はがのをに、])|(?<=[、。\s「])[ぁ-ん]{2,4}(?:くん|ちゃん)(?=[はがのをに、])"
_NAMED: Final = re.compile(rf"{_NAME}|[一-鿿]{{2,3}}さんの?(?=宅|家|の(?:娘|息子|奥|旦那|お子))|{_TITLED}")
_LIFE: Final = (
    r"ひとり親|母子家庭|父子家庭|里子|養子|離婚|別居|失業中|服役|特別支援学級|妊娠|児童扶養手当を|在留(?:期限|資格)|感染が確認|感染した|陽性|骨折|要介護|寝たきり|引きこもり|ひきこもり|ホームレス|手帳(?:[1-6]級)?を(?:持|お持)|アレルギー(?:が|を)|(?:足|足腰|目|耳|手|体|言葉)[がの](?:不自由|弱って|悪く|聞こえな|見えな|動かな)|搬送"
    r"|一人暮らし|ひとり暮らし|独居|生活保護|不登校|DV|虐待|性被害|ストーカー|借金|自己破産|滞納|前科|自殺|自傷|障害が(?:あ|重)|手術|入院|通院|余命|人工透析|車いす|車椅子|施設に(?:い|入|預)|一時保護"
)
_HARM: Final = r"亡くな|死亡|被害|加害|逮捕|補導|書類送検|行方不明|大けが|重傷|盗まれ|泥棒|空き巣|強盗|刺され|いじめ|重体|意識不明|逃げ遅れ|避難して"
_SENSITIVE: Final = re.compile(rf"(?P<life>(?:{_CONDITION}){_SUFFERS}|{_LIFE})|{_HARM}")
_GENERAL: Final = re.compile(
    r"対象|募集|講[座演習師]|教室|相談[はを窓員会]|制度|助成|補助|給付|支援(?:し|を|の|員|金|策)|予防|防犯|対策|[検健]診|啓発|統計|割合|[0-9]件|事案|声[かを]?[けか掛]|不審|詐欺|展|周年|歴史|戦[争没死]|小説|映画|物語|著|公演"
    r"|皆[さ様]|(?:の|ている|いる)方[はへがにをと、]|者数|[0-9]人(?:で(?!す)|に|が|増|減)|ください|ましょう|[がは]ある(?:人|方|場合)|場合|ときは|申請|申込|届出|手続|もし|かもしれ|体験|故人|名誉|選手|作家|画家|受賞|追悼|偲"
)
_ENOUGH: Final = 2
"""So many kinds of clue besides a name make a person known."""


def find(text: PostText, context: FindingContext) -> Iterator[Finding]:
    """Each person whom a reader could find and learn something about that is nobody's business."""
    behind = 0
    for start, end, message in sorted((*_children(text.flat), *_patients(text.flat), *_persons(text.flat))):
        if start >= behind:
            behind = end
            yield context.finding(text, "particulars", start, end, message)


def _children(flat: str) -> Iterator[tuple[int, int, str]]:
    for pattern in _CHILD:
        for hit in re.finditer(pattern, flat):
            yield (
                *hit.span(),
                "子どもの学校や組と、名前がそろっています。本人と保護者の承諾を確かめてください。",
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


def _persons(flat: str) -> Iterator[tuple[int, int, str]]:
    """Each two sentences that together tell of one person what is nobody's business."""
    for hit in re.finditer(r"(?<![^。\n])(?=([^。\n]{1,300}(?:。[^。\n]{1,300})?))", flat):
        start, passage = hit.start(), hit[1]
        sensitive = _SENSITIVE.search(passage)
        if sensitive is None or _GENERAL.search(passage):
            continue
        clues = [clue.span() for pattern in _IDENTITY if (clue := pattern.search(passage))]
        name = _NAMED.search(passage)
        if len(clues) + (bool(name) * (_ENOUGH if sensitive["life"] else 1)) >= _ENOUGH:
            spans = (sensitive.span(), *clues, *([name.span()] if name else ()))
            yield (
                start + min(first for first, _ in spans),
                start + max(stop for _, stop in spans),
                "一人の人と分かる手がかりと、その人の事情がそろっています。載せないでください。",
            )
