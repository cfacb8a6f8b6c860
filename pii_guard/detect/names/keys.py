"""Finding the keys of one conversation: few, and looked for in a few short texts."""

from __future__ import annotations

from operator import itemgetter
from typing import Protocol

import ahocorasick_rs

# Fewer keys than the first are looked for one by one; more than the second pay for a faster automaton.
_FEW, _MANY = 64, 2000
_END = itemgetter(2)


class Finder(Protocol):
    """Finds keys in a text."""

    def find_matches_as_indexes(
        self, haystack: str, /, overlapping: bool = False
    ) -> list[tuple[int, int, int]]:
        """Return the index of a key, start and end of each place, in order of their ends."""
        ...


class _Few:
    """Looks for a few keys one by one: built at no cost, and as fast as an automaton on short texts."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys

    def find_matches_as_indexes(
        self, haystack: str, /, overlapping: bool = False
    ) -> list[tuple[int, int, int]]:
        del overlapping  # always
        hits = []
        for index, key in enumerate(self._keys):
            at = haystack.find(key)
            while at >= 0:
                hits.append((index, at, at + len(key)))
                at = haystack.find(key, at + 1)
        if len(hits) > 1:
            hits.sort(key=_END)
        return hits


def automaton(keys: list[str]) -> Finder:
    """Build what finds keys the way that pays for this many: few live for one conversation only."""
    if len(keys) < _FEW:
        return _Few(keys)
    plan = ahocorasick_rs.Implementation.NoncontiguousNFA if len(keys) < _MANY else None
    return ahocorasick_rs.AhoCorasick(keys, implementation=plan)
