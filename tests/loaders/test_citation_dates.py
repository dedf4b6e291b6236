"""A document that is dated before what it cites: the finding `citation-date`."""

from pathlib import Path

from kg.records import Finding
from loaders import pipeline
from loaders.link import dates

TEXT = """云浦市人民政府关于节水的意见
云政发〔{year}〕5号

各县区：
根据《岚江省人民政府关于节水的意见》（岚政发〔2024〕8号）和《岚江省水利条例实施办法》（岚政发〔2019〕3号），提出如下意见。
一、修管网。每年修复漏水管网30公里，以《岚江省人民政府关于节水的意见》（岚政发〔2024〕8号）为准。
云浦市人民政府
{year}年6月10日
"""


def found(folder: Path, year: int) -> list[Finding]:
    path = folder / "a.txt"
    path.write_text(TEXT.format(year=year), "utf-8")
    return list(dates.findings(pipeline.record(path)[0]))


def test_a_later_number_is_told_once_at_its_first_place(tmp_path: Path) -> None:
    one, *more = found(tmp_path, 2023)
    assert (one.code, more) == ("citation-date", [])
    assert one.message.startswith("岚政发〔2024〕8号: dated 2023-06-10")
    assert one.span is not None
    assert one.span.quote(TEXT.format(year=2023)).startswith("《岚江省人民政府关于节水的意见》")


def test_the_same_year_and_earlier_ones_are_no_doubt(tmp_path: Path) -> None:
    assert found(tmp_path, 2024) == []
