"""What lies beside the documents: the manifest and the decisions of each folder, read once a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError
from kg.graph import Fragment
from kg.store.base import Store
from loaders import decisions, manifest
from loaders.decisions import Decisions, LineageDecision
from loaders.link.ends import Ends
from loaders.manifest import Manifest, Stated

_ALONE = "MATCH (a:Document)-[:ATTACHED_TO]->(d:Document) WHERE d.stub = true RETURN a.file AS file"


class Folders:
    """The folders of one run. `given` is a file of decisions for all of them, in place of the one in each.

    InputError where `given` is ill-formed.
    """

    def __init__(self, given: Path | None = None) -> None:
        self._given = decisions.load(given) if given else None
        self._manifests: dict[Path, Manifest | InputError] = {}
        self._decisions: dict[Path, Decisions] = {}
        self._matched: set[str] = set()

    def about(self, path: Path) -> Stated | InputError:
        """What a file's manifest says about it; an ill-formed one is the error of each of its files."""
        folder = path.parent
        if folder not in self._manifests:
            try:
                self._manifests[folder] = manifest.load(folder)
            except InputError as error:
                self._manifests[folder] = error
        found = self._manifests[folder]
        return found if isinstance(found, InputError) else found.about(path.name)

    def decided(self, path: Path) -> Decisions:
        """What people decided about a file. InputError where the folder's file is ill-formed."""
        if self._given:
            return self._given
        folder = path.parent
        if folder not in self._decisions:
            self._decisions[folder] = decisions.beside(folder)
        return self._decisions[folder]

    def see(self, fragment: Fragment) -> None:
        """Notes which decisions a fragment followed."""
        self._matched |= decisions.followed(fragment)

    def unused(self, files: Sequence[Path], store: Store) -> list[str]:
        """What people stated or decided that matches nothing in the files of the run and in the store, a line each."""
        taken = set(files)
        whole = {folder for folder in self._manifests if decisions.whole(folder, taken)}
        heard = [self._given] if self._given else [self._decisions[folder] for folder in sorted(whole)]
        lines = [line for folder in sorted(whole) for line in self._misstated(folder, store)]
        for own in heard:
            lines += own.unmatched(self._matched)
        return lines + _without_ends([one for own in heard for one in own.lineage], store)

    def _misstated(self, folder: Path, store: Store) -> list[str]:
        """The entries of a manifest whose file is not in the folder, or whose parent document is not loaded."""
        stated = self._manifests[folder]
        if isinstance(stated, InputError) or not stated.entries:
            return []
        where, there = folder / manifest.NAME, {path.name for path in folder.iterdir()}
        lines = [
            f"{where}: file = {name!r}: there is no such file 清单所列文件不存在"
            for name in stated.entries
            if name not in there
        ]
        parents = {
            file: one["attachment_of"] for file, one in stated.entries.items() if "attachment_of" in one
        }
        alone = {str(row["file"]) for row in store.query(_ALONE).rows} if parents else set()
        return lines + [
            f"{where}: {file}: attachment_of = {parent!r}: no such document is loaded 所附属的文件未载入"
            for file, parent in parents.items()
            if file in alone
        ]


def _without_ends(decided: Sequence[LineageDecision], store: Store) -> list[str]:
    """A line for each decision on a link of which an end is no clause that the store holds."""
    if not decided:
        return []
    ends = Ends(lambda text, params: store.query(text, params).rows)
    return [
        f"{one.tag}: {'; '.join(wrong)}"
        for one in decided
        if (wrong := [found for end in (one.lower, one.upper) if isinstance(found := ends.find(end), str)])
    ]
