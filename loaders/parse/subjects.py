"""What a number counts: the noun behind its unit, or the words that lead up to it."""

from __future__ import annotations

import re

from loaders.parse.values import Number
from ontology.vocab.load import vocabulary

_RISE = re.compile(
    r"(?:平均|均|应|要|最高)?(?:达到|达|不低于|不少于|不超过|不高于|超过|提高到|提高至|为|至少|突破|完成|新增)$"
)  # …占比达到


def of(number: Number) -> str:
    """What is counted: the noun behind the unit, or the words before 达到 and the like."""
    rest, phrase = number.rest.removeprefix("的"), number.phrase
    if rest and number.match["unit"] not in vocabulary("units")["rates"]:
        return rest
    return _RISE.sub("", phrase) or phrase or rest
