"""What a number counts: the noun behind its unit, or the words that lead up to it."""

from __future__ import annotations

import re

from loaders.parse import values
from loaders.parse.folded import CLOSING, OPENING

# 到2025年 · 2023年底前 · 至2023年6月30日: a date is no part of what is counted
_DATE = re.compile(
    r"(?:截?至|到|自|从|在)?20\d{2}年(?:\d{1,2}月(?:\d{1,2}日|底|末)?|底|末)?(?:[之以]?前|起|内)?"
)
_LEADING = re.compile(r"(?:[、，和及）]|其中|力争|争取|确保|全市|全省|全县|全区)+")  # 力争全市…覆盖率
# …占比达到 · …覆盖率由40%提高到 · 专业技术人才≥: one word of those at the end, the longer first
_RISE = (
    *("不低于", "不少于", "不超过", "不高于", "提高到", "提高至", "提升到", "提升至", "增加到"),
    *("平均", "最高", "分别", "力争", "争取", "达到", "超过", "至少", "突破", "完成", "新增"),
    *"均应要由从、达为≥≧⩾>＞≤≦⩽<＜=",
)
_BRACKET = re.compile(f"[{OPENING}{CLOSING}]")  # either half: （
_HAN = re.compile(r"[\u4e00-\u9fff]")  # no subject goes without: 率


def of(number: values.Number) -> str:
    """What is counted: the noun behind the unit, or the words before 达到 and the like."""
    phrase, rest = number.phrase, _closed(number.rest.removeprefix("的"))
    if rest and number.match["unit"] not in values.units("rates"):
        return rest
    return _leading_up(_opened(phrase)) or phrase or rest


def _leading_up(phrase: str) -> str:
    """The words of the number's own item of a list; of the one before where it has none: 持证上岗率2023年达到95%、2025年达到98%."""
    end = len(phrase)
    for before in reversed(values.read(_DATE.sub(_blank, phrase) if "20" in phrase else phrase)):
        own = _bare(phrase[before.end() : end])
        if not own:
            end = before.start()
        elif phrase[before.end()] in "、和及）":  # anything else goes on: 一次性奖补, 由参保3年以上放宽至
            return own
    return _bare(phrase[:end])


def _bare(words: str) -> str:
    """Without dates, what leads a list on and what leads up to a number: 力争到2025年全市覆盖率达到 → 覆盖率."""
    bare = _DATE.sub("", words) if "20" in words else words
    if leading := _LEADING.match(bare):
        bare = bare[leading.end() :]
    while bare.endswith(_RISE):
        bare = bare.removesuffix(next(word for word in _RISE if bare.endswith(word)))
    return bare if _HAN.search(bare) else ""


def _blank(date: re.Match[str]) -> str:
    """As many characters that are no number: places stay what they are."""
    return "，" * len(date[0])


def _opened(phrase: str) -> str:
    """Behind a bracket that is still open: （其中专业技术人才≥ → 其中专业技术人才≥."""
    last = max(map(phrase.rfind, OPENING))
    return phrase if last < 0 or last < max(map(phrase.rfind, CLOSING)) else phrase[last + 1 :]


def _closed(rest: str) -> str:
    """Up to a bracket that was open before: 20名）."""
    first = _BRACKET.search(rest)
    return rest[: first.start()] if first and first[0] in CLOSING else rest
