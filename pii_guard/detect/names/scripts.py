# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""Names in Japanese, Chinese and Korean: by honorifics, set phrases, readings and labels.

These scripts have no capitals, and no blanks between words; what stands beside a name is nearly all there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.names.rules import STRONG, Found

if TYPE_CHECKING:
    from collections.abc import Iterable

# Japanese, Chinese and Korean: an honorific after the name, or a phrase around it.
_JA_HONORIFIC = re.compile(
    r"([\u4e00-\u9fff々]{1,6}(?:[ \u3000][\u4e00-\u9fff々]{1,4})?|[\u30a1-\u30fa\u30fcー・]{2,12}|[\u3041-\u3096]{2,6})(?:様|さん|さま|氏|くん|ちゃん)"
)
_JA_NOT = (
    "お客",
    "皆",
    "客",
    "担当者",
    "業者",
    "店員",
    "奥",
    "お嬢",
    "各",
    "神",
    "王",
    "何",
    "者",
    "員",
    "お母",
    "お父",
    "お姉",
    "お兄",
    "おじ",
    "おば",
    "母",
    "父",
    "姉",
    "兄",
    "祖",
    "たく",
    "赤",
    "会社",
    "サポート",
    "オペレーター",
    "スタッフ",
)
_JA_INTRO = re.compile(
    r"([\u4e00-\u9fff々]{2,5}(?:[ \u3000][\u4e00-\u9fff々]{1,4})?|[\u30a1-\u30fa\u30fcー・]{2,12})(?:[（(][\u3041-\u30ff \u3000]{2,16}[）)])?(?:と申します|といいます|と言います)"
)
_JA_READING = re.compile(
    r"([\u4e00-\u9fff々]{2,4}[ \u3000]?[\u4e00-\u9fff々]{0,3})[（(]([\u3041-\u3096\u30a1-\u30fc]{2,8}[ \u3000・]?[\u3041-\u3096\u30a1-\u30fc]{1,8})[）)]"
)
_JA_LABEL = re.compile(
    r"(?:氏名|お名前|名前|名義|名義人|ご契約者|契約者|宛名|担当|受取人|差出人|姓名|收件人|联系人|客户|户名|持卡人|收货人|聯絡人|이름|성명|고객명|예금주|받는 사람)(?:は)?[ \u3000]*[:：は][ \u3000]*([\u4e00-\u9fff々\u30a1-\u30fa\u30fc\uac00-\ud7af]{2,6}(?:[ \u3000][\u4e00-\u9fff々\u30a1-\u30fa\u30fc\u3041-\u3096]{1,6})?)"
)
_ZH_INTRO = re.compile(
    r"(?:我叫|我的名字是|我的名字叫|我名叫|名叫|本人)([\u4e00-\u9fff]{2,4}?)(?=[，,。.!！、\s]|$)"
)
_ZH_TITLE = re.compile(r"([\u4e00-\u9fff]{1,3})(?:先生|女士|小姐|太太|老师|经理)")
_ZH_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤 "
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧葉蘇呂盧鍾譚陸賈韋龍賀顧龔錢嚴湯"
)
_KO_TITLE = re.compile(r"([\uac00-\ud7af]{2,4})(?: ?(?:고객|회원))?(?:님|씨)")
_KO_INTRO = re.compile(
    r"(?:제 이름은|저는|이름은) ([\uac00-\ud7af]{2,4}?)(?:입니다|이라고|라고|이고|예요|이에요)"
)
_KO_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염"
)
_KO_NOT = frozenset("고객 회원 손 선생 사장 담당자 관리자 상담사 여러분 기사 부모 아버 어머".split())
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find(text: str) -> Iterable[Found]:
    """Yield the names in the parts of a text that are written without blanks; may overlap."""
    if _UNSPACED.search(text) is None:
        return
    for pattern, score in (
        (_JA_HONORIFIC, STRONG),
        (_JA_INTRO, STRONG),
        (_JA_LABEL, STRONG),
        (_ZH_INTRO, STRONG),
        (_KO_INTRO, STRONG),
    ):
        for match in pattern.finditer(text):
            if pattern is _JA_HONORIFIC and match.group(1).startswith(_JA_NOT):
                continue
            yield Found(
                match.start(1),
                match.end(1),
                score,
                "cue:honorific" if pattern is _JA_HONORIFIC else "cue:intro",
                None,
            )
    for match in _JA_READING.finditer(text):
        yield Found(match.start(1), match.end(1), STRONG, "cue:reading", "full")
        yield Found(match.start(2), match.end(2), STRONG, "cue:reading", "full")
    for match in _ZH_TITLE.finditer(text):
        for at in range(match.start(1), match.end(1)):
            if text[at] in _ZH_SURNAMES:
                yield Found(
                    at, match.end(1), STRONG, "cue:title", "family" if match.end(1) - at == 1 else "full"
                )
                break
    for match in _KO_TITLE.finditer(text):
        word = match.group(1)
        if (
            word not in _KO_NOT
            and not word.startswith(("고객", "회원", "선생", "상담"))
            and (word[0] in _KO_SURNAMES and len(word) == 3)
        ):
            yield Found(match.start(1), match.end(1), STRONG, "cue:title", "full")
