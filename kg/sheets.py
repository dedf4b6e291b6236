"""Tables on their way out: as CSV, as an Excel file, and on a terminal of 80 to 120 columns."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kg.errors import InputError

WIDEST = 120  # columns of the tables for people, also where a pipe has no width
_LONGEST = 32_767  # characters that Excel keeps in one cell
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  (the same rows give the same file)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
_NUMBER = re.compile(r"[+-]?[\d,.]+[%％‰]?")  # -3, +12.5%
_TELLS_SHEET = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")  # a sheet's name may not hold these


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a column is (Chinese heading, English heading, width in characters of a Latin letter)."""

    title: str
    columns: Sequence[tuple[str, str, int]]
    rows: Sequence[Sequence[Any]]


def text(value: Any) -> str:
    """A value on one line; lists are joined by 、, nothing stands for what is not known."""
    match value:
        case None:
            return ""
        case bool():
            return "是 yes" if value else "否 no"
        case float():
            return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"
        case list() | tuple():
            return "、".join(map(text, value))
    return " ".join(str(value).split())


def write_csv(sheet: Sheet) -> None:
    """The sheet on stdout under both headings, in UTF-8 with the mark by which Excel knows it."""
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([f"{chinese} {english}".strip() for chinese, english, _ in sheet.columns])
    writer.writerows([[harmless(text(value)) for value in row] for row in sheet.rows])


def harmless(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet runs: an apostrophe before what looks like a formula and is no number.

    >>> [harmless(cell) for cell in ("=1+1", "-12.5%", "-牵头 市教育局")]
    ["'=1+1", '-12.5%', "'-牵头 市教育局"]
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """One Excel sheet a table, heading frozen and with filters; text stays text, whatever it begins with.

    InputError where the file can't be written.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, sheet in enumerate(sheets, start=1):
        name = f"{number} {sheet.title}".translate(_TELLS_SHEET)[:31]
        _fill(book.add_worksheet(name), sheet, bold, wrapped)
    try:
        book.close()
    except OSError as error:
        raise InputError(f"can't be written: {error} 无法写入", str(path)) from error
    except xlsxwriter.exceptions.FileCreateError as error:
        raise InputError(f"can't be written: {error} 无法写入", str(path)) from error


def _fill(page: Any, sheet: Sheet, bold: Any, wrapped: Any) -> None:
    for place, (chinese, english, width) in enumerate(sheet.columns):
        page.set_column(place, place, width)
        page.write_string(0, place, f"{chinese}\n{english}", bold)
    for line, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                page.write_number(line, place, value, wrapped)
            elif value is not None:
                page.write_string(line, place, text(value)[:_LONGEST], wrapped)
    page.freeze_panes(1, 0)
    if sheet.columns:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def show(sheet: Sheet) -> None:
    """The sheet on a terminal, at most 120 columns wide; long cells are folded, nothing is cut."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else WIDEST, highlight=False, soft_wrap=False)
    table = Table(title=escape(sheet.title), title_justify="left", box=box.HORIZONTALS, pad_edge=False,
                  show_lines=True, header_style="bold", padding=(0, 1, 0, 0))  # fmt: skip
    for chinese, english, width in sheet.columns:
        table.add_column(f"{chinese}\n{english}", overflow="fold", ratio=width, min_width=min(width, 6))
    for row in sheet.rows:
        table.add_row(*(escape(text(value)) for value in row))
    console.print(table, width=min(console.width, WIDEST))
