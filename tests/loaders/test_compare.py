"""Two versions of a document: kept, changed, moved, new, dropped."""

import time
from pathlib import Path

from loaders import compare, pipeline
from loaders.compare import Comparison

OLD = """云浦市人民政府关于节水的意见
云政发〔2022〕5号

一、修管网。每年修复漏水管网30公里，漏损率降到8%。（牵头单位：市水利局；配合单位：市财政局）
二、办讲堂。每季度在社区开设节水讲堂，请居民讲述一水多用的办法。（责任单位：市水利局）
三、发器具。向困难家庭发放节水龙头2000套，由街道登记造册。（责任单位：市民政局）
"""
NEW = """云浦市人民政府关于节水的意见
云政发〔2023〕7号

一、发器具。向困难家庭发放节水龙头2000套，由街道登记造册。（责任单位：市民政局）
二、修管网。每年修复漏水管网45公里，漏损率降到8%。（牵头单位：市住房城乡建设局；配合单位：市财政局）
三、建水厂。新建再生水厂1座，供园林绿化取用。（责任单位：市水利局）
"""


def compared(folder: Path, old: str, new: str) -> Comparison:
    sides = []
    for name, text in (("a.txt", old), ("b.txt", new)):
        (folder / name).write_text(text, "utf-8")
        sides.append(compare.items(*pipeline.record(folder / name)))
    return compare.compare(*sides)


def test_what_became_of_each_clause(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, NEW)
    told = [(one.status, one.before, one.after) for one in found.changes]
    assert told == [
        ("dropped", "二", None),
        ("moved", "三", "一"),
        ("changed", "一", "二"),
        ("new", None, "三"),
    ]
    assert found.counts() == {"kept": 0, "changed": 1, "moved": 1, "new": 1, "dropped": 1}


def test_a_clause_put_in_at_the_top_moves_nothing(tmp_path: Path) -> None:
    head, clauses = OLD.split("一、", 1)
    moved_on = clauses.replace("\n三、", "\n四、").replace("\n二、", "\n三、").replace("30公里", "45公里")
    found = compared(
        tmp_path, OLD, f"{head}一、清台账。每月更新一次用水台账。（责任单位：市统计局）\n二、{moved_on}"
    )
    told = [(one.status, one.before, one.after, one.moved) for one in found.changes]
    assert told == [
        ("new", None, "一", False),
        ("changed", "一", "二", False),
        ("kept", "二", "三", False),
        ("kept", "三", "四", False),
    ]


def test_what_changed_and_moved_is_both(tmp_path: Path) -> None:
    head, clauses = OLD.split("一、", 1)
    first, second, third = (part.rstrip("\n") for part in ("一、" + clauses).splitlines())
    swapped = [
        third.replace("2000套", "2600套").replace("三、", "一、"),
        first.replace("一、", "二、"),
        second.replace("二、", "三、"),
    ]
    found = compared(tmp_path, OLD, head + "\n".join(swapped) + "\n")
    assert [(one.changed, one.moved) for one in found.changes] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert found.changed_and_moved == 1


def test_a_number_in_another_unit_is_the_same_target(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, OLD.replace("2000套", "0.2万套"))
    change = next(one for one in found.changes if one.before == "三")
    assert (change.status, change.indicators) == ("changed", ())
    assert "[-2000-]{+0.2万+}套" in change.words


def test_words_assignments_and_indicators(tmp_path: Path) -> None:
    change = next(one for one in compared(tmp_path, OLD, NEW).changes if one.after == "二")
    assert (
        change.words == "每年修复漏水管网[-30-]{+45+}公里，漏损率降到8%。" or "[-30-]{+45+}" in change.words
    )
    assert change.assignments == ("-牵头 市水利局", "+牵头 市住房城乡建设局")
    assert any(one.startswith("-") and "30公里" in one for one in change.indicators)
    assert any(one.startswith("+") and "45公里" in one for one in change.indicators)


def test_a_statement_is_told_as_assignments_only(tmp_path: Path) -> None:
    found = compared(tmp_path, OLD, OLD.replace("市民政局", "市财政局"))
    change = next(one for one in found.changes if one.before == "三")
    assert (change.status, change.words) == ("changed", "")
    assert change.assignments == ("-负责 市民政局", "+负责 市财政局")


def test_equal_texts_are_kept(tmp_path: Path) -> None:
    assert compared(tmp_path, OLD, OLD).counts()["kept"] == 3


def test_sentences_that_have_nothing_in_common_are_not_mixed() -> None:
    assert compare.worded("加强领导。", "建成水厂1座。") == "[-加强领导。-]{+建成水厂1座。+}"
    assert compare.worded("甲乙丙丁。戊。", "甲乙丙丁。") == "[-戊。-]"


def test_texts_that_repeat_take_no_longer() -> None:
    begun = time.perf_counter()
    for one, other in (("甲。" * 20_000, "甲。乙。" * 10_000), ("甲乙" * 40_000, "乙甲甲" * 30_000)):
        assert compare.worded(one, other)
    assert time.perf_counter() - begun < 5
