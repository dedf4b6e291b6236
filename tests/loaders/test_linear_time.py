"""No rule takes more than linear time, whatever the text: each regular expression alone, then whole documents.

The attacks on a regular expression are made from its own parse tree: every repeat in it is pumped, behind what leads
to it and in front of what spoils the match, and its words are repeated.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import inspect
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import pytest

import loaders
from kg.errors import ZhengmaiError
from loaders.link.assemble import assemble
from loaders.parse import document as parser
from loaders.parse import names
from loaders.read import txt
from loaders.resolve.regions import Divisions

SIZES = (24, 1_000, 4_000)  # characters; the first tells exponential time before it can do harm
QUICK = 0.005  # seconds: what takes less for the longest is linear, or bounded
SPOILERS = ("\x01", "")
GROWTH = 8  # times, for a text four times as long: 4 is linear, 16 is quadratic


# --- each regular expression

USES = frozenset({"match", "fullmatch", "search", "finditer", "findall", "sub", "split"})


class Rule(NamedTuple):
    """A pattern, and by which methods its module uses it: one that is only matched need not be fast to search."""

    pattern: re.Pattern[str]
    uses: frozenset[str]


@functools.cache
def rules() -> dict[str, Rule]:
    """Every compiled pattern of the loaders by its name, those in tuples and dicts and cached functions too."""
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(loaders.__path__, "loaders."):
        module = importlib.import_module(info.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            uses = frozenset(re.findall(rf"\b{re.escape(name)}(?:\(\))?\.(\w+)\(", source))
            for number, one in enumerate(compiled(called(value))):
                key = f"{info.name.removeprefix('loaders.')}.{name}.{number}"
                found[key] = Rule(one, uses & USES or USES)
    return found


def called(value: Any) -> Any:
    """What a cached function without parameters gives; else the value itself."""
    cached = isinstance(value, functools._lru_cache_wrapper)
    return value() if cached and not value.__wrapped__.__code__.co_argcount else value


def compiled(value: Any) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, however deep in tuples and dicts."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from compiled(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from compiled(item)


class Attacker:
    """Makes texts from a pattern's parse tree."""

    def __init__(self, pattern: re.Pattern[str], seed: int) -> None:
        self.random = random.Random(seed)
        self.tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self.pumps: list[tuple[str, str]] = []  # (what leads to a repeat, what it repeats)

    def run(self) -> list[tuple[str, str]]:
        """(head, unit) pairs: the text is the head and many units."""
        whole = self.sample(self.tree, "")
        made = [*self.pumps, *(("", head + unit) for head, unit in self.pumps), ("", whole), ("甲", whole)]
        made += [("甲", unit) for _, unit in self.pumps]
        return [*dict.fromkeys((head, unit) for head, unit in made if unit)]

    def sample(self, tree: Any, head: str) -> str:
        """A text that the tree matches, as far as look-arounds are left out."""
        said = ""
        for op, value in tree:
            said += self.one(str(op), value, head + said)
        return said

    def one(self, op: str, value: Any, head: str) -> str:
        if op == "LITERAL":
            return chr(value)
        if op in ("NOT_LITERAL", "ANY"):
            return "丙"
        if op == "IN":
            return self.of_set(value)
        if op == "BRANCH":
            return self.sample(self.random.choice(value[1]), head)
        if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = value
            unit = self.sample(inner, head)
            if high > 3 and unit:
                self.pumps.append((head, unit))
            return unit * max(low, self.random.choice([0, 1]))
        if op == "SUBPATTERN":
            return self.sample(value[3], head)
        if op == "ATOMIC_GROUP":
            return self.sample(value, head)
        return ""

    def of_set(self, items: Any) -> str:
        (op, value), *_ = [self.random.choice(items)] if str(items[0][0]) != "NEGATE" else [("NEGATE", None)]
        if str(op) == "LITERAL":
            return chr(value)
        if str(op) == "RANGE":
            return chr(self.random.randint(*value))
        if str(op) == "CATEGORY":
            return {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "7"}.get(str(value), "丙")
        return self.random.choice("丙 7x")


def best(run: Callable[[], object], times: int = 3) -> float:
    """The best of some runs, in seconds of this process. Collecting garbage costs by all that the process holds: left out."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            start = time.process_time()
            run()
            taken.append(time.process_time() - start)
            if taken[-1] > 1:
                break
    finally:
        gc.enable()
    return min(taken)


def walk(rule: Rule, text: str) -> None:
    """What the code does with the pattern, over a text."""
    for use in rule.uses:
        if use in ("match", "fullmatch"):
            getattr(rule.pattern, use)(text)
        else:
            for _ in rule.pattern.finditer(text):
                pass


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_regular_expression_takes_linear_time(name: str) -> None:
    rule = rules()[name]
    attacks = {attack for seed in range(2) for attack in Attacker(rule.pattern, seed).run()}
    for head, unit in sorted(attacks):
        for tail in SPOILERS:
            tiny, short, long = (
                functools.partial(walk, rule, head + unit * (size // len(unit)) + tail) for size in SIZES
            )
            assert best(tiny, 2) < 0.02, f"exponential: {head!r} {unit!r} {tail!r}"
            if best(long, 1) > QUICK:
                growth = best(long) / best(short)
                assert growth < GROWTH, f"{growth:.0f} times for 4 times the text: {head!r} {unit!r} {tail!r}"


# --- whole documents

TITLE = "云浦市人民政府关于稳岗的实施意见\n云政发〔2022〕1号\n\n一、任务\n"
BEFORE = {"text": "", "statement": "（一）开灯。（责任单位：市"}
# one piece, again and again
PIECES = (
    *"（）〔〕《》“”、，。；：？ \u3000\t\n1１一市各局年月日%—①?\u200b\ufffd",
    *("（）", "（〔", "（甲", "(甲）", "《》", "《甲乙》", "“”", "《“”》", "《甲〈", "县（", "（市、", "（一", "（1）", "（负责）"),
    *("1、", "12", "3个", "10万", "3—5", "1-", "1.5", "2023年", "2023年底前", "6月底前", "到2022年，", "一次", "每半年", "每", "1+X"),
    *("市、", "市局、", "市教育局", "市教育局、", "省、市、", "各市", "各县", "等", "等部门", "会同", "会同市", "和", "及", "局"),
    *("责任", "责任单位：", "（责任单位：", "牵头单位：", "责任单位：市", "牵头单位：市教育局。", "牵头，", "负责", "按分工", "按职责分工"),
    *("为牵头", "列第一", "标黑体字", "学院", "职业技术学院、", "公司、", "集团、", "等企业", "附 件", "附件：", "成员：", "由", "根据《"),
    *("一、一、", "\n一、", "\n（一）", "\n（一）甲。", "\n1.", "\n①", "\n（1）", "\n第一条 甲", "\n附件", "\n附件1", "\n成 员："),
    *("\n\t", "\n\t1", "\n\t甲", "\n\t1\n\t开灯\n\t市教育局\n", "\n甲乙丙丁，", "\n\n甲乙丙丁，戊己庚", "[bookmark: a]", "— 3 —", "甲 "),
)  # fmt: skip
# a piece that is another one each time: # is a word of two characters, @ a number
VARIED = (
    *("《关于#的意见》、", "根据《关于#的意见》（国发〔2019〕@号），", "市#局、", "（责任单位：市#局）", "#。（责任单位：市#局）\n"),
    *("牵头单位：市#局\n", "\n（一）#事。办好#事。（责任单位：市#局）", "云浦#职业学院、", "#公司、", "建设@个#，", "2023年@月，"),
    *("\n一、#\n（一）#（责任单位：市#局）\n1.#事#事。", "\t@\n\t#事\n\t市#局\n\n", "市#局牵头，市#局配合。", "\n附件@\n#名单\n\n"),
    *("\n成员：#某 市#局局长", "#?#", "（#〕", "#，甲乙丙丁戊己庚\n\n#甲乙", "责任单位：市#局；牵头单位：市#局；", "（责任单位：市#局\n"),
)  # fmt: skip
WORDS = (
    *("责任单位：", "牵头单位：", "负责", "牵头", "附件", "\n", "\n一、", "\n（一）", "\n1.", "《", "》", "〈", "“", "”", "市教育局", "、"),
    *("，", "。", "；", "（", "）", "〔", "〕", "2023年", "底前", "3个", "每半年", "一次", "等", "云浦", "市", "各县（市、区）人民政府"),
    *("职业技术学院", "公司", "根据", "通知", "\n\t1\n\t甲\n\t市教育局\n", "成员：", "孙某 市长", "按职责分工", "会同", "?", " "),
)  # fmt: skip


def varied(form: str, length: int) -> str:
    """The form with other words and numbers each time."""
    pieces = (
        form.replace("#", chr(0x4E00 + i % 5000) + chr(0x5E00 + i // 5000)).replace("@", str(i))
        for i in count()
    )
    return "".join(islice(pieces, length // len(form)))


def shuffled(seed: int, length: int) -> str:
    """Six kinds of words in a random order."""
    chance = random.Random(seed)
    words = chance.sample(WORDS, 6)
    return "".join(chance.choice(words) for _ in range(length // 3))


def read(text: str, places: Divisions) -> None:
    """A text through every rule to its fragment; refused is as good."""
    with contextlib.suppress(ZhengmaiError):
        assemble(parser.parse(txt.read(text.encode(), Path("x.txt")), {}, places), places).digest()


def check_growth(make: Callable[[int], str], before: str, places: Divisions) -> None:
    short, long = (functools.partial(read, TITLE + before + make(size), places) for size in (2_000, 8_000))
    if best(long, 1) > 0.06:
        growth = min(best(long) / best(short) for _ in range(2))  # what is not linear is so both times
        assert growth < GROWTH, f"{growth:.1f} times for 4 times the text"


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("unit", PIECES, ids=repr)
def test_time_grows_with_the_length(unit: str, before: str, places: Divisions) -> None:
    check_growth(lambda size: unit * (size // len(unit)), before, places)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("form", VARIED, ids=repr)
def test_time_grows_with_the_number_of_facts(form: str, before: str, places: Divisions) -> None:
    check_growth(functools.partial(varied, form), before, places)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("seed", range(12))
def test_time_grows_with_the_length_of_any_mixture(seed: int, before: str, places: Divisions) -> None:
    check_growth(functools.partial(shuffled, seed), before, places)


def test_brackets_in_brackets_are_read_or_refused(places: Divisions) -> None:
    read(TITLE + "（一）开灯。（责任单位：" + "市教育局（" * 500 + "）" * 500, places)


def test_a_long_list_of_names_is_read_in_time(places: Divisions) -> None:
    text = "、".join(["市教育局", "财政局"] * 2000)
    start = time.process_time()
    found, _ = names.parse(text, 0, len(text), places)
    assert len(found) == 4000
    assert time.process_time() - start < 5
