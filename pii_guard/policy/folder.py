"""What may lie in a user's policies folder; whatever would not be read is refused, not passed over.

A misspelt `chanels/` or a `forum.yml` would otherwise leave the bundled rules in force without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("channels", "recognizers", "cases")
FILES = ("detection.yaml", "purposes.yaml", "reasons.yaml")
_READ = f"What is read: {', '.join(f'{name}/*.yaml' for name in FOLDERS)}, {', '.join(FILES)}."


def check_folder(folder: Path) -> None:
    """Refuse a policies folder that holds nothing, or something that nobody would read.

    Names that begin with a dot or with README are for people and their tools, and may lie anywhere.

    Raises:
        PolicyError: It is missing, empty or unreadable, or an entry is none of those that are read.
    """
    if not folder.is_dir():
        raise PolicyError(
            "the policies folder does not exist", hint="Give a folder that holds channels/*.yaml."
        )
    entries = _entries(folder, folder.name)
    if not entries:
        raise PolicyError("the policies folder holds nothing that is read", hint=_READ)
    for entry in entries:
        if entry.name in FOLDERS and entry.is_dir():
            _check_inside(entry, entry.name, deep=entry.name == "recognizers")
        elif not (entry.name in FILES and entry.is_file()):
            raise PolicyError(f"{entry.name}: {_why_not(entry)}", hint=_READ)


def _check_inside(folder: Path, place: str, *, deep: bool) -> None:
    for entry in _entries(folder, place):
        name = f"{place}/{entry.name}"
        if deep and entry.is_dir():
            _check_inside(entry, name, deep=True)
        elif entry.suffix != ".yaml" or not entry.is_file():
            raise PolicyError(f"{name}: {_why_not(entry)}", hint=_READ)


def _entries(folder: Path, place: str) -> list[Path]:
    # Listed here and not by glob, which passes over a folder that it may not open.
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith((".", "README")))
    except OSError as error:
        raise PolicyError(f"{place}: the folder cannot be read ({type(error).__name__})") from None


def _why_not(entry: Path) -> str:
    if entry.name == "languages":
        return "language files of your own are not read; word groups go into recognizers/*.yaml"
    if entry.suffix == ".yml":
        return "is not read; the ending must be .yaml"
    if entry.name in FOLDERS:
        return "must be a folder"
    return "is not read from a policies folder"
