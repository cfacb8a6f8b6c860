"""Expressions that are compiled when they are first used: most texts need few of them, and start-up none."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = (
    "match",
    "search",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
    "pattern",
    "groups",
)


class _Lazy:
    """Stands for a pattern until it is asked for something; then its methods are the pattern's own."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:  # also what `copy` and `pickle` look for
            raise AttributeError(name)
        compiled = re.compile(self._expression, self._flags)
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        return self.__dict__[name]


def lazy(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when it is first used; two threads may both compile it.

    Args:
        expression: As for `re.compile`; a test compiles all, so that an error shows before it is shipped.
        flags: As for `re.compile`.
    """
    return cast("re.Pattern[str]", _Lazy(expression, flags))
