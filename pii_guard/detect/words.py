"""Finding many words at once: one automaton over a folded text, with whole-word rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ahocorasick_rs

from pii_guard.detect.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Hit(NamedTuple):
    """A word that was found, in code points of the text."""

    start: int
    end: int
    group: str


# Scripts written without spaces: a word may touch its neighbours.
_UNSPACED = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\u0e00", "\u0eff"), ("\uac00", "\ud7af"))


def _spaced(char: str) -> bool:
    return not any(low <= char <= high for low, high in _UNSPACED)


class Words:
    """Word groups compiled into one automaton; see `Pack.words` for the notation of words."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        entries: dict[str, list[tuple[str, bool, bool]]] = {}
        for group, words in groups.items():
            for word in words:
                body = fold(word.strip("*"))
                if body:
                    entries.setdefault(body, []).append((group, word.startswith("*"), word.endswith("*")))
        self._keys = list(entries)
        self._entries = [entries[key] for key in self._keys]
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys) if self._keys else None

    def find(self, folded: str) -> list[Hit]:
        """Return the words in a folded text, in order of their ends; overlapping ones too."""
        if self._automaton is None:
            return []
        hits: list[Hit] = []
        size = len(folded)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            left = start > 0 and folded[start - 1].isalnum() and folded[start].isalnum() and _spaced(folded[start])
            right = end < size and folded[end].isalnum() and folded[end - 1].isalnum() and _spaced(folded[end - 1])
            for group, open_left, open_right in self._entries[index]:
                if (not left or open_left) and (not right or open_right):
                    stop = end
                    if right and open_right:
                        while stop < size and folded[stop].isalpha():
                            stop += 1
                    hits.append(Hit(start, stop, group))
        return hits
