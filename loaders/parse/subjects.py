"""What a number counts: the noun behind its unit, or the words that lead up to it."""

from __future__ import annotations

import re

from loaders.parse import values
from loaders.parse.folded import CLOSING, OPENING

# 到2025年 · 2023年底前 · 至2023年6月30日: a date is no part of what is counted
_DATE = re.compile(
    r"(?:截?至|到|自|从|在)?(?:20\d{2}年?[-—–~～－至到]{1,2})?20\d{2}年(?:\d{1,2}月(?:\d{1,2}日|底|末)?|底|末)?(?:[之以]?前|起|内)?"
)
_LEADING = re.compile(
    r"(?:[、，和及）]|其中|力争|争取|确保|共(?:实现|(?=[新完建]))|全市|全省|全县|全区)+"
)  # 力争全市…覆盖率
# …占比达到 · …覆盖率由40%提高到 · 专业技术人才≥: one word of those at the end, the longer first
_RISE = (
    *("不低于", "不少于", "不超过", "不高于", "提高到", "提高至", "提升到", "提升至", "增加到"),
    *("平均", "最高", "分别", "力争", "争取", "达到", "超过", "至少", "突破", "完成", "新增"),
    *("控制在", "降到", "降至", "降低到", "放宽至", "提高"),
    *"均应要由从、达为未超逾≥≧⩾>＞≤≦⩽<＜=",
)
_BRACKET = re.compile(f"[{OPENING}{CLOSING}]")  # either half: （
_GOES_ON = re.compile(r"[和及与或](?=\d)")  # 50万元和100万元资金奖励
_FROM = re.compile(
    r"[由从](?:原来的?|目前的?|每[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{0,4})$"
)  # 补助标准由每人每年
# what says nothing without whom it goes to: 补助, 资金奖补, 奖励
_SUPPORT = re.compile(
    r"(?:一次性|资金|专项|财政|单体)?(?:补助|补贴|奖励|奖补|支持|资助|奖金|贴息支持)(?:资金|经费)?"
)
# 对国家级企业技术中心，分别给予 · 对…项目给予
_RECIPIENT = re.compile(
    r"(?:^|(?<=[，。；：]))对(?P<who>[^，。；：\d]{2,40}?)"
    r"(?=，|分(?:别|阶段|档)|按|给予|一次性|择优|进行|实行|予以|最高|(?:补助|奖励|奖补)(?![的资项对]))"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")  # no subject goes without: 率


def of(number: values.Number) -> str:
    """What is counted: the noun behind the unit, or the words before 达到 and the like."""
    phrase, rest = number.phrase, _closed(_own(number.rest).removeprefix("的"))
    rate = values.is_rate(number.match)
    if rest and not rate:
        return rest
    own = _leading_up(_opened(phrase))
    if rate and own == "" and rest and number.rest.startswith("的"):
        return rest  # 全市90%的市场主体
    return own or phrase or rest


def is_bare(number: values.Number) -> bool:
    """True where the number's own words do not say what is counted: 2023年 10所."""
    return not (_closed(_own(number.rest)) or _leading_up(_opened(number.phrase)))


def with_recipient(subject: str, before: str) -> str:
    """A sum with whom it goes to, where its sentence `before` it says so: 奖励 → 新引进的企业奖励."""
    if not _SUPPORT.fullmatch(subject):
        return subject
    whom = [match["who"] for match in _RECIPIENT.finditer(before)]
    return f"{whom[-1]}{subject}" if whom else subject


def _own(rest: str) -> str:
    """The words behind the last of several sums: 和100万元资金奖励 → 资金奖励."""
    if not _GOES_ON.match(rest):
        return rest.removeprefix("人民币")
    more = values.read(rest)
    return rest[more[0].end() :] if more and more[0].start() == 1 else rest


def _leading_up(phrase: str) -> str:
    """The words of the number's own item of a list; of the one before where it has none: 持证上岗率2023年达到95%、2025年达到98%."""
    end = len(phrase)
    for before in reversed(values.read(_DATE.sub(_blank, phrase) if "20" in phrase else phrase)):
        own = _bare(phrase[before.end() : end])
        if not own:
            end = before.start()
            phrase = _raised(phrase, end)
            end = min(end, len(phrase))
        elif phrase[before.end()] in "、和及）":  # anything else goes on: 一次性奖补, 由参保3年以上放宽至
            return own
    return _bare(phrase[:end])


def _raised(phrase: str, end: int) -> str:
    """Up to where it is said from what it was raised: 补助标准由每人每年 → 补助标准, 由参保 → 参保."""
    source = _FROM.search(phrase, 0, end)
    if not source:
        return phrase
    return phrase[: source.start()] or source[0][1:]


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
    """Up to a bracket that was open before (20名）), and to one that is not closed: 示范点（责任单位."""
    first = _BRACKET.search(rest)
    if first and first[0] in CLOSING:
        return rest[: first.start()]
    opened = max(map(rest.rfind, OPENING))
    return rest[:opened] if opened > max(map(rest.rfind, CLOSING)) else rest
