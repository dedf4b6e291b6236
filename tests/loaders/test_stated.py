"""What a manifest or a decision states and nothing bears out is told: a missing file, an unknown place, no such clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from loaders import decisions, manifest, pipeline

TEXT = "绍兴市人民政府关于节水的意见\n绍政发〔2021〕5号\n\n一、任务\n（一）修管。漏水即修。（责任单位：市水利局）\n"


def folder(path: Path, stated: str = "", decided: str = "") -> Path:
    (path / "a.txt").write_text(TEXT, "utf-8")
    (path / manifest.NAME).write_text(stated, "utf-8")
    (path / decisions.NAME).write_text(decided, "utf-8")
    return path


def lines(path: Path) -> list[str]:
    report = pipeline.load([path], EmbeddedStore(path / "g.kgl"))
    assert not report.errors
    return report.unused


def test_an_entry_without_a_file_is_told(tmp_path: Path) -> None:
    told = lines(folder(tmp_path, '[[document]]\nfile = "b.txt"\nlevel = "city"\n'))
    assert len(told) == 1 and "'b.txt': there is no such file" in told[0]


def test_an_attachment_of_nothing_is_told(tmp_path: Path) -> None:
    told = lines(folder(tmp_path, '[[document]]\nfile = "a.txt"\nattachment_of = "绍政发〔2020〕9号"\n'))
    assert len(told) == 1 and "attachment_of = '绍政发〔2020〕9号'" in told[0]


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ('region = "火星市"', "region = '火星市': no such place"),
        ('province = "火星省"', "province = '火星省': no such place"),
        ('province = "广东省"', "province = '广东省': 绍兴市 does not lie there"),
        ('province = "浙江省"\nregion = "深圳市"', "province = '浙江省': 深圳市 does not lie there"),
    ],
)
def test_an_unknown_place_is_an_error_of_its_file(tmp_path: Path, stated: str, message: str) -> None:
    folder(tmp_path, f'[[document]]\nfile = "a.txt"\n{stated}\n')
    with pytest.raises(InputError, match=message) as raised:
        pipeline.record(tmp_path / "a.txt")
    assert str(raised.value).startswith(f"{tmp_path / manifest.NAME}: a.txt: ")


@pytest.mark.parametrize(
    "stated", ['region = "绍兴市柯桥区"', 'region = "柯桥区"\nprovince = "浙江省"', 'region = "鼓楼区"']
)
def test_a_known_place_is_taken(tmp_path: Path, stated: str) -> None:
    folder(tmp_path, f'[[document]]\nfile = "a.txt"\n{stated}\n')
    assert pipeline.record(tmp_path / "a.txt")[0].header.stated["region"]


def test_a_declared_place_is_known(tmp_path: Path) -> None:
    own = '[[region]]\nname = "火星省"\nlevel = "province"\n[[region]]\nname = "火星市"\nlevel = "city"\nwithin = "火星省"\n'
    folder(tmp_path, own + '[[document]]\nfile = "a.txt"\nregion = "火星市"\nprovince = "火星省"\n')
    assert pipeline.record(tmp_path / "a.txt")[0].header.region == "火星市"


def test_a_decision_on_a_link_without_its_clauses_is_told(tmp_path: Path) -> None:
    link = '[[lineage]]\nfrom = "绍政发〔2021〕5号#一/（一）"\nto = "{}"\ndecision = "reject"\n'
    there = link.format("绍政发〔2021〕5号#一/（一）")
    told = lines(folder(tmp_path, "", there + link.format("绍政发〔2021〕5号#九")))
    assert told == [
        "decisions.toml lineage 1: 一/（一） is named twice 条款不能与自身对应",
        "decisions.toml lineage 2: there is no clause 绍政发〔2021〕5号#九 未匹配到条款",
    ]


def test_what_reads_like_no_agency_is_refused(tmp_path: Path) -> None:
    folder(tmp_path, "", "[[agency]]\nname = '市水利局'\nis = '乱七八糟'\n")
    with pytest.raises(InputError, match=r"agency\]\] 1: is = '乱七八糟'"):
        decisions.beside(tmp_path)
