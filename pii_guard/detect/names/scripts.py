# ruff: noqa: SIM905 - word lists read best as text
"""Names in Japanese, Chinese and Korean: by honorifics, set phrases, readings and labels.

These scripts have no capitals, and no blanks between words; what stands beside a name is nearly all there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.rules import STRONG, Found

if TYPE_CHECKING:
    from collections.abc import Iterable

# Japanese: an honorific after the name; set phrases; a reading in kana; labels of all three languages.
_HAN, _HIRAGANA, _KATAKANA = "\u4e00-\u9fff々", "\u3041-\u3096", "\u30a1-\u30fa\u30fcー・"
_JA_HONORIFIC = lazy(
    rf"([{_HAN}]{{1,6}}(?:[ \u3000][{_HAN}]{{1,4}})?|[{_KATAKANA}]{{2,12}}|[{_HIRAGANA}]{{2,6}})"
    r"(?:様|さん|さま|氏|くん|ちゃん)"
)
_JA_NOT = tuple(
    "お客 皆 客 担当者 業者 店員 奥 お嬢 各 神 王 何 者 員 お母 お父 お姉 お兄 おじ おば "
    "母 父 姉 兄 祖 たく 赤 会社 サポート オペレーター スタッフ".split()
)
_JA_INTRO = lazy(
    rf"([{_HAN}]{{2,5}}(?:[ \u3000][{_HAN}]{{1,4}})?|[{_KATAKANA}]{{2,12}})"
    rf"(?:[（(][{_HIRAGANA}{_KATAKANA} \u3000]{{2,16}}[）)])?(?:と申します|といいます|と言います)"
)
_JA_READING = lazy(
    rf"([{_HAN}]{{2,4}}[ \u3000]?[{_HAN}]{{0,3}})"
    rf"[（(]([{_HIRAGANA}{_KATAKANA}]{{2,8}}[ \u3000]?[{_HIRAGANA}{_KATAKANA}]{{1,8}})[）)]"
)
_LABELS = (
    "氏名 お名前 名前 名義 名義人 ご契約者 契約者 宛名 担当 受取人 差出人 姓名 "
    "收件人 联系人 客户 户名 持卡人 收货人 聯絡人 이름 성명 고객명 예금주".replace(" ", "|")
)
_LABEL = lazy(
    rf"(?:{_LABELS})(?:は)?[ \u3000]*[:：は][ \u3000]*"
    rf"([{_HAN}{_KATAKANA}\uac00-\ud7af]{{2,6}}(?:[ \u3000][{_HAN}{_KATAKANA}{_HIRAGANA}]{{1,6}})?)"
)
_ZH_INTRO = lazy(
    r"(?:我叫|我的名字是|我的名字叫|我名叫|名叫|本人)([\u4e00-\u9fff]{2,4}?)(?=[，,。.!！、\s]|$)"
)
_ZH_TITLE = lazy(r"([\u4e00-\u9fff]{1,3})(?:先生|女士|小姐|太太|老师|经理)")
_ZH_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧葉蘇呂盧鍾譚陸賈韋龍賀顧龔錢嚴湯"
)
_KO_TITLE = lazy(r"([\uac00-\ud7af]{2,4})(?: ?(?:고객|회원))?(?:님|씨)")
_KO_INTRO = lazy(r"(?:제 이름은|저는|이름은) ([\uac00-\ud7af]{2,4}?)(?:입니다|이라고|라고|이고|예요|이에요)")
_KO_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염"
)
_KO_NOT = ("고객", "회원", "선생", "상담", "담당")
_UNSPACED = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PHRASES = (_JA_INTRO, _LABEL, _ZH_INTRO, _KO_INTRO)


def find(text: str) -> Iterable[Found]:
    """Yield the names in the parts of a text that are written without blanks; may overlap."""
    if _UNSPACED.search(text) is None:
        return
    for match in _JA_HONORIFIC.finditer(text):
        if not match.group(1).startswith(_JA_NOT):
            yield Found(*match.span(1), STRONG, "cue:title", None)
    for pattern in _PHRASES:
        for match in pattern.finditer(text):
            yield Found(*match.span(1), STRONG, "cue:intro", None)
    for match in _JA_READING.finditer(text):
        for group in (1, 2):
            yield Found(*match.span(group), STRONG, "cue:reading", "full")
    yield from _titled(text)


def _titled(text: str) -> Iterable[Found]:
    """Chinese "王先生" and Korean "김민수님": told from other words by the surname."""
    for match in _ZH_TITLE.finditer(text):
        start, end = match.span(1)
        at = next((at for at in range(start, end) if text[at] in _ZH_SURNAMES), None)
        if at is not None:
            yield Found(at, end, STRONG, "cue:title", "family" if end - at == 1 else "full")
    for match in _KO_TITLE.finditer(text):
        name = match.group(1)
        if len(name) == 3 and name[0] in _KO_SURNAMES and not name.startswith(_KO_NOT):  # noqa: PLR2004 - usual length
            yield Found(*match.span(1), STRONG, "cue:title", "full")
