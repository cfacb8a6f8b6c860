"""How detection is set up: `detection.yaml`, bundled and in the user's policies folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pii_guard.resources import bundled, load_model, load_yaml, to_model
from pii_guard.vocabulary.entities import TypeName  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from pathlib import Path

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Dotted = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class PresidioSettings(BaseModel):
    """A Presidio engine or recognizers of the user's, run in one reused worker process.

    Attributes:
        engine: `module:name` of an `AnalyzerEngine`, or of a function that returns one.
        recognizers: `module:name` of recognizers: instances, classes or functions that return one. They
            are added to the engine, or put into one without a language model.
        languages: In which languages the engine is asked, every one for every text, because a text may hold
            more than one; all that it serves when empty.
        entities: Presidio entity types asked for; all when empty.
        rename: Presidio entity type -> ours, beyond the names that are known (`presidio/names.py`).
        deadline: Seconds that one text may take, over all languages, before detection fails.
        start_deadline: Seconds that the worker may take to load the engine.
        recycle_after: Texts after which the worker is replaced, because spaCy keeps every word it has seen.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Dotted | None = None
    recognizers: tuple[Dotted, ...] = ()
    languages: tuple[Language, ...] = ()
    entities: tuple[str, ...] = ()
    rename: dict[str, TypeName] = {}
    deadline: Annotated[float, Field(gt=0, le=600)] = 20.0
    start_deadline: Annotated[float, Field(gt=0, le=3600)] = 120.0
    recycle_after: Annotated[int, Field(ge=1)] = 20_000

    @model_validator(mode="after")
    def _something_to_run(self) -> PresidioSettings:
        if self.engine is None and not self.recognizers:
            raise ValueError("name an engine or recognizers")
        return self


class DetectionSettings(BaseModel):
    """What `detection.yaml` may hold.

    Attributes:
        regions: Countries whose numbers are expected in every text (ISO 3166 codes).
        regions_of: Language code -> countries expected when a text is known to be in it.
        presidio: A foreign engine beside our own, or None.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    regions: tuple[Region, ...] = ()
    regions_of: dict[str, tuple[Region, ...]] = {}
    presidio: PresidioSettings | None = None


def load_settings(user: Path | None = None) -> DetectionSettings:
    """Read the bundled settings, with keys of the user's folder laid over them.

    Raises:
        PolicyError: A file is wrong, with file and line.
    """
    path = bundled("policies") / "detection.yaml"
    own = user / "detection.yaml" if user is not None else None
    if own is None or not own.is_file():
        return load_model(path, DetectionSettings)
    mine = load_yaml(own)
    to_model(mine, DetectionSettings, own)
    return to_model({**load_yaml(path), **mine}, DetectionSettings, own)
