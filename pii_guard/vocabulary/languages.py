"""Language data: `policies/languages/<language>/<kind>.yaml`, one small file a language and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    from pathlib import Path

Model = TypeVar("Model", bound=BaseModel)


def load_languages(kind: str, model: type[Model], folder: Path | None = None) -> dict[str, Model]:
    """Read the files of one kind for every language that has one.

    Args:
        kind: File name without ending: `spoken`, `names`, `cues`, `addresses`, `asking`, `reply`.
        model: Strict model of such a file.
        folder: A folder laid out as `policies/languages/`; the bundled one when None.

    Returns:
        Language code (ISO 639-1) -> data.

    Raises:
        PolicyError: A file is wrong.
    """
    root = folder if folder is not None else bundled("policies") / "languages"
    return {path.parent.name: load_model(path, model) for path in sorted(root.glob(f"*/{kind}.yaml"))}
