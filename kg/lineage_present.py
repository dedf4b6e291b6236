"""Lineage, coverage, targets and comparisons as sheets. Only lineage_cli.py uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.sheets import Sheet
from ontology import schema
from queries.lineage import DRAFT_ONLY, ISSUED, NOT_FOUND, UNMATCHED, in_words, marked, whose

if TYPE_CHECKING:
    from loaders.compare import Comparison
    from queries.additions import Added
    from queries.lineage import Coverage, Link, Taker, Task

GRADES = {"direct": "直接 direct", "partial": "部分 partial"}
GROUNDS = {
    "cited": "引用 cited",
    "presumed": "推定 presumed",
    "same document": "同一文件 same document",
    "peers": "同级 peers",
}
DIRECTIONS = {
    "up": "上级依据 above",
    "down": "下级落实 below",
    "inside": "附件与正文 annex and body",
}
ROLES = {"lead": "牵头 lead", "responsible": "负责 responsible"}
STATUSES = {
    "kept": "未变 kept",
    "changed": "改动 changed",
    "moved": "移动 moved",
    "new": "新增 new",
    "dropped": "删去 dropped",
}
_BEGINNING = 60  # characters of a clause that was added or dropped, in the table for people
CHANGES = {"value": "数值", "comparator": "比较", "deadline": "时限", "modality": "语气", "scope": "范围"}
FULL = (
    ("方向", "direction", 14), ("级数", "hops", 6), ("上级条款", "from", 16), ("上级条款标题", "from heading", 24),
    ("下级条款", "to", 16), ("下级条款标题", "to heading", 24), ("等级", "grade", 14), ("得分", "score", 8),
    ("比对理由", "ground", 16), ("对应语句", "aligned phrases", 40), ("上级原句", "sentence above", 60),
    ("下级原句", "sentence below", 60), ("上级文件", "document above", 40), ("下级文件", "document below", 40),
    ("方法", "method", 24), ("人工确认", "decided", 8),
)  # fmt: skip
BRIEF = (
    ("上级条款", "Above", 20), ("下级条款", "Below", 20), ("等级", "Grade", 10), ("对应语句", "Phrases", 24),
    ("下级原句", "Sentence below", 36),
)  # fmt: skip


def _once(words: Sequence[str]) -> tuple[str, ...]:
    """Each aligned phrase once, as it may stand in a clause again and again."""
    return tuple(dict.fromkeys(words))


def lineage(links: Sequence[Link]) -> Sheet:
    """All links with everything that is known of them."""
    return Sheet("沿袭 Lineage", FULL, [_full(link) for link in links])


def _full(link: Link) -> list[Any]:
    above, below = link.above, link.below
    return [
        DIRECTIONS[link.direction], link.hops, above.code, above.heading, below.code, below.heading,
        GRADES[link.grade], link.score, GROUNDS.get(link.ground, link.ground), _once(link.reason),
        above.sentence, below.sentence, above.title, below.title, link.method, link.decided,
    ]  # fmt: skip


def lineage_tables(links: Sequence[Link]) -> list[Sheet]:
    """For people: a table for each pair of documents and distance, its title saying which and on what ground."""
    groups: dict[tuple[str, int, str, str, str], list[Link]] = {}
    for link in links:
        key = (link.direction, link.hops, link.above.title, link.below.title, link.ground)
        groups.setdefault(key, []).append(link)
    return [Sheet(_headline(*key, found), BRIEF, list(map(_brief, found))) for key, found in groups.items()]


def _headline(direction: str, hops: int, above: str, below: str, ground: str, found: Sequence[Link]) -> str:
    direct = sum(link.grade == "direct" for link in found)
    far = f" · 第{hops}级 hop {hops}" if hops > 1 else ""
    names = above if direction == "inside" else f"{above} ← {below}"
    counts = f"直接 direct {direct}，部分 partial {len(found) - direct}"
    return f"{DIRECTIONS[direction]}{far}：{names}（{GROUNDS.get(ground, ground)}；{counts}）"


def _brief(link: Link) -> list[Any]:
    above, below = (f"{side.code} {side.heading}" for side in (link.above, link.below))
    return [above, below, f"{GRADES[link.grade]} {link.score:.2f}", _once(link.reason), link.below.sentence]


def agencies(rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Who leads, or else answers, above and below; whether that is one function (教育厅, 教育局)."""
    columns = (
        ("方向", "direction", 14), ("上级条款", "clause above", 24), ("上级角色", "role above", 12), ("上级主体", "bodies above", 36),
        ("下级条款", "clause below", 24), ("下级角色", "role below", 12), ("下级主体", "bodies below", 36),
        ("职能对应", "same function", 12),
    )  # fmt: skip
    return Sheet("责任主体 Agencies", columns, [_agencies(row) for row in rows])


def _agencies(row: Mapping[str, Any]) -> list[Any]:
    ends = (
        (
            f"{row[f'{end}_path']} {row[f'{end}_heading'] or ''}".strip(),
            ROLES[row[f"{end}_role"]],
            row[f"{end}_agencies"],
        )
        for end in ("parent", "child")
    )
    return [DIRECTIONS[row["direction"]], *(cell for end in ends for cell in end), row["same"]]


def coverage(found: Coverage, brief: bool = False) -> Sheet:
    """Tasks × documents: the best clause and its score in each cell; `brief` cuts long names of tasks."""
    takers = [(taker.name, _told(taker), 24) for taker in found.takers]
    columns = (("任务", "Task", 12), ("任务标题", "Heading", 30), *takers, ("承接", "Taken up", 12))
    rows = [
        [task.path, task.brief if brief else task.name, *map(_cell, found.of(task)), _state(found, task)]
        for task in found.tasks
    ]
    return Sheet("任务承接 Coverage", columns, rows)


def _told(taker: Taker) -> str:
    """Title of a document that is a column; what was compared in vain says so."""
    return taker.title if taker.matched else f"{taker.title}（{UNMATCHED[taker.ground]}）"


def _state(found: Coverage, task: Task) -> str:
    if found.in_draft_only(task):
        return DRAFT_ONLY
    return "" if any(found.of(task)) else NOT_FOUND


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    words = f"{row['child_path']} {row['child_heading'] or ''}".strip()
    presumed = " 推定 presumed" if row["ground"] == "presumed" else ""
    return f"{GRADES[row['grade']]} {row['score']:.2f}{presumed} {words}"


def not_found(rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Tasks that nothing issued takes up, with the drafts that do."""
    columns = (
        ("编号路径", "Path", 14), ("标题", "Heading", 24), ("原文", "Text", 64), ("仅见于草案", "Found in drafts only", 24),
    )  # fmt: skip
    names = ("path", "heading", "quote", "drafts")
    return Sheet("未找到承接 Not found", columns, [[row[name] for name in names] for row in rows])


def tasks(title: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Clauses with their text: additions of a document's own."""
    columns = (("编号路径", "Path", 14), ("标题", "Heading", 30), ("原文", "Text", 80))
    return Sheet(title, columns, [[row["path"], row["heading"], row["quote"]] for row in rows])


def added(taker: Taker, found: Sequence[Added]) -> Sheet:
    """What a document says of its own inside clauses that carry out a higher one."""
    columns = (
        ("编号路径", "Path", 14), ("标题", "Heading", 24), ("语句", "Sentence", 64), ("上级没有的指标", "Numbers not above", 30),
    )  # fmt: skip
    rows = [[one.path, one.heading, one.sentence, one.numbers] for one in found]
    return Sheet(f"{taker.name} 对应条款内增加 Added within", columns, rows)


def targets(rows: Sequence[Mapping[str, Any]], brief: bool = False) -> Sheet:
    """Target pairs, the number above beside the number below; all but `brief` with sentences and documents."""
    columns = (
        ("方向", "Direction", 12), ("指标对象", "What is counted", 24), ("上级目标", "Above", 18), ("下级目标", "Below", 18),
        ("比率", "Ratio", 7), ("变化", "Changes", 14), ("上级条款", "Clause above", 24), ("下级条款", "Clause below", 24),
    )  # fmt: skip
    more = (
        ("比对理由", "Ground", 16), ("上级原句", "Sentence above", 60), ("下级原句", "Sentence below", 60),
        ("上级文件", "Document above", 40), ("下级文件", "Document below", 40),
    )  # fmt: skip
    told = [_target(row) if brief else [*_target(row), *_behind(row)] for row in rows]
    return Sheet("目标对应 Targets", columns if brief else (*columns, *more), told)


def _target(row: Mapping[str, Any]) -> list[Any]:
    return [
        DIRECTIONS[row["direction"]],
        row["child_subject"],
        in_words(row, "parent"),
        in_words(row, "child"),
        row["ratio"],
        changes(row),
        *(" ".join((whose(row, end), row[f"{end}_path"])).strip() for end in ("parent", "child")),
    ]


def changes(row: Mapping[str, Any]) -> list[str]:
    """What differs; a deadline that is later below says so."""
    names = {**CHANGES, "deadline": "时限延后"} if row["later"] else CHANGES
    return [names[change] for change in row["changes"]]


def _behind(row: Mapping[str, Any]) -> list[Any]:
    """Ground, sentences and documents of a target pair."""
    titles = (f"{row[f'{end}_title']}{marked(row[f'{end}_status'] or ISSUED)}" for end in ("parent", "child"))
    return [GROUNDS.get(row["ground"], row["ground"]), row["parent_quote"], row["child_quote"], *titles]


def sums(rows: Sequence[Mapping[str, Any]], brief: bool = False) -> Sheet:
    """Lower targets summed up, beside the target above; `brief` says of deadlines only that one is later."""
    columns = [
        ("subject", "指标对象", "What is counted", 28), ("value", "上级数值", "Value above", 14), ("unit", "单位", "Unit", 6),
        ("level", "下级层级", "Level below", 10), ("regions", "地区数", "Regions", 8), ("documents", "文件数", "Documents", 8),
        ("drafts", "其中草案", "Drafts", 8), ("total", "下级之和", "Sum below", 14), ("share", "占比", "Share", 8),
        ("deadline", "上级时限", "Deadline above", 10), ("latest", "下级最晚时限", "Latest below", 10),
        ("later", "时限晚于上级", "Later", 8), ("path", "条款", "Clause", 14),
    ]  # fmt: skip
    left_out = {"drafts", "deadline", "latest"} if brief else set[str]()
    shown = [column for column in columns if column[0] not in left_out]
    levels = schema.load().enums["Level"]
    told = [{**row, "level": f"{levels.get(row['level'], '')} {row['level'] or ''}".strip()} for row in rows]
    return Sheet(
        "下级目标之和 Sums",
        [column[1:] for column in shown],
        [[row[name] for name, *_ in shown] for row in told],
    )


def comparison(found: Comparison, brief: bool = False) -> Sheet:
    """Clause by clause what was kept, changed, moved, added or dropped; `brief` leaves out what was kept."""
    columns = (
        ("变化", "Change", 12), ("原条款", "Before", 16), ("新条款", "After", 16), ("标题", "Heading", 24), ("文字改动", "Words", 60),
        ("分工变化", "Assignments", 36), ("指标变化", "Indicators", 36),
    )  # fmt: skip
    shown = [one for one in found.changes if not (brief and one.status == "kept")]
    rows = [
        [
            STATUSES[one.status] + ("；移动 moved" if one.changed and one.moved else ""),
            one.before,
            one.after,
            one.heading,
            _begun(one.words) if brief else one.words,
            one.assignments,
            one.indicators,
        ]
        for one in shown
    ]
    return Sheet("比较 Comparison", columns, rows)


def _begun(words: str) -> str:
    """A clause that stands alone, by how it begins; marked changes stay whole."""
    marked = "[-" in words or "{+" in words
    return words if marked or len(words) <= _BEGINNING else words[:_BEGINNING] + "…"
