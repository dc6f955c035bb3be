"""Folds text for search and comparison: width, case, kana, composition, old kanji and dashes.

Used by every search (guideline, register, finder, palette) and by matching of labels. `Folded` maps
each folded character back, so that a hit can be shown in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

OLD_FORMS: Final = (
    "髙高 﨑崎 嵜崎 碕崎 𥔎崎 邊辺 邉辺 𠮷吉 濵浜 濱浜 齋斎 齊斉 櫻桜 澤沢 廣広 國国 圀国 學学 "
    "會会 與与 實実 寶宝 寳宝 惠恵 應応 將将 專専 從従 德徳 恆恒 悅悦 愼慎 敎教 數数 晉晋 曉暁 "
    "曾曽 條条 榮栄 樂楽 橫横 𣘺橋 檜桧 檢検 權権 步歩 歷歴 每毎 氣気 淸清 淨浄 渕淵 渊淵 瀧滝 "
    "瀨瀬 點点 爲為 狹狭 獨独 瑤瑶 畫画 當当 發発 盡尽 眞真 禮礼 稻稲 穗穂 竝並 籠篭 經経 綠緑 "
    "緖緒 縣県 縱縦 總総 繩縄 續続 聲声 臺台 萬万 莊荘 薗園 藝芸 藏蔵 藪薮 蘆芦 處処 號号 螢蛍 "
    "衞衛 裝装 覺覚 觀観 證証 讓譲 豐豊 賣売 賴頼 轉転 辨弁 辯弁 邨村 鄕郷 醫医 釋釈 鐵鉄 鑛鉱 "
    "關関 陷陥 險険 隱隠 雜雑 霸覇 靑青 靜静 靱靭 顏顔 顯顕 飮飲 餠餅 驛駅 驗験 髮髪 鷗鴎 鷄鶏 "
    "鹽塩 麥麦 麴麹 黃黄 黑黒 默黙 龍竜 龜亀 壽寿 壯壮 參参 圓円 圖図 團団 增増 夛多 奧奥 嶋島 "
    "嶌島 峯峰 巖巌 帶帯 廳庁 彌弥 佛仏 來来 倂併 假仮 傳伝 價価 兒児 內内 兩両 册冊 剩剰 劍剣 "
    "勞労 勳勲 區区 單単 嚴厳 冨富 埜野 薰薫 槇槙 槗橋 桒桑 栁柳 凜凛 遙遥 堯尭 亙亘 彥彦 巢巣 "
    "舊旧 體体 變変 禪禅 戰戦 拂払 拔抜 擔担 據拠 擧挙 擴拡 收収 效効 晝昼 鄰隣 緣縁 壹壱 貳弐 "
    "瓣弁 纒纏 昻昂 舘館 凉涼 劔剣 廼乃 槪概 麪麺 罐缶 囑嘱 濟済 淺浅 缺欠 絲糸 蟲虫 豫予 餘余 "
    "亞亜 惡悪 壓圧 圍囲 營営 艷艶 歐欧 毆殴 溫温 穩穏 壞壊 懷懐 繪絵 殼殻 嶽岳 渴渇 勸勧 卷巻 寬寛 "
    "歡歓 歸帰 僞偽 戲戯 犧犠 虛虚 峽峡 挾挟 强強 驅駆 徑径 揭掲 溪渓 繼継 莖茎 輕軽 擊撃 硏研 儉倹 "
    "獻献 圈圏 戶戸 吳呉 娛娯 碎砕 劑剤 蠶蚕 棧桟 慘惨 贊賛 殘残 齒歯 辭辞 濕湿 舍舎 寫写 獸獣 澁渋 "
    "肅粛 敍叙 敘叙 尙尚 獎奨 奬奨 燒焼 稱称 乘乗 壤壌 孃嬢 狀状 疊畳 穰穣 釀醸 觸触 寢寝 粹粋 醉酔 "
    "隨随 髓髄 樞枢 攝摂 竊窃 潛潜 纖繊 踐践 錢銭 雙双 搜捜 插挿 揷挿 爭争 瘦痩 聰聡 騷騒 臟臓 屬属 "
    "墮堕 對対 滯滞 擇択 膽胆 彈弾 斷断 癡痴 遲遅 鑄鋳 徵徴 聽聴 敕勅 鎭鎮 遞逓 黨党 盜盗 燈灯 鬪闘 "
    "讀読 屆届 腦脳 惱悩 拜拝 廢廃 蠻蛮 祕秘 甁瓶 舖舗 襃褒 沒没 滿満 麵麺 譯訳 藥薬 譽誉 搖揺 樣様 "
    "謠謡 亂乱 覽覧 壘塁 淚涙 勵励 隸隷 靈霊 齡齢 曆暦 戀恋 爐炉 樓楼 郞郎 祿禄 錄録 灣湾 晄晃 禰祢 "
    "禱祷 萠萌 啞唖 鶯鴬 蠣蛎 攪撹 竈竃 灌潅 諫諌 頸頚 礪砺 蘂蕊 賤賎 壺壷 檮梼 濤涛 邇迩 蠅蝿 儘侭 "
    "搔掻 塡填 頰頬 剝剥 𠮟叱 鹼鹸 劒剣 卽即 吿告 壻婿 姊姉 晚晩 柹柿 稅税 脫脱 說説 醬醤 銳鋭 鋪舗 "
    "閱閲 雞鶏 黏粘 埓埒 絕絶 鍊錬 閒間"
)
"""Pairs of an old or variant form and the usual one, for names of people and places above all.

The old forms are those that 常用漢字表 (a notice of the Cabinet) and 別表第二 of 戸籍法施行規則 put beside the usual ones,
both texts without copyright (article 13 of Japan's copyright act); the variants of names were added by hand. Unicode's
compatibility ideographs (神 福) fold by NFKC.
"""

LOOK_ALIKES: Final = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{
        ord(pair[0]): pair[1]
        for pair in [
            "⺁厂",
            "⺃乙",
            "⺅人",
            "⺇几",
            "⺉刀",
            "⺋卩",
            "⺌小",
            "⺎兀",
            "⺒巳",
            "⺓幺",
            "⺖心",
            "⺘手",
            "⺙攴",
            "⺝月",
            "⺟母",
            "⺠民",
            "⺡水",
            "⺣火",
            "⺨犬",
            "⺫目",
            "⺬示",
            "⺮竹",
            "⺰糸",
            "⺱网",
            "⺲网",
            "⺵网",
            "⺷羊",
            "⺹老",
            "⺼肉",
            "⺽臼",
            "⺾艸",
            "⻀艸",
            "⻁虎",
            "⻂衣",
            "⻃西",
            "⻄西",
            "⻅見",
            "⻆角",
            "⻇角",
            "⻈言",
            "⻉貝",
            "⻊足",
            "⻋車",
            "⻍辶",
            "⻎辶",
            "⻏邑",
            "⻐金",
            "⻑長",
            "⻒長",
            "⻓長",
            "⻔門",
            "⻖阜",
            "⻗雨",
            "⻘青",
            "⻙韋",
            "⻚頁",
            "⻛風",
            "⻜飛",
            "⻝食",
            "⻟食",
            "⻠食",
            "⻢馬",
            "⻣骨",
            "⻤鬼",
            "⻥魚",
            "⻦鳥",
            "⻨麦",
            "⻩黄",
            "⻪黽",
            "⻫斉",
            "⻭歯",
            "⻯竜",
            "⻲亀",
            "⻳亀",
        ]
    },
}
"""Radicals, as text copied out of a PDF has them, and the letters that they look like."""

_DASHES: Final = "‐‑‒–—―−─━－﹣⁃˗"
_WAVES: Final = "〜～∼∽˜"
_DROPPED: Final = (
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)


class Folded(NamedTuple):
    """A folded text and, for each of its characters and its end, the index in the text it came from."""

    text: str
    offsets: tuple[int, ...]


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
    table |= LOOK_ALIKES | {ord(pair[0]): pair[1] for pair in OLD_FORMS.split()}
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _WAVES), "~")
    table |= {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}
    return table


def _once(text: str) -> str:
    text = text.replace("゛", "\u3099").replace("゜", "\u309a")
    text = unicodedata.normalize("NFKC", re.sub(_DROPPED, "", text)).casefold()
    return unicodedata.normalize("NFKC", re.sub(_DROPPED, "", text)).translate(_table())


def fold(text: str) -> str:
    """`text` as it is compared: see the module. Folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    folded = _once(text)
    while (again := _once(folded)) != folded:
        folded = again
    return folded


_CLUSTER: Final = (
    r"(?s)\r\n|[ｳｶ-ﾄﾊ-ﾎﾜｦ][ﾞﾟ]|"
    r".[\u0300-\u036f\u3099-\u309c\u1160-\u11ff\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
)


@lru_cache(8192)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)


def fold_map(text: str) -> Folded:
    """`text` folded cluster by cluster, with the way back. Marks go with the character that they change."""
    parts: list[str] = []
    offsets: list[int] = []
    for cluster in re.finditer(_CLUSTER, text):
        part = _fold_cluster(cluster[0])
        parts.append(part)
        offsets += [cluster.start()] * len(part)
    return Folded("".join(parts), (*offsets, len(text)))


def find_all(query: str, folded: Folded) -> Iterator[tuple[int, int]]:
    """Spans in the original text where `query` stands, from left to right, not overlapping.

    A hit that begins or ends inside what one character became (㈱ for 株, ㌔ for キロ) takes the whole of it.
    """
    wanted = fold(query)
    if not wanted:
        return
    offsets, size = folded.offsets, len(folded.text)
    at = folded.text.find(wanted)
    while at >= 0:
        stop = at + len(wanted)
        while stop < size and offsets[stop] == offsets[stop - 1]:
            stop += 1
        yield offsets[at], offsets[stop]
        at = folded.text.find(wanted, stop)


_NARROW: Final = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}


def narrow(text: str) -> str:
    """Full-width ASCII as ASCII and U+3000 as a space, length unchanged; ① and ｶ stay, unlike under NFKC."""
    return text.translate(_NARROW)
