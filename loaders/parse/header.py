"""标题, 发文字号, 发文机关, 成文日期, status, level and region, as GB/T 9704 places them, and what goes into the frame.

The frame is everything that is not the text itself: title lines, number, addressee, signature, date, 此件公开发布.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import PurePath

from kg.ids import number_key, title_key
from kg.records import Block, Finding, Header, Level, Source, Span, Status
from loaders.parse.numbering import marker, to_int
from loaders.resolve.regions import MUNICIPALITIES, Divisions, Region

KINDS = (
    "通知|意见|方案|办法|措施|政策|要点|清单|计划|规定|细则|条例|决定|公告|通告|通报|批复|函|规划|"
    "举措|纲要|名单|安排|指南|目录|分工|制度|标准|法"
)
# 国发〔2019〕4号 · 鲁政办发[2019]2号 · 威政办字﹝2019﹞46号 · 国发〔201419号 (a lost bracket)
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}[〔\[［﹝（(【]\s?((?:19|20)\d{2})\s?[〕\]］﹞）)】]?\s?(?:第)?\s?(\d{1,4})\s?号"
)
_TITLE_END = re.compile(rf"(?:{KINDS})(?:[（(〔][^）)〕]{{1,20}}[）)〕])?$")  # …的通知 · …实施方案（试行）
# 2020年4月7日 · 2023 年1 月6 日 · 二〇二〇年四月七日
_DATE = re.compile(
    r"((?:19|20)\d{2}|[一二][一二三四五六七八九〇○零]{3})\s*年"
    r"\s*([\d一二三四五六七八九十]{1,3})\s*月\s*([\d一二三四五六七八九十]{1,3})\s*日"
)
_STATUS: tuple[tuple[str, Status], ...] = (
    ("征求意见稿", "draft_for_comment"),
    ("讨论稿", "discussion_draft"),
    ("送审稿", "draft_for_review"),
)
_STATUS_LINE = re.compile(
    r"[（(〔\[]?\s*(征\s*求\s*意\s*见|讨\s*论|送\s*审)\s*稿\s*[）)〕\]]?"
)  # （讨 论 稿）
_PUBLIC = re.compile(r"[（(]此件.{0,12}(?:公开|发布).{0,6}[）)]")  # （此件公开发布）
_CLIPPING = re.compile(
    r"【法宝引证码】|^原文链接|^来源[:：]|^发布(?:时间|日期)[:：]|^索引号|^(?:网站|本站)?首页\s?[>＞»›]"
)  # a web page's own lines: 首页>政务公开
_ISSUING = re.compile(
    r"印发给你们|印发你们|予以印发|现予印发|请.{0,10}(?:遵照|贯彻|认真).{0,6}执行|特此通知"
)  # 现印发给你们
_ISSUED = re.compile(r"《([^》]{4,80})》")  # 《…实施方案》已经市政府同意
_ADDRESSEE = re.compile(r"^[^。；]{2,400}[：:]$")  # 各县（市、区）人民政府，市政府各部门：
_ADDRESSED = re.compile(r"各|有关|人民政府|部门|单位|机构|公司|办事处")  # words of an addressee: 各市人民政府
_BODY_SUFFIX = re.compile(
    r"(?:人民政府|政府|办公厅|办公室|委员会|管委会|[\u4e00-\u9fff](?:厅|局|委|部|院|会|办|中心|署))(?:（代章）|\(代章\))?$"
)  # 聊城市人民政府 · 市大数据局
_ANNEXES = re.compile(r"附\s*件\s*[：:]\s*(.+)?")  # 附件：1.名单
_ANNEX = re.compile(r"^附\s*件\s*([\d０-９一二三四五六七八九十]{0,3})\s*[：:]?\s*")  # 附件 · 附件2 · 附 件：


# a name that stands in a signature and nowhere in a sentence: 教育部, 国务院国资委, 聊城市人民政府
_BODY = re.compile(
    r"(?!附|各|由|成立|加强)[\u4e00-\u9fff]+(?:政府|[厅局委部院署]|委员会|管委会|办公[室厅]|(?<!大)会|银行)"
)
_ALONE = 40  # characters of a line that holds one thing
_OPENS_DATE = frozenset("12一二")  # 2020年… · 二〇二〇年…
_OPENS_LINE = _OPENS_DATE | frozenset("（(〔[征讨送")  # （此件公开发布） · 征求意见稿
_LONGEST_SIGNATURE = 80  # characters of a line
_LONGEST_DATE = 30  # characters, blanks of the layout included: （二〇二〇年 四月 七日）


@dataclass(slots=True)
class Frame:
    """Where things stand: the words of each block, the indexes of the frame's, and what was found on the way."""

    texts: list[str]
    inside: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def annex_number(text: str) -> tuple[str, str] | None:
    """('2', rest) for a block that opens with 附件2; None otherwise."""
    match = _ANNEX.match(text) if text[:1] == "附" else None
    return (match[1], text[match.end() :].strip()) if match else None


def parse_date(text: str) -> str | None:
    """The first 年月日 as YYYY-MM-DD, or None: '二〇二〇年四月七日' → '2020-04-07'."""
    match = _DATE.search(text)
    if not match:
        return None
    year = "".join(
        c if c.isdigit() else str("〇一二三四五六七八九".find(c)) for c in re.sub("[零○]", "〇", match[1])
    )
    month, day = to_int(match[2]), to_int(match[3])
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def parse(source: Source, stated: dict[str, str], divisions: Divisions) -> tuple[Header, Frame]:
    """The header of a document and its frame. Of `stated`, only region and province help to read; the rest is kept."""
    text = source.text
    frame = Frame([text[block.span.start : block.span.end] for block in source.blocks])
    spans: dict[str, Span] = {}
    title = _title(source, frame, spans)
    number = _number(source, frame, spans) or source.stated.get("number")
    date = _date(source, frame, spans) or source.stated.get("date")
    _mark_frame(frame)
    signed = _signature(source, frame, spans)
    issuers = _issuers(title, signed, divisions)
    region, level = _place(issuers, title, stated, divisions, text)
    if region is None and level is None and (region := divisions.mentioned(title)):
        level = region.level
        message = f"the region is taken from a word of the title: {region.name} 地区取自标题中的地名"
        frame.findings.append(Finding("region-from-title", message, spans.get("title")))
    header = Header(
        title=title,
        number=number_key(number) if number else None,
        issuers=issuers,
        date=date,
        status=_status(source, frame, title),
        level=level,
        region=region.name if region else stated.get("region"),
        province=stated.get("province") or (region.province if region else None),
        attachments=_attachments(frame),
        spans=spans,
        stated=stated,
        place=_id(region, stated.get("region")),
    )
    return header, frame


def _clean(title: str) -> str:
    """The title without the spaces of its layout; one stays between two issuers: '教育部 山东省人民政府关于…'."""
    before, about, after = title.strip().partition("关于")
    names = " ".join(before.split()) if about else "".join(before.split())
    return names + about + "".join(after.split())


def _title(source: Source, frame: Frame, spans: dict[str, Span]) -> str:
    """The title lines at the top; else the plan that the notice names; else the annex's heading; else the file name."""
    lines = _title_lines(source, frame)
    if lines:
        spans["title"] = Span(source.blocks[lines[0]].span.start, source.blocks[lines[-1]].span.end)
        return _clean("".join(frame.texts[i] for i in lines))
    for index, block in enumerate(source.blocks[:8]):
        words = frame.texts[index]
        if _ISSUING.search(words) and (match := _ISSUED.search(words)):
            spans["title"] = Span(block.span.start + match.start(1), block.span.start + match.end(1))
            frame.findings.append(
                Finding(
                    "title-lost",
                    "the title is taken from the notice's 《》 标题取自通知内书名号",
                    spans["title"],
                )
            )
            return _clean(match[1])
        if index == 1 and annex_number(frame.texts[0]) and len(words) <= 60:
            spans["title"] = block.span
            return _clean(words)
    frame.findings.append(
        Finding("title-lost", "no title found; the file's name is shown 未找到标题，以文件名代替")
    )
    return re.sub(r"^[A-Za-z]*\d+[_\- ]+", "", PurePath(source.file).stem)


def _title_lines(source: Source, frame: Frame) -> list[int]:
    """The indexes of the blocks that make the title: up to four short lines that end in a kind of document."""
    taken: list[int] = []
    for index, block in enumerate(source.blocks[:12]):
        words = frame.texts[index]
        if _CLIPPING.search(words):
            frame.inside.add(index)
            continue
        if NUMBER.fullmatch(words.strip("（）() ")) or _STATUS_LINE.fullmatch(words):
            break
        ends = words.endswith(("。", "：", ":", "；", "，", "！")) or _DATE.fullmatch(words)
        if block.kind == "row" or marker(words) or annex_number(words) or len(words) > 120 or ends:
            break
        taken.append(index)
        joined = "".join(frame.texts[i] for i in taken)
        if _TITLE_END.search(joined.replace(" ", "")):
            frame.inside.update(taken)
            return taken
        if len(taken) == 4:
            break
    return []


def _number(source: Source, frame: Frame, spans: dict[str, Span]) -> str | None:
    """The 发文字号: alone on one of the first lines."""
    for index, block in enumerate(source.blocks[:12]):
        words = frame.texts[index]
        match = NUMBER.search(words)
        if match and len(words) - len(match[0]) <= 4:
            spans["number"] = Span(block.span.start + match.start(), block.span.start + match.end())
            frame.inside.add(index)
            return match[0]
    return None


def _date(source: Source, frame: Frame, spans: dict[str, Span]) -> str | None:
    """成文日期: the first line that is a date and little else."""
    for index, words in enumerate(frame.texts):
        if len(words) > _LONGEST_DATE:
            continue
        match = _DATE.search(words)
        if match and len(words) - len(match[0]) <= 2:
            start = source.blocks[index].span.start
            spans["date"] = Span(start + match.start(), start + match.end())
            frame.inside.add(index)
            return parse_date(words)
    return None


def _mark_frame(frame: Frame) -> None:
    """Puts title copies, addressee, notice, signature, status and release lines into the frame."""
    texts = frame.texts
    titles = {title_key(texts[i]) for i in frame.inside}
    titles |= {title_key(m) for words in texts[:10] for m in _ISSUED.findall(words) if _ISSUING.search(words)}
    started = False
    for index, (words, following) in enumerate(zip(texts, [*texts[1:], ""], strict=True)):
        started = started or marker(words) is not None
        if started and len(words) > _ALONE:
            continue
        if (
            (words[0] in _OPENS_LINE and _is_line(words))
            or (len(words) <= _ALONE and _is_dated(following) and _BODY_SUFFIX.search(words))
            or (not started and _is_opening(words, titles))
            or (not started and index < 12 and _ISSUING.search(words))
        ):
            frame.inside.add(index)


def _is_line(words: str) -> bool:
    """A line that is nothing but a release note, a status or a date."""
    dated = len(words) <= _ALONE and _DATE.fullmatch(words)
    return bool(dated or _PUBLIC.fullmatch(words) or _STATUS_LINE.fullmatch(words))


def _is_dated(words: str) -> bool:
    """A date and little else, as stands below a signature."""
    return words[:1] in _OPENS_DATE and len(words) < 16 and bool(_DATE.match(words))


def _is_opening(words: str, titles: set[str]) -> bool:
    """The title once more, or the addressee: '各县（市、区）人民政府，市政府各部门：'."""
    addressed = words[-1] in "：:" and _ADDRESSEE.match(words) and _ADDRESSED.search(words)
    first = title_key(words[0])  # tells most texts apart without a copy of the whole
    return bool(addressed) or (
        any(title.startswith(first) for title in titles) and title_key(words) in titles
    )


def _signature(source: Source, frame: Frame, spans: dict[str, Span]) -> tuple[str, ...]:
    """The names right above the date line, over all lines that hold bodies alone: '教育部　财政部⏎国务院国资委'."""
    if "date" not in spans:
        return ()
    dated = bisect_right([block.span.start for block in source.blocks], spans["date"].start) - 1
    first = dated
    names: tuple[str, ...] = ()
    while first and (above := _signed(source.blocks[first - 1], source.text, last=first == dated)):
        names, first = above + names, first - 1
    if names:
        frame.inside.update(range(first, dated))
        spans["issuer"] = Span(source.blocks[first].span.start, source.blocks[dated - 1].span.end)
    return names


def _signed(block: Block, text: str, last: bool) -> tuple[str, ...]:
    """The bodies of a line of a signature; none where it holds anything else. Above the `last` line each must be one."""
    words = block.span.quote(text) if block.span.end - block.span.start <= _LONGEST_SIGNATURE else ""
    names = _split(re.sub(r"[（(]代章[）)]$", "", words))
    if block.kind == "row" or not (names and _BODY_SUFFIX.search(words)):
        return ()
    if last and len(words) <= 40:
        return names
    plain = not marker(words) and all(2 < len(name) <= 25 and _BODY.fullmatch(name) for name in names)
    return names if plain else ()


def _issuers(title: str, signed: tuple[str, ...], divisions: Divisions) -> tuple[str, ...]:
    """The names before 关于 in the title, else the signature; a short signature (省政府办公厅) yields to the title."""
    before = re.split(r"关于", title, maxsplit=1)
    names = _split(before[0]) if len(before) == 2 else ()
    if names and all(_BODY_SUFFIX.search(name) or name == "国务院" for name in names):
        return tuple(part for name in names for part in _joined(name, divisions))
    return signed


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in re.split(r"[、，,\s　]+", names.strip()) if name)


def _joined(names: str, divisions: Divisions) -> list[str]:
    """Names that run into each other: '中共通辽市委办公室通辽市人民政府办公室' are two, cut before the second region."""
    for cut in range(len(names) - 2, 2, -1):
        region, _ = divisions.prefix(names[cut:])
        if region and _BODY_SUFFIX.search(names[:cut]) and divisions.prefix(names)[0] != region:
            return [*_joined(names[:cut], divisions), names[cut:]]
        if region and names[:2] == "中共" and _BODY_SUFFIX.search(names[:cut]):
            return [names[:cut], names[cut:]]
    return [names]


def _status(source: Source, frame: Frame, title: str) -> Status:
    top = "".join(frame.texts[:4])
    place = re.sub(r"\s", "", top[:300] + title + source.file)
    return next((status for word, status in _STATUS if word in place), "issued")


def _place(
    issuers: tuple[str, ...], title: str, stated: dict[str, str], divisions: Divisions, text: str
) -> tuple[Region | None, Level | None]:
    """Region and level: of the issuer's name, else of the title, else of a place that the text calls its own."""
    above = divisions.named(stated["province"]) if "province" in stated else None
    if any(name.startswith(("国务院", "中共中央", "国家")) for name in issuers) and "region" not in stated:
        return None, "national"
    for name in [*([stated["region"]] if "region" in stated else []), *reversed(issuers), title]:
        region, _ = divisions.prefix(name.removeprefix("中共"), above)
        if region:
            return region, _level(region)
    found = re.search(r"(?:[《，。]|^)([\u4e00-\u9fff]{2,7}[省市县区])人民政府", text[:2000])
    region = divisions.named(found[1]) if found else None
    if region:
        return region, _level(region)
    return None, "national" if title.startswith(("国务院", "教育部", "国家")) else None


def _id(region: Region | None, stated: str | None) -> str | None:
    """The region's id, unless a manifest names another region that no table holds."""
    return region.id if region and (not stated or stated.endswith(region.name)) else None


def _level(region: Region) -> Level:
    """北京市 counts as a province, by GB/T 2260 and by the rank of its government."""
    return "province" if region.name in MUNICIPALITIES else region.level


def _attachments(frame: Frame) -> tuple[str, ...]:
    """The titles after 附件：, over the lines that number them; these lines are no clauses."""
    titles: list[str] = []
    listing = False
    for index, words in enumerate(frame.texts):
        match = _ANNEXES.match(words) if words[:1] == "附" else None
        if match:
            titles, listing = [match[1] or ""], True
        elif listing and re.match(r"\d{1,2}\s*[.．、]\s*\S{2,60}$", words):  # 2.任务清单
            titles.append(words)
        elif listing:
            break
        if listing:
            frame.inside.add(index)
    numbered = (re.sub(r"^\d{1,2}\s*[.．、]\s*", "", title) for title in titles)
    cleaned = (re.sub(r"附\s*件$|^[(（]略[)）]$", "", title).strip("。；; ") for title in numbered)
    return tuple(title for title in cleaned if title)
