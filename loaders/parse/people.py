"""Rosters: 组 长：孙某某 市委书记, 组长：市长孙某某, 组长：孙某某（市长）, and prose: 由市长孙某某任组长."""

from __future__ import annotations

import re

from kg.records import Block, Person, Span
from loaders.parse.folded import Folded

_ROLE = re.compile(
    r"(常务副组\s*长|第一副组\s*长|副\s*组\s*长|组\s*长|副总指挥|总指挥|总召集人|副召集人|召集人|办公室主任|副\s*主\s*任|主\s*任|成\s*员)\s*[：:]\s*"
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
# surnames that a name may begin with where nothing but the words around it says that it is one
_SURNAME = (
    r"(?:欧阳|司马|上官|诸葛|尉迟|皇甫|慕容|令狐|端木|夏侯|东方|公孙|司徒"
    r"|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪解应宗丁宣贲邓郁单杭洪包左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段焦巴弓牧车侯班仰仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔胥苍闻莘翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰关查后荆红游竺权盖益桓郄肖闫付佟苑代车牟侍冼岳缑]"
    r")"
)
_NAME = rf"{_SURNAME}[\u4e00-\u9fff·]{{1,2}}"
_POSTS = r"(?:长|主任|书记|主席|[计程济划艺]师|经理|助理|调研员|巡视员|负责人|专员|政委)"
_POST_FIRST = re.compile(rf"(.*?{_POSTS})({_NAME})(?:同志)?")  # 市长孙爱军: a post, and the name behind it
_BRACKETED = re.compile(rf"({_NAME})[（(]([^（）()]*{_POSTS})[）)]")  # 孙爱军（市长）
_NO_NAME = frozenset(
    {"成员", "时任", "应当", "和成员", "任组长", "任主任", "任成员"}
)  # 市长任组长: nobody is named
_BETWEEN = re.compile(r"[、，,；;](?![^（）()]{0,60}[）)])")  # not inside a bracket: 孙爱军（市委书记、市长）
# …任组长 · 担任总召集人: what somebody is in prose
_TAKES = re.compile(r"任((?:常务副|第一副|副)?组长|总?召集人|副?总指挥|指挥长)")
_TAKING = re.compile(r"(?:同志)?[担兼]?$")  # 李强同志担, in front of 任组长
_REACH = 32  # characters: no post is longer
_LONGEST = 100  # characters: nor are all posts of one person
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
        if role and (listed := _listed(words, role, block.span.end - len(words))):
            people += listed
            continue
        match = _PERSON.fullmatch(words)
        if match and role:
            name, post = _mend(re.sub(r"\s", "", match[1]), match[2].strip())
            start = block.span.end - len(words)
            people.append(Person(name, post, role, Span(start, block.span.end)))
    return people


def _listed(words: str, role: str, start: int) -> list[Person]:
    """Those of a line that has posts in front of names, or in brackets: 市委副书记、市长孙爱军，刘升勤（副市长）.

    [] where any piece reads otherwise; a post without a name (市委副书记) belongs to the name behind it.
    """
    people: list[Person] = []
    first, posts = 0, ""
    ends = [*(match.span() for match in _BETWEEN.finditer(words)), (len(words), len(words))]
    begin = 0
    for end, behind in ends:
        piece = re.sub(r"[\s。]", "", words[begin:end])
        named = _BRACKETED.fullmatch(piece) if not posts else None
        told = (named[1], named[2]) if named else _post_first(posts + piece)
        begin = behind
        if told is None:
            posts = f"{posts}{piece}、"
            if len(posts) > _LONGEST:
                return []
            continue
        people.append(Person(*told, role, Span(start + first, start + end)))
        first, posts = behind, ""
    return people if not posts.strip("、") else []


def _post_first(piece: str) -> tuple[str, str] | None:
    """市委副书记、市长孙爱军 → (孙爱军, 市委副书记、市长)."""
    match = _POST_FIRST.fullmatch(piece)
    return (match[2], match[1]) if match and match[2] not in _NO_NAME else None


def in_prose(folded: Folded, known: list[Person]) -> list[Person]:
    """Those whom a sentence names with post and role, and no roster does: 由市长曾文明任组长."""
    people: list[Person] = []
    if "任" not in folded.text:
        return people
    told = {(one.name, one.role) for one in known}
    for takes in _TAKES.finditer(folded.text):
        low = max(0, takes.start() - _REACH)
        start = max(folded.text.rfind(mark, low, takes.start()) for mark in "由，。；：、（") + 1
        words = _TAKING.sub("", folded.text[start : takes.start()], count=1)
        found = _post_first(words) if start > low else None
        if found and (found[0], takes[1]) not in told:
            told.add((found[0], takes[1]))
            people.append(Person(*found, takes[1], folded.span(start, takes.end())))
    return people


def _mend(name: str, post: str) -> tuple[str, str]:
    """'谢华市' '外办主任' → '谢华' '市外办主任': a level at a name's end belongs to the post."""
    if len(name) == 3 and name[-1] in "市省县区" and post[0] not in "市省县区":
        return name[:2], name[2] + post
    return name, post
