"""Programmes: known ones in every spelling, those that a text names itself, and what only looks like one."""

from __future__ import annotations

from itertools import chain

import pytest

from kg.records import Span
from loaders.parse import programmes
from loaders.parse.folded import fold
from ontology.vocab.load import vocabulary


def named(text: str) -> list[str]:
    return [p.name for p in programmes.parse(fold(text, Span(0, len(text))))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("启动“1＋X”证书制度试点", ["1+X证书制度"]),
        ("推进1+X证书试点", ["1+X证书制度"]),
        ("推进“双随机、一公开”监管，双随机一公开", ["双随机、一公开"]),
        ("推行“一件事一次办”", ["一件事一次办"]),
        ("推动“一件事”落地", ["一件事一次办"]),
        ("办好一件事", []),
        ("深化简政放权、放管结合、优化服务改革", ["放管服"]),
        ("与省乡村振兴局联合", []),
        ("发行乡村振兴票据、乡村振兴债", []),
        ("落实乡村振兴战略", ["乡村振兴"]),
        ("登记业务全市通办，推进“市域通办”", ["市域通办"]),
        ("事项全省通办", ["省内通办"]),
        ("建设市域产教联合体和行业产教融合共同体", ["市域产教联合体", "行业产教融合共同体"]),
        ("扩大“3+2”贯通培养规模", ["中高职贯通"]),
        ("中职与高职“3＋2”", ["中高职贯通"]),
        ("加快5G基站布局，建成“3+2”", []),
        ("落实《关于推进“证照分离”改革的通知》", []),
        ("落实《关于推进“证照分离”改革的通知》，深化“证照分离”改革", ["证照分离"]),
    ],
)
def test_known_ones(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("实施“信用云浦”行动", ["信用云浦行动"]),
        ("推进“全程帮办”改革试点", ["全程帮办"]),
        ("实施“111”创新工程", ["111创新工程"]),
        ("参加“百岛千港提升工程”", ["百岛千港提升工程"]),
        ("实施企业技术创新能力提升计划。", ["企业技术创新能力提升计划"]),
        ("开展港口收费治理专项行动，", ["港口收费治理专项行动"]),
        ("组织实施渔业人才培育工程和", ["渔业人才培育工程"]),
        ("推行“一站式”服务行动", []),
        ("“江岚英才计划”等各类人才计划", ["江岚英才计划"]),
        ("开展专项整治行动，实施行动计划，开展联合执法检查专项行动。", []),
        ("实施重大工程，实施招生计划，实施水利工程。", []),
        ("实施好党的行动，", []),
        ("“十四五”教育强国工程", []),
    ],
)
def test_those_that_a_text_names(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_the_span_is_what_the_text_says() -> None:
    text = "深化 “一网\n通办” 改革"
    (found,) = programmes.parse(fold(text, Span(0, len(text))))
    assert (found.name, found.field, found.span.quote(text)) == ("一网通办", "政务服务", "一网\n通办")


def test_letters_and_signs_of_either_width_are_one_programme() -> None:
    assert (
        named("实施企业Ｒ＆Ｄ投入引导计划。") == named("实施企业R&D投入引导计划。") == ["企业R&D投入引导计划"]
    )


def test_the_vocabulary_names_each_spelling_once_and_finds_it() -> None:
    fields = vocabulary("programmes")["fields"]
    near = {
        name: entry["near"][0]
        for known in fields.values()
        for name, entry in known.items()
        if "near" in entry
    }
    entries = list(chain.from_iterable(known.items() for known in fields.values()))
    spellings = [(s, name) for name, entry in entries for s in (name, *entry["as"])]
    assert len(entries) >= 80
    assert len({s for s, _ in spellings}) == len(spellings)
    told = [
        (s if any("一" <= char <= "龥" for char in s) else s + near.get(name, ""), name)
        for s, name in spellings
    ]
    assert [(s, named(s)) for s, name in told if named(s) != [name]] == []
    bare = [(s.replace("“", "").replace("”", ""), name) for s, name in spellings if s.strip("“”") == s]
    assert [(s, named(s)) for s, name in bare if named(s) != [name]] == []
