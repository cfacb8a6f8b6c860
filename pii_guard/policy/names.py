"""Whether the names that a channel file uses exist: entity types, data categories, working operators.

A rule about a type that nothing has is a rule that never holds: what it was to protect goes by another rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pii_guard.errors import PolicyError
from pii_guard.policy.channel import _covers
from pii_guard.resources import line_of, load_yaml
from pii_guard.vocabulary.entities import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pii_guard.policy.channel import Rule
    from pii_guard.policy.loader import ChannelFile
    from pii_guard.vocabulary.entities import Entities

Loc = tuple[str | int, ...]
CheckOperator = Callable[[str, Mapping[str, str]], None]
_HINT = (
    "See docs/reference/entities.md. A type of a Presidio engine counts when detection.yaml names it in "
    "`presidio: entities` or `rename`."
)


class KnownNames:
    """The names that rules may use.

    Args:
        entities: The taxonomy of entity types.
        folder: The user's folder, whose `detection.yaml` may bring types of a foreign engine.
    """

    def __init__(self, entities: Entities, folder: Path | None = None) -> None:
        self.types = entities.types | _foreign(folder)
        self.categories = {c for t in self.types if (c := entities.category(t)) is not None} | {UNKNOWN}

    def unknown(self, rule: Rule) -> Iterator[tuple[str, int, str]]:
        """Yield key, place in its list and error text of each glob of a rule that matches nothing."""
        for number, glob in enumerate(rule.types):
            if not glob.startswith("@") and not self._is_type(glob):
                yield "types", number, f"no entity type is called {glob}"
        for number, glob in enumerate(rule.data):
            if not any(_covers(glob, category) for category in self.categories):
                yield "data", number, f"no data category is called {glob}"

    def check(self, path: Path, file: ChannelFile, check_operator: CheckOperator | None) -> None:
        """Refuse a channel file that uses a name which nothing has, or an operator that cannot work.

        Raises:
            PolicyError: With file and line.
        """
        for key in file.thresholds:
            if key != "default" and key not in self.types:
                raise _error(path, ("thresholds", key), f"thresholds: no entity type is called {key}", _HINT)
        for group, types in file.groups.items():
            for number, glob in enumerate(types):
                if not self._is_type(glob):
                    text = f"groups: {group}: no entity type is called {glob}"
                    raise _error(path, ("groups", group, number), text, _HINT)
        for part in ("rules", "stored"):
            for number, rule in enumerate(getattr(file, part)):
                for key, place, text in self.unknown(rule):
                    raise _error(path, (part, number, key, place), f"{part}: {rule.id}: {text}", _HINT)
                _check_operator(path, part, number, rule, check_operator)

    def _is_type(self, glob: str) -> bool:
        return any(fnmatchcase(name, glob) for name in self.types)


def _check_operator(path: Path, part: str, number: int, rule: Rule, check: CheckOperator | None) -> None:
    if rule.operator is None or check is None:
        return
    place = (part, number, "operator")
    if part == "rules" and rule.operator == "reversible":
        raise _error(
            path, place, f"{part}: {rule.id}: reversible is for `stored`; a draft has no vault", None
        )
    try:
        check(rule.operator, rule.params)
    except PolicyError as error:
        raise _error(path, place, f"{part}: {rule.id}: {error.message}", error.hint) from None


def _error(path: Path, loc: Loc, text: str, hint: str | None) -> PolicyError:
    return PolicyError(f"{path.name}:{line_of(path, loc)}: {text}", hint=hint)


def _foreign(folder: Path | None) -> frozenset[str]:
    """Return the types that a foreign engine brings; its settings are validated where they are used."""
    path = folder / "detection.yaml" if folder is not None else None
    data = load_yaml(path) if path is not None and path.is_file() else None
    engine = data.get("presidio") if isinstance(data, dict) else None
    if not isinstance(engine, dict):
        return frozenset()
    named, renamed = engine.get("entities"), engine.get("rename")
    types = [*(named if isinstance(named, list) else ())]
    types += renamed.values() if isinstance(renamed, dict) else ()
    return frozenset(t for t in types if isinstance(t, str))
