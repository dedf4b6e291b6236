"""The words of a responsibility statement: 省A厅牵头，B海关配合 → names with their roles.

The same words come again and again in a document, so what they tell is kept; places count from the start of the words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kg.records import Role
from loaders.parse import names, naming
from loaders.parse.folded import angled, split_outside
from loaders.parse.naming import Name
from loaders.resolve import usual
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary
from ontology.vocab.names import national

Part = tuple[Name, Role]

_HOW = re.compile(
    r"(?:按照?(?:各自)?(?:的)?(?:职责|职能|任务|工作)?(?:分工|职责)?|依(?:照)?职责(?:分工)?|分别|分头|共同|具体|分工|联合|各自|各负其责|统筹){1,4}$"
)  # 按职责分工 of 省A厅按职责分工负责
_HOW_ENDS = frozenset("按照自的责能务作工依别头同体合筹")  # its last characters: 工 of 按职责分工
# a piece of a statement that says when: 2025年4月30日前完成 · 4月底前 · 持续推进 · 年底前完成并长期坚持
_WHEN = re.compile(
    r"(?:完成时限)?(?:到|于|在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年)?(?:上半年|年底|月底|底|末)?"
    r"(?:之|以)?(?:前|内|起)?(?:完成|实施|启动|取得\S{0,6}|持续\S{0,4}|长期\S{0,4}|全年\S{0,4})?"
    r"(?:[并且](?:长期|持续|常态化?)?(?:坚持|推进|保持|实施))?"
)
_PAUSE = re.compile(r"(?<=牵头|负责|配合|参与)、(?=[\u4e00-\u9fff])")  # 、 of 市A局牵头、市B局配合
_LONGEST_VERB, _LONGEST_HOW = 14, 24  # characters: 按职责分工配合工作。 · 按照各自职责分工共同具体
_LEVEL = re.compile(r"自治区|[省市区县州旗](?!场)")  # 市 of 市教育局, not of 市场监管局

# what joins a body to its partners: 市A局会同市B局 · 市A委商市B局 · 市A委商财政局; not 市商务局, 招商局
_JOINING = re.compile(r"会同|(?<=[局委办厅府会部院署])(?:会商|商请|商)(?=(?P<who>[^，；、。（〔]{2,20}))")
_COMPANY = ("公司", "集团", "银行", "学院", "医院", "研究院")
_OFFICE = ("厅", "局", "委", "政府", "办公室")


class Told(NamedTuple):
    """What the words of a statement tell: names with roles, words that name nobody, the level that they left off with."""

    parts: tuple[Part, ...]
    refused: tuple[str, ...]
    level: str


@cache
def _verb() -> re.Pattern[str]:
    """A verb behind names: …牵头 · …按职责分工负责."""
    roles = vocabulary("roles")
    words = sorted(
        (word for role in ("lead", "cooperate", "responsible") for word in roles[role]["verb"]), key=len
    )
    return re.compile(rf"(?P<verb>{'|'.join(reversed(words))})(?:工作)?[。]?$")


@cache
def role_of(word: str, kind: str) -> Role:
    """The role that a `label` (牵头) or a `verb` (按职责分工负责) gives."""
    roles = vocabulary("roles")
    found: Role = next(role for role in ("lead", "cooperate", "responsible") if word in roles[role][kind])
    return found


@lru_cache(maxsize=4096)
def told(words: str, default: Role | None, divisions: Divisions, level: str = "") -> Told:
    """Names with roles from verbs; what no verb rules gets `default`, or is refused.

    `level` is what the words before left off with (市 holds for all).
    """
    words = _PAUSE.sub("，", angled(words))
    parts: list[Part] = []
    refused: list[str] = []
    waiting: list[Name] = []
    for start, end in split_outside(words, "，；。"):
        piece = words[start:end]
        if _WHEN.fullmatch(piece):
            continue
        verb = _verb().search(piece, max(0, len(piece) - _LONGEST_VERB))
        names_end = start + (_without_how(piece, verb.start()) if verb else end - start)
        lead_in = 1 if piece.startswith("由") else 0
        given, partners, not_names = _with_partners(words, start + lead_in, names_end, divisions, level)
        waiting += [*given, *partners]
        refused += not_names
        level = _level(waiting) or level
        if verb:
            role = role_of(verb["verb"], "verb")
            parts += [(name, name.said or ("cooperate" if name in partners else role)) for name in waiting]
            waiting = []
    parts += [(name, name.said or default) for name in waiting if name.said or default]  # type: ignore[misc]
    refused += [name.surface for name in waiting if not (name.said or default)]
    return Told(tuple(parts), tuple(refused), level)


def says_role(words: str) -> bool:
    """True for words that end in a role's verb: 市教育局、市财政局按职责分工负责."""
    return _verb().search(words, max(0, len(words) - _LONGEST_VERB)) is not None


def without_when(words: str) -> str:
    """The words without a last piece that says when: 市教育局；各县区 of 市教育局；各县区；持续推进."""
    last = max(words.rfind("，"), words.rfind("；"))
    return words[:last] if last > 0 and _WHEN.fullmatch(words, last + 1) else words


def _without_how(piece: str, verb: int) -> int:
    """The length of the names in front of a verb, 按职责分工 and the like left out."""
    if piece[max(0, verb - 1) : verb] not in _HOW_ENDS:
        return verb
    how = _HOW.search(piece, max(0, verb - _LONGEST_HOW), verb)
    return how.start() if how else verb


def _with_partners(
    words: str, start: int, end: int, divisions: Divisions, level: str
) -> tuple[list[Name], list[Name], list[str]]:
    """市A局会同市B局 → A, and B as a partner; and the words that name nobody."""
    joining = _joining(words, start, end)
    if joining is None:
        given, refused = names.parse(words, start, end, divisions, level)
        return given, [], refused
    first, refused = names.parse(words, start, joining.start(), divisions, level)
    second, more = names.parse(words, joining.end(), end, divisions, _level(first) or level)
    return first, second, refused + more


def _joining(words: str, start: int, end: int) -> re.Match[str] | None:
    """The word that joins a body to its partners. Behind 商 a body starts with its level, or is a usual department."""
    if "商" not in words and "会同" not in words:
        return None
    for match in _JOINING.finditer(words, start, end):
        who = match["who"]
        if not who or naming.level_of(who) or usual.is_department(who):
            return match
    return None


def _level(given: list[Name]) -> str:
    """The level that the last name left off with: 市."""
    for name in reversed(given):
        match = _LEVEL.match(name.surface)
        if match and not name.group:
            return match[0]
        if name.surface.startswith("各"):
            return ""
    return ""


def is_unmistakable(surface: str, divisions: Divisions) -> bool:
    """True for a body of government that says whose it is: 商务部, 市税务局, 临浦区教育局; not 农业银行."""
    if not naming.is_certain(surface) or surface.endswith(_COMPANY):
        return False
    own = surface[divisions.prefix(surface)[1] :] or surface
    placed = own != surface and own.endswith(_OFFICE)
    return placed or bool(_LEVEL.match(surface)) or national(surface, False) is not None
