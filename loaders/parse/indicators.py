"""Numbers that a policy sets: 建设3个…, 不低于30%, 力争3—5所, 10万人次以上, 每半年一次.

A number counts where a unit follows it and nothing says that it is a name, an ordinal, a date or a tally of what came
before (1+X, 第三方, 2022年, 等4个环节).
"""

from __future__ import annotations

import re

from kg.records import Deadline, Indicator, IndicatorKind, Span
from loaders.parse import subjects, values
from loaders.parse.folded import Folded, covering
from loaders.parse.governing import Calendar
from loaders.parse.numbering import to_int

_MODAL = re.compile(r"力争|争取|争创|努力|确保|原则上")  # 力争建成3所
# what makes a number no target: 第3条, “3+2”, 等4个环节, 以下5个方面, 经过3年努力, 前10名, 12.5G
_BEFORE = re.compile(
    r"(?<=[第等这前近用含月+＋A-Za-z〔.．/（(])|(?<=每)(?=[十百千万])|(?<=以下|上述|下列|全国|党的|经过)"
)
# 3方面, 2年来, 一次性补助
_AFTER = re.compile(
    r"[+＋]|方面|阶段|环节|确保|意识|自信|维护|关键环节|(?<=分)之|以来|来|行动|工程(?:建设)?实施|计划(?!单列)|期间|规划|一体|级|届|版|号|(?<=次)性"
)
# 由20%提高至40%, 从2020年的20%提高至40%: only what it is raised to counts
_RAISED = re.compile(r"(?<=[由从])|(?<=[由从]\d{4}年)|(?<=[由从]\d{4}年的)")
_RAISED_FAR = re.compile(r"[由从][^，。；\d]{0,12}$")  # 由每人每年380元提高到420元 · 由参保3年以上放宽至
_RAISING_TO = re.compile(
    r"(?:提高|提升|增加|扩大|放宽|延长|[降压调缩升减增])[\u4e00-\u9fff]?[至到为]"
)  # 提高到
_RAISING = re.compile(r"[^，。；]{0,4}(?:提高|提升|增加|降|压|调|缩|升|扩)")  # 提高至
_BOUND = re.compile(
    r"至少|不少于|每"
)  # a numeral in words counts where one of these stands before it: 至少一次
_SET_TO = re.compile(
    r"(?:压|缩|减|降|延长|放宽|调整|设立|设置)[\u4e00-\u9fff]?(?:至|到|为)?$"
)  # 压减至1个工作日
_UP_TO = re.compile(
    r"(?:以上|（不含）)?[，、]?[但且并]?(?:不超过|不高于|不足|低于)"
)  # 超过100万元但不超过300万元
_AIMED = re.compile(
    r"下降|降低|降[到至]|(?<![费税利汇息折收付比])率(?![的、])"
)  # 巩固率95% · 能耗下降3.2% · 药占比降到30%
# 担保规模50亿元 · 产值100亿元: what a field is to come to
_VOLUME = re.compile(
    r"(?:规模|产值|营业收入|销售额|交易额|进出口额|投资额?|增加值)(?:力争|达到?|超过?|逾|突破)?$"
)
_PLAIN = re.compile(
    r"[补奖税费贴缴征罚享给]|扣除|分担|按|折算|注册|项目|企业"
)  # 投资项目补贴: no volume of a field
# 已建成充电桩2100个, 已下达资金3.2亿元: what has been done
_BEHIND_US = re.compile(
    r"已(?:经|累计|全部|先后)?(?:建成|完成|下达|实现|形成|开通|投入|培训|安排|发放|拨付|筹集|达到|有)[^的]{0,20}$"
)
_QUALIFIES = re.compile(r"的[\u4e00-\u9fff]")  # 10万平方米以上的综合体
_OVER = re.compile(r"^(?:[^，。；]{0,4}[对凡])")  # 对PM2.5同比上升超过5%的县
# 18个县（市、区） · 129个县市区: so many places, no number to reach
_PLACES = re.compile(
    r"(?:县|市|区|州|盟|旗|乡|镇|街道)（[市县区州盟旗镇乡街道、]{1,8}）|县[市区]{1,2}(?!级)|市州|(?:设区|地级|州)市|乡镇(?!级)"
)
_MADE = re.compile(
    r"(?:创建|建成|建设|打造|培育|遴选|支持|选择|覆盖|评选|力争)[^，。；\d]{0,6}$"
)  # 创建5个县（市、区）
_REACHED = re.compile(
    r"达到|达|提高|提升(?:至|到)|增长|突破|力争|争取|完成|实现|(?<![不未])超过|(?<![不未])[超逾]$"
)  # 达到80%, not 不超过500万元
_SHARE = re.compile(r"占比|比重|比例|增速|(?<![费税利汇息折])率")  # 占比不低于60%: to be reached by its date
_CHARGED = re.compile(
    r"[补奖税费贴缴征罚]|扣除|分担|按|折算"
)  # 补贴比例, 征收率: fixed by a rule from its date on
# 收入突破10亿元的企业，给予…奖励 · 用工达到50人的，补贴…: a threshold, and what those get who pass it
_CONDITION = re.compile(
    r"的[^，。；、的]{0,12}，[^，。；]{0,20}(?:给予|奖励|补助|补贴|奖补|资助|减免|免征|减征|减半|处以|可(?:申请|享受))"
)
_SENTENCE = 120  # characters: whom a sum goes to stands no farther in front of it
_BEHIND = 50  # characters: a condition and what follows from it
# 每个县至少 · 每百户不少于 · 每万名居民拥有 · 各县至少
_SCOPE = re.compile(
    r"(?:每[一两十百千万]{1,2}(?:个|所|家|名|户|人|亩)(?:居民|人口|老年人)?|每[人户亩](?:每年)?(?=平均|分别|为|[补奖不]|最[高低多少]|$)"
    r"|(?:每(?!年|月|周|季|半年|日|天|学[期年])[\u4e00-\u9fff（）、]{1,12}?"
    r"|各(?:[县市区镇乡村校州]|街道)[（）、市区县州镇乡街道]{0,8})"
    r"(?=力争|指定|确定|完成|可|分别|安排|选|原则上|重点|规划|依托|至少|不少于|不低于|拥有|配|建|创|培|设|打造|平均|$))"
)
_DIGIT = re.compile(r"\d")  # 1 of 1.8件
_LISTED = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:政策|措施|举措|意见|规定)"
)  # 落实10条政策措施: a tally of another document
_RANKED = re.compile(r"行列|名单|之一")  # 进入省属10所重点建设职业院校行列: a rank, no number to reach
_QUOTED = re.compile(r"《[^》]*》|“[^”]{1,10}”|「[^」]*」")  # 《…（2021—2023年）》, “3+2”
# 每半年督查一次 · 每三个月调度一次 · 每年至少开展2次
_FREQUENCY = re.compile(
    r"每(?:个)?(?:半年|季度|年度|年|月|周|旬|[一二两三四五六七八九十\d]{1,2}(?:个月|年|周|天))[^，。；]{0,14}?(?P<least>至少|不少于)?[^，。；]{0,10}?(?P<times>[一二两三四五六七八九十]|\d{1,2})次(?!性)"
)
_CYCLE = re.compile(r"(?P<years>[一二三四五六七八九十]|\d{1,2})年(?:为)?(?:一|1)个?周期")  # 5年一周期


def parse(folded: Folded, deadlines: list[Deadline], due: str | None = None) -> list[Indicator]:
    """The indicators of a clause in order, each with the date that governs it by its sentence.

    `due` is when the clause as a whole is due (完成时限：…): it governs what no other date does.
    """
    text = folded.text
    regular, numbers = _regular(text), values.read(text)
    if not regular and not numbers:
        return []
    inside = covering([match.span() for match in (*_QUOTED.finditer(text), *regular)])
    open_to_all = [match for match in numbers if not inside(match.start())]
    counted = [number for match in open_to_all if (number := _counted(text, match))]
    if not regular and not counted:
        return []
    calendar = Calendar(folded, deadlines, due)
    found = [_frequency(folded, match, calendar) for match in regular]
    calendar.share([number.match.start() for number in counted])
    before: re.Match[str] | None = None
    for number in counted:
        made = _indicator(folded, number, calendar)
        if found and before and made.unit == found[-1].unit and subjects.is_bare(number):
            made = made._replace(subject=found[-1].subject)  # 2022年建成学校5所，2023年10所
        bounds = before and _UP_TO.fullmatch(text, before.end(), number.match.start())
        found[-1:] = _one_range(found[-1], made) if bounds else [*found[-1:], made]
        before = number.match
    return sorted(found, key=lambda indicator: indicator.span)


def not_repeated(heading: list[Indicator], body: list[Indicator]) -> list[Indicator]:
    """The indicators of a heading and of the text below it; one that the text says again counts there alone."""
    said = {(indicator.value, indicator.unit) for indicator in body}
    return [*(one for one in heading if (one.value, one.unit) not in said), *body]


def _regular(text: str) -> list[re.Match[str]]:
    """How often something is due: 每半年督查一次, 5年一周期."""
    repeated = _FREQUENCY.finditer(text) if "每" in text else ()
    cycles = _CYCLE.finditer(text) if "周期" in text else ()
    return [*repeated, *cycles]


def _one_range(low: Indicator, high: Indicator) -> list[Indicator]:
    """超过100万元但不超过300万元: two bounds of one value."""
    if low.comparator != ">=" or high.comparator != "<=" or low.unit != high.unit:
        return [low, high]
    bounds = (low.value[0], high.value[0])
    span = Span(low.span.start, max(low.span.end, high.span.end))
    return [low._replace(value=bounds, comparator="range", span=span)]


def _counted(text: str, match: re.Match[str]) -> values.Number | None:
    """The number with the words around it where it is one that the policy sets."""
    start, end = match.span()
    if _BEFORE.match(text, start) or _AFTER.match(text, end):
        return None
    if _RAISED.match(text, start) and _RAISING.match(text, end):
        return None
    number = values.around(text, match)
    if _RAISED_FAR.search(number.phrase) and _RAISING_TO.match(text, end):
        return None
    if _BEHIND_US.search(number.phrase) and not text.startswith("的", end):
        return None
    if _PLACES.match(text, end) and not (number.match["post"] or _MADE.search(number.phrase)):
        return None
    if _RANKED.search(number.rest) or ("落实" in number.phrase and _LISTED.match(text, end)):
        return None
    return number if _is_set(text, number) else None


def _is_set(text: str, number: values.Number) -> bool:
    """True for a span of time with a bound, for a numeral in words with one, and for digits."""
    match, phrase, _ = number
    unit, post = match["unit"], match["post"]
    if unit in values.units("spans"):
        term = text.startswith("期", match.end()) or (unit == "年" and post in ("内", "以内"))
        if term or (unit in ("年", "日") and len(match["a"]) == 4):
            return False
        return bool(post or values.bound(phrase) or _SET_TO.search(phrase))
    if unit == "分":
        return bool(post or values.bound(phrase))  # 不低于95分, not 加2分
    if not match["a"][0].isdigit() and unit not in ("百分之", "番"):
        return bool(_BOUND.search(phrase)) or (bool(post) and post != "内")
    return True


def _indicator(folded: Folded, number: values.Number, calendar: Calendar) -> Indicator:
    match, phrase, rest = number
    amounts, unit = values.amounts(match)
    when = calendar.governs(match.start())
    start = match.start() - len(phrase)
    end = match.end() + len(rest)
    scope = _scope(phrase)
    modal = _MODAL.search(phrase)
    return Indicator(
        subject=_subject(folded.text, number, unit),
        value=amounts,
        comparator=values.comparator(number),
        unit=unit,
        deadline=when,
        kind=_kind(folded.text, number, unit, when is not None),
        modality=modal[0] if modal else None,
        scope=scope,
        span=folded.span(start, end),
    )


def _scope(phrase: str) -> str | None:
    """For each of what the number is: 每个县; a ratio holds for its own item: 每万人专利1.8件、著作权1个."""
    scope = _SCOPE.search(phrase) if "每" in phrase or "各" in phrase else None
    if scope is None or (scope[0][1] in "百千万十" and _DIGIT.search(phrase, scope.end())):
        return None
    return scope[0]


def _subject(text: str, number: values.Number, unit: str) -> str:
    subject, start = subjects.of(number), number.match.start()
    if unit not in values.units("money"):
        return subject
    low = max(0, start - _SENTENCE)
    return subjects.with_recipient(subject, text[max(low, text.rfind("。", low, start) + 1) : start])


def _kind(text: str, number: values.Number, unit: str, dated: bool) -> IndicatorKind:
    """A rate, span or sum that a rule fixes and a threshold are standards; what is to be reached or made is a target."""
    end, phrase = number.match.end(), number.phrase
    if _CONDITION.match(text, end, end + _BEHIND):
        return "standard"
    if _passed(text, number, unit):
        return "standard"
    if number.match["unit"] == "番":
        return "target"
    if unit in values.units("money") and "标准" in phrase:
        return "standard"  # 补助标准提高到420元
    if unit in values.units("rates") and _AIMED.search(phrase) and not _CHARGED.search(phrase):
        return "target"
    if unit in values.units("money") and _VOLUME.search(phrase) and not _PLAIN.search(phrase):
        return "target"
    if unit not in values.units("rates", "spans", "money") or _REACHED.search(phrase):
        return "target"
    shared = dated and unit in values.units("rates") and _SHARE.search(phrase)
    return "target" if shared and not _CHARGED.search(phrase) else "standard"


def _passed(text: str, number: values.Number, unit: str) -> bool:
    """True for a threshold that says which are meant: 10万平方米以上的综合体; 90%以上的村 only behind 对."""
    bounded = number.match["post"] or values.bound(number.phrase)
    if not (bounded and _QUALIFIES.match(text, number.match.end())):
        return False
    return bool(_OVER.match(number.phrase)) or unit not in values.units("rates")


def _frequency(folded: Folded, match: re.Match[str], calendar: Calendar) -> Indicator:
    """每半年督查一次 → 1 次; 5年一周期 → 5 年."""
    groups = match.groupdict()
    times = groups.get("times") or groups.get("years") or "一"
    number = times if times.isdigit() else str(to_int(times.replace("两", "二")))
    return Indicator(
        subject=match[0],
        value=(float(number),),
        comparator=">=" if groups.get("least") else "=",
        unit="次" if groups.get("times") else "年",
        deadline=calendar.governs(match.start()),
        kind="frequency",
        modality=None,
        scope=None,
        span=folded.span(*match.span()),
    )
