"""How detection is set up: `detection.yaml`, bundled and in the user's policies folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pii_guard.resources import bundled, load_model, load_yaml, to_model

if TYPE_CHECKING:
    from pathlib import Path

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Dotted = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.]*(:[A-Za-z_]\w*)?$")]


class PresidioSettings(BaseModel):
    """A Presidio engine or recognizers of the user's, run in one reused worker process.

    Attributes:
        engine: `module:function` that returns an `AnalyzerEngine`.
        recognizers: `module:Class` of single recognizers, put into an engine without a language model.
        languages: In which languages the engine is asked; every one of them for every text.
        entities: Entity types asked for; all when empty.
        rename: Presidio entity type -> ours, where the names differ.
        deadline: Seconds that one text may take before detection fails.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Dotted | None = None
    recognizers: tuple[Dotted, ...] = ()
    languages: tuple[str, ...] = ("en",)
    entities: tuple[str, ...] = ()
    rename: dict[str, str] = {}
    deadline: Annotated[float, Field(gt=0, le=600)] = 20.0


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
