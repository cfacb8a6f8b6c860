"""Entity types, their data categories and what the law says of those: `policies/taxonomy/entities.yaml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    from pathlib import Path

TypeName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
Category = Annotated[str, StringConstraints(pattern=r"^user(\.[a-z_]+)*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

UNKNOWN = "user"
"""Category of a type that the taxonomy does not list: personal, of no known kind."""


class Entity(BaseModel):
    """One entity type.

    Attributes:
        category: fideslang key or one of ours; None: no personal data by itself.
        country: ISO 3166 code of the country that gives this number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category | None
    country: Country | None = None


class Marks(BaseModel):
    """What the law says of a category.

    Attributes:
        gdpr: `art9` special category, `art10` criminal convictions and offences.
        ccpa: `sensitive`: sensitive personal information, Cal. Civ. Code 1798.140(ae).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    gdpr: Literal["art9", "art10"] | None = None
    ccpa: Literal["sensitive"] | None = None


class Entities(BaseModel):
    """The taxonomy of entity types; immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    entities: dict[TypeName, Entity]
    categories: dict[Category, Marks] = {}

    @property
    def types(self) -> frozenset[str]:
        """All types that are listed."""
        return frozenset(self.entities)

    def category(self, entity_type: str) -> str | None:
        """Return a type's data category; None: not personal by itself; `user`: the type is not listed."""
        entity = self.entities.get(entity_type)
        return UNKNOWN if entity is None else entity.category

    def country(self, entity_type: str) -> str | None:
        """Return the country that gives this kind of number, if one does."""
        entity = self.entities.get(entity_type)
        return None if entity is None else entity.country

    def without_category(self) -> frozenset[str]:
        """Return the types that are no personal data by themselves."""
        return frozenset(name for name, entity in self.entities.items() if entity.category is None)

    def marks(self, category: str | None) -> Marks:
        """Return the marks of a category: its own and those of the categories above it."""
        gdpr, ccpa = None, None
        while category:
            own = self.categories.get(category, _NONE)
            gdpr, ccpa = gdpr or own.gdpr, ccpa or own.ccpa
            category = category.rpartition(".")[0]
        return Marks(gdpr=gdpr, ccpa=ccpa)


_NONE = Marks()


def load_entities(path: Path | None = None) -> Entities:
    """Read the taxonomy; the bundled one, once, when no path is given.

    Raises:
        PolicyError: The file is wrong, with file and line.
    """
    return _bundled() if path is None else load_model(path, Entities)


@cache
def _bundled() -> Entities:
    return load_model(bundled("policies") / "taxonomy" / "entities.yaml", Entities)
