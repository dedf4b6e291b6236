"""The errors that a user can meet: each says what, where and what to do. All end a command with exit code 2."""

from __future__ import annotations

import re

# what a file's name may bring onto a terminal: line ends, escapes, marks that turn the direction, half characters
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class ZhengmaiError(Exception):
    """Something that the user can mend.

    `what` is one line; `where` a file with its place, a query or a store; `hint` what to do.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(what)

    def __str__(self) -> str:
        """One clear line: place, what happened, what to do."""
        place = f"{self.where}: " if self.where else ""
        line = f"{place}{self.what}" + (f"（{self.hint}）" if self.hint else "")
        return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), line)


class InputError(ZhengmaiError):
    """A file, folder or manifest that can't be read as a policy document."""


class SpanError(ZhengmaiError):
    """A span that lies outside its text: a fault of a rule, never of the user."""


class StoreError(ZhengmaiError):
    """A store that can't be opened, read or written."""


class QueryError(ZhengmaiError):
    """A named query that is unknown, ill-formed, or got parameters that it does not take."""


class LimitError(QueryError):
    """A query that asks for more time or memory than one query gets."""


class BusyError(ZhengmaiError):
    """A service that has no room for a question now, and will have in `after` seconds."""

    after = 5


class NotFoundError(ZhengmaiError):
    """A document, clause or agency that the graph does not hold."""
