"""Who answers by a table's cell: a list of bodies, or a statement that says the roles once more.

责任单位                                          牵头单位
市教育局、市财政局                                 县公安局牵头
牵头：县交通运输局；配合：各镇人民政府               同上
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.records import Role
from loaders.parse import names, who
from loaders.parse.folded import Folded
from loaders.parse.naming import Name
from loaders.parse.statements import read_labels
from loaders.resolve.regions import Divisions

_SAYS = re.compile(r"：|牵头|主办|负责|落实|配合|参加|参与|协助|协办|承办|会同")  # 牵头：… · …负责
_AS_ABOVE = frozenset({"同上", "同上。", "同前", "〃", "″", "〞"})  # what the row above says holds
_LONGEST_AS_ABOVE = 6  # characters with their blanks: '同  上'

Given = tuple[Name, Role]


def is_as_above(words: str) -> bool:
    """True for the words of a cell that says what the one above it says: 同上, 〃."""
    return len(words) <= _LONGEST_AS_ABOVE and "".join(words.split()) in _AS_ABOVE


def read(cell: Folded, column: Role, divisions: Divisions) -> tuple[Sequence[Given], Sequence[str]]:
    """The names of a cell with their roles, and the words that name nobody. Places are those of the cell's folded text.

    A cell's own 牵头 and 配合 go before what its column says; its 负责 says no more than the column.
    """
    text = cell.text
    if not _SAYS.search(text):
        given, refused = names.parse(text, 0, len(text), divisions)
        return [(name, name.said or column) for name in given], refused
    found: list[Given] = []
    refused = []
    level = ""
    for start, end, role in _pieces(text, column):
        told = who.told(text[start:end], role, divisions, level)
        level = told.level
        refused += told.refused
        plain = role == column
        found += [
            (name.moved(start), column if plain and own == "responsible" else own) for name, own in told.parts
        ]
    return found, refused


def _pieces(text: str, column: Role) -> list[tuple[int, int, Role]]:
    """The pieces of a cell that each label rules, and what stands before the first label; 完成时限：… left out."""
    found = list(read_labels(text, 0, len(text)))
    stops = [*(label.start() for label in found), len(text)]
    pieces: list[tuple[int, int, Role]] = [(0, stops[0], column)] if stops[0] else []
    for label, stop in zip(found, stops[1:], strict=True):
        if label["role"] and stop > label.end():
            pieces.append((label.end(), stop, who.role_of(label["role"], "label")))
    return pieces
