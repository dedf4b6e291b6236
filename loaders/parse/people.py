"""Rosters: 组 长：孙某某 市委书记, one person a line, the role said once for those below."""

from __future__ import annotations

import re

from kg.records import Block, Person, Span

_ROLE = re.compile(
    r"(常务副组\s*长|第一副组\s*长|副\s*组\s*长|组\s*长|总召集人|副召集人|召集人|办公室主任|副\s*主\s*任|主\s*任|成\s*员)\s*[：:]\s*"
)  # 副组长：
# 孙爱军 市委书记 · 商 华 市委组织部副部长 · 陈  伟  市政府副秘书长 · 谢华市 外办主任 (a slip: the space stands one too late)
_PERSON = re.compile(
    r"([\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff](?=[ \u3000])|[\u4e00-\u9fff·]{1,3}))[ \u3000]+(\S.*)"
)
# 办公室主任由市教育体育局局长王福祥担任
_OFFICE = re.compile(
    r"(办公室主任)由(\S{2,20}?(?:局长|主任|部长|秘书长|厅长|书记))([\u4e00-\u9fff]{2,3})(?:同志)?(?:兼任|担任)"
)
# 市教育局局长 → 市教育局 · 市委组织部副部长 → 市委组织部 · 市财政局总会计师 → 市财政局 · 市政府副市长 → 市政府
_POST = re.compile(
    r"(.+?[局委办部院会厅室府])(?:分管.{0,8}的)?(?:党组|常务)?(?:第一)?副?(?:局长|主任|部长|书记|院长|厅长|理事长|主席|秘书长|会长"
    r"|总(?:会计|工程|经济|规划|农艺|审计)师|(?<=府)[省市区县州旗]长|(?<=府副)[省市区县州旗]长|(?<=府常务副)[省市区县州旗]长)"
)
_HEAD = re.compile(
    r"(.{1,8}([省市区县州旗镇乡]))(?:常务)?副?\2长"
)  # 越城区副区长 → 越城区, whose government it is


def office(post: str) -> str | None:
    """The body that a post belongs to; None where it names none (副市长), or more than one post is told.

    >>> office("市财政局总会计师")
    '市财政局'
    """
    match = _POST.fullmatch(post) or _HEAD.fullmatch(post)
    return match[1] if match and "、" not in post else None


def parse(text: str, blocks: list[Block]) -> list[Person]:
    """The people of roster blocks in order. Lines that are no 'name post' pair are left out."""
    people: list[Person] = []
    role = ""
    for block in blocks:
        words = block.span.quote(text)
        office = _OFFICE.search(words)
        if office:
            span = Span(block.span.start + office.start(), block.span.start + office.end())
            people.append(Person(office[3], office[2], office[1], span))
            continue
        said = _ROLE.match(words)
        if said:
            role = re.sub(r"\s", "", said[1])
            words = words[said.end() :]
        match = _PERSON.fullmatch(words)
        if match and role:
            name, post = _mend(re.sub(r"\s", "", match[1]), match[2].strip())
            start = block.span.end - len(words)
            people.append(Person(name, post, role, Span(start, block.span.end)))
    return people


def _mend(name: str, post: str) -> tuple[str, str]:
    """'谢华市' '外办主任' → '谢华' '市外办主任': a level at a name's end belongs to the post."""
    if len(name) == 3 and name[-1] in "市省县区" and post[0] not in "市省县区":
        return name[:2], name[2] + post
    return name, post
