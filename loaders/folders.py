"""What lies beside the documents: the manifest and the decisions of each folder, read once a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError
from kg.graph import Fragment
from loaders import decisions, manifest
from loaders.decisions import Decisions
from loaders.manifest import Manifest, Stated


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

    def unused(self, files: Sequence[Path]) -> list[str]:
        """The decisions on agencies that match nothing in the files of the run."""
        if self._given:
            return self._given.unmatched(self._matched)
        taken = set(files)
        whole = [
            own for folder, own in self._decisions.items() if own.agencies and decisions.whole(folder, taken)
        ]
        return [line for own in whole for line in own.unmatched(self._matched)]
