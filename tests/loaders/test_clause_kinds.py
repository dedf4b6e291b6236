"""What kind of clause a heading makes: measures that safeguard a plan are no tasks, and tasks about 保障 are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.records import Document


@pytest.mark.parametrize(
    ("chapter", "heading", "kind"),
    [
        ("总体要求", "指导思想", "principle"),
        ("总体要求", "主要目标", "goal"),
        ("总体要求", "目标导向原则", "principle"),
        ("主要目标", "发展指标", "goal"),
        ("保障措施", "加强宣传", "safeguard"),
        ("强化组织保障", "压实责任", "safeguard"),
        ("工作要求", "压实责任", "safeguard"),
        ("主要任务", "加强组织领导", "safeguard"),
        ("支持重点产业发展", "强化农产品生产保障支持", "task"),
        ("做好民生工作", "保障困难群众基本生活", "task"),
        ("加强要素服务保障行动", "大力引才留才", "task"),
    ],
)
def test_kind(chapter: str, heading: str, kind: str, parse: Callable[[str], Document]) -> None:
    document = parse(f"一、{chapter}\n（一）{heading}。把工作做好做实。\n（二）另一项。把工作做完。\n")
    assert document.clauses[0].kind == kind
