"""`pii-guard keys`: key files for the reversible mode."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pii_guard.cli.io import guarded, say

app = typer.Typer(help="Key files for the reversible mode.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Key files for the reversible mode."""


@app.command()
@guarded
def new(path: Annotated[Path, typer.Argument(help="File to write; must not exist yet.")]) -> None:
    """Make a key file (32 random bytes, readable by its owner only)."""
    from pii_guard.keys.files import new_key_file  # noqa: PLC0415 - start-up time

    new_key_file(path)
    say(f"wrote {path}; keep a copy apart from the vault: without it nothing can be restored")
